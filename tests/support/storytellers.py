"""Summarisers that do not tell what the book says, and a chapter long enough for them to be tried on."""

from collections.abc import Callable
from dataclasses import replace

from bookbytes_adapters.memory import EchoSummariser
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.ports.llm import SummaryDraft, SummaryRequest, Task

PAID = Provider("storyteller", "storyteller", "1", free=False)

Change = Callable[[SummaryRequest, tuple[DraftSentence, ...]], tuple[DraftSentence, ...]]
"""What is told instead of the true sentences; may raise."""

_PLACES = ("mill", "chapel", "quarry", "bridge", "market", "school", "harbour", "station", "library", "orchard")
_NAMES = ("Maria", "Tomas", "Ada", "Ruben", "Ines", "Hanno", "Clara", "Piet", "Sven", "Lidia")


def false(sentence: DraftSentence) -> DraftSentence:
    """What no book of ours says of those paragraphs."""
    return replace(sentence, text="In 1999 Napoleon sold two hundred purple elephants to Queen Victoria of Peru.")


class Storyteller(EchoSummariser):
    """Costs money. ``answered`` holds the requests that got an answer, ``requests`` all of them."""

    def __init__(self, change: Change | None = None, *, context_tokens: int | None = None) -> None:
        super().__init__(PAID, Usage(100, 10), context_tokens)
        self._change = change
        self.answered: list[SummaryRequest] = []

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        draft = await super().summarise(request)
        sentences = self._change(request, draft.sentences) if self._change else draft.sentences
        self.answered.append(request)
        return replace(draft, sentences=sentences)

    @property
    def tasks(self) -> list[Task]:
        return [request.task for request in self.requests]


def a_long_chapter(paragraphs: int = 30) -> str:
    """A book of one chapter: each paragraph has two sentences of ten words about something of its own."""
    lines = ["# The Island", "by Ada Writer", "", "## The Village"]
    for number in range(paragraphs):
        place, name = _PLACES[number % len(_PLACES)], _NAMES[(number * 7 + number // len(_PLACES)) % len(_NAMES)]
        opened = f"The {place} number {number + 30} was opened to visitors in {1700 + 9 * number}."
        lines += [f"{opened} {name} painted its {number + 2} windows and looked after them alone.", ""]
    return "\n".join(lines) + "\n"
