"""Kill points: a process dies at the named moment and not a write later; without the variable they are not there."""

import signal
from pathlib import Path

import pytest

from bookbytes_adapters.container import Container
from bookbytes_adapters.kill_points import CALLS, POINTS, WRITES, Counted, KillSwitch
from bookbytes_adapters.opening import opened
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core import SYSTEM_USER
from bookbytes_core.domain.page import PageRequest
from tests.support.databases import a_database
from tests.support.forked import run_forked
from tests.support.program import environment
from tests.support.small_books import a_small_book

_ORDER = """
import asyncio, sys
from pathlib import Path
from bookbytes_adapters import build
from bookbytes_adapters.settings import load_settings
from bookbytes_core import SYSTEM_USER, Options, Order

async def order():
    async with build(load_settings()) as app:
        print("built", flush=True)
        book = await app.import_book(Path(sys.argv[1]), name="small.md", owner=SYSTEM_USER)
        print("imported", flush=True)
        receipt = await app.request_audio_book(Order(edition_id=book.edition.id, options=Options()), owner=SYSTEM_USER)
        print("ordered", flush=True)
        await app.queue.send(receipt.job_id)
        print("sent", flush=True)

asyncio.run(order())
"""


def ordered(folder: Path, kill_at: str) -> tuple[int, list[str]]:
    """The exit code of a process that orders a book, and how far it came."""
    variables = environment(folder / "data", BB_KILL_AT=kill_at)
    done = run_forked(_ORDER, str(a_small_book(folder)), environment=variables, cwd=folder)
    return done.returncode, done.stdout.split()


async def jobs_in(folder: Path) -> int:
    async with opened(Settings(data_dir=folder / "data"), None) as app:
        return (await app.jobs.page(SYSTEM_USER, PageRequest())).total


@pytest.mark.parametrize(
    ("kill_at", "came_to", "jobs"),
    [
        ("storage.put:after:1", ["built"], 0),
        ("uow.commit:before:2", ["built", "imported"], 0),
        ("job.add:before:1", ["built", "imported"], 0),
        ("job.add:after:1", ["built", "imported"], 1),
        ("queue.send:before:1", ["built", "imported", "ordered"], 1),
    ],
)
async def test_the_process_is_killed_at_that_very_moment(
    tmp_path: Path, kill_at: str, came_to: list[str], jobs: int
) -> None:
    assert ordered(tmp_path, kill_at) == (-signal.SIGKILL, came_to)
    assert await jobs_in(tmp_path) == jobs


async def test_a_point_that_is_reached_too_seldom_kills_nobody(tmp_path: Path) -> None:
    assert ordered(tmp_path, "job.add:after:2") == (0, ["built", "imported", "ordered", "sent"])


async def test_unset_there_are_no_wrappers(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    async with opened(settings, None) as app:
        assert type(app.storage).__module__ == "bookbytes_adapters.storage.local"
        assert type(app.queue).__module__ == "bookbytes_adapters.queue.silent"
        assert type(app.ring_for_jobs.new_uow()) is SqlUnitOfWork
    async with opened(settings.model_copy(update={"bb_kill_at": "uow.commit:after:99"}), None) as app:
        assert type(app.storage) is Counted
        assert type(app.ring_for_jobs.new_uow()) is not SqlUnitOfWork


@pytest.mark.parametrize("wrong", ["tea.time:before:1", "uow.commit:1", "uow.commit:before", "uow.commit:before:0"])
def test_an_unknown_point_is_refused_at_the_start_with_one_sentence(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="must be POINT:N"):
        KillSwitch(wrong)
    with pytest.raises(ValueError, match="must be POINT:N"):
        Settings(data_dir=tmp_path, bb_kill_at=wrong)


async def test_every_point_stands_for_a_method_there_is(tmp_path: Path) -> None:
    """A method that was renamed would never be counted: its point would be passed without a kill."""
    container = Container(settings=Settings(data_dir=tmp_path / "data"))
    for name, methods in CALLS.items():
        adapter = container.providers[name]()
        assert [method for method in methods if not hasattr(adapter, method)] == [], name
    engine = make_engine(a_database(tmp_path))
    async with SqlUnitOfWork(engine) as uow:
        for name, methods in WRITES.items():
            assert [method for method in methods if not hasattr(getattr(uow, name), method)] == [], name
    await engine.dispose()
    assert len(POINTS) == len(set(POINTS))
