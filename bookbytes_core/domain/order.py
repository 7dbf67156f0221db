"""What a user asks for: an edition and how it is to be told."""

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.language import is_language_tag
from bookbytes_core.domain.lexicon import Pronunciation, check_pronunciations
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import InvalidInput

MAX_MINUTES = 6000
MAX_WORDS = 20_000
MAX_COST_USD = 1_000_000
"""No book costs as much; a ledger that adds up in whole numbers has room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``minutes`` is a listening budget for the whole book, ``words_per_chapter`` a target for each; ``chapters`` holds
    the numbers to make (empty: all); ``max_cost_usd`` bounds what the job may spend, in US dollars; ``pronunciations``
    says how words of this book are said (see ``lexicon``)."""

    minutes: float | None = None
    words_per_chapter: int | None = None
    language: str | None = None
    voice: str | None = None
    chapters: tuple[int, ...] = ()
    all_matter: bool = False
    from_memory: bool = False
    max_cost_usd: Decimal | None = None
    pronunciations: tuple[Pronunciation, ...] = ()

    def __post_init__(self) -> None:
        if self.minutes is not None and self.words_per_chapter is not None:
            raise _invalid("Give minutes for the whole book or words for each chapter, not both.")
        if self.minutes is not None and not 0 < self.minutes <= MAX_MINUTES:
            raise _invalid(f"minutes must be more than 0 and at most {MAX_MINUTES}.")
        if self.words_per_chapter is not None and not 0 < self.words_per_chapter <= MAX_WORDS:
            raise _invalid(f"words for each chapter must be between 1 and {MAX_WORDS}.")
        if self.language is not None and not is_language_tag(self.language):
            raise _invalid(f"{self.language[:40]!r} is no language: give its tag, such as en or pt-BR.")
        if any(number < 1 for number in self.chapters):
            raise _invalid("Chapters are numbered from 1.")
        if self.max_cost_usd is not None and not 0 <= self.max_cost_usd <= MAX_COST_USD:
            raise _invalid(f"The most a job may cost must be between 0 and {MAX_COST_USD} US dollars.")
        check_pronunciations(self.pronunciations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Who summarises and who speaks: with the options, all that decides the result. The versions change with prompts,
    engines and addresses; an order stands in spite of that, until it is refreshed."""

    llm_provider: str
    llm_model: str
    tts_provider: str
    tts_voice: str
    llm_version: str = ""
    tts_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    edition_id: UUID
    options: Options = Options()

    def effective(self, tier: Tier) -> Options:
        """The options that a book of that tier is made with: what may be told from memory is no matter to a text."""
        return replace(self.options, from_memory=tier is Tier.MEMORY)

    def key(self, owner: UUID, recipe: Recipe, tier: Tier = Tier.TEXT) -> str:
        """Equal for equal orders of one owner: SHA-256 of edition, tier, recipe and the options that change the
        result."""
        options = replace(
            self.effective(tier),
            voice=recipe.tts_voice,
            max_cost_usd=None,
            chapters=tuple(sorted(set(self.options.chapters))),
            pronunciations=tuple(sorted(self.options.pronunciations)),
        )
        lasting = replace(recipe, llm_version="", tts_version="")
        parts = [str(owner).encode(), str(self.edition_id).encode(), json_codec.dump(options), json_codec.dump(lasting)]
        if tier is not Tier.TEXT:
            parts.append(tier.value.encode())
        return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _invalid(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid_options")
