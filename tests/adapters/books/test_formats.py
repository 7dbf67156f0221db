"""Which kind of book a file is, and the sentence for everything that is none."""

import io
import zipfile
from pathlib import Path

import pytest

from bookbytes_adapters.books.formats import BookFormat, check_epub, recognise, shown
from bookbytes_adapters.books.intake import MAX_FILE, examine, fingerprint
from bookbytes_core.errors import UnusableBook

ZIP = b"PK\x03\x04rest"
PDF = b"%PDF-1.7\nrest"
TEXT = b"It was a dark and stormy night."


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("book.epub", ZIP, BookFormat.EPUB),
        ("BOOK.EPUB", ZIP, BookFormat.EPUB),
        ("book.kepub.epub", ZIP, BookFormat.EPUB),
        ("book.zip", ZIP, BookFormat.EPUB),
        ("book", ZIP, BookFormat.EPUB),
        ("book.txt", TEXT, BookFormat.TEXT),
        ("book.text", TEXT, BookFormat.TEXT),
        ("book", TEXT, BookFormat.TEXT),
        ("book.txt", "Größe".encode("cp1252"), BookFormat.TEXT),
        ("book.txt", "Über den Fluß".encode("utf-16"), BookFormat.TEXT),
        ("book.txt", "Über den Fluß und in die Wälder".encode("utf-16-be"), BookFormat.TEXT),
        ("book.txt", "吾輩は猫である".encode("shift_jis"), BookFormat.TEXT),
        ("book.md", b"<p align=center>A badge</p>\n\n# Title", BookFormat.MARKDOWN),
        ("book.markdown", b"# Title", BookFormat.MARKDOWN),
        ("book.pdf", PDF, BookFormat.PDF),
        ("book.pdf", b"\r\n  leading noise" + PDF, BookFormat.PDF),
        ("book", PDF, BookFormat.PDF),
    ],
)
def test_suffix_and_content_agree(name: str, head: bytes, format: BookFormat) -> None:  # noqa: A002 - the field's word
    assert recognise(name, head) is format


@pytest.mark.parametrize(
    ("name", "head", "says"),
    [
        ("book.epub", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("book.epub", b"\xff\xd8\xff\xe0", "a JPEG picture"),
        ("book.epub", b"<!DOCTYPE html><html>", "a web page"),
        ("book.txt", b"  <html lang='en'>", "a web page"),
        ("book.txt", b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><html>", "a web page"),
        ("book.md", b"<?xml version='1.0'?>\n<svg>", "an SVG picture"),
        ("book.txt", PDF, "ends in .txt but is a PDF: rename it to end in .pdf"),
        ("book.pdf", ZIP, "ends in .pdf but is an EPUB: rename it to end in .epub"),
        ("book.epub", PDF, "rename it to end in .pdf"),
        ("book.md", ZIP, "rename it to end in .epub"),
        ("book.epub", TEXT, "ends in .epub but is plain text"),
        ("book.pdf", TEXT, "ends in .pdf but is plain text"),
        ("book.html", TEXT, "a web page"),
        ("book.docx", ZIP, "a Word document"),
        ("book.json", TEXT, ".json"),
        ("book.txt", bytes(range(256)) * 8, "a binary file"),
        ("book.mobi", b"\0" * 60 + b"BOOKMOBI", "a Kindle book"),
        ("book.epub", b"Rar!\x1a\x07\0", "a RAR archive"),
    ],
)
def test_anything_else_is_named(name: str, head: bytes, says: str) -> None:
    with pytest.raises(UnusableBook) as caught:
        recognise(name, head)
    assert caught.value.code == "unsupported_file_type"
    assert says in caught.value.message
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["[Content_Types].xml", "word/document.xml"], "a Word document"),
        (["xl/workbook.xml"], "a spreadsheet"),
        (["01.jpg", "02.jpg", "info.txt"], "an archive of pictures"),
        (["a", "b"], "a ZIP archive"),
    ],
)
def test_archives_that_are_no_epub(names: list[str], says: str) -> None:
    with pytest.raises(UnusableBook, match=says):
        check_epub(names, "book.epub")


@pytest.mark.parametrize("names", [["META-INF/container.xml"], ["mimetype"], ["content.opf"]])
def test_what_may_be_an_epub_is_left_to_its_reader(names: list[str]) -> None:
    check_epub(names, "book.epub")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("/books/secret/book.epub", "“book.epub”"),
        ("C:\\Users\\Ada\\book.epub", "“book.epub”"),
        ("a\nb\x1b[31m.txt", "“a?b?[31m.txt”"),
        ("x" * 100, "“" + "x" * 57 + "…”"),
    ],
)
def test_names_are_shown_with_care(name: str, says: str) -> None:
    assert shown(name) == says


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    with path.open("wb") as file:
        file.write(ZIP)
        file.truncate(MAX_FILE + 1)
    for look in (examine, fingerprint):
        with pytest.raises(UnusableBook) as caught:
            look(path, "book.epub")
        assert caught.value.code == "file_too_large"


def test_a_real_file_is_examined(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
    path = tmp_path / "stored under a key"
    path.write_bytes(packed.getvalue())
    found = examine(path, "The Book.epub")

    assert (found.path, found.format, found.size) == (path, BookFormat.EPUB, len(packed.getvalue()))


def test_the_folder_one_stands_in_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableBook, match=f"“{tmp_path.name}” is a folder"):
        examine(Path(), "")
