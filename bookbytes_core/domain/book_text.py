"""A parsed book: its chapters, the paragraphs in them, and the ledger that accounts for every paragraph.

A parser hands over ``Section`` drafts in reading order; ``assemble`` numbers the chapters and gives every paragraph its
id. An id is ``<digest of the whole section>-<position in it>``: it does not move when another chapter is added, removed
or changed, so work done on this one stays valid.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bookbytes_core.domain.words import count_words
from bookbytes_core.errors import InvalidInput


class BlockKind(StrEnum):
    """What a paragraph is on the page. A paragraph is any block with text (a table row, a list item, a stanza too)."""

    HEADING = "heading"
    PROSE = "prose"
    QUOTE = "quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CODE = "code"
    CAPTION = "caption"


class SkipReason(StrEnum):
    """Why a part of the book is not spoken."""

    FRONT_MATTER = "front matter"
    BACK_MATTER = "back matter"
    CONTENTS = "contents"
    NOTES = "notes"
    INDEX = "index"
    PAGE_NUMBER = "page number"
    DUPLICATE = "repeated in the reading order"
    NOT_CHOSEN = "not chosen"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text as a parser found it; white space is already collapsed and the text is never empty."""

    text: str
    kind: BlockKind = BlockKind.PROSE


@dataclass(frozen=True, slots=True)
class Section:
    """A parser's draft of one chapter, or of one skipped part when ``skip`` is set."""

    title: str
    blocks: tuple[Block, ...]
    skip: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    id: str
    text: str
    kind: BlockKind = BlockKind.PROSE


@dataclass(frozen=True, slots=True)
class ChapterText:
    """One chapter as it stands in the book: number from 1, title, paragraphs in reading order."""

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def word_count(self) -> int:
        """Words separated by white space, heading included."""
        return sum(count_words(p.text) for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class SkippedText:
    """A part of the book that is not spoken, and why."""

    title: str
    reason: SkipReason
    paragraphs: tuple[Paragraph, ...]
    after_chapter: int = 0
    """The number of the chapter it follows in reading order; 0 before the first."""


@dataclass(frozen=True, slots=True)
class BookInfo:
    """What the file says about itself. ``language`` is BCP 47 ("en"), "und" where the file does not say."""

    title: str
    authors: tuple[str, ...] = ()
    language: str = "und"
    isbn: str | None = None
    publisher: str | None = None
    publish_year: int | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every paragraph of the file is in a chapter or skipped with a reason: the two always add up."""

    paragraphs: int
    in_chapters: int
    skipped: int


@dataclass(frozen=True, slots=True)
class BookText:
    """A whole parsed book."""

    info: BookInfo
    chapters: tuple[ChapterText, ...]
    skipped: tuple[SkippedText, ...] = ()

    @property
    def word_count(self) -> int:
        return sum(chapter.word_count for chapter in self.chapters)

    @property
    def coverage(self) -> Coverage:
        in_chapters = sum(len(chapter.paragraphs) for chapter in self.chapters)
        skipped = sum(len(part.paragraphs) for part in self.skipped)
        return Coverage(in_chapters + skipped, in_chapters, skipped)

    def with_all_matter(self) -> "BookText":
        """The same book with its front and back matter as chapters, in reading order, numbered anew."""
        spoken: list[ChapterText] = []
        for number in range(len(self.chapters) + 1):
            if number:
                spoken.append(self.chapters[number - 1])
            spoken += [
                ChapterText(0, part.title, part.paragraphs) for part in self._matter() if part.after_chapter == number
            ]
        chapters = tuple(replace(chapter, number=place) for place, chapter in enumerate(spoken, start=1))
        return replace(self, chapters=chapters, skipped=tuple(p for p in self.skipped if p not in self._matter()))

    def choosing(self, numbers: Collection[int]) -> "BookText":
        """The same book with only the chapters of those numbers; the rest is skipped as not chosen.

        Raises ``InvalidInput`` (code ``unknown_chapter``) for a number that the book does not have.
        """
        unknown = sorted(set(numbers) - {chapter.number for chapter in self.chapters})
        if unknown:
            raise InvalidInput(
                f"There is no chapter {unknown[0]}: this book has {len(self.chapters)} chapters.",
                code="unknown_chapter",
            )
        left = tuple(
            SkippedText(chapter.title, SkipReason.NOT_CHOSEN, chapter.paragraphs, chapter.number)
            for chapter in self.chapters
            if chapter.number not in numbers
        )
        chosen = tuple(chapter for chapter in self.chapters if chapter.number in numbers)
        return replace(self, chapters=chosen, skipped=self.skipped + left)

    def _matter(self) -> tuple[SkippedText, ...]:
        return tuple(p for p in self.skipped if p.reason in (SkipReason.FRONT_MATTER, SkipReason.BACK_MATTER))


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover picture that is safe to show: decoded and encoded again by us."""

    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class ParsedBook:
    text: BookText
    cover: Cover | None = None


def assemble(info: BookInfo, sections: Iterable[Section]) -> BookText:
    """Number the chapters of ``sections`` in order, give every paragraph its id, leave empty skipped parts out."""
    chapters: list[ChapterText] = []
    skipped: list[SkippedText] = []
    seen: Counter[str] = Counter()
    for section in sections:
        paragraphs = _identified(section, seen)
        if section.skip is None:
            chapters.append(ChapterText(len(chapters) + 1, section.title, paragraphs))
        elif paragraphs:
            skipped.append(SkippedText(section.title, section.skip, paragraphs, after_chapter=len(chapters)))
    return BookText(info, tuple(chapters), tuple(skipped))


def _identified(section: Section, seen: Counter[str]) -> tuple[Paragraph, ...]:
    content = "\x1f".join([section.title, *(block.text for block in section.blocks)])
    digest = hashlib.sha256(content.encode()).hexdigest()[:10]
    seen[digest] += 1
    stem = digest if seen[digest] == 1 else f"{digest}.{seen[digest]}"
    return tuple(
        Paragraph(f"{stem}-{position}", block.text, block.kind)
        for position, block in enumerate(section.blocks, start=1)
    )
