"""Lines to paragraphs: hard-wrapped lines joined again, verse and underlined headings told apart.

Shared by plain text and PDF, where a line is a line of print and says nothing about sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from bookbytes_core.domain.book_text import BlockKind

LONG_LINE = 120
"""Characters: nobody wraps text that wide, so a longer line is a whole paragraph."""

_VERSE_WIDTH = 0.62
_LIST_WIDTH = 0.85
_MIN_VERSE_LINES = 3
_MAX_VERSE_LINES = 400
_UNDERLINE = re.compile(r"\s*([=\-~*_])\1{2,}\s*")
_LAST_WORD = re.compile(r"(\w+)-$")
_LAST_PART = re.compile(r"\w+$")
_SOFT_HYPHEN = "\u00ad"
_FIRST_WORD = re.compile(r"\w+")
_LONGEST_WORD = 40
_UNSPACED_EDGE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_EMPHASIS = re.compile(r"(?<!\w)([_=])(?=\S)([^_=]+?)(?<=\S)\1(?!\w)")
_SHORT_LINES = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, perhaps a heading.

    ``gap`` is the number of blank lines before it, ``underline`` the character that a heading is underlined with.
    ``lines`` are kept as they stood for what may be a heading or a list; they are empty for prose.
    """

    text: str
    gap: int = 0
    kind: BlockKind = BlockKind.PROSE
    underline: str = ""
    lines: tuple[str, ...] = ()


def split_paragraphs(text: str) -> Iterator[Piece]:
    """The paragraphs of ``text``, however they are marked: by blank lines, by indented first lines, or one a line."""
    lines = text.expandtabs(4).replace("\f", "\n\n\n").split("\n")
    width = _typical_width(lines)
    known = known_words(lines)
    for gap, group in _groups(lines):
        for index, part in enumerate(_parts(group)):
            mark = _UNDERLINE.fullmatch(part[-1]) if len(part) > 1 else None
            words, underline = (part[:-1], mark[1]) if mark else (part, "")
            yield _piece(words, gap if index == 0 else 0, underline, width, known)


def join_lines(lines: Sequence[str], known: Set[str] = frozenset()) -> str:
    """``lines`` as one text. A word broken at a line's end is whole again where ``known`` has it whole."""
    joined = [lines[0].strip()] if lines else []
    for line in lines[1:]:
        after = line.strip()
        if after:
            joined[-1], between = _seam(joined[-1], after, known)
            joined += [between, after]
    return "".join(joined)


def known_words(lines: Sequence[str]) -> Set[str]:
    """The words of a text in lower case, the judge of words broken at a line's end; empty where no line ends in one."""
    found: set[str] = set()
    if any(line.rstrip().endswith("-") for line in lines):
        for line in lines:
            found.update(line.lower().split())
    return found


def without_markup(text: str) -> str:
    """Text without the ``_underscores_`` and ``=equal signs=`` that stand for italics and bold in plain text."""
    return _EMPHASIS.sub(r"\2", text) if "_" in text or "=" in text else text


def _seam(before: str, after: str, known: Set[str]) -> tuple[str, str]:
    """The line ``before`` as it must end, and what stands between it and ``after``."""
    if before.endswith(("--", "—")) or (_UNSPACED_EDGE.match(before[-1:]) and _UNSPACED_EDGE.match(after)):
        return before, ""
    if before.endswith(_SOFT_HYPHEN):
        return _whole_or_compound(before[:-1], after, known), ""
    if not before.endswith("-"):
        return before, " "
    start, rest = _LAST_WORD.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(after)
    if not start:
        return before, " "
    whole = start[1] + (rest[0] if rest else "")
    return (before[:-1] if whole.lower() in known else before), ""


def _whole_or_compound(before: str, after: str, known: Set[str]) -> str:
    """``before`` with a hyphen if that makes a word of the text, or if both halves are words and the whole is none."""
    start, rest = _LAST_PART.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(after)
    if not start or not rest:
        return before
    first, second = start[0].lower(), rest[0].lower()
    is_compound = f"{first}-{second}" in known or (first in known and second in known and first + second not in known)
    return before + "-" if is_compound else before


def _groups(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    gap, group = 0, list[str]()
    for line in lines:
        if line.strip():
            group.append(line.rstrip())
        elif group:
            yield gap, group
            gap, group = 1, []
        else:
            gap += 1
    if group:
        yield gap, group


def _parts(group: list[str]) -> Iterator[list[str]]:
    """Paragraphs that no blank line divides."""
    if any(len(line) > LONG_LINE for line in group):
        yield from ([line] for line in group)
        return
    indents = [len(line) - len(line.lstrip()) for line in group]
    margin = min(indents)
    starts = [index for index, indent in enumerate(indents) if indent > margin]
    if len(group) > _MIN_VERSE_LINES and 0 < len(starts) <= len(group) * 0.6 and not _steps(indents, margin):
        bounds = sorted({0, *starts, len(group)})
        yield from (group[start:end] for start, end in pairwise(bounds))
        return
    yield group


def _steps(indents: Sequence[int], margin: int) -> bool:
    """Whether indented lines follow each other or differ in depth, as in verse and lists but not in prose."""
    deeper = {indent for indent in indents if indent > margin}
    neighbours = any(a > margin and b > margin for a, b in pairwise(indents))
    return len(deeper) > 1 or neighbours


def _piece(part: list[str], gap: int, underline: str, width: int, known: Set[str]) -> Piece:
    kind = BlockKind.VERSE if _is_verse(part, width) else BlockKind.PROSE
    keep = len(part) <= _SHORT_LINES or _mean_width(part) < _LIST_WIDTH * width
    lines = tuple(line.strip() for line in part) if keep else ()
    return Piece(without_markup(join_lines(part, known)), gap, kind, underline, lines)


def _is_verse(part: Sequence[str], width: int) -> bool:
    if not _MIN_VERSE_LINES <= len(part) <= _MAX_VERSE_LINES:
        return False
    return max(len(line.strip()) for line in part) < width and _mean_width(part) < _VERSE_WIDTH * width


def _mean_width(part: Sequence[str]) -> float:
    """The last line aside, which is short in prose too."""
    lengths = [len(line.strip()) for line in part[:-1] or part]
    return sum(lengths) / len(lengths)


def _typical_width(lines: Sequence[str]) -> int:
    """The column at which the text is wrapped: nine lines in ten end before it."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0
