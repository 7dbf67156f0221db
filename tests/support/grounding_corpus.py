"""Labelled summary sentences (tests/data/grounding) beside the books they are about, and what the judge made of them.

The books' own text is not in the repository: it is read from the real books where these lie beside the checkout.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub import read_epub
from bookbytes_adapters.books.tidy import tidy
from bookbytes_core.domain.book_text import BookText, ChapterText, assemble
from bookbytes_core.domain.grounding import ground
from bookbytes_core.domain.summary import DraftSentence, Verdict

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests/data/grounding"
BOOKS = ROOT.parent / "shared/data/epub"

CALIBRATION = (
    "frankenstein",
    "candide_fr_epub2_ncx-only",
    "the-art-of-war",
    "verwandlung_de_3-chapters-in-1-file",
)
"""The books whose sentences the rules may be made by."""
HELD_OUT = (
    "the-prince",
    "moby-dick",
    "developers-reference_ja_sphinx",
    "the-time-machine",
    "robinson-crusoe_en_gutenberg_epub3",
    "todo-es-mio_es_epub2_no-mimetype-first_11-errors",
)
"""The books whose sentences nobody looks at: their figures are worth what that is worth."""
KINDS = ("name", "number", "date", "negation", "invented", "elsewhere")
"""The faults that false sentences have, one each; the others are "true", or "retold" where that is told apart."""
TRUE = ("true", "retold")


@dataclass(frozen=True, slots=True)
class Labelled:
    kind: str
    draft: DraftSentence


@dataclass(frozen=True, slots=True)
class LabelledChapter:
    """A chapter as the parser reads it, with the sentences written about it. ``known`` as in ``ground``."""

    text: ChapterText
    language: str
    known: tuple[str, ...]
    sentences: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """``verdict`` is ``None`` for a sentence that would not be spoken."""

    kind: str
    text: str
    verdict: Verdict | None


@cache
def book_text(stem: str) -> BookText:
    """The book as the parser reads it."""
    name = f"{stem}.epub"
    with BookArchive(BOOKS / name) as archive:
        draft = tidy(read_epub(archive), name)
    return assemble(draft.info, draft.sections)


def chapters(stem: str) -> tuple[LabelledChapter, ...]:
    """The labelled chapters of one book."""
    labels, book = _labels(stem), book_text(stem)
    known = (book.info.title, *book.info.authors)
    return tuple(
        LabelledChapter(book.chapters[chapter["number"] - 1], labels["language"], known, _labelled(chapter))
        for chapter in labels["chapters"]
    )


def judged(chapter: LabelledChapter) -> tuple[Judged, ...]:
    """What becomes of each sentence of the chapter when all of them are judged as its summary."""
    drafts = [sentence.draft for sentence in chapter.sentences]
    spoken = {
        (sentence.text, sentence.sources): sentence.verdict
        for sentence in ground(drafts, chapter.text.paragraphs, chapter.language, known=chapter.known).sentences
    }
    return tuple(
        Judged(sentence.kind, sentence.draft.text, spoken.get((sentence.draft.text, sentence.draft.sources)))
        for sentence in chapter.sentences
    )


def table(rows: Iterable[tuple[str, Iterable[Judged]]]) -> str:
    """One line a row: of each kind how many were caught, of the true ones how many lost and how many flagged."""
    head = f"{'':34}" + "".join(f"{name:>11}" for name in (*KINDS, "caught", "lost", "flagged"))
    return "\n".join([head, *(f"{name[:33]:34}" + "".join(f"{cell:>11}" for cell in _cells(j)) for name, j in rows)])


def rates(judged_: Iterable[Judged]) -> tuple[float, float]:
    """The share of the false sentences that were caught and of the true ones that were lost."""
    all_ = list(judged_)
    false = [one.verdict is None for one in all_ if one.kind not in TRUE]
    true = [one.verdict is None for one in all_ if one.kind in TRUE]
    return sum(false) / len(false), sum(true) / len(true)


def _labels(stem: str) -> Any:
    return json.loads((SENTENCES / f"{stem}.json").read_text(encoding="utf-8"))


def _labelled(chapter: dict[str, list[dict[str, object]]]) -> tuple[Labelled, ...]:
    return tuple(
        Labelled(str(one["kind"]), DraftSentence(str(one["text"]), tuple(one["sources"])))  # type: ignore[arg-type]
        for one in chapter["sentences"]
    )


def _cells(judged_: Iterable[Judged]) -> Iterator[str]:
    all_ = list(judged_)
    total = Counter(one.kind for one in all_)
    caught = Counter(one.kind for one in all_ if one.verdict is None)
    yield from (f"{caught[kind]}/{total[kind]}" for kind in KINDS)
    yield f"{sum(caught[kind] for kind in KINDS) / max(1, sum(total[kind] for kind in KINDS)):.1%}"
    true = max(1, sum(total[kind] for kind in TRUE))
    yield f"{sum(caught[kind] for kind in TRUE) / true:.1%}"
    yield f"{sum(one.verdict is Verdict.FLAGGED for one in all_ if one.kind in TRUE) / true:.1%}"
