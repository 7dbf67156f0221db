"""The first tables: catalogue, audio books, jobs and the ledger of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String()),
        sa.Column("lease_expires_at", sa.Float(), nullable=False),
        sa.Column("sent_at", sa.Float(), nullable=False),
        sa.Column("error_code", sa.String()),
        sa.Column("error_message", sa.Text()),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_owner_id_created_at_id_status"), "jobs", ["owner_id", "created_at", "id", "status"])
    op.create_index(
        "ix_jobs_processing",
        "jobs",
        ["lease_owner"],
        sqlite_where=sa.text("status = 'processing'"),
        postgresql_where=sa.text("status = 'processing'"),
    )
    op.create_index(
        "ix_jobs_unfinished",
        "jobs",
        ["owner_id", "created_at", "id", "status", "sent_at", "lease_expires_at"],
        sqlite_where=sa.text("status IN ('pending', 'processing')"),
        postgresql_where=sa.text("status IN ('pending', 'processing')"),
    )
    op.create_table(
        "provider_keys",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("external_key", sa.String(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "external_key", name=op.f("pk_provider_keys")),
    )
    op.create_table(
        "works",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("first_publish_year", sa.Integer()),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("cover_url", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("isbn", sa.String()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("publish_year", sa.Integer()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("statement", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_editions_work_id_works")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("isbn", name=op.f("uq_editions_isbn")),
    )
    op.create_index(op.f("ix_editions_work_id"), "editions", ["work_id"])
    op.create_table(
        "audio_books",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("order_key", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("error_code", sa.String()),
        sa.Column("error_message", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_audio_books_edition_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audio_books")),
    )
    op.create_index(op.f("ix_audio_books_edition_id"), "audio_books", ["edition_id"])
    op.create_index(
        "ix_audio_books_owner_id_created_at_id",
        "audio_books",
        ["owner_id", "created_at", "id"],
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "uq_audio_books_owner_id_order_key_version",
        "audio_books",
        ["owner_id", "order_key", "version"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "imported_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("cover_key", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_imported_texts_edition_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_texts")),
        sa.UniqueConstraint("owner_id", "file_sha256", name=op.f("uq_imported_texts_owner_id_file_sha256")),
    )
    op.create_index(
        op.f("ix_imported_texts_edition_id_owner_id_created_at_id"),
        "imported_texts",
        ["edition_id", "owner_id", "created_at", "id"],
    )
    op.create_table(
        "chapters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audio_book_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_word_count", sa.Integer(), nullable=False),
        sa.Column("target_words", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error_code", sa.String()),
        sa.Column("error_message", sa.Text()),
        sa.Column("audio_key", sa.String()),
        sa.Column("duration_seconds", sa.Float()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["audio_book_id"], ["audio_books.id"], name=op.f("fk_chapters_audio_book_id_audio_books")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapters")),
        sa.UniqueConstraint("audio_book_id", "number", name=op.f("uq_chapters_audio_book_id_number")),
    )
    op.create_table(
        "job_audio_books",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("audio_book_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_book_id"], ["audio_books.id"], name=op.f("fk_job_audio_books_audio_book_id_audio_books")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_audio_books_job_id_jobs")),
        sa.PrimaryKeyConstraint("job_id", "audio_book_id", name=op.f("pk_job_audio_books")),
    )
    op.create_index(op.f("ix_job_audio_books_audio_book_id_job_id"), "job_audio_books", ["audio_book_id", "job_id"])
    op.create_table(
        "provider_calls",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("audio_book_id", sa.Uuid(), nullable=False),
        sa.Column("result_key", sa.String()),
        sa.Column("input_units", sa.BigInteger(), nullable=False),
        sa.Column("output_units", sa.BigInteger(), nullable=False),
        sa.Column("cost_usd", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_book_id"], ["audio_books.id"], name=op.f("fk_provider_calls_audio_book_id_audio_books")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_provider_calls")),
    )
    op.create_index(op.f("ix_provider_calls_audio_book_id_cost_usd"), "provider_calls", ["audio_book_id", "cost_usd"])
    op.create_index(op.f("ix_provider_calls_result_key"), "provider_calls", ["result_key"])


def downgrade() -> None:
    op.drop_table("provider_calls")
    op.drop_table("job_audio_books")
    op.drop_table("chapters")
    op.drop_table("imported_texts")
    op.drop_table("audio_books")
    op.drop_table("editions")
    op.drop_table("works")
    op.drop_table("provider_keys")
    op.drop_table("jobs")
