"""Short writes of many callers in few transactions."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bookbytes_core.errors import WRITE_CONFLICT, BookBytesError, DatabaseUnavailable, LeaseLost
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

T = TypeVar("T")

MOST_TOGETHER = 50
TRIES = 3
"""How often a transaction is begun in all that the database undoes so that another can go on."""


@dataclass(slots=True)
class _Write(Generic[T]):
    """``order`` is the same in all processes, so that two that write the same rows at once do not block each other."""

    order: str
    write: Callable[[UnitOfWork], Awaitable[T]]
    written: "asyncio.Future[T]"


@dataclass(slots=True)
class GroupCommit:
    """Writes that are asked for while a transaction is under way share the next one.

    Each is told for itself, and only once it is committed. One that finds its lease lost has written nothing and takes
    nothing from the others.
    """

    new_uow: UnitOfWorkFactory
    _waiting: list[_Write[object]] = field(default_factory=list, init=False)
    _committing: "asyncio.Task[None] | None" = field(default=None, init=False)

    async def __call__(self, write: Callable[[UnitOfWork], Awaitable[T]], *, order: str) -> T:
        """What ``write`` returned, or raises what it raised. A cancelled call has written all or nothing."""
        ours = _Write(order, write, asyncio.get_running_loop().create_future())
        self._waiting.append(ours)
        if self._committing is None or self._committing.done():
            self._committing = asyncio.get_running_loop().create_task(self._commit_all())
        try:
            return await asyncio.shield(ours.written)
        except asyncio.CancelledError:
            if ours in self._waiting:
                self._waiting.remove(ours)
            else:
                await asyncio.wait((ours.written,))
                ours.written.exception()  # it was seen; the cancel is what is told
            raise

    async def _commit_all(self) -> None:
        while self._waiting:
            together = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
            await self._commit(together)

    async def _commit(self, writes: Sequence[_Write[object]]) -> None:
        try:
            results = await self._written_at_last(writes)
        except BookBytesError as error:
            if len(writes) == 1 or isinstance(error, DatabaseUnavailable):
                _tell(writes, [error] * len(writes))
                return
            for each in writes:  # one of them spoilt it for all
                await self._commit([each])
        except BaseException as fault:
            _tell(writes, [fault] * len(writes))
            if not isinstance(fault, Exception):
                raise  # this task is being ended; a fault of a write is its callers' alone, others wait behind it
        else:
            _tell(writes, results)

    async def _written_at_last(self, writes: Sequence[_Write[object]]) -> list[object]:
        """Nothing but writes is in there: done again, they cost nothing."""
        for tries_left in reversed(range(TRIES)):
            try:
                return await self._written(writes)
            except DatabaseUnavailable as error:
                if error.code != WRITE_CONFLICT or not tries_left:
                    raise
        raise AssertionError("the last try returns or raises")

    async def _written(self, writes: Sequence[_Write[object]]) -> list[object]:
        results: dict[int, object] = {}
        async with self.new_uow() as uow:
            for place, each in sorted(enumerate(writes), key=lambda pair: pair[1].order):
                try:
                    results[place] = await each.write(uow)
                except LeaseLost as lost:
                    results[place] = lost
            await uow.commit()
        return [results[place] for place in range(len(writes))]


def _tell(writes: Sequence[_Write[object]], results: Sequence[object]) -> None:
    for each, result in zip(writes, results, strict=True):
        if each.written.done():
            continue
        if isinstance(result, BaseException):
            each.written.set_exception(result)
        else:
            each.written.set_result(result)
