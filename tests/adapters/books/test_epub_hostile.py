"""EPUBs that are damaged, locked, or built to do harm: refused with one sentence, or read as far as they make sense."""

from pathlib import Path

import pytest

from bookbytes_core.errors import UnusableBook
from tests.support.epub_builder import CONTAINER, EpubBuilder, a_book, chapters, prose, read, xhtml

LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 30))
INTERNAL = "<!DOCTYPE html [{}]><html><body><p>&e;</p></body></html>"
XINCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
HOSTILE_PAGES = {
    "billion laughs": INTERNAL.format(f'<!ENTITY l0 "ha">{LAUGHS}').replace("&e;", "&l29;"),
    "quadratic blowup": INTERNAL.format(f'<!ENTITY e "{"a" * 5000}">').replace("&e;", "&e;" * 5000),
    "entity from a file": INTERNAL.format('<!ENTITY e SYSTEM "file:///etc/passwd">'),
    "entity from the net": INTERNAL.format('<!ENTITY e SYSTEM "http://127.0.0.1:1/">'),
    "public entity": INTERNAL.format('<!ENTITY e PUBLIC "x" "file:///etc/passwd">'),
    "parameter entity": INTERNAL.format('<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;'),
    "markup in an entity": INTERNAL.format('<!ENTITY e "<p>x</p>">'),
    "external document type": '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/evil.dtd"><html><body><p>x</p></body></html>',
    "document type in a file": '<!DOCTYPE html SYSTEM "/etc/passwd"><html><body><p>x</p></body></html>',
    "endless document type": "<!DOCTYPE html [" + "<!-- x -->" * 2000,
    "XInclude": f'<html {XINCLUDE}><body><xi:include href="file:///etc/passwd"/></body></html>',
    "XInclude in bad XML": f'<html {XINCLUDE}><body><p><xi:include href="/etc/passwd"></body>',
    "deep nesting": "<html><body>" + "<div>" * 200_000 + "x" + "</div>" * 200_000 + "</body></html>",
    "deep nesting in bad XML": "<html><body>" + "<div>" * 200_000 + "x",
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?><html><body><p>+ADw-script+AD4-</p></body></html>',
    "random bytes": "\x8a\x01\x00\x93" * 100,
    "no markup": "Only words.",
}


def refused(book: EpubBuilder, folder: Path, code: str = "book_damaged") -> str:
    with pytest.raises(UnusableBook) as caught:
        read(book, folder)
    assert caught.value.code == code
    assert caught.value.message.count("\n") == 0
    assert caught.value.message.endswith(".")
    return caught.value.message


@pytest.mark.parametrize("page", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES.keys())
def test_a04_hostile_pages_are_refused(page: str, tmp_path: Path) -> None:
    book = a_book(2).page("evil.xhtml", page.encode("latin-1"))
    assert "evil.xhtml" in refused(book, tmp_path) or "UTF-7" in refused(book, tmp_path)


@pytest.mark.parametrize("member", ["META-INF/container.xml", "OPS/book.opf", "OPS/nav.xhtml"])
def test_a04_hostile_package_files_are_refused(member: str, tmp_path: Path) -> None:
    book = a_book(2).member(member, HOSTILE_PAGES["billion laughs"].encode())
    assert member in refused(book, tmp_path)


def test_entities_that_spell_characters_are_welcome(tmp_path: Path) -> None:
    page = INTERNAL.format('<!ENTITY nbsp "&#160;"><!ENTITY sea "meer">').replace("&e;", "am&nbsp;&sea; &unknown; &LT;")
    book = EpubBuilder().page("a.xhtml", page.encode()).contents(("A", "a.xhtml"))
    assert chapters(read(book, tmp_path)) == {"A": ["am meer &unknown; <"]}


