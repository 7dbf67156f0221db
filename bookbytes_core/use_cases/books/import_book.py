"""Take in a book file: its text and cover are stored, its edition is known from now on."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import BookInfo, BookText, Cover
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import FILE, EntityType, ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import InvalidInput, ObjectNotFound
from bookbytes_core.ports.book_parser import BookParser
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.repositories import ImportedText
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.books.texts import load_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBook:
    """``new`` is false when this owner had imported the same file before."""

    edition: Edition
    text: BookText
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBook:
    """The same file gives the same edition, whoever brings it; its text belongs to the one who did.

    Raises ``UnusableBook``; then nothing is left behind.
    """

    parser: BookParser
    storage: Storage
    new_uow: UnitOfWorkFactory
    clock: Clock
    new_id: IdFactory

    async def __call__(self, file: Path, *, name: str, owner: UUID) -> ImportedBook:
        fingerprint = await self.parser.fingerprint(file, name=name)
        known = await self._known(fingerprint, owner)
        if known is not None:
            return known
        parsed = await self.parser.parse(file, name=name)
        text_key = f"texts/{fingerprint}.json"
        await self.storage.put(text_key, json_codec.dump(parsed.text), content_type="application/json")
        cover_key = await self._keep_cover(fingerprint, parsed.cover)
        async with self.new_uow() as uow:
            edition = await self._edition(uow, parsed.text.info, fingerprint)
            new = await uow.texts.by_file(fingerprint, owner) is None
            if new:
                await uow.texts.add(
                    ImportedText(
                        id=self.new_id(),
                        edition_id=edition.id,
                        owner_id=owner,
                        file_sha256=fingerprint,
                        text_key=text_key,
                        cover_key=cover_key,
                        created_at=self.clock.now(),
                    )
                )
            await uow.commit()
        return ImportedBook(edition=edition, text=parsed.text, new=new)

    async def _known(self, fingerprint: str, owner: UUID) -> ImportedBook | None:
        async with self.new_uow() as uow:
            imported = await uow.texts.by_file(fingerprint, owner)
            if imported is None:
                return None
            edition = await uow.editions.get(imported.edition_id)
        try:
            if imported.cover_key:
                await self.storage.stat(imported.cover_key)
            return ImportedBook(edition=edition, text=await load_text(self.storage, imported.text_key), new=False)
        except ObjectNotFound:
            return None  # what was stored is lost: the file brings it back

    async def _keep_cover(self, fingerprint: str, cover: Cover | None) -> str | None:
        if cover is None:
            return None
        key = f"covers/{fingerprint}.{cover.media_type.partition('/')[2]}"
        await self.storage.put(key, cover.data, content_type=cover.media_type)
        return key

    async def _edition(self, uow: UnitOfWork, info: BookInfo, fingerprint: str) -> Edition:
        """The edition this file is: known by its bytes, else by its ISBN, else new with a work of its own."""
        key = await uow.provider_keys.find(FILE, fingerprint)
        if key is not None:
            return await uow.editions.get(key.entity_id)
        isbn = _valid_isbn(info.isbn)
        edition = await uow.editions.by_isbn(isbn) if isbn else None
        if edition is None:
            edition = await self._new_edition(uow, info, isbn)
        await uow.provider_keys.add(ProviderKey(EntityType.EDITION, edition.id, FILE, fingerprint))
        return edition

    async def _new_edition(self, uow: UnitOfWork, info: BookInfo, isbn: Isbn | None) -> Edition:
        now = self.clock.now()
        work = Work(
            id=self.new_id(),
            title=info.title,
            authors=info.authors,
            subjects=info.subjects,
            created_at=now,
            updated_at=now,
        )
        edition = Edition(
            id=self.new_id(),
            work_id=work.id,
            title=info.title,
            isbn=isbn,
            publisher=info.publisher,
            publish_year=info.publish_year,
            language=info.language,
            created_at=now,
            updated_at=now,
        )
        await uow.works.add(work)
        await uow.editions.add(edition)
        return edition


def _valid_isbn(text: str | None) -> Isbn | None:
    """What a file claims to be its ISBN often is not one; that is no reason to refuse the book."""
    try:
        return Isbn.parse(text) if text else None
    except InvalidInput:
        return None
