"""The adapters in memory keep the same promises as the real ones."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    ManualClock,
    MemoryBookReader,
    MemoryCache,
    MemoryCatalogueReader,
    MemoryInventory,
    MemoryJobQueue,
    MemoryJobReader,
    MemoryLeftovers,
    MemoryLocks,
    MemoryPacer,
    MemoryPresence,
    MemoryRateLimiter,
    MemoryStatisticsReader,
    MemoryStorage,
    MemoryStore,
    MemoryUnitOfWork,
    SystemClock,
)
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import AudioBookContract, ChapterContract
from tests.contracts.cache import KEY, OTHER, CacheContract, an_entry
from tests.contracts.call_ledger import CallContract
from tests.contracts.catalogue_reader import CatalogueReaderContract
from tests.contracts.catalogue_repositories import CatalogueContract
from tests.contracts.clock import ClockContract
from tests.contracts.inventory import InventoryContract, LeftoversContract
from tests.contracts.job_queue import JobQueueContract
from tests.contracts.job_repositories import JobContract
from tests.contracts.leases import DueContract, LeaseContract
from tests.contracts.locks import LocksContract
from tests.contracts.pacer import PacerContract
from tests.contracts.presence import PresenceContract
from tests.contracts.rate_limiter import RateLimiterContract
from tests.contracts.readers import BookReaderContract, JobReaderContract
from tests.contracts.spending import SpendingContract
from tests.contracts.statistics import StatisticsContract
from tests.contracts.storage import StorageContract
from tests.contracts.storage_upkeep import StorageUpkeepContract
from tests.contracts.unit_of_work import UnitOfWorkContract


class MemoryFixtures:
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def new_uow(self, store: MemoryStore) -> UnitOfWorkFactory:
        return partial(MemoryUnitOfWork, store)

    @pytest.fixture
    def new_uow_resending(self, store: MemoryStore) -> UnitOfWorkFactory:
        return partial(MemoryUnitOfWork, store, resend_seconds=0.0)

    @pytest.fixture
    def catalogue(self, store: MemoryStore) -> MemoryCatalogueReader:
        return MemoryCatalogueReader(store)

    @pytest.fixture
    def books(self, store: MemoryStore) -> MemoryBookReader:
        return MemoryBookReader(store)

    @pytest.fixture
    def jobs(self, store: MemoryStore) -> MemoryJobReader:
        return MemoryJobReader(store)

    @pytest.fixture
    def inventory(self, store: MemoryStore) -> MemoryInventory:
        return MemoryInventory(store)

    @pytest.fixture
    def leftovers(self, store: MemoryStore) -> MemoryLeftovers:
        return MemoryLeftovers(store)

    @pytest.fixture
    def statistics(self, store: MemoryStore) -> MemoryStatisticsReader:
        return MemoryStatisticsReader(store)


class TestMemoryUnitOfWork(MemoryFixtures, UnitOfWorkContract):
    pass


class TestMemoryCatalogue(MemoryFixtures, CatalogueContract):
    pass


class TestMemoryCatalogueReader(MemoryFixtures, CatalogueReaderContract):
    pass


class TestMemoryAudioBooks(MemoryFixtures, AudioBookContract):
    pass


class TestMemoryChapters(MemoryFixtures, ChapterContract):
    pass


class TestMemoryCalls(MemoryFixtures, CallContract, SpendingContract):
    pass


class TestMemoryJobs(MemoryFixtures, JobContract):
    pass


class TestMemoryLeases(MemoryFixtures, LeaseContract):
    pass


class TestMemoryDue(MemoryFixtures, DueContract):
    pass


class TestMemoryBookReader(MemoryFixtures, BookReaderContract):
    pass


class TestMemoryJobReader(MemoryFixtures, JobReaderContract):
    pass


class TestMemoryInventory(MemoryFixtures, InventoryContract):
    pass


class TestMemoryLeftovers(MemoryFixtures, LeftoversContract):
    pass


class TestMemoryStatistics(MemoryFixtures, StatisticsContract):
    pass


class TestMemoryStorage(StorageContract, StorageUpkeepContract):
    @pytest.fixture
    def storage(self) -> MemoryStorage:
        return MemoryStorage()


class TestMemoryRateLimiter(RateLimiterContract):
    @pytest.fixture(params=["real time", "manual time"])
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        return SystemClock() if request.param == "real time" else ManualClock(datetime(2024, 2, 29, tzinfo=UTC))

    @pytest.fixture
    def limiter(self, clock: Clock) -> MemoryRateLimiter:
        return MemoryRateLimiter({"narrow": 2}, 5, clock)


class TestMemoryCache(CacheContract):
    @pytest.fixture
    def cache(self) -> MemoryCache:
        return MemoryCache()

    async def test_what_was_used_longest_ago_gives_way(self) -> None:
        cache = MemoryCache(max_bytes=10_000)
        await cache.set(KEY, an_entry(b"x" * 3000))
        await cache.set(OTHER, an_entry(b"y" * 3000))
        await cache.get(KEY)
        await cache.set("library:work:cc", an_entry(b"z" * 3000))
        await cache.set("library:work:dd", an_entry(b"too large" * 3000))

        assert await cache.get(OTHER) is None

    async def test_a_cache_that_hears_of_no_change_keeps_nothing_for_long(self) -> None:
        clock = ManualClock(datetime(2024, 2, 29, tzinfo=UTC))
        cache = MemoryCache(clock, longest_seconds=10)
        await cache.set(KEY, an_entry(ttl_seconds=3600.0))
        clock.advance(9)
        assert await cache.get(KEY) is not None
        clock.advance(1)
        assert await cache.get(KEY) is None


class TestMemoryLocks(LocksContract):
    @pytest.fixture
    def locks(self) -> MemoryLocks:
        return MemoryLocks()


class TestMemoryPacer(PacerContract):
    @pytest.fixture(params=["real time", "manual time"])
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        return SystemClock() if request.param == "real time" else ManualClock(datetime(2024, 2, 29, tzinfo=UTC))

    @pytest.fixture
    def pacer(self, clock: Clock) -> MemoryPacer:
        return MemoryPacer({"slow": 10, "other": 10}, clock)

    @pytest.fixture
    def neighbour(self, pacer: MemoryPacer) -> MemoryPacer:
        """Memory is one process's own."""
        return pacer


