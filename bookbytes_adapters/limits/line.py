"""Where the callers of one process wait for the slots of one provider."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bookbytes_core.errors import BookBytesError

Ask = Callable[[int, int], Awaitable[tuple[int, float]]]
"""Told how many slots this process uses and how many more it wants, answers how many of these it got and after how many
seconds it is to be asked again (0: when something changes). What it raises is told to those who wait."""

LOOK_SECONDS = 0.01
"""How often a process asks again for slots that others hold."""


class Line:
    """One task asks for all callers at once, gives back, and renews what is held thrice in ``slot_seconds``.

    It says each time how many slots are held in all, so a lost answer or an emptied Redis puts itself right.
    """

    def __init__(self, ask: Ask, slot_seconds: float) -> None:
        self._ask = ask
        self._renew_seconds = slot_seconds / 3
        self._callers: deque[asyncio.Future[None]] = deque()
        self._held = 0
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def wait(self) -> None:
        """Return with a slot in hand."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._callers.append(turn)
        self._stir()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give_back()
            self._stir()
            raise

    def give_back(self) -> None:
        self._held -= 1
        self._stir()

    async def stop(self) -> None:
        """Leave everything as it stands: what is held runs out."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def close(self) -> None:
        """Give everything back; a store that cannot be reached takes it back by itself."""
        await self.stop()
        with suppress(BookBytesError):
            await self._ask(0, 0)

    def _stir(self) -> None:
        self._changed.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._attend())

    async def _attend(self) -> None:
        """Until nobody waits and nothing is held."""
        while True:
            self._changed.clear()
            wanted = sum(not turn.done() for turn in self._callers)
            told = self._held
            try:
                granted, again = await self._ask(told, wanted)
            except BookBytesError as error:
                self._tell(error)
                granted, again = 0, 0.0
            self._hand_out(granted)
            if not (told or granted or again or self._callers or self._changed.is_set()):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), self._rest(again))

    def _hand_out(self, granted: int) -> None:
        while self._callers and (granted or self._callers[0].done()):
            turn = self._callers.popleft()
            if not turn.done():
                turn.set_result(None)
                self._held += 1
                granted -= 1
        if granted:
            self._changed.set()  # their callers have gone: say so

    def _tell(self, error: BookBytesError) -> None:
        for turn in self._callers:
            if not turn.done():
                turn.set_exception(error)

    def _rest(self, again: float) -> float:
        if self._callers:
            return again or LOOK_SECONDS
        return min(again or self._renew_seconds, self._renew_seconds)
