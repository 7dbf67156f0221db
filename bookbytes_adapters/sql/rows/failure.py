"""Why a row's entity failed: two columns on three tables."""

import sqlalchemy as sa

from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_core.domain.audio_book import Failure


def failure(row: Row, table: sa.Table) -> Failure | None:
    code = row[table.c.error_code]
    return None if code is None else Failure(code, row[table.c.error_message])


def of_failure(error: Failure | None) -> Values:
    return {"error_code": error.code if error else None, "error_message": error.message if error else None}
