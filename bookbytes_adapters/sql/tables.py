"""The tables of works, editions, audio books and jobs, and the name for all tables there are."""

import sqlalchemy as sa

from bookbytes_adapters.sql.column_types import Bytewise, JsonOf, Terms, Usd, UtcDateTime, Word
from bookbytes_adapters.sql.schema import metadata, written
from bookbytes_adapters.sql.shared_tables import (
    api_cache,
    api_cache_tags,
    attempts,
    idempotency_keys,
    locks,
    provider_pauses,
    provider_slots,
    provider_turns,
)
from bookbytes_adapters.sql.user_table import users
from bookbytes_core.domain.audio_book import Times
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.job import JobType
from bookbytes_core.domain.order import Options, Recipe
from bookbytes_core.domain.provider_key import EntityType
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.domain.summary import Summary
from bookbytes_core.domain.tier import Tier

__all__ = [
    "LOOKED_THROUGH_FIRST",
    "PROCESSING",
    "RUNG_FOR",
    "UNFINISHED",
    "api_cache",
    "api_cache_tags",
    "attempts",
    "audio_books",
    "author_names",
    "catalogue_imports",
    "chapters",
    "editions",
    "idempotency_keys",
    "imported_texts",
    "job_audio_books",
    "jobs",
    "locks",
    "metadata",
    "provider_calls",
    "provider_keys",
    "provider_pauses",
    "provider_slots",
    "provider_turns",
    "search_words",
    "users",
    "work_index",
    "works",
]

UNFINISHED = sa.text("status IN ('pending', 'processing')")
PROCESSING = sa.text("status = 'processing'")
RUNG_FOR = sa.text("sent_at > 0")
"""Spelled as in the partial indexes below: only then do both databases see that the index fits."""


works = sa.Table(
    "works",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("authors", JsonOf(tuple[str, ...]), nullable=False),
    sa.Column("first_publish_year", sa.Integer),
    sa.Column("subjects", JsonOf(tuple[str, ...]), nullable=False),
    sa.Column("cover_url", sa.Text),
    *written(),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("work_id", sa.Uuid, sa.ForeignKey("works.id"), nullable=False, index=True),
    sa.Column("isbn", sa.String, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text),
    sa.Column("publish_year", sa.Integer),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("pages", sa.Integer),
    sa.Column("statement", sa.Text),
    *written(),
    sa.Column("contents", JsonOf(tuple[ContentsEntry, ...])),
)

LOOKED_THROUGH_FIRST = sa.literal_column("(mod(id / 1000, 8) = 0)", sa.Boolean)
"""Of PostgreSQL's ``work_index`` every eighth thousand, that has an index of its own."""

work_index = sa.Table(
    "work_index",  # what works are listed, shown and found by: made anew whenever they or what hangs on them is written
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("work_id", sa.Uuid, sa.ForeignKey("works.id"), nullable=False, unique=True),
    sa.Column("sort_key", Bytewise, nullable=False),
    sa.Column("edition_count", sa.Integer, nullable=False),
    sa.Column("shown", sa.JSON, nullable=False),
    sa.Column("terms", Terms, nullable=False),
    # with all that a search ranks by: what begins with a phrase is ranked without reading its row
    sa.Index(None, "sort_key", "work_id", postgresql_include=["id", "edition_count"]),
    sa.Index(None, "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
    sa.Index(
        "ix_work_index_terms_of_some", "terms", postgresql_using="gin", postgresql_where=LOOKED_THROUGH_FIRST
    ).ddl_if(dialect="postgresql"),
)

search_words = sa.Table(
    "search_words",  # how words are spelt, forwards and backwards
    metadata,
    sa.Column("word", Bytewise, primary_key=True),
    sa.Column("backwards", Bytewise, nullable=False),
    sa.Column("letters", sa.Integer, sa.Computed("length(word)", persisted=True), nullable=False),
    sa.Index(None, "letters", "word"),
    sa.Index(None, "letters", "backwards"),
    sqlite_with_rowid=False,
)

provider_keys = sa.Table(
    "provider_keys",
    metadata,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("external_key", sa.String, primary_key=True),
    sa.Column("entity_type", Word(EntityType), nullable=False),
    sa.Column("entity_id", sa.Uuid, nullable=False, index=True),
    *written(),
)

catalogue_imports = sa.Table(
    "catalogue_imports",
    metadata,
    sa.Column("fingerprint", sa.String, primary_key=True),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("lines", "offset", "works", "editions", "bad_lines")),
    sa.Column("finished", sa.Boolean, nullable=False),
    *written(),
)

