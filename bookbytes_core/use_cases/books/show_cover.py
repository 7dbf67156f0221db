"""Show the cover of a work."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import NotFound, ObjectNotFound, StorageUnavailable
from bookbytes_core.ports.catalogue import CatalogueReader
from bookbytes_core.ports.covers import CoverSource
from bookbytes_core.ports.storage import Storage

_JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCover:
    """A cover is fetched once, from where the catalogue says it is, and stored under a key that names its address;
    where the store has trouble it is shown all the same.

    Raises ``NotFound`` (codes ``work_not_found``, ``cover_not_found``) and ``Unavailable``.
    """

    catalogue: CatalogueReader
    source: CoverSource
    storage: Storage

    async def address(self, work_id: UUID) -> str:
        """Where the cover is; it changes when the work is given another one."""
        work = (await self.catalogue.work(work_id)).work
        if work.cover_url is None:
            raise NotFound("No cover of this work is known.", code="cover_not_found")
        return work.cover_url

    async def __call__(self, address: str) -> Cover:
        """The cover at what ``address`` told."""
        key = f"covers/works/{hashlib.sha256(address.encode()).hexdigest()}.jpg"
        try:
            return Cover(await self.storage.get(key), _JPEG)
        except (ObjectNotFound, StorageUnavailable):
            cover = await self.source.fetch(address)
        with suppress(StorageUnavailable):
            await self.storage.put(key, cover.data, content_type=_JPEG)
        return cover
