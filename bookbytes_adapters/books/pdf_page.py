"""The lines of print on a PDF's pages, with their places, as PDFium sees them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

BROKEN = "\u00ad"
"""Stands at the end of a line whose last word goes on in the next one."""

_LINE_END = re.compile("\r\n|\r|\n|(?<=\ufffe)")
_PDFIUM_HYPHEN = "\ufffe"
_UNSCALED = 3.0
"""Points: below, the page scales its letters by other means, and the height of a letter's box tells more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print. Places are in points from the page's lower left corner; ``size`` is the height of its font,
    ``page_height`` that of its page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    page_height: float


def read_lines(document: "PdfDocument", page_index: int) -> list[Line]:
    """The lines of one page in the order in which the page draws them (the reading order of nearly all books)."""
    page = document[page_index]
    try:
        text_page = page.get_textpage()
        try:
            return list(_lines(text_page, page_index, page.get_height()))
        finally:
            text_page.close()
    finally:
        page.close()


def _lines(text_page: "PdfTextPage", page_index: int, page_height: float) -> Iterator[Line]:
    text = text_page.get_text_range()
    start = 0
    for found in [*_LINE_END.finditer(text), None]:
        end = found.start() if found else len(text)
        raw = text[start:end]
        words = raw.rstrip().removesuffix(_PDFIUM_HYPHEN).strip()
        if words:
            first = start + len(raw) - len(raw.lstrip())
            last = max(first, start + len(raw.rstrip().removesuffix(_PDFIUM_HYPHEN).rstrip()) - 1)
            left, bottom, _, size = _place(text_page, first)
            right = _place(text_page, last)[2]
            broken = BROKEN if raw.rstrip().endswith(_PDFIUM_HYPHEN) else ""
            yield Line(words + broken, page_index, left, right, bottom, size, page_height)
        start = found.end() if found else end


def _place(text_page: "PdfTextPage", text_index: int) -> tuple[float, float, float, float]:
    """Left, bottom and right of a character, in the box of its font, and the font's size."""
    from pypdfium2 import raw

    index = max(0, raw.FPDFText_GetCharIndexFromTextIndex(text_page, text_index))
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page, index, box):
        return (0.0, 0.0, 0.0, 0.0)
    nominal = raw.FPDFText_GetFontSize(text_page, index)
    return box.left, box.bottom, box.right, nominal if nominal > _UNSCALED else box.top - box.bottom
