"""Indexes that make PostgreSQL's searches cheaper: of some works' terms, and with what beginnings of titles rank by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BY_TITLE = "ix_work_index_sort_key_work_id"
_OF_SOME = "ix_work_index_terms_of_some"


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    some = sa.text("mod(id / 1000, 8) = 0")
    op.create_index(_OF_SOME, "work_index", ["terms"], postgresql_using="gin", postgresql_where=some)
    op.drop_index(_BY_TITLE, table_name="work_index")
    op.create_index(_BY_TITLE, "work_index", ["sort_key", "work_id"], postgresql_include=["id", "edition_count"])


def downgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    op.drop_index(_OF_SOME, table_name="work_index")
    op.drop_index(_BY_TITLE, table_name="work_index")
    op.create_index(_BY_TITLE, "work_index", ["sort_key", "work_id"])
