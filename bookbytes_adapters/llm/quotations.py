"""Which part of a paragraph is somebody's speech."""

import re
from bisect import bisect_left, bisect_right

_QUOTATIONS = re.compile(
    r"""^[^“”]*[,.!?…—–]” | ^[^‘’]*[,.!?…—–]’(?!\w)
    | “[^”]*(?:”|$) | «[^»]*(?:»|$) | »[^«]*(?:«|$) | „[^“”]*(?:[“”]|$)
    | 「[^」]*(?:」|$) | 『[^』]*(?:』|$) | "[^"]*(?:"|$)
    | (?<!\w)‘.{0,2000}?[,.!?…—–-]’ | ^‘.*$ | (?<!\w)'[^']*[,.!?…—–-]'""",
    re.VERBOSE,
)
"""A mark without its partner holds from the start or to the end of the paragraph, as in speeches of several paragraphs.
Single marks close only after punctuation: elsewhere they are apostrophes."""

_DIALOGUE_DASH = re.compile(r"(?:[—–-]|--)\s*[¿¡]?\w")


def quotations(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every quotation; all of it where the paragraph opens with the dash of a dialogue."""
    if _DIALOGUE_DASH.match(paragraph):
        return ((0, len(paragraph)),)
    return tuple(match.span() for match in _QUOTATIONS.finditer(paragraph))


def quoted_share(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> float:
    """How much of the text between ``start`` and ``end`` lies in quotations: 0 to 1."""
    first = max(0, bisect_right(spans, (start, start)) - 1)
    last = bisect_left(spans, (end, end))
    inside = sum(max(0, min(end, close) - max(start, open_)) for open_, close in spans[first:last])
    return inside / max(1, end - start)
