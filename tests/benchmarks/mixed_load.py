"""Requests at a steady rate, whether or not earlier ones are answered: what waits in a queue is counted as waiting."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Taken:
    """Seconds from when each request was due to its last byte, by path, and every status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1e3


class MixedLoad:
    """``requests``, one after the other and again, over ``connections`` that stay open."""

    def __init__(self, port: int, requests: Sequence[bytes], *, connections: int = 32) -> None:
        self._port = port
        self._requests = requests
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None] = asyncio.Queue()
        for _ in range(connections):
            self._free.put_nowait(None)

    async def run(self, *, rate: float, seconds: float) -> Taken:
        taken, began = Taken(), time.monotonic()
        tasks = []
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.ensure_future(self._one(self._requests[number % len(self._requests)], due, taken)))
        await asyncio.gather(*tasks)
        return taken

    async def _one(self, request: bytes, due: float, taken: Taken) -> None:
        connection = await self._free.get()
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = connection
            writer.write(request)
            taken.statuses[await _status(reader, head=request.startswith(b"HEAD"))] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            taken.errors.append(f"{request[:60]!r}: {error!r}")
            connection = None
        self._free.put_nowait(connection)
        taken.seconds.append(time.monotonic() - due)
        taken.slowest[request.split(b" ", 2)[1].decode()[:40]] = max(
            taken.slowest[request.split(b" ", 2)[1].decode()[:40]], round(taken.seconds[-1] * 1e3)
        )


async def _status(reader: asyncio.StreamReader, *, head: bool) -> int:
    told = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((int(line[15:]) for line in told.split(b"\r\n") if line.startswith(b"content-length:")), 0)
    if not head:
        await reader.readexactly(length)
    return int(told[9:12])
