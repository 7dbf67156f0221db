"""Crowds of readers in several processes before one catalogue, with the container's own cache (C, V).

There is no job in them, so they are no rows of the table; how often the catalogue was asked is printed.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bookbytes_adapters.memory import MemoryLocks
from bookbytes_adapters.metadata.cached import CachedMetadata
from bookbytes_adapters.sql.cache import SqlCache
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_core.domain.cache_entry import cache_key
from tests.support.catalogue_crowd import QUERY, crowds
from tests.support.counted_catalogue import NAME, CatalogueServer, RemoteCatalogue, a_catalogue_server
from tests.support.databases import a_database
from tests.support.redis_server import RedisServer, a_redis

KEY = cache_key(NAME, "search", {"title": QUERY.title, "page": 1})
ALL = ["embedded", pytest.param("servers", marks=pytest.mark.faults)]
HEAVY = [pytest.param(kind, marks=pytest.mark.faults) for kind in ("embedded", "servers")]
REFRESH_FROM = 0.8
"""The share of its time after which an answer is renewed."""

Where = tuple[str, str, str]
"""The addresses of catalogue, database and Redis."""


@pytest.fixture
def catalogue() -> Iterator[CatalogueServer]:
    with a_catalogue_server(seconds=0.2) as server:
        yield server


@pytest.fixture
def redis(request: pytest.FixtureRequest) -> Iterator[RedisServer | None]:
    if request.getfixturevalue("kind") == "embedded":
        yield None
        return
    with a_redis(maxmemory="64mb", maxmemory_policy="allkeys-lru") as server:
        yield server


@pytest.fixture
def where(
    kind: str,
    catalogue: CatalogueServer,
    redis: RedisServer | None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Where]:
    if redis is None:
        yield catalogue.url, a_database(tmp_path), ""
        return
    with request.getfixturevalue("postgres").migrated() as database:
        yield catalogue.url, database, redis.url


def known(where: Where, age: Callable[[float], float]) -> None:
    """The answer is in the database, so old as ``age`` makes of its time."""

    async def keep() -> None:
        engine = make_engine(where[1])
        cache = SqlCache(engine)
        metadata = CachedMetadata(RemoteCatalogue(where[0]), cache, MemoryLocks())
        await metadata.search(QUERY)
        entry = await cache.get(KEY)
        assert entry is not None
        await cache.set(KEY, replace(entry, age_seconds=age(entry.ttl_seconds)))
        await metadata.close()
        await engine.dispose()

    asyncio.run(keep())


def until_known(where: Where) -> None:
    """Wait until somebody's answer is in the database."""

    async def is_known() -> bool:
        engine = make_engine(where[1])
        found = await SqlCache(engine).get(KEY)
        await engine.dispose()
        return found is not None

    until = time.monotonic() + 60
    while not asyncio.run(is_known()):
        assert time.monotonic() < until, "nobody got an answer"
        time.sleep(0.1)


@pytest.mark.parametrize("kind", ALL)
def test_c06_a_thousand_misses_at_once_in_two_processes_are_one_call(where: Where, catalogue: CatalogueServer) -> None:
    assert crowds(2, *where, readers=500) == [(500, 0)] * 2
    print_asked("c06", catalogue)
    assert len(catalogue.asked) == 1


@pytest.mark.parametrize("kind", HEAVY)
def test_c07_a_hot_answer_about_to_end_is_renewed_once(where: Where, catalogue: CatalogueServer) -> None:
    known(where, lambda ttl: ttl * REFRESH_FROM - 3)
    catalogue.asked.clear()

    found = crowds(2, *where, readers=500, seconds=10)

    print_asked("c07", catalogue, sum(answers for answers, _ in found))
    assert [failures for _, failures in found] == [0, 0]
    assert len(catalogue.asked) == 1


@pytest.mark.parametrize("kind", HEAVY)
def test_c08_v13_an_old_answer_is_given_while_the_catalogue_is_away(where: Where, catalogue: CatalogueServer) -> None:
    known(where, lambda ttl: ttl * 2)
    catalogue.asked.clear()
    catalogue.up = False

    found = crowds(2, *where, readers=500, seconds=8)

    print_asked("c08", catalogue, sum(answers for answers, _ in found))
    assert [failures for _, failures in found] == [0, 0]
    assert len(catalogue.asked) <= 4, "once in about five seconds"


@pytest.mark.parametrize("kind", HEAVY)
def test_v13_a_thousand_who_ask_a_catalogue_that_is_away_cost_one_attempt(
    where: Where, catalogue: CatalogueServer
) -> None:
    catalogue.up = False
    assert crowds(2, *where, readers=500) == [(0, 500)] * 2
    print_asked("v13", catalogue)
    assert len(catalogue.asked) == 1


@pytest.mark.parametrize("kind", HEAVY[1:])
def test_c09_a_redis_that_is_killed_in_mid_run_fails_nobody(
    where: Where, catalogue: CatalogueServer, redis: RedisServer
) -> None:
    def kill_and_start_again() -> None:
        until_known(where)  # the locks go with Redis: who asks just then is not alone
        time.sleep(0.5)
        redis.kill()
        time.sleep(1.5)
        redis.start()

    found = crowds(2, *where, readers=500, seconds=6, meanwhile=kill_and_start_again)

    print_asked("c09", catalogue, sum(answers for answers, _ in found))
    assert [failures for _, failures in found] == [0, 0]
    assert len(catalogue.asked) == 1


def print_asked(row: str, catalogue: CatalogueServer, answers: int = 1000) -> None:
    print(f"{row}: {answers} answers, the catalogue was asked {len(catalogue.asked)} times")  # noqa: T201 - a figure
