"""A language model that lies: nine true sentences and a false one, from the labelled ones, and what becomes of them."""

import random
from dataclasses import dataclass
from pathlib import Path

from bookbytes_adapters.memory import EchoSummariser
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import Options
from bookbytes_core.domain.book_text import BookText, ParsedBook
from bookbytes_core.ports.book_parser import BookParser
from bookbytes_core.ports.llm import SummaryDraft, SummaryRequest, Task
from tests.support.grounding_corpus import Labelled, LabelledChapter, book_text, chapters
from tests.use_cases.steps import chapters_of, ordered

TRUE, FALSE = 9, 1
"""Of each kind for every ten sentences of a summary."""


class LyingSummariser(EchoSummariser):
    """Says nine true sentences and a false one, as often as there are true ones; a second try has nothing to say."""

    def __init__(self, about: tuple[LabelledChapter, ...], seed: int) -> None:
        super().__init__()
        chance = random.Random(seed)
        self.planned = {chapter.text.title: _ten_by_ten(chapter, chance) for chapter in about}

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        usage = (await super().summarise(request)).usage
        told = self.planned[request.title] if request.task is Task.CHAPTER else ()
        return SummaryDraft(tuple(sentence.draft for sentence in told), usage)


@dataclass(frozen=True)
class OneBook(BookParser):
    """Has read the book already, in this process."""

    text: BookText

    async def fingerprint(self, file: Path, *, name: str) -> str:
        return "0" * 64

    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        return ParsedBook(self.text)


def _ten_by_ten(chapter: LabelledChapter, chance: random.Random) -> tuple[Labelled, ...]:
    true = [sentence for sentence in chapter.sentences if sentence.kind == "true"]
    false = [sentence for sentence in chapter.sentences if sentence.kind != "true"]
    lies = chance.sample(false, len(true) * FALSE // TRUE)
    return tuple(chance.sample([*true, *lies], len(true) + len(lies)))


async def spoken_of(stem: str, folder: Path) -> tuple[int, int, int, int]:
    """False sentences spoken and told, true ones spoken and told, in the chapters of one book as they are made."""
    about = chapters(stem)
    model = LyingSummariser(about, seed=len(stem))
    world = MemoryWorld(parser=OneBook(book_text(stem)), summariser=model)
    file = folder / f"{stem}.epub"
    file.touch()
    options = Options(chapters=tuple(chapter.text.number for chapter in about))
    receipt = await ordered(world, file, options)
    await world.application().generate_audio_book(receipt.job_id)
    made = await chapters_of(world, receipt.audio_book_id)
    said = {sentence.text for chapter in made if chapter.summary for sentence in chapter.summary.sentences}
    told = [sentence for chapter in model.planned.values() for sentence in chapter]
    false = [sentence.draft.text in said for sentence in told if sentence.kind != "true"]
    true = [sentence.draft.text in said for sentence in told if sentence.kind == "true"]
    return sum(false), len(false), sum(true), len(true)
