"""OpenLibrary, https://openlibrary.org/developers/api: about forty million editions of everything.

It answers whoever says who asks, three times a second; others get 403. Keys are its own ids: ``OL45804W`` for a work,
``OL7353617M`` for an edition.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from bookbytes_adapters.metadata.author_names import AuthorNames
from bookbytes_adapters.metadata.json_client import JsonClient
from bookbytes_adapters.metadata.languages import marc
from bookbytes_adapters.metadata.openlibrary_records import (
    COVERS,
    EDITION_KEY,
    WORK_KEY,
    author_keys,
    author_name,
    author_names_found,
    edition_record,
    found_works,
    title_in,
    type_of,
    work_record,
)
from bookbytes_adapters.metadata.values import JsonObject, id_in, objects
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import NotFound, Unavailable
from bookbytes_core.ports.metadata import (
    SEARCH_PAGE_SIZE,
    EditionRecord,
    FoundWorks,
    MetadataProvider,
    WorkQuery,
    WorkRecord,
)

NAME = "openlibrary"
REQUESTS_A_SECOND = 3
"""What it allows a program that names a contact."""

_SEARCH_FIELDS = "key,title,subtitle,author_key,author_name,first_publish_year,cover_i,edition_count,language,subject"
_EDITIONS_A_PAGE = 1000
_MOST_PAGES = 20
"""Twenty thousand editions; the Bible has fewer records."""
_MOST_MERGES = 5
"""How many merged records in a row are followed."""

_A_SMALL_WORK = "OL45804W"
"""The example of its own documentation."""

_KEYS = {"work": WORK_KEY, "edition": EDITION_KEY, "author": re.compile(r"OL[0-9]{1,12}A")}
_FOLDERS = {"work": "works", "edition": "books", "author": "authors"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A live record; ``former`` are the keys of merged ones that led to it."""

    record: JsonObject
    former: tuple[str, ...]


class OpenLibrary(MetadataProvider):
    """Asks through ``client``; the addresses of covers start with ``covers_url``."""

    def __init__(self, client: JsonClient, covers_url: str = COVERS) -> None:
        self._client = client
        self._covers = covers_url
        self._names = AuthorNames(self._ask_name)

    @property
    def name(self) -> str:
        return NAME

    async def greet(self) -> datetime | None:
        """See whether it answers, with a small record. Returns its time, if it tells one. Raises ``Unavailable`` and
        ``Refused``."""
        headers = await self._client.greet(f"/works/{_A_SMALL_WORK}.json")
        try:
            return parsedate_to_datetime(headers["date"])
        except (KeyError, ValueError):
            return None

    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        language = marc(query.language) if query.language else ""
        if language is None:
            return FoundWorks((), 0)
        words = {"title": query.title, "author": query.author, "publisher": query.publisher, "language": language}
        asked = {name: value for name, value in words.items() if value}
        answer = await self._client.get(
            "/search.json", {**asked, "fields": _SEARCH_FIELDS, "limit": SEARCH_PAGE_SIZE, "page": page}
        )
        if answer is None or not isinstance(answer.get("docs"), list):
            raise Unavailable(f"{self._client.address} answers no searches: check OPENLIBRARY_BASE_URL.")
        self._names.learn(author_names_found(answer))
        return found_works(answer, self._covers)

    async def work(self, key: str) -> WorkRecord:
        asked = key.removeprefix("/works/")
        found = await self._follow(f"/works/{asked}.json", "work") if WORK_KEY.fullmatch(asked) else None
        names = await self._names.of(author_keys(found.record)) if found else {}
        work = work_record(found.record, names, self._covers) if found else None
        if found is None or work is None:
            raise NotFound(f"{key[:40]!r} is no work that OpenLibrary knows.", code="work_not_found")
        moved = () if asked in (work.key, *found.former) else (asked,)
        return replace(work, former_keys=(*moved, *found.former))

    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        """The records of a merged work have moved to the other, so an empty answer is looked into."""
        key, work = work_key.removeprefix("/works/"), None
        records = await self._all_editions(key) if WORK_KEY.fullmatch(key) else []
        if not records:
            work = await self.work(key)
            records = await self._all_editions(work.key) if work.key != key else []
        elif not all(title_in(record) and record.get("authors") for record in records):
            work = await self.work(key)
        names = await self._names.of(author for record in records for author in author_keys(record))
        made = (edition_record(record, names, work, self._covers) for record in records)
        return tuple(replace(edition, work_key=work.key if work else key) for edition in made if edition)

    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        found = await self._follow(f"/isbn/{isbn}.json", "edition")
        edition = await self._edition(found.record) if found else None
        if found is None or edition is None:
            raise NotFound(f"OpenLibrary knows no edition with the ISBN {isbn}.", code="isbn_not_found")
        return replace(edition, isbns=tuple(dict.fromkeys((*edition.isbns, isbn))), former_keys=found.former)

    async def _edition(self, record: JsonObject) -> EditionRecord | None:
        names = await self._names.of(author_keys(record))
        edition = edition_record(record, names, None, self._covers)
        if edition and edition.authors:
            return edition
        work = await self._work_of(record)
        return edition_record(record, names, work, self._covers)

    async def _work_of(self, record: JsonObject) -> WorkRecord | None:
        try:
            return await self.work(next((id_in(work) for work in objects(record.get("works"))), ""))
        except NotFound:
            return None

    async def _all_editions(self, key: str) -> Sequence[JsonObject]:
        """The answer names the next page's address; only that there is one is taken from it."""
        records: list[JsonObject] = []
        for _ in range(_MOST_PAGES):
            place = {"limit": _EDITIONS_A_PAGE, "offset": len(records)}
            answer = await self._client.get(f"/works/{key}/editions.json", place)
            if answer is None:
                break
            listed = answer.get("entries")
            if not isinstance(listed, list):
                raise Unavailable(f"{self._client.address} answers without editions: check OPENLIBRARY_BASE_URL.")
            records += listed
            links = answer.get("links")
            if not listed or not (isinstance(links, dict) and links.get("next")):
                break
        return list(objects(records))

    async def _follow(self, path: str, kind: str) -> _Found | None:
        """The live record at ``path``, or the one that it was merged into; None where there is none, or none more."""
        former: list[str] = []
        for _ in range(_MOST_MERGES):
            record = await self._client.get(path)
            found = type_of(record) or kind if record else ""
            if record is None or found not in (kind, "redirect"):
                return None
            if found == kind:
                return _Found(record, tuple(former))
            former.append(id_in(record))
            target = id_in(record.get("location"))
            if not _KEYS[kind].fullmatch(target):
                return None
            path = f"/{_FOLDERS[kind]}/{target}.json"
        return None

    async def _ask_name(self, key: str) -> str:
        found = await self._follow(f"/authors/{key}.json", "author") if _KEYS["author"].fullmatch(key) else None
        return author_name(found.record) if found else ""
