"""The table of accounts."""

import sqlalchemy as sa

from bookbytes_adapters.sql.schema import metadata, written

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("email", sa.String, nullable=False),
    sa.Column("email_key", sa.String, nullable=False, unique=True),  # the address, the same in any case
    sa.Column("hashed_password", sa.String, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    *written(),
)
