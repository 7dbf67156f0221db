"""The book that ships with the package: bound from its sources as they stand, well-formed, six chapters long."""

import io
import runpy
import zipfile
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "docs" / "sample-book"
SHIPPED = ROOT / "bookbytes_worker" / "sample" / "where-we-put-what-we-know.epub"

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
BLOCKS = {f"{XHTML}{tag}" for tag in ("h2", "p")}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(SHIPPED) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def spine(files: dict[str, bytes]) -> list[str]:
    """Names of the pages in reading order."""
    package = parsed(files["EPUB/package.opf"])
    hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    return [f"EPUB/{hrefs[item.get('idref')]}" for item in package.iter(f"{OPF}itemref")]


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def blocks(page: bytes) -> list[str]:
    """The text of a page block by block, without the marks that point to notes."""
    root = parsed(page)
    for mark in [a for a in root.iter(f"{XHTML}a") if a.get(EPUB_TYPE) == "noteref"]:
        mark.text = None
    return [" ".join(str(block.xpath("string()")).split()) for block in root.iter() if block.tag in BLOCKS]


def types(page: bytes) -> set[str]:
    return {word for element in parsed(page).iter() for word in element.get(EPUB_TYPE, "").split()}


def chapters(files: dict[str, bytes]) -> list[list[str]]:
    return [blocks(files[name]) for name in spine(files) if "chapter" in types(files[name])]


def test_shipped_epub_is_what_the_sources_make() -> None:
    build = runpy.run_path(str(SOURCES / "build.py"))["build"]
    assert build() == SHIPPED.read_bytes(), "The sample book is out of date. Run `make sample`."
    assert build(SOURCES) == build(SOURCES)


def test_archive_opens_with_an_uncompressed_mimetype_and_carries_no_clock() -> None:
    data = SHIPPED.read_bytes()
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(data) < 150_000


def test_every_page_is_well_formed_and_listed(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            parsed(data)
    listed = {f"EPUB/{item.get('href')}" for item in parsed(files["EPUB/package.opf"]).iter(f"{OPF}item")}
    assert listed == {name for name in files if name.startswith("EPUB/")} - {"EPUB/package.opf"}


def test_six_chapters_of_ordinary_length_about_six_thousand_words_in_all(files: dict[str, bytes]) -> None:
    words = [sum(len(block.split()) for block in chapter) for chapter in chapters(files)]
    assert len(words) == 6
    assert all(800 <= count <= 1_200 for count in words), words
    assert 5_500 <= sum(words) <= 6_500
    assert all(len(block.split()) <= 230 for chapter in chapters(files) for block in chapter)


def test_all_else_is_marked_as_front_or_back_matter(files: dict[str, bytes]) -> None:
    others = [types(files[name]) for name in spine(files) if "chapter" not in types(files[name])]
    assert all(kinds & {"cover", "frontmatter", "backmatter"} for kinds in others)
    expected = {"titlepage", "imprint", "dedication", "toc", "preface", "endnotes", "colophon"}
    assert expected <= set().union(*others)


def test_contents_page_and_ncx_name_the_chapters_by_their_headings(files: dict[str, bytes]) -> None:
    headings = [chapter[0] for chapter in chapters(files)]
    toc = next(nav for nav in parsed(files["EPUB/contents.xhtml"]).iter(f"{XHTML}nav") if nav.get(EPUB_TYPE) == "toc")
    labels = [label.text for label in parsed(files["EPUB/toc.ncx"]).iterfind(f".//{NCX}navPoint//{NCX}text")]
    assert [link.text for link in toc.iter(f"{XHTML}a")] == labels
    assert labels[4:10] == headings


def test_notes_and_marks_point_at_each_other(files: dict[str, bytes]) -> None:
    ids = {f"{name[5:]}#{e.get('id')}" for name in spine(files) for e in parsed(files[name]).iter() if e.get("id")}
    links = [(a.get(EPUB_TYPE), a.get("href")) for name in spine(files) for a in parsed(files[name]).iter(f"{XHTML}a")]
    marks = [href for kind, href in links if kind == "noteref"]
    assert len(marks) == len(set(marks)) == 10
    assert all(href in ids for kind, href in links if kind in {"noteref", "backlink"})


def test_imprint_states_author_and_licence(files: dict[str, bytes]) -> None:
    imprint = " ".join(blocks(files["EPUB/imprint.xhtml"]))
    assert "The BookBytes authors" in imprint
    assert "CC BY 4.0" in imprint


def test_cover_is_a_small_picture(files: dict[str, bytes]) -> None:
    cover = files["EPUB/cover.png"]
    width, height = int.from_bytes(cover[16:20]), int.from_bytes(cover[20:24])
    assert (width, height) == (1000, 1500)
    assert len(cover) < 150_000
