"""What every format's reader hands over: a book before its chapters are numbered and its cover is made safe."""

from dataclasses import dataclass, field

from bookbytes_core.domain.book_text import BookInfo, Section


@dataclass(frozen=True, slots=True)
class Draft:
    """A book as its reader found it: ``sections`` in reading order; ``cover``, the picture's bytes, untrusted."""

    info: BookInfo
    sections: tuple[Section, ...]
    cover: bytes | None = field(default=None, repr=False)