def test_the_document_types_of_real_books_are_welcome(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    book = EpubBuilder()
    for number, kind in enumerate((doctype, '<!DOCTYPE html SYSTEM "about:legacy-compat">', "<!doctype html>")):
        book.page(f"{number}.xhtml", f"{kind}<html><body><p>Text&nbsp;{number}.</p></body></html>".encode())
    assert list(chapters(read(book, tmp_path)).values()) == [["Text 0."], ["Text 1."], ["Text 2."]]


def test_a06_script_in_titles_is_mere_text(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", prose(30)).contents(("<script>alert(1)</script>", "a.xhtml"))
    assert list(chapters(read(book, tmp_path))) == ["<script>alert(1)</script>"]


def test_no_container(tmp_path: Path) -> None:
    assert "container.xml" in refused(a_book(1).member("META-INF/container.xml", None), tmp_path)


def test_no_package(tmp_path: Path) -> None:
    assert "package" in refused(a_book(1).member("OPS/book.opf", None), tmp_path)


def test_no_page_of_the_reading_order(tmp_path: Path) -> None:
    assert "reading order" in refused(a_book(1).member("OPS/c1.xhtml", None), tmp_path)


def test_an_empty_reading_order_falls_back_to_the_manifest(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>A</h1><p>Text.</p>").spine()
    assert chapters(read(book, tmp_path)) == {"A": ["A", "Text."]}


def test_missing_and_empty_pages_are_left_out(tmp_path: Path) -> None:
    book = a_book(3).member("OPS/c2.xhtml", None).page("blank.xhtml", b"")
    assert list(chapters(read(book, tmp_path))) == ["Chapter 1", "Chapter 3"]


def test_names_in_another_case_and_encoding(tmp_path: Path) -> None:
    book = EpubBuilder().page("Text/Überfahrt 1.xhtml", "<h1>A</h1><p>Text.</p>")
    package = book.package().replace("Text/Überfahrt 1.xhtml", "text/%C3%9Cberfahrt%201.xhtml")
    assert list(chapters(read(book.member("OPS/book.opf", package.encode()), tmp_path))) == ["A"]


def test_a_package_in_utf_16_that_says_utf_8(tmp_path: Path) -> None:
    book = a_book(2)
    package = book.package().replace('version="1.0"', 'version="1.0" encoding="UTF-8"', 1)
    assert len(chapters(read(book.member("OPS/book.opf", package.encode("utf-16")), tmp_path))) == 2


def test_a_package_with_stray_signs(tmp_path: Path) -> None:
    book = a_book(2)
    package = book.package().replace("<dc:title>The Island", "<dc:title>Sea & Land <br>")
    assert len(chapters(read(book.member("OPS/book.opf", package.encode()), tmp_path))) == 2


def test_several_packages_the_first_counts(tmp_path: Path) -> None:
    more = '<rootfile full-path="OPS/other.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    book = a_book(2).member("META-INF/container.xml", CONTAINER.replace("</rootfiles>", more).encode())
    assert len(chapters(read(book, tmp_path))) == 2


def test_a_page_that_is_a_drawing(tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><title>A map</title><text>North</text><path d="M0 0"/></svg>'
    book = EpubBuilder().page("map.svg", drawing.encode()).contents(("Map", "map.svg"))
    assert chapters(read(book, tmp_path)) == {"Map": ["A map", "North"]}


def locked(algorithm: str, target: str = "OPS/c1.xhtml") -> bytes:
    container, encryption = "urn:oasis:names:tc:opendocument:xmlns:container", "http://www.w3.org/2001/04/xmlenc#"
    data = (
        f'<e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData><e:CipherReference URI="{target}"/></e:CipherData>'
    )
    entry = f"<e:EncryptedData>{data}</e:EncryptedData>"
    return f'<encryption xmlns="{container}" xmlns:e="{encryption}">{entry}</encryption>'.encode()


AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("META-INF/license.lcpl", "Readium LCP"),
        ("META-INF/rights.xml", "Adobe DRM"),
        ("META-INF/sinf.xml", "Apple FairPlay"),
        ("META-INF/x", "DRM"),
    ],
)
def test_a_locked_book_is_refused(mark: str, name: str, tmp_path: Path) -> None:
    book = a_book(2).member("META-INF/encryption.xml", locked(AES)).member(mark, b"<x/>")
    book.member("OPS/c1.xhtml", bytes(range(256)) * 8)
    assert name in refused(book, tmp_path, "book_encrypted")


@pytest.mark.parametrize(
    "encryption",
    [
        locked("http://www.idpf.org/2008/embedding", "OPS/font.otf"),
        locked("http://ns.adobe.com/pdf/enc#RC", "OPS/font.otf"),
        locked(AES, "OPS/video.mp4"),
        locked(AES),
    ],
    ids=["obfuscated font", "Adobe's font", "a locked film", "a page that was never locked"],
)
def test_encryption_that_does_not_lock_the_text(encryption: bytes, tmp_path: Path) -> None:
    book = (
        a_book(2)
        .member("META-INF/encryption.xml", encryption)
        .member("OPS/font.otf", b"\0\1")
        .member("OPS/video.mp4", b"\0")
    )
    assert len(chapters(read(book, tmp_path))) == 2


def test_a_spine_that_repeats_one_page_ten_thousand_times(tmp_path: Path) -> None:
    book = a_book(1, words=500).spine(*["c1.xhtml"] * 10_000)
    draft = read(book, tmp_path)
    assert len(draft.sections) == 2


def test_a_table_of_contents_without_end(tmp_path: Path) -> None:
    nested = "<ol><li><a href='c1.xhtml'>x</a>" * 100 + "</li></ol>" * 100
    book = a_book(1).member("OPS/nav.xhtml", xhtml(f'<nav epub:type="toc">{nested}</nav>').encode())
    assert len(chapters(read(book, tmp_path))) == 1
