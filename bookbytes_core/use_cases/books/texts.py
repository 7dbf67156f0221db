"""Stored book texts: as imports leave them, and those that are made where there is none to import."""

import hashlib

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import BookText, Cover
from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.ports.storage import Storage


async def load_text(storage: Storage, key: str) -> BookText:
    """Raises ``ObjectNotFound`` when the text is not in the store, or damaged, which is no better."""
    data = await storage.get(key)
    try:
        return json_codec.load(BookText, data)
    except ValueError as error:
        raise ObjectNotFound("The stored text of this book is damaged: import the book's file again.") from error


async def store_text(storage: Storage, text: BookText) -> str:
    """Where it lies from now on: under the hash of what it says, so that equal texts are one."""
    data = json_codec.dump(text)
    key = f"texts/{hashlib.sha256(data).hexdigest()}.json"
    await storage.put(key, data, content_type="application/json")
    return key


async def load_cover(storage: Storage, key: str | None) -> Cover | None:
    if key is None:
        return None
    return Cover(await storage.get(key), f"image/{key.rpartition('.')[2]}")
