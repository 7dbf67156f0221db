"""Jobs and the calls they paid for."""

import sqlalchemy as sa

from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.rows.failure import failure, of_failure
from bookbytes_adapters.sql.tables import job_audio_books, jobs, provider_calls
from bookbytes_core.domain.cost import Call, Usage
from bookbytes_core.domain.job import Job

JOB_BOOK = (
    sa.select(job_audio_books.c.audio_book_id)
    .where(job_audio_books.c.job_id == jobs.c.id)
    .correlate(jobs)
    .scalar_subquery()
    .label("job_book_id")
)
"""A job's audio book stands in the relation; selected and returned together with the columns of ``jobs``."""

JOB_COLUMNS = (*jobs.c, JOB_BOOK)


def job(row: Row) -> Job:
    """Needs ``JOB_COLUMNS``."""
    c = jobs.c
    return Job(
        id=row[c.id],
        type=row[c.type],
        owner_id=row[c.owner_id],
        audio_book_id=row[JOB_BOOK.name],
        status=row[c.status],
        attempts=row[c.attempts],
        fence=row[c.fence],
        lease_owner=row[c.lease_owner],
        error=failure(row, jobs),
        change=row[c.change],
        request_id=row[c.request_id],
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
        started_at=row[c.started_at],
        completed_at=row[c.completed_at],
    )


def of_job(entity: Job) -> Values:
    """Without the lease's times, which are the database's own, and without the audio book."""
    return {
        "id": entity.id,
        "type": entity.type,
        "owner_id": entity.owner_id,
        "status": entity.status,
        "attempts": entity.attempts,
        "fence": entity.fence,
        "lease_owner": entity.lease_owner,
        **of_failure(entity.error),
        "change": entity.change,
        "request_id": entity.request_id,
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
        "started_at": entity.started_at,
        "completed_at": entity.completed_at,
    }


def call(row: Row) -> Call:
    c = provider_calls.c
    return Call(
        key=row[c.key],
        kind=row[c.kind],
        provider=row[c.provider],
        model=row[c.model],
        state=row[c.state],
        audio_book_id=row[c.audio_book_id],
        at=row[c.at],
        result_key=row[c.result_key],
        usage=Usage(row[c.input_units], row[c.output_units], row[c.cost_usd]),
        attempts=row[c.attempts],
        lost=row[c.lost],
        reserved_usd=row[c.reserved_usd],
        error_code=row[c.error_code],
        error_message=row[c.error_message],
    )


def of_call(entity: Call) -> Values:
    return {
        "key": entity.key,
        "kind": entity.kind,
        "provider": entity.provider,
        "model": entity.model,
        "state": entity.state,
        "audio_book_id": entity.audio_book_id,
        "at": entity.at,
        "result_key": entity.result_key,
        "input_units": entity.usage.input_units,
        "output_units": entity.usage.output_units,
        "cost_usd": entity.usage.cost_usd,
        "attempts": entity.attempts,
        "lost": entity.lost,
        "reserved_usd": entity.reserved_usd,
        "error_code": entity.error_code,
        "error_message": entity.error_message,
    }
