"""The words for how a job and its audio book stand, and which may follow which."""

from enum import StrEnum


class Status(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    PAUSED = "paused"
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Nothing more will happen by itself or on request to this job."""
        return self in (Status.COMPLETED, Status.COMPLETED_WITH_ERRORS, Status.FAILED, Status.CANCELLED)

    @property
    def stands(self) -> bool:
        """A second, equal order is answered with this one instead of a new job."""
        return self in (Status.PENDING, Status.PROCESSING, Status.PAUSED, Status.COMPLETED)


class ChapterStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Step(StrEnum):
    """What a job is doing, in order."""

    FETCHING_METADATA = "fetching_metadata"
    EXTRACTING_CHAPTERS = "extracting_chapters"
    GENERATING_SUMMARIES = "generating_summaries"
    CREATING_AUDIO = "creating_audio"
