"""Whether the book is locked. Obfuscated fonts are not: every reader may show such a book."""

from collections.abc import Iterable

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub.decoding import decode, looks_like_markup
from bookbytes_adapters.books.epub.elements import child, descendants
from bookbytes_adapters.books.epub.markup import parse_xml
from bookbytes_adapters.books.epub.members import Members
from bookbytes_core.errors import UnusableBook

_LIST = "META-INF/encryption.xml"
_MARKS = {
    "META-INF/license.lcpl": "Readium LCP",
    "META-INF/rights.xml": "Adobe DRM",
    "META-INF/sinf.xml": "Apple FairPlay",
}
_OBFUSCATION = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})


def check_unlocked(archive: BookArchive, members: Members, pages: Iterable[str]) -> None:
    """Raises ``UnusableBook`` (``book_encrypted``) when any of ``pages`` can only be read with a key.

    What ``encryption.xml`` says is held against the page itself: some files list what was never encrypted.
    """
    locked = _listed(archive, members)
    for page in pages:
        if page in locked and not looks_like_markup(decode(archive.read(page))):
            raise UnusableBook(
                f"The book is locked by {_lock(members)}, so its text cannot be read: use an edition without DRM.",
                code="book_encrypted",
            )


def _listed(archive: BookArchive, members: Members) -> frozenset[str]:
    listing = members.find(_LIST)
    if listing is None:
        return frozenset()
    locked: set[str] = set()
    for data in descendants(parse_xml(archive.read(listing), listing), "encrypteddata"):
        method = child(data, "encryptionmethod")
        if method is not None and method.get("Algorithm") in _OBFUSCATION:
            continue
        targets = (members.follow("", reference.get("URI") or "") for reference in descendants(data, "cipherreference"))
        locked.update(target.path for target in targets if target)
    return frozenset(locked)


def _lock(members: Members) -> str:
    return next((name for mark, name in _MARKS.items() if members.find(mark)), "DRM")
