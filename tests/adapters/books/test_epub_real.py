"""Real books with their faults, where they are at hand beside the checkout; left out where they are not."""

import json
from pathlib import Path

import pytest

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub import read_epub
from bookbytes_core.errors import UnusableBook

DATA = Path(__file__).parents[4] / "shared" / "data"
BOOKS = (
    "alice_en_no-toc-at-all.epub",
    "idpf_childrens-literature.epub",
    "idpf_georgia-cfi.epub",
    "live-manual_en_spine-repeats-files_epub2.epub",
    "metamorphosis_en_utf16-opf_mimetype-not-first.epub",
    "the-prince.epub",
    "ubuntu-packaging-guide_fr_broken-nav-links.epub",
    "verwandlung_de_3-chapters-in-1-file.epub",
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real books are not beside this checkout")


@pytest.mark.parametrize("name", BOOKS)
def test_chapters_of_real_books(name: str) -> None:
    truth = json.loads((DATA / "epub-truth" / "chapters.json").read_text(encoding="utf-8"))
    wanted = next([chapter["title"] for chapter in book["chapters"]] for book in truth if book["file"] == name)
    with BookArchive(DATA / "epub" / name) as archive:
        draft = read_epub(archive)
    assert [section.title for section in draft.sections if section.skip is None] == wanted


@pytest.mark.parametrize(
    ("name", "code"), [("drm_lcp_the-prince.epub", "book_encrypted"), ("idpf_page-blanche.epub", "book_empty")]
)
def test_real_books_that_cannot_be_read(name: str, code: str) -> None:
    with BookArchive(DATA / "epub" / name) as archive, pytest.raises(UnusableBook) as caught:
        read_epub(archive)
    assert caught.value.code == code
