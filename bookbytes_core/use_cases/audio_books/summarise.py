"""Give a chapter its summary: drafted by the summariser, judged by the book, mended where the book does not bear it
out."""

from dataclasses import dataclass

from bookbytes_core.domain.book_text import ChapterText
from bookbytes_core.domain.grounding import ground
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.summary import Summary
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import SummaryRequest
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.draft import drafted
from bookbytes_core.use_cases.audio_books.mend import mended
from bookbytes_core.use_cases.audio_books.telling import Telling
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.vendors import Vendors


@dataclass(frozen=True, slots=True, kw_only=True)
class SummariseChapter:
    """One call when all is well. More are made for a chapter beyond the model's context, for an answer that is of no
    use (one repair each) and for sentences that the text does not bear out (one second try a chapter).

    The same stored answers give the same summary, so a run that was cut short asks only for what it had not been told.
    Raises ``Rejected`` (code ``no_summary`` and those of the summariser), ``Unavailable`` and what concerns the job.
    """

    vendors: Vendors

    async def __call__(
        self, claim: Claim, context: BookContext, text: ChapterText, target_words: int, tally: Tally
    ) -> Summary:
        telling = Telling(
            vendors=self.vendors, claim=claim, tally=tally, context=context, text=text, target_words=target_words
        )
        drafts = await drafted(telling)
        sentences = await mended(telling, drafts)
        if drafts and not sentences:
            raise Rejected("Nothing in the summary of this chapter is borne out by its text.", code="no_summary")
        return Summary(sentences)


async def outlined(vendors: Vendors, context: BookContext, text: ChapterText, target_words: int) -> Summary:
    """The lines of a table of contents as they stand: no model is asked.

    Raises ``Rejected`` (code ``no_summary``) for lines in which there is nothing to speak.
    """
    draft = await vendors.extract(SummaryRequest(text.title, context.language, text.paragraphs, target_words))
    grounded = ground(draft.sentences, text.paragraphs, context.language)
    if draft.sentences and not grounded.sentences:
        raise Rejected("There is nothing to speak in this part of the table of contents.", code="no_summary")
    return Summary(grounded.sentences)
