"""From lines of print to paragraphs: running heads, page numbers and footnotes set apart, broken lines joined again."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bookbytes_adapters.books.headings import number_value, read_heading
from bookbytes_adapters.books.paragraphs import Piece, join_lines, known_words
from bookbytes_adapters.books.pdf_page import BROKEN, Line
from bookbytes_core.domain.book_text import BlockKind

_EDGE_LINES = 2
_MARGIN = 0.14
"""Share of a page's height above and below the text in which running heads and page numbers stand."""
_LONGEST_HEAD = 90
_MIN_REPEATS = 3
_NEAR = (-2, -1, 1, 2)
"""Steps to pages nearby: left and right pages may have running heads of their own."""
_BAND = 4
"""Points: a running head stands at the same height on every page."""
_BAND_SHARE = 0.3
_WIDE_GAP = 1.35
_INDENT = 0.7
_SHORT_LINE = 0.8
_OTHER_SIZE = 1.12
_NOTE_SIZE = 0.92
_TITLE_SIZE = 1.4
_SHORT_LINES = 6

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:[Pp]age|PAGE|Seite|p\.?)\s*)?(?P<number>\d{1,4}|[ivxlc]{1,7})(?P<last>)(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*"
)
_NUMBER_AT_EDGE = re.compile(r"^(?P<number>\d{1,4})\s|\s(?P<last>\d{1,4})$")
_SENTENCE_END = re.compile(r"[.!?…:][”’\"')\]]*$")
_BULLET = re.compile(r"[•‣◦▪●○■–—*-]\s|\(?\d{1,2}[.)]\s")
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹])\s?[^\W\d_a-z]")
_MOST_NOTES = 0.4


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's lines: its ``body``, and what stands around it."""

    body: list[Line]
    running: list[Line]
    notes: list[Line]


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A paragraph and the index of its first line in the body."""

    piece: Piece
    first_line: int


def set_apart(pages: Sequence[Sequence[Line]]) -> Layout:
    """Every line of ``pages`` in exactly one of the layout's lists."""
    running = _running_lines(pages)
    size = body_size(line for page in pages for line in page)
    layout = Layout([], [], [])
    for page in pages:
        rest = [line for line in page if id(line) not in running]
        layout.running.extend(line for line in page if id(line) in running)
        notes_from = _footnotes(rest, size)
        layout.body.extend(rest[:notes_from])
        layout.notes.extend(rest[notes_from:])
    return layout


def body_size(lines: Iterable[Line]) -> float:
    """The font size most of the text is set in."""
    characters: Counter[float] = Counter()
    for line in lines:
        characters[round(line.size, 1)] += len(line.text)
    return characters.most_common(1)[0][0] if characters else 0.0


def paragraphs(body: Sequence[Line], forced: Set[int] = frozenset()) -> list[PlacedPiece]:
    """The paragraphs of ``body``; one begins at each line whose index is in ``forced``."""
    if not body:
        return []
    measure = _Measure(body)
    known = known_words([line.text.rstrip(BROKEN + ".,;:!?") + "-" * line.text.endswith(BROKEN) for line in body])
    starts = [(0, 1)]
    for index in range(1, len(body)):
        gap = measure.gap(body[index - 1], body[index])
        if gap is not None or index in forced:
            starts.append((index, max(gap or 0, int(index in forced))))
    ends = [*(start for start, _ in starts[1:]), len(body)]
    size = body_size(body)
    return [
        PlacedPiece(_piece(body[start:end], gap, size, known), start)
        for (start, gap), end in zip(starts, ends, strict=True)
    ]


