"""What a check of store and database found, and how lists of any length are walked."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")
P = TypeVar("P")

GRACE_SECONDS = 3600.0
"""A younger object may belong to work that is under way and whose row is still to be written."""

STUCK_SECONDS = 60.0
"""A lease that ran out so long ago is taken by nobody: a living worker takes it within seconds."""

PAGE = 200


class Trouble(StrEnum):
    JOB_STUCK = "job_stuck"
    BOOK_STUCK = "book_stuck"
    CHAPTER_STUCK = "chapter_stuck"
    CALL_STUCK = "call_stuck"
    AUDIO_LOST = "audio_lost"
    TEXT_LOST = "text_lost"
    RESULT_LOST = "result_lost"
    HALF_WRITTEN = "half_written"
    ORPHAN = "orphan"


class Outcome(StrEnum):
    """``found`` and not touched, ``mended``, or ``left`` to somebody who can do more."""

    FOUND = "found"
    MENDED = "mended"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``subject`` is a storage key or names a row; ``found`` and ``remedy`` are what is wrong and what mends it."""

    trouble: Trouble
    subject: str
    found: str
    remedy: str
    outcome: Outcome


def outcome_of(*, mend: bool) -> Outcome:
    return Outcome.MENDED if mend else Outcome.FOUND


class Check(Protocol):
    """One kind of look. With ``mend`` each finding is given when it has been dealt with; without, nothing is changed.

    What is mended is looked at once more in the transaction that writes, so that whoever works meanwhile is not
    disturbed; and each finding is dealt with for itself, so that the walk can end anywhere and be made again.
    """

    def __call__(self, *, mend: bool) -> AsyncIterator[Finding]: ...


async def walked(look: Callable[[P], Awaitable[tuple[T, ...]]], place: Callable[[T], P], start: P) -> AsyncIterator[T]:
    """Everything that ``look`` gives, a page in memory at a time; ``place`` is what it is in order of."""
    after = start
    while page := await look(after):
        for item in page:
            yield item
        after = place(page[-1])
