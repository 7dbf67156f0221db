"""Say what an order would take, before it is placed."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.book_text import BookText
from bookbytes_core.domain.estimate import ChapterSource, Estimate, estimate_book, estimate_chapter
from bookbytes_core.domain.listening import UNSPACED_RATE, USUAL_RATE
from bookbytes_core.domain.order import Order
from bookbytes_core.domain.outline import without_text
from bookbytes_core.domain.tier import Tier
from bookbytes_core.domain.words import is_unspaced
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.storage import Storage
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.generate import chosen_text
from bookbytes_core.use_cases.audio_books.plan import SILENCE_SECONDS, targets
from bookbytes_core.use_cases.books.find_source import FindSource, Source, book_info
from bookbytes_core.use_cases.books.texts import load_text
from bookbytes_core.use_cases.vendors import Vendors

CHAPTERS_NOT_KNOWN = 20
"""How many chapters a book is taken to have where a model has to be asked for them first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEstimate:
    """``words`` and ``minutes`` are those a listener would hear, ``source_words`` those of the text; ``chapters`` is
    None where they are not known before a model is asked."""

    tier: Tier
    chapters: int | None
    source_words: int
    words: int
    minutes: float
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateAudioBook:
    """What the order would take if nothing of it were made yet. Asks no vendor and keeps nothing.

    Raises what placing the order raises, and ``InvalidInput`` (code ``budget_too_small``).
    """

    find_source: FindSource
    storage: Storage
    clock: Clock
    new_id: IdFactory
    vendors: Vendors

    async def __call__(self, order: Order, *, owner: UUID) -> BookEstimate:
        source = await self.find_source(order.edition_id, order.options, owner=owner)
        book = self._book(order, source, owner)
        text = await self._text(book, source)
        context = BookContext.of(book, source.edition, source.work, text, None)
        return self._estimated(context, text)

    def _book(self, order: Order, source: Source, owner: UUID) -> AudioBook:
        """As it would be ordered."""
        options, now = order.options, self.clock.now()
        is_outline = source.tier is Tier.CONTENTS
        return AudioBook(
            id=self.new_id(),
            edition_id=order.edition_id,
            owner_id=owner,
            order_key="",
            options=options,
            recipe=self.vendors.recipe(options.voice or "", options.language or source.language, verbatim=is_outline),
            tier=source.tier,
            text_key=source.text_key,
            created_at=now,
            updated_at=now,
        )

    async def _text(self, book: AudioBook, source: Source) -> BookText:
        if book.text_key:
            return chosen_text(await load_text(self.storage, book.text_key), book)
        return without_text(book_info(source.edition, source.work), ("",) * CHAPTERS_NOT_KNOWN)

    def _estimated(self, context: BookContext, text: BookText) -> BookEstimate:
        tier, tariffs = context.book.tier, self.vendors.tariffs
        asks = tier is not Tier.CONTENTS and not self.vendors.summariser.provider.free
        sources = [ChapterSource.of(chapter) for chapter in text.chapters]
        if tier is Tier.MEMORY:
            sources = [source.untold() for source in sources]
        unspaced = any(source.unspaced for source in sources) or is_unspaced(context.title)
        rate = UNSPACED_RATE if unspaced else USUAL_RATE
        planned = targets(context, text, rate)
        estimate = estimate_book(
            estimate_chapter(source, target, tariffs, summarised=not asks)
            for source, target in zip(sources, planned, strict=True)
        )
        spoken = float(estimate.tts_characters.likely) * rate.seconds_per_character
        return BookEstimate(
            tier=tier,
            chapters=len(text.chapters) if context.book.text_key else None,
            source_words=text.word_count,
            words=sum(planned),
            minutes=(spoken + SILENCE_SECONDS * len(sources)) / 60,
            estimate=estimate,
        )


def described(book: BookEstimate) -> dict[str, object]:
    """The estimate for programs, as HTTP and the command line answer it."""
    took, cost = book.estimate, book.estimate.cost_usd
    return {
        "tier": book.tier.value,
        "chapters": book.chapters,
        "source_words": book.source_words,
        "words": book.words,
        "minutes": round(book.minutes, 1),
        "llm_tokens": int(took.llm_tokens.likely),
        "tts_characters": int(took.tts_characters.likely),
        "cost_usd": {"low": _usd(cost.low), "likely": _usd(cost.likely), "high": _usd(cost.high)},
    }


def _usd(amount: Decimal) -> float:
    return float(round(amount, 6))
