"""From paragraphs to chapters and skipped parts, for texts that only their headings divide."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from bookbytes_adapters.books.contents import Contents, find_contents, is_prose
from bookbytes_adapters.books.headings import Rank, is_capitals, is_plain_heading, read_heading
from bookbytes_adapters.books.outline import Choice, Mark, choose, find_marks
from bookbytes_adapters.books.paragraphs import Piece
from bookbytes_core.domain.book_text import Block, BlockKind, Section, SkipReason

_CHAPTER_IN_FRONT = 400
"""Words of running text before the first heading that make it a chapter of its own rather than a title page."""
_PART_TEXT = 150
"""Words below a part's heading that make it a chapter of its own."""
_LONG_UNDIVIDED = 30_000
_PORTION = 5_000
"""Words: a text without any heading that is longer than the one is told in portions of the other."""
_MIN_PAGES = 20

_FOOTNOTE = re.compile(r"\[(?:Footnote|Fußnote|Note|Voetnoot)\b", re.IGNORECASE)
_ILLUSTRATION = re.compile(r"\[(?:Illustration|Illustratie|Abbildung)\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[\[{(—–-]*\s*(?:p(?:age|g)?\.?\s*)?\d{1,4}\s*[\]})—–-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """Here begins a chapter, or a part that is skipped."""

    at: int
    title: str
    skip: SkipReason | None = None


def divide(pieces: Sequence[Piece], book_title: str) -> tuple[Section, ...]:
    """``pieces`` as chapters and skipped parts in reading order: none is lost, none comes twice."""
    if not pieces:
        return ()
    contents = find_contents(pieces)
    marks = find_marks(pieces, contents)
    choice = choose(pieces, marks, contents)
    cuts = _cuts(pieces, marks, choice, contents, book_title)
    headings = {index for mark in (*choice.chapters, *choice.parts) for index in range(mark.start, mark.end)}
    sections = cut_pieces(pieces, cuts, headings)
    return sections if choice.chapters else tuple(_portions(sections))


def cut_pieces(pieces: Sequence[Piece], cuts: Sequence[Cut], headings: Set[int]) -> tuple[Section, ...]:
    """``pieces`` cut into sections, footnotes and page numbers set apart; ``headings`` are indices of pieces."""
    reasons = _asides(pieces, headings)
    ends = [*(cut.at for cut in cuts[1:]), len(pieces)]
    sections: list[Section] = []
    for cut, end in zip(cuts, ends, strict=True):
        sections += _sections(cut, pieces, range(cut.at, end), headings, reasons)
    return without_bare_headings(sections)


def without_bare_headings(sections: Sequence[Section]) -> tuple[Section, ...]:
    """A heading with nothing below it (a half title, an unnamed part's) belongs to what follows, a chapter or a skipped
    part. Where there is no other chapter at all, it stays one."""
    bare = [_is_bare(section) for section in sections]
    if all(bare[index] or section.skip is not None for index, section in enumerate(sections)):
        return tuple(sections)
    kept: list[Section] = []
    waiting: tuple[Block, ...] = ()
    for index, section in enumerate(sections):
        if bare[index]:
            waiting += section.blocks
        else:
            kept.append(replace(section, blocks=(*waiting, *section.blocks)))
            waiting = ()
    if waiting:
        kept.append(Section(sections[-1].title, waiting, SkipReason.BACK_MATTER))
    return tuple(kept)


def _is_bare(section: Section) -> bool:
    return section.skip is None and all(block.kind is BlockKind.HEADING for block in section.blocks)


def _cuts(
    pieces: Sequence[Piece], marks: Sequence[Mark], choice: Choice, contents: Contents | None, book_title: str
) -> list[Cut]:
    if contents:
        choice = replace(choice, parts=tuple(part for part in choice.parts if part.start >= contents.end))
    chapters = list(_chapter_cuts(pieces, choice))
    first, last = (chapters[0].at, choice.chapters[-1].start) if chapters else (0, len(pieces) // 2)
    found = {cut.at: cut for cut in (*_named_cuts(marks, first, last), *chapters)}
    if contents:
        found[contents.start] = Cut(contents.start, "Contents", SkipReason.CONTENTS)
        found.setdefault(
            contents.end, Cut(contents.end, book_title, SkipReason.FRONT_MATTER if contents.end < first else None)
        )
    opening = min(found, default=len(pieces))
    if opening > 0:
        is_front = bool(chapters or contents) and _prose_words(pieces[:opening]) < _CHAPTER_IN_FRONT
        found[0] = Cut(0, book_title, SkipReason.FRONT_MATTER if is_front else None)
    return [found[at] for at in sorted(found) if at < len(pieces)]


def _chapter_cuts(pieces: Sequence[Piece], choice: Choice) -> Iterator[Cut]:
    """A part's heading belongs to the chapter that follows it, unless the part has a text of its own."""
    starts = sorted(mark.start for mark in choice.chapters)
    moved: dict[int, int] = {}
    for part in choice.parts:
        following = next((start for start in starts if start >= part.end), None)
        if following is None or part.start in starts:
            continue
        if _prose_words(pieces[part.end : following]) < _PART_TEXT:
            moved[following] = min(part.start, moved.get(following, part.start))
        else:
            yield Cut(part.start, part.title)
    for mark in choice.chapters:
        yield Cut(moved.get(mark.start, mark.start), mark.title)


def _prose_words(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text.split()) for piece in pieces if is_prose(piece))


def _named_cuts(marks: Sequence[Mark], first: int, last: int) -> Iterator[Cut]:
    """Prologues, notes and the like, where they stand before, after or (notes) between the chapters."""
    for mark in marks:
        heading = mark.heading
        if not heading.named:
            continue
        if mark.start < first:
            yield Cut(mark.start, mark.title, heading.skip)
        elif mark.start > last:
            at_end = heading.skip is SkipReason.FRONT_MATTER
            yield Cut(mark.start, mark.title, SkipReason.BACK_MATTER if at_end else heading.skip)
        elif heading.skip is SkipReason.NOTES or (heading.skip is None and mark.listed):
            yield Cut(mark.start, mark.title, heading.skip)


def _asides(pieces: Sequence[Piece], headings: Set[int]) -> dict[int, SkipReason]:
    """Footnotes and page numbers that stand between the paragraphs."""
    reasons: dict[int, SkipReason] = {}
    open_note = False
    for index, piece in enumerate(pieces):
        if open_note or _FOOTNOTE.match(piece.text):
            reasons[index] = SkipReason.NOTES
            balance = piece.text.count("[") - piece.text.count("]")
            open_note = balance > 0 if not open_note else balance >= 0
    numbers = [i for i, p in enumerate(pieces) if i not in headings and p.lines and _PAGE_NUMBER.fullmatch(p.text)]
    if len(numbers) >= _MIN_PAGES:
        reasons.update((index, SkipReason.PAGE_NUMBER) for index in numbers)
    return reasons


def _sections(
    cut: Cut, pieces: Sequence[Piece], span: range, headings: Set[int], reasons: dict[int, SkipReason]
) -> Iterator[Section]:
    yield Section(cut.title, tuple(_block(pieces[i], i in headings) for i in span if i not in reasons), cut.skip)
    for reason in (SkipReason.NOTES, SkipReason.PAGE_NUMBER):
        aside = tuple(_block(pieces[i], is_heading=False) for i in span if reasons.get(i) is reason)
        if aside:
            yield Section(cut.title, aside, reason)


def _block(piece: Piece, is_heading: bool) -> Block:
    if is_heading or _is_small_heading(piece):
        return Block(piece.text, BlockKind.HEADING)
    return Block(piece.text, BlockKind.CAPTION if _ILLUSTRATION.match(piece.text) else piece.kind)


def _is_small_heading(piece: Piece) -> bool:
    if len(piece.lines) != 1:
        return False
    heading = read_heading(piece.text)
    if heading is not None and (heading.rank is not Rank.SECTION or not heading.label):
        return True
    return bool(piece.underline) or (is_plain_heading(piece.text) and is_capitals(piece.text))


def _portions(sections: Iterable[Section]) -> Iterator[Section]:
    """A long text without headings, cut at paragraphs into portions that can be told one by one."""
    for section in sections:
        words = sum(len(block.text.split()) for block in section.blocks)
        if section.skip is not None or words <= _LONG_UNDIVIDED:
            yield section
            continue
        size = words / round(words / _PORTION)
        portions: dict[int, list[Block]] = {}
        told = 0
        for block in section.blocks:
            portions.setdefault(int(told / size) + 1, []).append(block)
            told += len(block.text.split())
        for number, blocks in enumerate(portions.values(), start=1):
            yield Section(f"{section.title}, {number}", tuple(blocks))
