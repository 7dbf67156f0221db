"""The facts about a book that an EPUB's package tells, and its cover picture."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import BookInfo
from tests.support.epub_builder import EpubBuilder, a_book, read


def info_with(metadata: str, folder: Path, **facts: str | None) -> BookInfo:
    book = a_book(1)
    book.metadata = metadata
    for name, value in facts.items():
        setattr(book, name, value)
    return read(book, folder).info


def test_all_facts(tmp_path: Path) -> None:
    metadata = (
        "<dc:publisher>Harbour Press</dc:publisher><dc:date>2011-04-01</dc:date><dc:subject>Sea</dc:subject>"
        "<dc:subject>Islands</dc:subject>"
        "<dc:description>&lt;p&gt;A &lt;b&gt;small&lt;/b&gt; book.&lt;/p&gt;</dc:description>"
        '<dc:identifier opf:scheme="ISBN">0-306-40615-2</dc:identifier>'
    )
    assert info_with(metadata, tmp_path) == BookInfo(
        title="The Island",
        authors=("Ada Writer",),
        language="en",
        isbn="9780306406157",
        publisher="Harbour Press",
        publish_year=2011,
        description="A small book.",
        subjects=("Sea", "Islands"),
    )


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("pt_BR", "pt-BR"),
        ("eng", "en"),
        ("zh-hant", "zh-Hant"),
        ("und", "und"),
        (None, "und"),
        ("English text", "und"),
    ],
)
def test_languages_are_written_as_bcp_47_does(given: str | None, wanted: str, tmp_path: Path) -> None:
    assert info_with("", tmp_path, language=given).language == wanted


@pytest.mark.parametrize(
    ("identifier", "wanted"),
    [
        ("<dc:identifier>urn:isbn:9780306406157</dc:identifier>", "9780306406157"),
        ("<dc:identifier>978-0-306-40615-7</dc:identifier>", "9780306406157"),
        ("<dc:identifier>9780306406158</dc:identifier>", None),
        ("<dc:identifier>0306406152</dc:identifier>", None),
        ("<dc:identifier>ISBN 0306406152</dc:identifier>", "9780306406157"),
        ("<dc:identifier>https://example.org/9780306406157</dc:identifier>", None),
    ],
)
def test_isbn(identifier: str, wanted: str | None, tmp_path: Path) -> None:
    assert info_with(identifier, tmp_path).isbn == wanted


def test_authors_by_role(tmp_path: Path) -> None:
    metadata = (
        '<dc:creator opf:role="aut">Bo Writer</dc:creator><dc:creator id="ill">Cy Painter</dc:creator>'
        '<meta refines="#ill" property="role" scheme="marc:relators">ill</meta>'
        '<dc:creator id="second">Di Writer</dc:creator><meta refines="#second" property="role">aut</meta>'
    )
    assert info_with(metadata, tmp_path).authors == ("Bo Writer", "Di Writer")


def test_the_main_title_of_several(tmp_path: Path) -> None:
    metadata = '<dc:title id="m">The Main Title</dc:title><meta refines="#m" property="title-type">main</meta>'
    assert info_with(metadata, tmp_path).title == "The Main Title"


def test_publication_comes_before_other_dates(tmp_path: Path) -> None:
    metadata = '<dc:date opf:event="conversion">2019</dc:date><dc:date opf:event="publication">circa 1862</dc:date>'
    assert info_with(metadata, tmp_path).publish_year == 1862


def test_a_book_without_facts(tmp_path: Path) -> None:
    book = a_book(1)
    package = book.package()
    start, end = package.index("<metadata"), package.index("</metadata>")
    book.member("OPS/book.opf", (package[:start] + "<metadata>" + package[end:]).encode())
    assert read(book, tmp_path).info == BookInfo(title="Untitled")


def test_script_in_metadata_is_mere_text(tmp_path: Path) -> None:
    info = info_with("<dc:subject>&lt;script&gt;alert(1)&lt;/script&gt;</dc:subject>", tmp_path)
    assert info.subjects == ("<script>alert(1)</script>",)


def covered(book: EpubBuilder) -> EpubBuilder:
    return book.file("art/front.jpg", b"picture", media_type="image/jpeg")


def test_cover_of_epub_3(tmp_path: Path) -> None:
    book = a_book(1).file("front.jpg", b"picture", media_type="image/jpeg", properties="cover-image")
    assert read(book, tmp_path).cover == b"picture"


def test_cover_of_epub_2(tmp_path: Path) -> None:
    book = covered(a_book(1))
    book.metadata = '<meta name="cover" content="art/front.jpg"/>'
    assert read(book, tmp_path).cover == b"picture"


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image x:href="{}"/></svg>'


@pytest.mark.parametrize("picture", ['<img src="{}" alt=""/>', DRAWING])
def test_cover_of_the_guides_cover_page(picture: str, tmp_path: Path) -> None:
    page = picture.format("../art/front.jpg")
    book = covered(a_book(1)).page("text/cover.xhtml", page).guide("cover", "text/cover.xhtml")
    assert read(book, tmp_path).cover == b"picture"


def test_a_cover_that_is_nowhere(tmp_path: Path) -> None:
    book = a_book(1).guide("cover", "c1.xhtml")
    book.metadata = '<meta name="cover" content="gone"/>'
    assert read(book, tmp_path).cover is None
