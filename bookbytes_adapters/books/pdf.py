"""PDF to a book: chapters by the outline where there is one, else by headings in the text.

PDFium (through pypdfium2) reads it: its text of a page takes about 3 ms. What pages add to a text (running heads, page
numbers, footnotes) is set apart and accounted for.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.heading_words import fold
from bookbytes_adapters.books.headings import read_heading
from bookbytes_adapters.books.pdf_layout import PlacedPiece, body_size, paragraphs, set_apart
from bookbytes_adapters.books.pdf_outline import Entry, Plan, first_lines, plan, read_outline
from bookbytes_adapters.books.pdf_page import Line, read_lines
from bookbytes_adapters.books.sectioning import Cut, cut_pieces, divide
from bookbytes_adapters.books.tidy import title_from_name
from bookbytes_core.domain.book_text import Block, BookInfo, Section, SkipReason
from bookbytes_core.domain.language import guess_language
from bookbytes_core.errors import UnusableBook

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_PAGES = 5_000
_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD in fpdfview.h."""
_NO_TITLE = re.compile(r"(?:microsoft word|untitled|.*\.(?:docx?|indd|tex|dvi|qxd|rtf|odt|pdf))\b.*", re.IGNORECASE)
_PART_TEXT = 150


def read_pdf(file: Path, name: str) -> Draft:
    """The book in ``file``, a PDF that the user calls ``name``.

    Raises ``UnusableBook``: ``book_encrypted``, ``book_damaged`` or ``file_too_large``.
    """
    with closing(_open(file)) as document:
        if len(document) > _MAX_PAGES:
            raise UnusableBook(
                f"The PDF has {len(document):,} pages and a book may have {_MAX_PAGES:,}: split it.",
                code="file_too_large",
            )
        pages = [read_lines(document, index) for index in range(len(document))]
        entries = read_outline(document)
        facts = document.get_metadata_dict()
    layout = set_apart(pages)
    title = _title(facts.get("Title", ""), layout.body, name)
    info = BookInfo(title, _authors(facts.get("Author", "")), subjects=_subjects(facts.get("Keywords", "")))
    sections = _by_outline(entries, layout.body, title) or divide([p.piece for p in paragraphs(layout.body)], title)
    language = guess_language(line.text for line in layout.body)
    notes = tuple(Block(placed.piece.text) for placed in paragraphs(layout.notes))
    running = tuple(Block(line.text) for line in layout.running)
    around = (Section("Footnotes", notes, SkipReason.NOTES), Section("Page heads", running, SkipReason.PAGE_NUMBER))
    return Draft(replace(info, language=language), (*sections, *around))


def _open(file: Path) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(file)
    except PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise UnusableBook(
                "The PDF is locked with a password: save a copy without one and try again.", code="book_encrypted"
            ) from error
        raise UnusableBook("The PDF is damaged and cannot be opened: get the file again.") from error


def _by_outline(entries: Sequence[Entry], body: Sequence[Line], title: str) -> tuple[Section, ...]:
    """Empty where the outline divides nothing."""
    chosen = plan(entries)
    starts = first_lines((*chosen.chapters, *chosen.parts), body)
    chapters = {starts[entry] for entry in chosen.chapters if entry in starts}
    if len(chapters) < 2:  # noqa: PLR2004 - one bookmark divides nothing
        return ()
    placed = paragraphs(body, frozenset(starts.values()))
    index_of = {each.first_line: index for index, each in enumerate(placed)}
    cuts = sorted(
        _cuts(chosen, {entry: index_of[line] for entry, line in starts.items()}, placed), key=lambda cut: cut.at
    )
    if cuts[0].at > 0:
        cuts.insert(0, Cut(0, title, SkipReason.FRONT_MATTER))
    pieces = [each.piece for each in placed]
    headings = {cut.at for cut in cuts if cut.skip is not SkipReason.FRONT_MATTER}
    return cut_pieces(pieces, cuts, headings)


def _cuts(chosen: Plan, at: dict[Entry, int], placed: Sequence[PlacedPiece]) -> Iterator[Cut]:
    """One a chapter; a part's title page belongs to the chapter that follows it, unless it holds a text of its own."""
    chapters: dict[int, Entry] = {}
    for entry in chosen.chapters:
        if entry in at:
            chapters.setdefault(at[entry], entry)
    moved: dict[int, int] = {}
    for part in chosen.parts:
        following = min((index for index in chapters if part in at and index > at[part]), default=None)
        if following is None or at[part] in chapters:
            continue
        words = sum(len(each.piece.text.split()) for each in placed[at[part] : following])
        if words < _PART_TEXT:
            moved[following] = min(at[part], moved.get(following, at[part]))
        else:
            yield Cut(at[part], part.title)
    for index, entry in chapters.items():
        yield Cut(moved.get(index, index), entry.title, _skip(entry.title))


def _skip(title: str) -> SkipReason | None:
    known = read_heading(title)
    if known and known.named:
        return known.skip
    return SkipReason.INDEX if fold(title).endswith("index") else None


def _title(said: str, body: Sequence[Line], name: str) -> str:
    """What the file says, else what its first page says in the largest letters, else the file's name."""
    if said.strip() and not _NO_TITLE.fullmatch(said.strip()):
        return " ".join(said.split())
    first_page = [line for line in body if line.page == body[0].page] if body else []
    largest = max((line.size for line in first_page), default=0.0)
    if first_page and largest > 1.3 * body_size(body):
        return " ".join(line.text for line in first_page if line.size > 0.95 * largest)[:200]
    return title_from_name(name)


def _authors(said: str) -> tuple[str, ...]:
    return tuple(filter(None, (author.strip() for author in re.split(r";|&|\band\b", said))))


def _subjects(said: str) -> tuple[str, ...]:
    return tuple(filter(None, (subject.strip() for subject in re.split(r"[,;]", said))))