author_names = sa.Table(
    "author_names",
    metadata,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("external_key", sa.String, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

imported_texts = sa.Table(
    "imported_texts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("edition_id", sa.Uuid, sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("owner_id", sa.Uuid, nullable=False),
    sa.Column("file_sha256", sa.String, nullable=False),
    sa.Column("text_key", sa.String, nullable=False),
    sa.Column("cover_key", sa.String),
    *written(),
    sa.UniqueConstraint("owner_id", "file_sha256"),
    sa.Index(None, "edition_id", "owner_id", "created_at", "id"),
)

audio_books = sa.Table(
    "audio_books",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("edition_id", sa.Uuid, sa.ForeignKey("editions.id"), nullable=False, index=True),
    sa.Column("owner_id", sa.Uuid, nullable=False),
    sa.Column("order_key", sa.String, nullable=False),
    sa.Column("options", JsonOf(Options), nullable=False),
    sa.Column("recipe", JsonOf(Recipe), nullable=False),
    sa.Column("tier", Word(Tier), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", Word(Status), nullable=False),
    sa.Column("text_key", sa.String, nullable=False),
    sa.Column("error_code", sa.String),
    sa.Column("error_message", sa.Text),
    *written(),
    sa.Column("deleted_at", UtcDateTime),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False, server_default="0"),
)
_STANDING = sa.text("deleted_at IS NULL")
sa.Index(
    "uq_audio_books_owner_id_order_key_version",
    audio_books.c.owner_id,
    audio_books.c.order_key,
    audio_books.c.version,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)
sa.Index(
    "ix_audio_books_owner_id_created_at_id",
    audio_books.c.owner_id,
    audio_books.c.created_at,
    audio_books.c.id,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)

chapters = sa.Table(
    "chapters",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("audio_book_id", sa.Uuid, sa.ForeignKey("audio_books.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("source_word_count", sa.Integer, nullable=False),
    sa.Column("target_words", sa.Integer, nullable=False),
    sa.Column("status", Word(ChapterStatus), nullable=False),
    sa.Column("error_code", sa.String),
    sa.Column("error_message", sa.Text),
    sa.Column("audio_key", sa.String),
    sa.Column("duration_seconds", sa.Float),
    *written(),
    # the two long ones come last: counting chapters need not read past them
    sa.Column("times", JsonOf(Times), nullable=False),
    sa.Column("summary", JsonOf(Summary)),
    sa.UniqueConstraint("audio_book_id", "number"),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("type", Word(JobType), nullable=False),
    sa.Column("owner_id", sa.Uuid, nullable=False),
    sa.Column("status", Word(Status), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("fence", sa.Integer, nullable=False),
    sa.Column("lease_owner", sa.String),
    # seconds since 1970 by the database's clock; 0 is "never", NULL is refused: a clock that fails is noticed
    sa.Column("lease_expires_at", sa.Float, nullable=False),
    sa.Column("sent_at", sa.Float, nullable=False),
    sa.Column("error_code", sa.String),
    sa.Column("error_message", sa.Text),
    sa.Column("change", sa.Integer, nullable=False),
    sa.Column("request_id", sa.String),
    *written(),
    sa.Column("started_at", UtcDateTime),
    sa.Column("completed_at", UtcDateTime),
    sa.Index(None, "owner_id", "created_at", "id", "status"),
)
sa.Index(
    "ix_jobs_unfinished",
    jobs.c.owner_id,
    jobs.c.created_at,
    jobs.c.id,
    jobs.c.status,
    jobs.c.sent_at,
    jobs.c.lease_expires_at,
    sqlite_where=UNFINISHED,
    postgresql_where=UNFINISHED,
)
sa.Index("ix_jobs_processing", jobs.c.lease_owner, sqlite_where=PROCESSING, postgresql_where=PROCESSING)
sa.Index("ix_jobs_sent", jobs.c.sent_at, sqlite_where=RUNG_FOR, postgresql_where=RUNG_FOR)

job_audio_books = sa.Table(
    "job_audio_books",
    metadata,
    sa.Column("job_id", sa.Uuid, sa.ForeignKey("jobs.id"), primary_key=True),
    sa.Column("audio_book_id", sa.Uuid, sa.ForeignKey("audio_books.id"), primary_key=True),
    *written(),
    sa.Index(None, "audio_book_id", "job_id"),
)

provider_calls = sa.Table(
    "provider_calls",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("kind", Word(CallKind), nullable=False),
    sa.Column("provider", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("state", Word(CallState), nullable=False),
    sa.Column("audio_book_id", sa.Uuid, sa.ForeignKey("audio_books.id"), nullable=False),
    sa.Column("result_key", sa.String, index=True),
    sa.Column("input_units", sa.BigInteger, nullable=False),
    sa.Column("output_units", sa.BigInteger, nullable=False),
    sa.Column("cost_usd", Usd, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lost", sa.Integer, nullable=False, server_default="0"),
    *written(),
    sa.Column("reserved_usd", Usd, nullable=False, server_default="0"),
    sa.Column("error_code", sa.String),
    sa.Column("error_message", sa.Text),
    sa.Index(None, "audio_book_id", "cost_usd"),
    sa.Index(None, "at", "audio_book_id", "cost_usd", "reserved_usd"),
    sa.Index(None, "provider", "kind", "state", "cost_usd"),
)
