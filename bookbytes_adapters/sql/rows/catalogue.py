"""Works, editions and what they are called elsewhere."""

from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.tables import editions, imported_texts, provider_keys, works
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.repositories import ImportedText


def work(row: Row) -> Work:
    c = works.c
    return Work(
        id=row[c.id],
        title=row[c.title],
        authors=row[c.authors],
        first_publish_year=row[c.first_publish_year],
        subjects=row[c.subjects],
        cover_url=row[c.cover_url],
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
    )


def of_work(entity: Work) -> Values:
    return {
        "id": entity.id,
        "title": entity.title,
        "authors": entity.authors,
        "first_publish_year": entity.first_publish_year,
        "subjects": entity.subjects,
        "cover_url": entity.cover_url,
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
    }


def edition(row: Row) -> Edition:
    c = editions.c
    return Edition(
        id=row[c.id],
        work_id=row[c.work_id],
        title=row[c.title],
        isbn=Isbn(row[c.isbn]) if row[c.isbn] else None,
        publisher=row[c.publisher],
        publish_year=row[c.publish_year],
        language=row[c.language],
        pages=row[c.pages],
        statement=row[c.statement],
        contents=row[c.contents] or (),
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
    )


def of_edition(entity: Edition) -> Values:
    return {
        "id": entity.id,
        "work_id": entity.work_id,
        "isbn": entity.isbn.digits if entity.isbn else None,
        "title": entity.title,
        "publisher": entity.publisher,
        "publish_year": entity.publish_year,
        "language": entity.language,
        "pages": entity.pages,
        "statement": entity.statement,
        "contents": entity.contents or None,
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
    }


def provider_key(row: Row) -> ProviderKey:
    c = provider_keys.c
    return ProviderKey(row[c.entity_type], row[c.entity_id], row[c.provider], row[c.external_key])


def of_provider_key(entity: ProviderKey) -> Values:
    return {
        "provider": entity.provider,
        "external_key": entity.external_key,
        "entity_type": entity.entity_type,
        "entity_id": entity.entity_id,
    }


def imported_text(row: Row) -> ImportedText:
    c = imported_texts.c
    return ImportedText(
        id=row[c.id],
        edition_id=row[c.edition_id],
        owner_id=row[c.owner_id],
        file_sha256=row[c.file_sha256],
        text_key=row[c.text_key],
        cover_key=row[c.cover_key],
        created_at=row[c.created_at],
    )


def of_imported_text(entity: ImportedText) -> Values:
    return {
        "id": entity.id,
        "edition_id": entity.edition_id,
        "owner_id": entity.owner_id,
        "file_sha256": entity.file_sha256,
        "text_key": entity.text_key,
        "cover_key": entity.cover_key,
        "created_at": entity.created_at,
    }
