"""A book without its text: the chapters that its printed table of contents names, or that a model remembers."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bookbytes_core.domain.book_text import Block, BlockKind, BookInfo, BookText, Section, assemble
from bookbytes_core.domain.edition import ContentsEntry, Edition
from bookbytes_core.domain.named_parts import NAMED_PARTS, fold

_LEAST_ENTRIES = 2
_LONGEST_TITLE = 300
_STOPS = (".", "!", "?", "…", "。", "！", "？")


def known_contents(edition: Edition, others: Iterable[Edition]) -> tuple[ContentsEntry, ...]:
    """The edition's own table of contents, or else that of the first of ``others`` in its language; none where no table
    has two entries that are spoken. A whole table in one line is no title."""
    same_language = (other for other in others if other.language == edition.language)
    tables = (tuple(filter(_is_title, each.contents)) for each in (edition, *same_language))
    return next((table for table in tables if sum(map(_is_spoken, table)) >= _LEAST_ENTRIES), ())


def outline(info: BookInfo, contents: Sequence[ContentsEntry]) -> BookText:
    """The table of contents as a text: a chapter for each outermost entry, and in it a line for each entry below. What
    is not spoken of a book's text, such as its index, is skipped here too."""
    sections: list[Section] = []
    for head, *below in _chapters(info, contents):
        spoken = sum(section.skip is None for section in sections)
        title, skip = _title(head, spoken + 1), NAMED_PARTS.get(fold(head.title))
        lines = [Block(_line(entry), BlockKind.LIST_ITEM) for entry in below]
        sections.append(Section(title, (Block(title, BlockKind.HEADING), *lines), skip))
    return assemble(info, sections)


def chapter_titles(info: BookInfo, contents: Sequence[ContentsEntry]) -> tuple[str, ...]:
    """The titles of the chapters that ``outline`` makes."""
    return tuple(chapter.title for chapter in outline(info, contents).chapters)


def without_text(info: BookInfo, titles: Iterable[str]) -> BookText:
    """A book of which nothing but the titles of its chapters is known."""
    return assemble(info, (Section(title, ()) for title in titles))


def _is_title(entry: ContentsEntry) -> bool:
    return 0 < len(entry.title.strip()) <= _LONGEST_TITLE


def _is_spoken(entry: ContentsEntry) -> bool:
    return NAMED_PARTS.get(fold(entry.title)) is None


def _chapters(info: BookInfo, contents: Sequence[ContentsEntry]) -> list[list[ContentsEntry]]:
    """Each chapter's entry with those below it. The outermost level is the first that has more than one entry, so that
    a book's title above all its chapters is no chapter; where it is that title, it is left out."""
    counts = Counter(entry.level for entry in contents)
    outermost = next((level for level in sorted(counts) if counts[level] >= _LEAST_ENTRIES), min(counts, default=0))
    chapters: list[list[ContentsEntry]] = []
    for entry in contents:
        if entry.level < outermost and entry.title.casefold() == info.title.casefold():
            continue
        if entry.level <= outermost or not chapters:
            chapters.append([entry])
        else:
            chapters[-1].append(entry)
    return chapters


def _title(entry: ContentsEntry, number: int) -> str:
    """With what stands before it, unless that is its number, which is said anyway, or a part of it already."""
    title, label = entry.title.strip(), (entry.label or "").strip(" .:)")
    if not label or label == str(number) or title.casefold().startswith(label.casefold()):
        return title
    return f"{label}. {title}"


def _line(entry: ContentsEntry) -> str:
    """As a sentence, so that a voice pauses after it."""
    title = entry.title.strip()
    return title if title.endswith(_STOPS) else f"{title}."
