"""Telling a title page by what it says: the book's title or its author's name, and little else."""

from bookbytes_adapters.books.epub.text import fold
from bookbytes_adapters.books.epub.units import is_bare_number, unit_of_title
from bookbytes_core.domain.book_text import BookInfo

_WORDS = 150
"""Title, names, publisher, place, year, perhaps a line from the author."""
_FEW_WORDS = 60
"""The same where the heading only resembles the title."""

_SHORTEST = 5


def is_book_title(title: str, info: BookInfo) -> bool:
    return bool(title) and fold(title) == fold(info.title)


def is_title_page(title: str, words: int, info: BookInfo) -> bool:
    """Whether a page headed ``title`` with so many words besides is a title page of the book ``info`` tells of."""
    heading, book = fold(title), fold(info.title)
    if not heading or not book:
        return False
    if heading == book:
        return words <= _WORDS
    if words > _FEW_WORDS or unit_of_title(title) is not None or is_bare_number(title):
        return False
    names = [book, *(fold(author) for author in info.authors)]
    return _tells(heading) and (heading in book or any(name in heading for name in names if _tells(name)))


def _tells(folded: str) -> bool:
    """Whether it is long enough to be found in another title by more than chance."""
    return len(folded) >= (_SHORTEST if folded.isascii() else 2)
