"""Many callers write in few transactions, and each is told for itself."""

import asyncio

import pytest

from bookbytes_adapters.memory import MemoryStore, MemoryUnitOfWork
from bookbytes_core.errors import WRITE_CONFLICT, BookBytesError, Conflict, DatabaseUnavailable, LeaseLost
from bookbytes_core.ports.unit_of_work import UnitOfWork
from bookbytes_core.use_cases.group_commit import MOST_TOGETHER, TRIES, GroupCommit
from tests.support.entities import a_work


class Store:
    """Units of work that take their time to commit, or cannot."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.commits = 0
        self.trouble: BookBytesError | None = None
        self.undone = 0
        """How many of the next transactions the database undoes for others."""
        self.may_commit = asyncio.Event()
        self.may_commit.set()

    def new_uow(self) -> UnitOfWork:
        return SlowUnitOfWork(self)

    @property
    def titles(self) -> set[str]:
        return {work.title for work in self.memory.state.works.values()}


class SlowUnitOfWork(MemoryUnitOfWork):
    def __init__(self, store: Store) -> None:
        super().__init__(store.memory)
        self.of = store

    async def commit(self) -> None:
        await self.of.may_commit.wait()
        if self.of.trouble:
            raise self.of.trouble
        if self.of.undone:
            self.of.undone -= 1
            raise DatabaseUnavailable("Two writers got in each other's way.", code=WRITE_CONFLICT)
        await super().commit()
        self.of.commits += 1


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def committed(store: Store) -> GroupCommit:
    return GroupCommit(store.new_uow)


async def add(committed: GroupCommit, title: str) -> str:
    async def write(uow: UnitOfWork) -> str:
        if title == "lost":
            raise LeaseLost("Another worker has this job now.")
        if title == "fault":
            raise ZeroDivisionError
        if title == "twice":
            raise Conflict("This is known.")
        await uow.works.add(a_work(title=title))
        return title

    return await committed(write, order=title)


async def test_what_comes_during_a_commit_shares_the_next(store: Store, committed: GroupCommit) -> None:
    store.may_commit.clear()
    writes = [asyncio.ensure_future(add(committed, "first"))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    writes += [asyncio.ensure_future(add(committed, str(number))) for number in range(10)]
    await asyncio.sleep(0)
    assert not any(write.done() for write in writes), "nobody is told before the commit"
    store.may_commit.set()
    assert await asyncio.gather(*writes) == ["first", *map(str, range(10))]
    assert store.commits == 2


async def test_c15_a_lost_lease_takes_nothing_from_the_others(store: Store, committed: GroupCommit) -> None:
    results = await asyncio.gather(*(add(committed, title) for title in ("a", "lost", "b")), return_exceptions=True)
    assert [results[0], results[2]] == ["a", "b"]
    assert isinstance(results[1], LeaseLost)
    assert store.titles == {"a", "b"}
    assert store.commits == 1


async def test_b04_what_spoils_a_transaction_is_told_to_its_caller_alone(store: Store, committed: GroupCommit) -> None:
    results = await asyncio.gather(*(add(committed, title) for title in ("a", "twice", "b")), return_exceptions=True)
    assert [results[0], results[2]] == ["a", "b"]
    assert isinstance(results[1], Conflict)
    assert store.titles == {"a", "b"}


@pytest.mark.parametrize("undone", [TRIES - 1, TRIES])
async def test_b04_what_was_undone_for_another_is_written_again(
    store: Store, committed: GroupCommit, undone: int
) -> None:
    store.undone = undone
    results = await asyncio.gather(*(add(committed, title) for title in "ab"), return_exceptions=True)
    if undone < TRIES:
        assert (results, store.titles, store.commits) == (["a", "b"], {"a", "b"}, 1)
    else:
        assert [type(result) for result in results] == [DatabaseUnavailable] * 2
    assert store.undone == 0


async def test_a_database_that_is_away_is_told_to_all(store: Store, committed: GroupCommit) -> None:
    store.trouble = DatabaseUnavailable("The database does not answer.")
    results = await asyncio.gather(*(add(committed, title) for title in "abc"), return_exceptions=True)
    assert [type(result) for result in results] == [DatabaseUnavailable] * 3
    store.trouble = None
    assert await add(committed, "later") == "later"


async def test_a_cancelled_write_is_written_whole_or_not_at_all(store: Store, committed: GroupCommit) -> None:
    store.may_commit.clear()
    under_way = asyncio.ensure_future(add(committed, "under way"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting = asyncio.ensure_future(add(committed, "waiting"))
    await asyncio.sleep(0)
    under_way.cancel()
    waiting.cancel()
    await asyncio.sleep(0)
    assert waiting.cancelled()
    assert not under_way.done(), "its end is waited for"
    store.may_commit.set()
    with pytest.raises(asyncio.CancelledError):
        await under_way
    assert store.titles == {"under way"}


async def test_a_fault_does_not_leave_those_behind_it_waiting(store: Store, committed: GroupCommit) -> None:
    store.may_commit.clear()
    first = asyncio.ensure_future(add(committed, "first"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    faulty = [asyncio.ensure_future(add(committed, "fault")) for _ in range(MOST_TOGETHER)]
    behind = asyncio.ensure_future(add(committed, "behind"))
    await asyncio.sleep(0)
    store.may_commit.set()
    results = await asyncio.wait_for(asyncio.gather(first, *faulty, behind, return_exceptions=True), 10)
    assert {type(result) for result in results[1:-1]} == {ZeroDivisionError}
    assert (results[0], results[-1]) == ("first", "behind")
