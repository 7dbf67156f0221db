"""What works are listed and found by, how words are spelt, tables of contents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# the search index of SQLite (https://www.sqlite.org/fts5.html): terms alone, without their places; beginnings are those
# of three to five letters, which a word that is still being typed has, behind their field's mark
_FTS = """CREATE VIRTUAL TABLE search_index USING fts5(
    terms, content='work_index', content_rowid='id', detail=none, columnsize=0, prefix='4 5 6',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""
_FORGET = "INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.id, old.terms);"
_LEARN = "INSERT INTO search_index (rowid, terms) VALUES (new.id, new.terms);"
_TRIGGERS = (
    f"CREATE TRIGGER work_index_added AFTER INSERT ON work_index BEGIN {_LEARN} END",
    f"CREATE TRIGGER work_index_removed AFTER DELETE ON work_index BEGIN {_FORGET} END",
    f"CREATE TRIGGER work_index_changed AFTER UPDATE OF terms ON work_index BEGIN {_FORGET} {_LEARN} END",
)


def upgrade() -> None:
    bytewise = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("editions", sa.Column("contents", sa.JSON()))
    op.create_index(op.f("ix_provider_keys_entity_id"), "provider_keys", ["entity_id"])
    op.create_table(
        "work_index",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("sort_key", bytewise, nullable=False),
        sa.Column("edition_count", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("terms", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_work_index_work_id_works")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_index")),
        sa.UniqueConstraint("work_id", name=op.f("uq_work_index_work_id")),
    )
    op.create_index(op.f("ix_work_index_sort_key_work_id"), "work_index", ["sort_key", "work_id"])
    op.create_table(
        "search_words",
        sa.Column("word", bytewise, nullable=False),
        sa.Column("backwards", bytewise, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_words_backwards"), "search_words", ["backwards"])
    op.create_table(
        "catalogue_imports",
        sa.Column("fingerprint", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("lines", "offset", "works", "editions", "bad_lines")
        ),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_catalogue_imports")),
    )
    op.create_table(
        "author_names",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("external_key", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "external_key", name=op.f("pk_author_names")),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in (_FTS, *_TRIGGERS):
            op.execute(statement)
    else:
        op.create_index(op.f("ix_work_index_terms"), "work_index", ["terms"], postgresql_using="gin")
    _index_what_is_there()


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("author_names")
    op.drop_table("catalogue_imports")
    op.drop_table("search_words")
    op.drop_table("work_index")
    op.drop_index(op.f("ix_provider_keys_entity_id"), table_name="provider_keys")
    op.drop_column("editions", "contents")


def _index_what_is_there() -> None:
    """Works that came with files before there was an index."""
    from bookbytes_adapters.sql.indexing import index_all

    index_all(op.get_bind())
