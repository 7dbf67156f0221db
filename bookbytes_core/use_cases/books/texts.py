"""Stored book texts, as imports leave them."""

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import BookText, Cover
from bookbytes_core.ports.storage import Storage


async def load_text(storage: Storage, key: str) -> BookText:
    """Raises ``ObjectNotFound`` when the text is not in the store."""
    return json_codec.load(BookText, await storage.get(key))


async def load_cover(storage: Storage, key: str | None) -> Cover | None:
    if key is None:
        return None
    return Cover(await storage.get(key), f"image/{key.rpartition('.')[2]}")