class TestMemoryPresence(PresenceContract):
    @pytest.fixture
    def workers(self) -> list[MemoryPresence]:
        ended: set[str] = set()
        return [MemoryPresence(name, ended) for name in ("one", "two", "three")]

    @pytest.fixture
    def presence(self, workers: list[MemoryPresence]) -> MemoryPresence:
        return workers[0]

    @pytest.fixture
    def neighbour(self, workers: list[MemoryPresence]) -> MemoryPresence:
        return workers[1]

    @pytest.fixture
    def ended(self, workers: list[MemoryPresence]) -> str:
        workers[2].close()
        return workers[2].owner


class TestMemoryJobQueue(JobQueueContract):
    @pytest.fixture
    def queue(self) -> MemoryJobQueue:
        return MemoryJobQueue()

    @pytest.fixture
    def received(self, queue: MemoryJobQueue) -> Callable[[], Awaitable[list[UUID]]]:
        async def sent() -> list[UUID]:
            return list(queue.sent)

        return sent


class TestSystemClock(ClockContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()


class TestManualClock(ClockContract):
    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(datetime(2024, 2, 29, tzinfo=UTC))

    def test_time_stands_still_until_it_is_moved(self) -> None:
        clock = ManualClock(datetime(2024, 2, 29, tzinfo=UTC))
        clock.advance(86_400)

        assert clock.now() == datetime(2024, 3, 1, tzinfo=UTC)
        assert clock.monotonic() == 86_400

    def test_it_starts_at_a_time_with_a_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            ManualClock(datetime(2024, 2, 29))  # noqa: DTZ001 - the mistake that is shown
