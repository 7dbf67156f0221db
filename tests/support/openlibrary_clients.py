"""Providers that ask a fake OpenLibrary, without waiting for anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bookbytes_adapters.memory import ManualClock
from bookbytes_adapters.metadata.json_client import JsonClient
from bookbytes_adapters.metadata.openlibrary import OpenLibrary
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.pacer import Pacer

AGENT = "BookBytes/0.1 (tests@example.org)"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class CountedTurns(Pacer):
    """Lets everybody pass and remembers who."""

    def __init__(self) -> None:
        self.names: list[str] = []

    async def turn(self, name: str) -> None:
        self.names.append(name)


@asynccontextmanager
async def an_openlibrary(
    address: str,
    *,
    agent: str = AGENT,
    seconds: float = 30,
    pacer: Pacer | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[OpenLibrary]:
    client = JsonClient(
        "openlibrary",
        address,
        agent=agent,
        seconds=seconds,
        pacer=pacer or CountedTurns(),
        clock=clock or ManualClock(START),
    )
    try:
        yield OpenLibrary(client)
    finally:
        await client.close()
