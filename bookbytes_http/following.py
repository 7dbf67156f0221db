"""Following jobs: one look at the jobs table every half second for all who follow one, whichever worker writes it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from loguru import logger

from bookbytes_core import JobView
from bookbytes_core.errors import Unavailable
from bookbytes_core.ports.readers import JobReader

LOOK_SECONDS = 0.5


class Follower:
    """Who follows one job, having seen ``view``. What is not fetched before it changes again is not seen: the job as it
    stands is all that counts."""

    def __init__(self, view: JobView) -> None:
        self._last = view
        self._changed = asyncio.Event()
        self.is_over = False
        """The job is not looked at any more: the server stops, or the looking failed."""

    async def next(self, seconds: float) -> JobView | None:
        """The job once it stands otherwise than it did; None when it does not within ``seconds``, or ``is_over``."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return None
        self._changed.clear()
        return None if self.is_over else self._last

    def see(self, view: JobView) -> None:
        if view != self._last:
            self._last = view
            self._changed.set()

    def end(self) -> None:
        self.is_over = True
        self._changed.set()


class JobWatch:
    """Looks at all jobs that are followed, and at nothing while there are none. One an event loop."""

    def __init__(self, jobs: JobReader, *, every_seconds: float = LOOK_SECONDS) -> None:
        self._jobs = jobs
        self._every_seconds = every_seconds
        self._followers: dict[UUID, set[Follower]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._is_over = False

    @property
    def followers(self) -> int:
        return sum(map(len, self._followers.values()))

    @asynccontextmanager
    async def following(self, view: JobView) -> AsyncIterator[Follower]:
        """Follow the job of ``view``, which its owner has just been shown."""
        follower = Follower(view)
        of_job = self._followers.setdefault(view.job.id, set())
        of_job.add(follower)
        if self._is_over:
            follower.end()
        elif self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield follower
        finally:
            of_job.discard(follower)
            if not of_job:
                self._followers.pop(view.job.id, None)
            if not self._followers and self._looking:
                self._looking.cancel()
                self._looking = None

    def end(self) -> None:
        """Let everybody go, and whoever comes later: the server stops, and streams would keep it from doing so."""
        self._is_over = True
        self._let_go()

    async def _look(self) -> None:
        try:
            while True:
                await asyncio.sleep(self._every_seconds)
                await self._look_once()
        finally:
            self._let_go()

    async def _look_once(self) -> None:
        try:
            views = await self._jobs.find_all(list(self._followers))
        except Unavailable as error:
            logger.warning("jobs that are followed cannot be looked at: {}", error.message)
            return
        for view in views:
            for follower in self._followers.get(view.job.id, ()):
                follower.see(view)

    def _let_go(self) -> None:
        for followers in self._followers.values():
            for follower in followers:
                follower.end()
