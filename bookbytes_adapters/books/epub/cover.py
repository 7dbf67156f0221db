"""The cover picture as it is stored: its bytes are a stranger's, and looked at elsewhere."""

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub.elements import local_name
from bookbytes_adapters.books.epub.markup import parse_page
from bookbytes_adapters.books.epub.members import Members
from bookbytes_adapters.books.epub.package import Item, Package
from bookbytes_core.errors import UnusableBook

_LARGEST = 32 * 1024 * 1024
_XLINK = "{http://www.w3.org/1999/xlink}href"


def read_cover(archive: BookArchive, package: Package, members: Members) -> bytes | None:
    """The picture named as cover (EPUB 3, EPUB 2), else the first one on the guide's cover page. A cover that cannot be
    read is no reason to refuse a book: then there is none."""
    path = _path(archive, package, members)
    if path is None:
        return None
    try:
        return archive.read(path, limit=_LARGEST)
    except UnusableBook:
        return None


def _path(archive: BookArchive, package: Package, members: Members) -> str | None:
    item = package.with_property("cover-image") or _named(package)
    if item and item.media_type.startswith("image/"):
        return item.path
    page = next((reference.target.path for reference in package.guide if reference.type == "cover"), None)
    return _first_picture(archive, page, members) if page else None


def _named(package: Package) -> Item | None:
    for element in package.metadata:
        if local_name(element) == "meta" and element.get("name") == "cover":
            wanted = element.get("content") or ""
            return package.item(wanted) or next((item for item in package.items if item.path.endswith(wanted)), None)
    return None


def _first_picture(archive: BookArchive, page: str, members: Members) -> str | None:
    if page.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp")):
        return page
    for element in parse_page(archive.read(page), page).iter("*"):
        if local_name(element) in ("img", "image"):
            href = element.get("src") or element.get(_XLINK) or element.get("xlink:href") or element.get("href") or ""
            target = members.follow(page, href)
            return target.path if target else None
    return None
