"""A book told from a model's memory: which chapters it has, and what stands in each."""

from dataclasses import dataclass

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.outline import without_text
from bookbytes_core.domain.summary import Summary, SummarySentence, Verdict
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import InvalidInput, Rejected
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.repair import repaired
from bookbytes_core.use_cases.books.find_source import book_info
from bookbytes_core.use_cases.books.texts import store_text
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.jobs.lease import Lease
from bookbytes_core.use_cases.vendors import Vendors

_NO_SUPPORT = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallBook:
    """Asks which chapters a book has, stores that as its text without paragraphs, and writes under the lease that it is
    the audio book's.

    Raises ``InvalidInput`` (code ``book_not_known``), ``Rejected``, ``Unavailable`` and ``LeaseLost``.
    """

    vendors: Vendors
    storage: Storage
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, lease: Lease, book: AudioBook, edition: Edition, work: Work, tally: Tally) -> AudioBook:
        question = BookQuestion(edition.title, work.authors, book.options.language or edition.language)

        async def ask(question: BookQuestion) -> tuple[str, ...]:
            recalled = await self.vendors.recall_chapters(question, claim=lease.claim, tally=tally)
            return recalled.titles

        titles = await repaired(question, ask)
        if not titles:
            raise InvalidInput(
                f"The language model does not know “{edition.title}”: import the book's file, or try another model.",
                code="book_not_known",
            )
        text_key = await store_text(self.storage, without_text(book_info(edition, work), titles))
        async with self.new_uow() as uow:
            await uow.leases.advance(lease.job.id, lease.job.fence)
            known = await uow.audio_books.save(book.with_text(text_key, self.clock.now()))
            await uow.commit()
        return known


async def recalled(vendors: Vendors, claim: Claim, context: BookContext, chapter: Chapter, tally: Tally) -> Summary:
    """What a model remembers of the chapter. Nothing bears its sentences out: they have no sources, and all of them are
    flagged.

    Raises ``Rejected`` (code ``no_summary`` where it says nothing, and the model's own) and ``Unavailable``.
    """
    book = BookQuestion(context.title, context.authors, context.language)
    question = ChapterQuestion(book, chapter.number, chapter.title, chapter.target_words)

    async def ask(question: ChapterQuestion) -> tuple[SummarySentence, ...]:
        draft = await vendors.recall_chapter(question, claim=claim, tally=tally)
        return tuple(SummarySentence(each.text, (), _NO_SUPPORT, Verdict.FLAGGED) for each in draft.sentences)

    sentences = await repaired(question, ask)
    if not sentences:
        raise Rejected("The language model remembers nothing of this chapter: try another model.", code="no_summary")
    return Summary(sentences)
