"""Column types that take and give the values of the core, alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect

from bookbytes_core.domain import json_codec

_USD_PLACES = 12

Bytewise = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Text that both databases sort alike, by its characters' numbers, whatever language a server was set up for."""


Terms = sa.Text().with_variant(TSVECTOR(), "postgresql")
"""Words between spaces; PostgreSQL takes them as they are for its text search."""


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A timezone-aware moment, kept as UTC; SQLite, which knows no time zones, gives it back aware all the same."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Usd(sa.TypeDecorator[Decimal]):
    """US dollars, exact to twelve decimal places and below 9.2 million, as a whole number that every database adds up
    without rounding. Twelve places hold one token at any price of whole micro-dollars for a million tokens."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(_USD_PLACES).to_integral_value())

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / 10**_USD_PLACES


class Word(sa.TypeDecorator[Any]):
    """One word of an enumeration, stored as the word itself."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class JsonOf(sa.TypeDecorator[Any]):
    """A frozen dataclass, or a tuple of them, as JSON; None is SQL's NULL."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return json_codec.encode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json_codec.decode(self.kind, value)
