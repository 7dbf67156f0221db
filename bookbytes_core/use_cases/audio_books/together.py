"""Parts of one run, done at once, and which of their troubles counts."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from typing import TypeVar

from bookbytes_core.errors import BookBytesError, DatabaseUnavailable, LeaseLost, Refused, StorageUnavailable

T = TypeVar("T")

CONCERNS_THE_JOB = (StorageUnavailable, DatabaseUnavailable, Refused, LeaseLost)
"""Troubles that no other chapter would be spared: they end the run, not the chapter."""


async def together(parts: Iterable[Coroutine[object, object, T]]) -> list[T]:
    """The results of ``parts`` in their order. The first trouble stops the others.

    Where several fail before they are stopped, one is raised: a fault of the program before all else, so that nothing
    hides it, then what concerns the whole job, then the first.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(part) for part in parts]
    except BaseExceptionGroup as failures:
        raise _gravest(failures.exceptions) from None
    return [task.result() for task in tasks]


def _gravest(failures: Sequence[BaseException]) -> BaseException:
    unforeseen = [failure for failure in failures if not isinstance(failure, BookBytesError)]
    of_the_job = [failure for failure in failures if isinstance(failure, CONCERNS_THE_JOB)]
    return (*unforeseen, *of_the_job, *failures)[0]
