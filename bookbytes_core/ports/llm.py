"""Summaries, from a language model or without one."""

from abc import abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.errors import InvalidInput

REPAIRABLE = frozenset(
    {"summary_invalid", "summary_empty", "summary_cut_off", "summary_too_long", "summary_wrong_language"}
)
"""Codes of ``Rejected`` that say how an answer was of no use: asked again with the code as ``trouble``, a model may do
better. One that declined (``summary_refused``) will not."""


class Task(StrEnum):
    """What a summary is made of: a chapter's paragraphs; those of a part of a chapter too long for one call; the
    sentences of its parts, to be made one summary; or once more the paragraphs of sentences that the text did not bear
    out."""

    CHAPTER = "chapter"
    PART = "part"
    JOIN = "join"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """All that goes into one summary. ``target_words`` is measured by ``domain.words.measure_words``; ``trouble`` is
    the code of what was wrong with the first answer, when this asks to repair it."""

    title: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    target_words: int
    task: Task = Task.CHAPTER
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class BookQuestion:
    """A book that is known by name alone."""

    title: str
    authors: tuple[str, ...]
    language: str
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class ChapterQuestion:
    """A chapter to be told from memory, in about ``target_words``."""

    book: BookQuestion
    number: int
    title: str
    target_words: int
    trouble: str | None = None


Question = SummaryRequest | BookQuestion | ChapterQuestion


@dataclass(frozen=True, slots=True)
class RecalledChapters:
    """The titles of a book's chapters in their order as a model remembers them; none when it does not know the book."""

    titles: tuple[str, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """The sentences in the order in which they are to be spoken, and what the call used."""

    sentences: tuple[DraftSentence, ...]
    usage: Usage


class LanguageModel(Protocol):
    """Summarises one chapter from its own paragraphs.

    Every adapter promises, and ``tests/contracts/llm.py`` checks:

    - every sentence is not empty and names at least one paragraph, and only paragraphs of the request;
    - the length is near ``target_words``; a chapter shorter than that comes back whole;
    - a chapter without a sentence in it gives an empty draft, not an error;
    - an adapter whose ``provider.free`` is true answers equal requests with equal drafts;
    - one that ``remembers`` nothing raises ``InvalidInput`` (code ``source_text_required``) when it is asked to; what
      another recalls has no sources.

    ``NoReply`` says that an answer was lost and ``Unavailable`` that none was made: both may be retried. ``Rejected``
    may not.
    """

    @property
    @abstractmethod
    def provider(self) -> Provider:
        """Who answers, with which model and version: part of every result's key."""
        ...

    @property
    def remembers(self) -> bool:
        """Whether it can be asked about books whose text is not here."""
        return False

    @property
    def context_tokens(self) -> int | None:
        """The most tokens that a request and its answer may have together; None where that is no matter."""
        return None

    def most_tokens(self, request: Question) -> int:
        """The most tokens that the answer may have, thoughts included, for the vendor is told so. Whoever charges for
        tokens has to say."""
        return 0

    def charges(self, request: SummaryRequest) -> bool:
        """Whether a vendor has to be asked for this one: what is not asked is neither limited nor put in the ledger."""
        return not self.provider.free

    @abstractmethod
    async def summarise(self, request: SummaryRequest) -> SummaryDraft: ...

    async def recall_chapters(self, question: BookQuestion) -> RecalledChapters:
        raise _without_memory()

    async def recall_chapter(self, question: ChapterQuestion) -> SummaryDraft:
        """Sentences without a source, from memory."""
        raise _without_memory()


def _without_memory() -> InvalidInput:
    return InvalidInput(
        "The summariser here remembers no books: import the book's file, or set up a language model.",
        code="source_text_required",
    )
