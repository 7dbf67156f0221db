"""Dying on purpose at a named moment, so that tests can look at what a crash there leaves behind.

With ``BB_KILL_AT=<point>:<n>`` in the environment the container puts the wrappers below around its ports, and the
process is killed (SIGKILL: nothing is cleaned up) when it reaches that point for the ``n``-th time. Each container
counts for itself. Without the variable there are no wrappers. Core and adapters know nothing of all this.

Every point is ``<what>:before`` or ``<what>:after``. For a call to a vendor, the store or the queue that means before
the call is made and after it was answered; for a commit likewise. For a write to a repository it means before the
write is asked for and after the commit that carries it.
"""

import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from dependency_injector import containers, providers

from bookbytes_core.ports.unit_of_work import UnitOfWork

CALLS: Mapping[str, Mapping[str, str]] = {
    "storage": {"put": "storage.put", "get": "storage.get", "delete": "storage.delete"},
    "summariser": dict.fromkeys(("summarise", "recall_chapters", "recall_chapter"), "llm.call"),
    "voice": {"synthesize": "tts.call"},
    "encoder": {"encode": "audio.encode"},
    "job_queue": {"send": "queue.send"},
}
"""What passes a point, by the name of its provider in the container and of its method."""

WRITES: Mapping[str, Mapping[str, str]] = {
    "jobs": {"add": "job.add", "save": "job.save"},
    "leases": {"claim": "job.claim", "advance": "job.step", "mark_sent": "job.mark_sent"},
    "chapters": {"add_all": "chapters.add"},
    "calls": {"begin": "call.begin", "record": "call.record"},
}
"""Likewise for the repositories of a unit of work. A claim that got nothing has written nothing."""

COMMIT = "uow.commit"
POINTS = tuple(
    f"{what}:{moment}"
    for what in (
        COMMIT,
        *dict.fromkeys(point for methods in (*CALLS.values(), *WRITES.values()) for point in methods.values()),
    )
    for moment in ("before", "after")
)

_Method = Callable[..., Awaitable[object]]


class KillSwitch:
    """Counts passages of one point and ends the process at the chosen one."""

    def __init__(self, at: str) -> None:
        """Raises ``ValueError`` with a sentence when ``at`` names no point or no number."""
        self._point, _, number = at.rpartition(":")
        if self._point not in POINTS or not number.isdecimal() or int(number) < 1:
            raise ValueError(f"must be POINT:N with N from 1 and POINT one of {', '.join(POINTS)}")
        self._left = int(number)

    def reach(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Counted:
    """``target`` with kill points around some of its methods; everything else of it shows through."""

    def __init__(self, target: object, points: Mapping[str, str], around: Callable[[str, _Method], _Method]) -> None:
        self._target = target
        self._points = points
        self._around = around

    def __getattr__(self, name: str) -> object:
        attribute = getattr(self._target, name)
        return self._around(self._points[name], attribute) if name in self._points else attribute


class CountedUnitOfWork:
    """A unit of work whose writes and commit pass kill points."""

    def __init__(self, inner: UnitOfWork, switch: KillSwitch) -> None:
        self._inner = inner
        self._switch = switch
        self._written: list[str] = []

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._inner.__aexit__(kind, error, trace)

    def __getattr__(self, name: str) -> object:
        repository = getattr(self._inner, name)
        return Counted(repository, WRITES[name], self._around_write) if name in WRITES else repository

    async def commit(self) -> None:
        self._switch.reach(f"{COMMIT}:before")
        await self._inner.commit()
        for point in (COMMIT, *self._written):
            self._switch.reach(f"{point}:after")

    def _around_write(self, point: str, write: _Method) -> _Method:
        async def counted(*args: object, **kwargs: object) -> object:
            self._switch.reach(f"{point}:before")
            result = await write(*args, **kwargs)
            if result is not None or point != "job.claim":
                self._written.append(point)
            return result

        return counted


def arm(container: containers.Container, at: str) -> None:
    """Put the wrappers around the container's ports. Raises ``ValueError`` as ``KillSwitch`` does."""
    switch = KillSwitch(at)

    def around_call(point: str, call: _Method) -> _Method:
        async def counted(*args: object, **kwargs: object) -> object:
            switch.reach(f"{point}:before")
            result = await call(*args, **kwargs)
            switch.reach(f"{point}:after")
            return result

        return counted

    for name, points in CALLS.items():
        provider = container.providers[name]
        provider.override(providers.Object(Counted(provider(), points, around_call)))
    unit_of_work = container.providers["unit_of_work"]
    if not isinstance(unit_of_work, providers.Factory):
        raise TypeError("a unit of work is made anew for each transaction")
    inner = providers.Factory(unit_of_work.provides, *unit_of_work.args, **unit_of_work.kwargs)
    unit_of_work.override(providers.Factory(CountedUnitOfWork, inner, switch))
