"""What the package says about the book: Dublin Core as EPUB 2 (``opf:``) and EPUB 3 (``refines``) refine it."""

import html
import re
from collections.abc import Sequence

from lxml import etree

from bookbytes_adapters.books.epub.elements import local_name, text_of
from bookbytes_adapters.books.epub.text import clean
from bookbytes_core.domain.book_text import BookInfo
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import InvalidInput

_OPF = "{http://www.idpf.org/2007/opf}"
_TAG = re.compile(r"<[^<>]{1,500}>")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_ISBN_PREFIX = re.compile(r"(?:urn:)?isbn", re.IGNORECASE)
_ISBN_13 = re.compile(r"97[89][\d -]{10,14}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def read_info(metadata: Sequence[etree._Element]) -> BookInfo:
    """The facts in ``metadata``; the title is "Untitled" where none is given."""
    read = _Metadata(metadata)
    return BookInfo(
        title=read.title() or "Untitled",
        authors=read.authors(),
        language=read.language(),
        isbn=read.isbn(),
        publisher=next(iter(read.texts("publisher")), None),
        publish_year=read.year(),
        description=read.description(),
        subjects=tuple(dict.fromkeys(read.texts("subject"))),
    )


class _Metadata:
    def __init__(self, elements: Sequence[etree._Element]) -> None:
        self._elements = elements
        self._refined: dict[tuple[str, str], str] = {}
        for element in elements:
            target, name = (element.get("refines") or "").removeprefix("#"), element.get("property") or ""
            if target and name:
                self._refined.setdefault((target, name), clean(element.text or ""))

    def texts(self, name: str) -> list[str]:
        """The texts of all elements called ``name``, without the empty ones."""
        return [text for element in self._named(name) if (text := _text(element))]

    def title(self) -> str | None:
        titles = self._named("title")
        main = [title for title in titles if self._refinement(title, "title-type") == "main"]
        return next((text for title in [*main, *titles] if (text := _text(title))), None)

    def authors(self) -> tuple[str, ...]:
        """Those whose role is author, or, where nobody's is, all creators."""
        creators = [(self._refinement(creator, "role"), _text(creator)) for creator in self._named("creator")]
        authors = [name for role, name in creators if role == "aut" and name]
        return tuple(dict.fromkeys(authors or [name for _, name in creators if name]))

    def language(self) -> str:
        """The first language given, as BCP 47 writes it; "und" for none that is valid."""
        from langcodes import standardize_tag

        for text in self.texts("language"):
            if _LANGUAGE.fullmatch(text):
                try:
                    return standardize_tag(text)
                except ValueError:
                    continue
        return "und"

    def isbn(self) -> str | None:
        """The digits of the first identifier that is an ISBN; ten bare digits are one only where the file says so."""
        for element in self._named("identifier"):
            text = _text(element)
            named = _ISBN_PREFIX.match(text) or "isbn" in (element.get(f"{_OPF}scheme") or "").lower()
            if named or _ISBN_13.fullmatch(text):
                try:
                    return Isbn.parse(text).digits
                except InvalidInput:
                    continue
        return None

    def year(self) -> int | None:
        dates = self._named("date")
        published = [
            date for date in dates if date.get(f"{_OPF}event") in ("publication", "original-publication", None)
        ]
        years = [found for date in published or dates if (found := _YEAR.search(_text(date)))]
        return int(years[0].group()) if years else None

    def description(self) -> str | None:
        return next((clean(_TAG.sub(" ", html.unescape(text))) for text in self.texts("description")), None) or None

    def _named(self, name: str) -> list[etree._Element]:
        return [element for element in self._elements if local_name(element) == name]

    def _refinement(self, element: etree._Element, name: str) -> str | None:
        return element.get(f"{_OPF}{name}") or self._refined.get((element.get("id") or "", name))


def _text(element: etree._Element) -> str:
    return clean(text_of(element))
