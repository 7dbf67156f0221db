"""Words by how many letters they have: what is spelt almost like another has almost as many."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = ("word", "backwards")


def upgrade() -> None:
    is_stored = op.get_context().dialect.name != "sqlite"  # which adds no stored one to a table that is there
    letters = sa.Computed("length(word)", persisted=is_stored)
    op.add_column("search_words", sa.Column("letters", sa.Integer, letters, nullable=False))
    for column in _COLUMNS:
        op.create_index(op.f(f"ix_search_words_letters_{column}"), "search_words", ["letters", column])
    op.drop_index(op.f("ix_search_words_backwards"), table_name="search_words")


def downgrade() -> None:
    op.create_index(op.f("ix_search_words_backwards"), "search_words", ["backwards"])
    for column in _COLUMNS:
        op.drop_index(op.f(f"ix_search_words_letters_{column}"), table_name="search_words")
    op.drop_column("search_words", "letters")
