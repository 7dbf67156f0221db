"""Chapters of a text that only its headings divide: which of them are chapters, and what lies between them.

The order of belief: the book's own contents list, headings that say "Chapter", numbers that count up, "Part" and
"Book", underlined lines, lines in capitals. What is below the chosen kind stays inside its chapter.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from bookbytes_adapters.books.contents import Contents
from bookbytes_adapters.books.heading_words import fold
from bookbytes_adapters.books.headings import Heading, Rank, is_capitals, is_plain_heading, read_heading
from bookbytes_adapters.books.paragraphs import Piece

_FEW = 2
_MIN_PLAIN = 3
_MIN_LISTED_SHARE = 0.5
_MIN_WORDS_BETWEEN = 100
_MOST_UNEVEN = 10
_MOST_IN_ONE = 0.6
_COUNTING_SHARE = 0.8
_MAX_HEADING_LINES = 3
_MAX_TITLE_BELOW = 80
_USUAL_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading in its place: the pieces from ``start`` up to ``end`` (exclusive) are it and its title."""

    start: int
    end: int
    heading: Heading
    listed: bool = False
    underline: str = ""
    plain: bool = False

    @property
    def title(self) -> str:
        return self.heading.text


@dataclass(frozen=True, slots=True)
class Choice:
    """Which marks begin a chapter, and which a part above chapters."""

    chapters: tuple[Mark, ...]
    parts: tuple[Mark, ...] = ()


def find_marks(pieces: Sequence[Piece], contents: Contents | None) -> list[Mark]:
    """Everything in ``pieces`` that reads like a heading, outside of ``contents``."""
    keys = contents.keys if contents else frozenset()
    listed = range(contents.start, contents.end) if contents else range(0)
    found = (_mark(pieces[index], index, keys) for index in range(len(pieces)) if index not in listed)
    return _with_titles(pieces, [mark for mark in found if mark], keys)


def choose(pieces: Sequence[Piece], marks: Sequence[Mark], contents: Contents | None) -> Choice:
    """The kind of heading that divides this book into what a reader calls chapters."""
    parts = tuple(mark for mark in marks if mark.heading.rank is Rank.PART)
    labelled = tuple(m for m in marks if m.heading.rank is Rank.CHAPTER and m.heading.label and not m.heading.named)
    listed = tuple(
        mark for mark in marks if mark.listed and mark.heading.rank is not Rank.PART and not mark.heading.named
    )
    if contents and len(listed) >= max(_MIN_PLAIN, _MIN_LISTED_SHARE * _announced(contents)):
        numbered = tuple(mark for mark in listed if mark.heading.number is not None)
        chosen = numbered if len(numbered) * 2 >= len(listed) else listed
        untitled = _announced_numbers(marks, chosen, contents)
        return Choice(tuple(sorted({*chosen, *labelled, *untitled}, key=lambda mark: mark.start)), parts)
    if len(labelled) >= _FEW:
        return Choice(labelled, parts)
    if counting := _counting(marks):
        return Choice(counting, parts or _other_numbers(marks, counting))
    if len(parts) >= _FEW:
        return Choice(parts)
    for kind in _plain_kinds(pieces, marks):
        if len(kind) >= (_FEW if kind[0].underline else _MIN_PLAIN) and _far_apart(pieces, kind):
            return Choice(kind)
    return Choice(labelled)


def _announced(contents: Contents) -> int:
    headings = [read_heading(entry) for entry in contents.entries]
    return sum(1 for heading in headings if heading is None or heading.rank is not Rank.PART)


def _announced_numbers(marks: Sequence[Mark], chosen: Sequence[Mark], contents: Contents) -> Iterator[Mark]:
    """Where chapters bear bare numbers: those without a title, as far as the contents list has numbers to spare."""
    if 2 * sum(1 for mark in chosen if _is_bare(mark)) < len(chosen):
        return
    spare = Counter(heading.number for entry in contents.entries if (heading := read_heading(entry)))
    spare.subtract(mark.heading.number for mark in chosen)
    for mark in marks:
        if _is_bare(mark) and not mark.heading.title and mark not in chosen and spare[mark.heading.number] > 0:
            spare[mark.heading.number] -= 1
            yield mark


def _mark(piece: Piece, index: int, keys: Set[str]) -> Mark | None:
    if not 0 < len(piece.lines) <= _MAX_HEADING_LINES:
        return None
    if heading := _own_heading(piece):
        return Mark(index, index + 1, heading, bool(heading.keys & keys), piece.underline)
    listed = fold(piece.text) in keys
    plain = len(piece.lines) == 1 and is_plain_heading(piece.text)
    if not (listed or plain or piece.underline):
        return None
    return Mark(index, index + 1, Heading(piece.text, Rank.CHAPTER, title=piece.text), listed, piece.underline, plain)


