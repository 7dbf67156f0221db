"""What the library knows of a batch of records, and what it will know: entities matched, made, filled in and merged.

The decisions, without any I/O; ``keep_records`` loads a shelf and writes it back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import FILE, ISBN, MERGED, EntityType, ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord


@dataclass(slots=True, kw_only=True)
class Shelf:
    """``keys`` leads from the provider's external keys to works and editions; ``claims`` names the providers that know
    each of those. A provider tells its own works and editions apart: two of them are one only if it says so itself,
    whatever number they share, for numbers are given twice by mistake."""

    provider: str
    new_id: IdFactory
    now: datetime
    works: dict[UUID, Work] = field(default_factory=dict)
    editions: dict[UUID, Edition] = field(default_factory=dict)
    keys: dict[str, UUID] = field(default_factory=dict)
    isbns: dict[Isbn, UUID] = field(default_factory=dict)
    claims: dict[UUID, set[str]] = field(default_factory=dict)
    before: dict[UUID, Work | Edition] = field(default_factory=dict)
    new_keys: list[ProviderKey] = field(default_factory=list)
    merged: dict[UUID, UUID] = field(default_factory=dict)

    def know(self, works: Iterable[Work], editions: Iterable[Edition], keys: Iterable[ProviderKey]) -> None:
        """What the library holds at the start: the entities and all their outside ids."""
        for key in keys:
            if key.provider not in (FILE, ISBN, MERGED):
                self.claims.setdefault(key.entity_id, set()).add(key.provider)
        self.works |= {work.id: work for work in works}
        self.editions |= {edition.id: edition for edition in editions}
        self.before |= {**self.works, **self.editions}

    def put_work(self, record: WorkRecord) -> UUID:
        known = self._known_works((record.key, *record.former_keys))
        work_id = self._one(known) if known else self._new_work(record.title)
        work = self.works[work_id]
        self.works[work_id] = replace(
            work,
            title=record.title,
            authors=record.authors or work.authors,
            first_publish_year=record.first_publish_year or work.first_publish_year,
            subjects=record.subjects or work.subjects,
            cover_url=record.cover_url or work.cover_url,
        )
        self._link(EntityType.WORK, work_id, (record.key, *record.former_keys))
        return work_id

    def put_edition(self, record: EditionRecord) -> UUID:
        edition_id = self._known_edition(record)
        work_id = self._work_of(record, edition_id)
        if edition_id is None:
            edition_id = self.new_id()
            self.editions[edition_id] = Edition(
                id=edition_id, work_id=work_id, title=record.title, created_at=self.now, updated_at=self.now
            )
        self._number(edition_id, record.isbns)
        self.editions[edition_id] = _filled_in(self.editions[edition_id], record)
        self._link(EntityType.EDITION, edition_id, (record.key, *record.former_keys))
        return edition_id

    def new_works(self) -> list[Work]:
        return [work for work in self.works.values() if work.id not in self.before]

    def new_editions(self) -> list[Edition]:
        return [edition for edition in self.editions.values() if edition.id not in self.before]

    def changed_works(self) -> list[Work]:
        known = (work for work in self.works.values() if work.id in self.before)
        return [replace(work, updated_at=self.now) for work in known if work != self.before[work.id]]

    def changed_editions(self) -> list[Edition]:
        known = (edition for edition in self.editions.values() if edition.id in self.before)
        return [replace(edition, updated_at=self.now) for edition in known if edition != self.before[edition.id]]

    def _known_works(self, keys: Iterable[str]) -> list[UUID]:
        found = (self.keys.get(key) for key in keys)
        return list(dict.fromkeys(entity for entity in found if entity in self.works))

    def _known_edition(self, record: EditionRecord) -> UUID | None:
        """By its keys, else by its numbers, unless that edition is another one of this provider."""
        by_key = (self.keys.get(key) for key in (record.key, *record.former_keys))
        by_isbn = (self.isbns.get(isbn) for isbn in record.isbns)
        known = next((entity for entity in by_key if entity in self.editions), None)
        return known or next((each for each in by_isbn if each and not self._claimed(each)), None)

    def _work_of(self, record: EditionRecord, edition_id: UUID | None) -> UUID:
        """The record's work, the one the edition hung on, and those that its numbers lead to are one."""
        named = self._known_works([record.work_key]) if record.work_key else []
        present = [self.editions[edition_id].work_id] if edition_id else []
        numbered = [self.editions[each].work_id for isbn in record.isbns if (each := self.isbns.get(isbn))]
        unclaimed = [work_id for work_id in (*present, *numbered) if not self._claimed(work_id)]
        if not named and record.work_key:
            named = unclaimed[:1] or [self._new_work(record.title, record.authors)]
        found = self._apart((*named, *unclaimed)) or present
        work_id = self._one(found) if found else self._new_work(record.title, record.authors)
        if edition_id and self.editions[edition_id].work_id != work_id:
            self.editions[edition_id] = replace(self.editions[edition_id], work_id=work_id)
        if record.work_key:
            self._link(EntityType.WORK, work_id, [record.work_key])
        return work_id

    def _claimed(self, entity_id: UUID) -> bool:
        return self.provider in self.claims.get(entity_id, ())

    def _apart(self, work_ids: Iterable[UUID]) -> list[UUID]:
        """Those that may be one: no other provider knows two of them."""
        kept: list[UUID] = []
        known: set[str] = set()
        for work_id in dict.fromkeys(work_ids):
            claims = self.claims.get(work_id, set())
            if not kept or not claims & known:
                kept.append(work_id)
                known |= claims
        return kept

    def _one(self, work_ids: Sequence[UUID]) -> UUID:
        """The oldest of these works, with all that hung on the others: it is what users have met."""
        oldest = min(work_ids, key=lambda work_id: (self.works[work_id].created_at, work_id))
        for work_id in work_ids:
            if work_id != oldest:
                self._merge(work_id, oldest)
        return oldest

    def _merge(self, work_id: UUID, into: UUID) -> None:
        """A provider knows a work better than the file that it was first met in."""
        gone, stays = self.works.pop(work_id), self.works[into]
        is_better = bool(self.claims.get(work_id)) and not self.claims.get(into)
        better, other = (gone, stays) if is_better else (stays, gone)
        self.works[into] = replace(
            stays,
            title=better.title,
            authors=better.authors or other.authors,
            first_publish_year=better.first_publish_year or other.first_publish_year,
            subjects=better.subjects or other.subjects,
            cover_url=better.cover_url or other.cover_url,
        )
        for edition in list(self.editions.values()):
            if edition.work_id == work_id:
                self.editions[edition.id] = replace(edition, work_id=into)
        self.keys = {key: into if entity == work_id else entity for key, entity in self.keys.items()}
        self.new_keys = [replace(key, entity_id=into) if key.entity_id == work_id else key for key in self.new_keys]
        self.claims.setdefault(into, set()).update(self.claims.pop(work_id, set()))
        if work_id in self.before:
            self.merged = {old: into if new == work_id else new for old, new in self.merged.items()} | {work_id: into}

    def _new_work(self, title: str, authors: tuple[str, ...] = ()) -> UUID:
        work = Work(id=self.new_id(), title=title, authors=authors, created_at=self.now, updated_at=self.now)
        self.works[work.id] = work
        return work.id

    def _link(self, kind: EntityType, entity_id: UUID, keys: Iterable[str]) -> None:
        self.claims.setdefault(entity_id, set()).add(self.provider)
        for key in keys:
            if key not in self.keys:
                self.keys[key] = entity_id
                self.new_keys.append(ProviderKey(kind, entity_id, self.provider, key))

    def _number(self, edition_id: UUID, isbns: Sequence[Isbn]) -> None:
        """Its first free number is its own, where it has none; the rest are further ones. A number that another edition
        has stays there."""
        for isbn in isbns:
            if isbn in self.isbns:
                continue
            self.isbns[isbn] = edition_id
            edition = self.editions[edition_id]
            if edition.isbn is None:
                self.editions[edition_id] = replace(edition, isbn=isbn)
            else:
                self.new_keys.append(ProviderKey(EntityType.EDITION, edition_id, ISBN, isbn.digits))


def _filled_in(edition: Edition, record: EditionRecord) -> Edition:
    """What the record says; what it is silent on stays."""
    return replace(
        edition,
        title=record.title,
        publisher=record.publisher or edition.publisher,
        publish_year=record.publish_year or edition.publish_year,
        language=record.language if record.language != "und" else edition.language,
        pages=record.pages or edition.pages,
        statement=record.statement or edition.statement,
        contents=record.contents or edition.contents,
    )
