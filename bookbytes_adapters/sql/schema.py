"""What all tables have in common: each constraint has a name, by which a broken one is told (``errors.py``)."""

from datetime import UTC, datetime

import sqlalchemy as sa

from bookbytes_adapters.sql.column_types import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _now() -> datetime:
    return datetime.now(UTC)


def written() -> tuple[sa.Column[datetime], sa.Column[datetime]]:
    """When the row was made and last written; filled in here where the entity does not carry them."""
    return (
        sa.Column("created_at", UtcDateTime, nullable=False, default=_now),
        sa.Column("updated_at", UtcDateTime, nullable=False, default=_now, onupdate=_now),
    )
