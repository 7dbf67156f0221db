"""UUIDv7: the bits of RFC 9562, and keys that sort by their age."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.ids import UuidV7Factory
from bookbytes_adapters.sql.tables import works
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from tests.support.databases import SqlFixtures
from tests.support.entities import a_work, later


def a_factory(*milliseconds: int, random_bits: Callable[[int], int] | None = None) -> UuidV7Factory:
    """A factory whose clock shows these times one after the other."""
    ticks = iter(milliseconds)
    return UuidV7Factory(lambda: next(ticks) * 1_000_000, random_bits or random.Random(7).getrandbits)


def test_the_example_of_the_standard() -> None:
    """RFC 9562, appendix A.6: rand_a 0xCC3, rand_b 0b01 followed by 0x8C4DC0C0C07398F."""
    counter = 0xCC3 << 62 | 0x18C4DC0C0C07398F

    made = a_factory(0x017F22E279B0, random_bits=lambda _: counter)()

    assert made == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


def test_time_version_and_variant() -> None:
    before = time.time_ns() // 1_000_000
    made = UuidV7Factory()()
    after = time.time_ns() // 1_000_000

    assert before <= made.int >> 80 <= after
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


@pytest.mark.parametrize(
    "milliseconds",
    [
        pytest.param([5] * 1000, id="within one millisecond"),
        pytest.param([5, 6, 7, 8], id="as time goes by"),
        pytest.param([9, 5, 5, 9, 3], id="while the clock is set back"),
    ],
)
def test_keys_rise(milliseconds: list[int]) -> None:
    new_id = a_factory(*milliseconds)
    made = [new_id() for _ in milliseconds]

    assert all(one < next_one for one, next_one in pairwise(made))
    assert {each.version for each in made} == {7}


def test_a_full_counter_borrows_the_next_millisecond() -> None:
    new_id = a_factory(5, 5, random_bits=lambda bits: (1 << bits) - 1)
    first, second = new_id(), new_id()

    assert (first.int >> 80, second.int >> 80) == (5, 6)
    assert second.version == 7


def test_threads_never_get_the_same() -> None:
    new_id = UuidV7Factory()
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: new_id(), range(4000)))

    assert len(set(made)) == 4000


def test_two_factories_do_not_give_the_same() -> None:
    assert len({a_factory(5, random_bits=random.Random(seed).getrandbits)() for seed in range(100)}) == 100


class TestOrder(SqlFixtures):
    async def test_r20_the_database_sorts_them_by_age(self, engine: AsyncEngine) -> None:
        new_id = UuidV7Factory()
        made = [a_work(id=new_id(), created_at=later(number)) for number in range(300)]
        async with SqlUnitOfWork(engine) as uow:
            for work in random.Random(7).sample(made, len(made)):
                await uow.works.add(work)
            await uow.commit()

        async with engine.connect() as connection:
            stored = (await connection.scalars(sa.select(works.c.id).order_by(works.c.id))).all()

        assert list(stored) == [work.id for work in made]
