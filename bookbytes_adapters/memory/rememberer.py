"""A language model that remembers the books it was told of."""

from collections.abc import Mapping, Sequence

from bookbytes_adapters.memory.summariser import EchoSummariser
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion, RecalledChapters, SummaryDraft

REMEMBERER = Provider("rememberer", "rememberer", "1", free=True)

Books = Mapping[str, Mapping[str, Sequence[str]]]
"""By title of the book and of the chapter, the sentences that are remembered of it."""


class Rememberer(EchoSummariser):
    """Knows ``books``, and of all others nothing; a text it is shown it summarises as ``EchoSummariser`` does.

    ``questions`` holds what it was asked. With another ``provider`` and a ``usage`` it stands for one that costs money.
    """

    def __init__(self, books: Books, provider: Provider = REMEMBERER, usage: Usage | None = None) -> None:
        super().__init__(provider, usage)
        self._books = books
        self.questions: list[BookQuestion | ChapterQuestion] = []

    @property
    def remembers(self) -> bool:
        return True

    async def recall_chapters(self, question: BookQuestion) -> RecalledChapters:
        self.questions.append(question)
        return RecalledChapters(tuple(self._books.get(question.title, ())), self._usage or Usage())

    async def recall_chapter(self, question: ChapterQuestion) -> SummaryDraft:
        self.questions.append(question)
        sentences = self._books.get(question.book.title, {}).get(question.title, ())
        return SummaryDraft(tuple(DraftSentence(text, ()) for text in sentences), self._usage or Usage())