def _own_heading(piece: Piece) -> Heading | None:
    """A label on one line and the title on the next get a colon between them."""
    first = read_heading(piece.lines[0])
    rest = " ".join(piece.lines[1:])
    if first and first.number is not None and not first.title and rest:
        return read_heading(_joined(first.text, rest)) or replace(first, title=rest, text=_joined(first.text, rest))
    return read_heading(piece.text)


def _with_titles(pieces: Sequence[Piece], marks: Sequence[Mark], keys: Set[str]) -> list[Mark]:
    """Marks that are but a number take the title from the paragraph below, where there is one."""
    waiting = [mark for mark in marks if mark.heading.number is not None and not mark.heading.title]
    all_of = Counter(mark.heading.label for mark in waiting)
    with_line = Counter(mark.heading.label for mark in waiting if _line_below(pieces, mark))
    usual = {label for label, n in with_line.items() if n >= max(_MIN_PLAIN, _USUAL_SHARE * all_of[label])}
    taken: set[int] = set()
    titled: list[Mark] = []
    for mark in marks:
        line = _line_below(pieces, mark) if mark in waiting else None
        if line and (mark.heading.label in usual or fold(line.text) in keys or _stands_out(line)):
            taken.add(mark.end)
            heading = replace(mark.heading, title=line.text, text=_joined(mark.heading.text, line.text))
            titled.append(replace(mark, end=mark.end + 1, heading=heading, listed=bool(heading.keys & keys)))
        elif mark.start not in taken:
            titled.append(mark)
    return titled


def _line_below(pieces: Sequence[Piece], mark: Mark) -> Piece | None:
    """The paragraph after ``mark`` if it is short enough for a title and set off from what follows."""
    if mark.end + 1 >= len(pieces) or not 0 < len(pieces[mark.end].lines) <= _FEW:
        return None
    line = pieces[mark.end]
    below = read_heading(line.text)
    is_other = below is not None and not (
        below.named and below.skip is None
    )  # "Chapter 1", "Introduction": one heading
    is_title = len(line.text) <= _MAX_TITLE_BELOW and pieces[mark.end + 1].gap > 0 and not line.text[0].islower()
    return line if is_title and not is_other else None


def _stands_out(line: Piece) -> bool:
    return is_capitals(line.text) and is_plain_heading(line.text)


def _joined(label: str, title: str) -> str:
    return f"{label} {title}" if label[-1:] in ".:—–-" else f"{label}: {title}"


def _counting(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Bare numbers in one style (Roman or not) that count up from one, perhaps again in each part."""
    best: tuple[Mark, ...] = ()
    for is_roman in (True, False):
        style = tuple(mark for mark in marks if _is_bare(mark) and _is_roman(mark) is is_roman)
        numbers = [mark.heading.number or 0 for mark in style]
        steps = sum(1 for a, b in zip([0, *numbers], numbers, strict=False) if b in (a + 1, 1))
        if len(style) >= _FEW and steps >= _COUNTING_SHARE * len(style) and len(style) > len(best):
            best = style
    return best


def _other_numbers(marks: Sequence[Mark], chosen: Sequence[Mark]) -> tuple[Mark, ...]:
    starts = {mark.start for mark in chosen}
    return tuple(mark for mark in marks if _is_bare(mark) and mark.start not in starts and mark.end in starts)


def _is_bare(mark: Mark) -> bool:
    return not mark.heading.label and mark.heading.number is not None


def _is_roman(mark: Mark) -> bool:
    return not any(character.isdigit() for character in mark.heading.text.split()[0] + mark.heading.text[:5])


def _plain_kinds(pieces: Sequence[Piece], marks: Sequence[Mark]) -> Iterator[tuple[Mark, ...]]:
    """Headings without a number, the plainest to see first."""
    plain = [mark for mark in marks if not mark.heading.named and mark.heading.number is None]
    for sign in "=-~*_":
        yield from _unless_empty(mark for mark in plain if mark.underline == sign)
    yield from _unless_empty(mark for mark in plain if mark.plain and is_capitals(mark.title))
    widest = max((pieces[mark.start].gap for mark in plain), default=0)
    if widest > _FEW:
        yield from _unless_empty(mark for mark in plain if mark.plain and pieces[mark.start].gap == widest)


def _unless_empty(marks: Iterator[Mark]) -> Iterator[tuple[Mark, ...]]:
    if found := tuple(marks):
        yield found


def _far_apart(pieces: Sequence[Piece], marks: Sequence[Mark]) -> bool:
    """Whether most of ``marks`` have a chapter's worth of text below them, and few of them say the same."""
    bounds = [*(mark.start for mark in marks), len(pieces)]
    words = [sum(len(piece.text.split()) for piece in pieces[a:b]) for a, b in pairwise(bounds)]
    crowded = sum(1 for count in words if count < _MIN_WORDS_BETWEEN)
    uneven = max(words) > min(_MOST_UNEVEN / len(words), _MOST_IN_ONE) * sum(words)
    repeated = Counter(fold(mark.title) for mark in marks).most_common(1)[0][1]
    return not uneven and crowded * 4 <= len(marks) and repeated <= max(_FEW, len(marks) // 4)