class _Measure:
    """The document's own habits: distance of lines, margins of each page."""

    def __init__(self, body: Sequence[Line]) -> None:
        pitches = [a.bottom - b.bottom for a, b in pairwise(body) if a.page == b.page]
        self.pitch = median([pitch for pitch in pitches if pitch > 0] or [1.0])
        lefts: defaultdict[int, list[float]] = defaultdict(list)
        rights: defaultdict[int, list[float]] = defaultdict(list)
        for line in body:
            lefts[line.page].append(line.left)
            rights[line.page].append(line.right)
        self.left = {page: _commonest(values) for page, values in lefts.items()}
        self.right = {page: max(values) for page, values in rights.items()}

    def gap(self, before: Line, line: Line) -> int | None:
        """``None`` where ``line`` goes on with the paragraph of ``before``; else the blank lines' worth of space."""
        if max(before.size, line.size) > _OTHER_SIZE * max(0.1, min(before.size, line.size)):
            return 1
        if before.text.endswith(BROKEN):
            return None
        distance = before.bottom - line.bottom
        if before.page != line.page or distance < 0:
            goes_on = line.text[0].islower() or not self._ends(before)
            return None if goes_on and not self._is_indented(line) else 1
        if distance > _WIDE_GAP * self.pitch:
            return max(1, round(distance / self.pitch) - 1)
        starts_anew = (self._is_indented(line) and not self._is_indented(before)) or _BULLET.match(line.text)
        return 0 if starts_anew or (self._ends(before) and self._is_short(before)) else None

    def _is_indented(self, line: Line) -> bool:
        return line.left > self.left[line.page] + _INDENT * line.size

    def _is_short(self, line: Line) -> bool:
        left = self.left[line.page]
        return line.right - left < _SHORT_LINE * (self.right[line.page] - left)

    def _ends(self, line: Line) -> bool:
        return bool(_SENTENCE_END.search(line.text)) or (self._is_short(line) and not line.text.endswith(","))


def _piece(lines: Sequence[Line], gap: int, size: float, known: Set[str]) -> Piece:
    texts = [line.text for line in lines]
    ratio = lines[0].size / size if size else 1.0
    sign = "=" if ratio >= _TITLE_SIZE else "-" if ratio >= _OTHER_SIZE else ""
    short = tuple(text.removesuffix(BROKEN) for text in texts) if len(texts) <= _SHORT_LINES else ()
    return Piece(join_lines(texts, known), gap, BlockKind.PROSE, sign if len(texts) <= _MIN_REPEATS else "", short)


def _running_lines(pages: Sequence[Sequence[Line]]) -> set[int]:
    """Identities of the lines at the top and bottom of pages that count the pages, that say the same on pages next to
    each other, or that stand where such lines stand."""
    edges = [line for page in pages for line in _edges(page) if len(line.text) <= _LONGEST_HEAD]
    offsets = Counter(_offset(line) for line in edges)
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for line in edges:
        seen[line.text, _band(line)].add(line.page)
    counted = [line for line in edges if _offset(line) is not None and offsets[_offset(line)] >= _MIN_REPEATS]
    repeated = [line for line in edges if _is_repeated(line.page, seen[line.text, _band(line)])]
    bands = Counter(_band(line) for line in repeated)
    most = max(_MIN_REPEATS, _BAND_SHARE * len(pages))
    in_band = (line for line in edges if bands[_band(line)] >= most and not _PAGE_NUMBER.fullmatch(line.text))
    return {id(line) for line in (*counted, *repeated, *in_band)}


def _is_repeated(page: int, pages: Set[int]) -> bool:
    return len(pages) >= _MIN_REPEATS and any(page + step in pages for step in _NEAR)


def _edges(page: Sequence[Line]) -> Iterator[Line]:
    """The highest and the lowest lines, wherever the page draws them, as far as they stand in its margins."""
    by_height = sorted(page, key=lambda line: line.bottom)
    for line in by_height[:_EDGE_LINES]:
        if line.bottom < _MARGIN * line.page_height:
            yield line
    for line in by_height[_EDGE_LINES:][-_EDGE_LINES:]:
        if line.bottom > (1 - _MARGIN) * line.page_height:
            yield line


def _band(line: Line) -> int:
    return round(line.bottom / _BAND)


def _offset(line: Line) -> int | None:
    """How far the number in ``line`` is ahead of its page's place: the same for all pages that are counted, unlike for
    chapters; ``None`` without a number that could count pages."""
    heading = read_heading(line.text)
    if heading and heading.label and not heading.title:
        return None
    found = _PAGE_NUMBER.fullmatch(line.text) or _NUMBER_AT_EDGE.search(line.text)
    said = number_value(found["number"] or found["last"]) if found else None
    return None if said is None else said - line.page


def _footnotes(lines: Sequence[Line], size: float) -> int:
    """The index from which the page's last lines are notes in small print."""
    start = len(lines)
    while start and lines[start - 1].size < _NOTE_SIZE * size:
        start -= 1
    while start < len(lines) and not _NOTE_START.match(lines[start].text):
        start += 1
    return start if len(lines) - start <= _MOST_NOTES * len(lines) else len(lines)


def _commonest(values: Sequence[float]) -> float:
    rounded = Counter(round(value) for value in values)
    most = max(rounded.values())
    return float(min(value for value, count in rounded.items() if count == most))
