"""Each contract about stores, limits, presence, bells and clocks can fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    MemoryJobQueue,
    MemoryPresence,
    MemoryRateLimiter,
    MemoryStorage,
    SystemClock,
)
from bookbytes_adapters.storage.local import LocalStorage
from tests.contracts.clock import ClockContract
from tests.contracts.job_queue import JobQueueContract
from tests.contracts.presence import PresenceContract
from tests.contracts.rate_limiter import RateLimiterContract
from tests.contracts.storage import StorageContract
from tests.support.broken import fails


class WritesInPlace(MemoryStorage):
    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        await super().put(key, data[: len(data) // 2], content_type=content_type)
        await asyncio.sleep(0)
        await super().put(key, data, content_type=content_type)


class KeepsTheFirst(MemoryStorage):
    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        if key not in self.objects:
            await super().put(key, data, content_type=content_type)


class IgnoresLength(MemoryStorage):
    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        async for piece in super().read(key, start=start):
            yield piece


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (WritesInPlace, "test_a_reader_sees_the_old_bytes_or_the_new"),
        (KeepsTheFirst, "test_second_put_replaces_the_first"),
    ],
)
async def test_storages(broken: type[MemoryStorage], test: str) -> None:
    await fails(getattr(StorageContract(), test), broken())


async def test_a_storage_that_ignores_the_length() -> None:
    await fails(StorageContract().test_a_part_is_read, 0, 10, b"", IgnoresLength())


async def test_a_storage_that_takes_any_key(tmp_path: Path) -> None:
    class TakesAnyKey(LocalStorage):
        async def put(self, key: str, data: bytes, *, content_type: str) -> None:
            await asyncio.to_thread((self._root / key).write_bytes, data)

    (tmp_path / "store").mkdir()

    await fails(StorageContract().test_a_key_that_is_none_is_refused, "../x", TakesAnyKey(tmp_path / "store"))


async def test_a_storage_whose_addresses_lead_elsewhere() -> None:
    async def nothing_here(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(nothing_here, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"

        class SignsNonsense(MemoryStorage):
            async def url(self, key: str) -> str | None:
                return address + key

        await fails(StorageContract().test_a_signed_address_gives_the_object_to_whoever_holds_it, SignsNonsense())


class NoLimit(MemoryRateLimiter):
    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return nullcontext()


class OneForAll(MemoryRateLimiter):
    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return super().slot("narrow")


class NeverPauses(MemoryRateLimiter):
    async def pause(self, provider: str, seconds: float) -> None:
        pass


@pytest.mark.parametrize(
    ("broken", "test", "fixtures"),
    [
        (NoLimit, "test_no_more_hold_slots_than_the_limit", ("narrow", 2)),
        (OneForAll, "test_one_provider_does_not_hold_up_another", ()),
    ],
)
async def test_rate_limiters(broken: type[MemoryRateLimiter], test: str, fixtures: tuple[Any, ...]) -> None:
    await fails(getattr(RateLimiterContract(), test), *fixtures, broken({"narrow": 2}, 5))


async def test_a_rate_limiter_that_never_pauses() -> None:
    clock = SystemClock()

    await fails(RateLimiterContract().test_v01_nobody_new_gets_a_slot_during_a_pause, NeverPauses({}, 5, clock), clock)


class AllAreGone(MemoryPresence):
    async def is_gone(self, owner: str) -> bool:
        return True


class AllAreThere(MemoryPresence):
    async def is_gone(self, owner: str) -> bool:
        return False


async def test_presences() -> None:
    contract = PresenceContract()

    await fails(contract.test_the_living_are_not_gone, AllAreGone("one"), AllAreGone("two"))
    await fails(contract.test_of_strangers_nothing_is_known, AllAreGone("one"), "three")
    await fails(contract.test_who_has_ended_is_gone_for_all, AllAreThere("one"), AllAreThere("two"), "three")
    await fails(contract.test_every_worker_has_a_name_of_its_own, AllAreThere("one"), AllAreThere("one"))


async def test_a_bell_that_is_not_heard() -> None:
    class NotHeard(MemoryJobQueue):
        async def send(self, job_id: UUID) -> None:
            pass

    queue = NotHeard()

    async def received() -> list[UUID]:
        return queue.sent

    await fails(JobQueueContract().test_what_is_sent_arrives, queue, received)


async def test_clocks() -> None:
    class WithoutZone(SystemClock):
        def now(self) -> datetime:
            return super().now().replace(tzinfo=None)

    class NeverSleeps(SystemClock):
        async def sleep(self, seconds: float) -> None:
            pass

    await fails(ClockContract().test_now_is_utc, WithoutZone())
    await fails(ClockContract().test_sleep_lets_time_pass, NeverSleeps())
