"""A job: the promise to do long work, and who is keeping it.

    pending ──claim──▶ processing ──▶ completed | completed_with_errors | failed
       ▲                  │  ▲
       │               pause resume      cancel leads from any of the first three rows to cancelled
       └─────release──────┘  paused

A claim takes the lease, raises the fence and counts an attempt. Every write of a worker carries its fence; a worker
whose fence is old has lost the lease and can write nothing. A saved step sets the attempts back to 0, so only a job
that dies three times without getting anywhere is called poison.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from bookbytes_core.domain.audio_book import Failure
from bookbytes_core.domain.budget import OVER_BUDGET
from bookbytes_core.domain.status import Status, Step

LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0
MAX_ATTEMPTS = 3
POISON = Failure(
    "poison", "The work ended its process three times without getting anywhere; look at the log before trying again."
)


class JobType(StrEnum):
    GENERATION = "audiobook_generation"
    REFRESH = "audiobook_refresh"


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to work on a job's audio book, good for as long as the job has this fence. ``generation`` is the
    audio book's: what an earlier one was answered is not found by it."""

    job_id: UUID
    audio_book_id: UUID
    fence: int
    generation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """``change`` counts every visible change of the job: it numbers its events."""

    id: UUID
    type: JobType = JobType.GENERATION
    owner_id: UUID
    audio_book_id: UUID
    status: Status = Status.PENDING
    attempts: int = 0
    fence: int = 0
    lease_owner: str | None = None
    error: Failure | None = None
    change: int = 0
    request_id: str | None = None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None

    @classmethod
    def requested(
        cls, job_id: UUID, audio_book_id: UUID, *, owner: UUID, at: datetime, kind: JobType, request_id: str | None
    ) -> "Job":
        return cls(
            id=job_id,
            type=kind,
            owner_id=owner,
            audio_book_id=audio_book_id,
            request_id=request_id,
            created_at=at,
            updated_at=at,
        )

    @property
    def claim(self) -> Claim:
        return Claim(self.id, self.audio_book_id, self.fence)

    @property
    def is_over_budget(self) -> bool:
        """Whether a cap on what it may cost has stopped it."""
        return self.status is Status.PAUSED and self.error is not None and self.error.code == OVER_BUDGET

    def ended(self, status: Status, at: datetime, error: Failure | None = None) -> "Job":
        """Ended for good, or parked where ``status`` is paused: the lease goes back."""
        return replace(
            self,
            status=status,
            error=error,
            lease_owner=None,
            updated_at=at,
            completed_at=at if status.is_final else None,
            change=self.change + 1,
        )

    def amended(self, status: Status, at: datetime, error: Failure | None) -> "Job":
        """One that had ended, after something it had made was found lost."""
        return replace(self, status=status, error=error, updated_at=at, change=self.change + 1)

    def handed_back(self, at: datetime) -> "Job":
        """Waiting for another worker: a run that was stopped in good order is no attempt that got nowhere."""
        return replace(self.ended(Status.PENDING, at), attempts=max(0, self.attempts - 1))

    def resumed(self, at: datetime) -> "Job":
        return replace(
            self, status=Status.PENDING, error=None, attempts=0, updated_at=at, lease_owner=None, change=self.change + 1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as its owner sees it. ``progress`` lies between 0 and 100 and is derived from the chapters when read."""

    job: Job
    progress: int
    current_step: Step | None
    cost_usd: Decimal
    chapters_done: int
    chapters: int


def progress(status: Status, summaries: int, finished: int, chapters: int) -> tuple[int, Step | None]:
    """How far a job is, in per cent, and its step.

    ``summaries`` counts the ledger's finished calls for summaries: a chapter itself is saved once, when it has ended.
    A chapter that takes several (parts, second tries) counts for as many, so that this may run ahead but never goes
    back. Results taken over from other audio books are not among them, hence no less than ``finished`` is taken. A
    summary counts for 30 per cent of its chapter, the audio for the rest: about what each takes with real vendors.
    """
    if status in (Status.COMPLETED, Status.COMPLETED_WITH_ERRORS):
        return 100, None
    if not chapters:
        return 0, None if status.is_final or status is Status.PENDING else Step.EXTRACTING_CHAPTERS
    summarised = min(max(summaries, finished), chapters)
    per_cent = int((30 * summarised + 70 * finished) / chapters)
    if status.is_final:
        return min(per_cent, 99), None
    return min(per_cent, 99), Step.GENERATING_SUMMARIES if summarised < chapters else Step.CREATING_AUDIO
