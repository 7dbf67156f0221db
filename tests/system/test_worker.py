"""``bookbytes worker`` as real processes on SQLite and a real Redis."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER, Job, Order, Status
from tests.support.forked import Forked
from tests.support.program import environment, forked, run, start
from tests.support.redis_server import RedisServer, a_redis
from tests.support.small_books import a_small_book

LIMIT_SECONDS = 60.0
"""Nothing may be stuck for longer."""


@contextmanager
def a_worker(data_dir: Path, url: str, *options: str) -> Iterator[Forked]:
    """In a process group of its own, as a terminal or a service manager starts it."""
    with (data_dir.parent / "worker.log").open("ab") as log:
        process = forked(
            *("worker", *options),
            environment=environment(data_dir, REDIS_URL=url),
            cwd=data_dir.parent,
            stdout=log.fileno(),
            stderr=log.fileno(),
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Orders:
    """What a program that embeds BookBytes does beside the workers."""

    def __init__(self, data_dir: Path, url: str) -> None:
        self._settings = Settings(data_dir=data_dir, redis_url=url, app_env="test")

    def place(self, file: Path) -> UUID:
        async def place() -> UUID:
            async with build(self._settings) as app:
                book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
                receipt = await app.request_audio_book(Order(edition_id=book.edition.id), owner=SYSTEM_USER)
                await app.queue.send(receipt.job_id)
            return receipt.job_id

        return asyncio.run(place())

    def wait(self, job_id: UUID, reached: Callable[[Job], bool]) -> Job:
        async def wait() -> Job:
            async with build(self._settings) as app, asyncio.timeout(LIMIT_SECONDS):
                while not reached(job := (await app.jobs.get(job_id, SYSTEM_USER)).job):  # noqa: ASYNC110 - it is made elsewhere
                    await asyncio.sleep(0.05)
            return job

        return asyncio.run(wait())


def is_over(job: Job) -> bool:
    return job.status.is_final


def a_long_book(folder: Path) -> Path:
    """Long enough to be interrupted several times."""
    chapters = [
        f"## Chapter {number}\n\n"
        + " ".join(
            f"In {1700 + number} house {room} of street {number} had {room + 2} windows and a red door."
            for room in range(40)
        )
        for number in range(1, 61)
    ]
    path = folder / "streets.md"
    path.write_text("# The Streets\n\n" + "\n\n".join(chapters) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_book_ordered_through_the_library_is_made_by_a_worker(data_dir: Path, redis_url: str, tmp_path: Path) -> None:
    orders = Orders(data_dir, redis_url)
    with a_worker(data_dir, redis_url) as worker:
        job = orders.wait(orders.place(a_small_book(tmp_path)), is_over)
        assert (job.status, job.error) == (Status.COMPLETED, None)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0


def twice(process: Forked) -> None:
    process.send_signal(signal.SIGTERM)
    time.sleep(0.05)
    process.send_signal(signal.SIGTERM)


def to_the_group(process: Forked) -> None:
    os.killpg(process.pid, signal.SIGTERM)


def interrupt_the_group(process: Forked) -> None:
    os.killpg(process.pid, signal.SIGINT)


@pytest.mark.again
def test_c12_however_it_is_told_a_worker_hands_its_job_back_and_ends(
    data_dir: Path, redis_url: str, tmp_path: Path
) -> None:
    orders = Orders(data_dir, redis_url)
    job_id = orders.place(a_long_book(tmp_path))
    fence = 0
    for number, tell in enumerate((twice, to_the_group, interrupt_the_group)):
        with a_worker(data_dir, redis_url, *(["--processes", "2"] if number == 1 else [])) as worker:
            taken = orders.wait(job_id, lambda job: job.lease_owner is not None or is_over(job))
            assert taken.status is Status.PROCESSING, "the book is too short for this test"
            assert taken.fence > fence
            tell(worker)
            assert worker.wait(timeout=30) == 0
            fence = taken.fence
        job = orders.wait(job_id, lambda _: True)
        assert (job.status, job.lease_owner) == (Status.PENDING, None)


def test_a_killed_process_of_several_is_replaced_and_none_outlives_its_parent(
    data_dir: Path, redis_url: str, tmp_path: Path
) -> None:
    orders = Orders(data_dir, redis_url)
    job_id = orders.place(a_long_book(tmp_path))
    with a_worker(data_dir, redis_url, "--processes", "2") as worker:
        taken = orders.wait(job_id, lambda job: job.lease_owner is not None)
        assert taken.lease_owner
        os.kill(int(taken.lease_owner.split("-")[-2]), signal.SIGKILL)
        again = orders.wait(job_id, lambda job: job.fence > taken.fence and job.lease_owner is not None)
        assert again.lease_owner != taken.lease_owner
        worker.kill()
        job = orders.wait(job_id, lambda job: job.lease_owner is None)
        assert job.status in (Status.PENDING, Status.COMPLETED)


@pytest.mark.again
def test_q09_a_worker_refuses_a_redis_that_evicts_unless_it_is_allowed(data_dir: Path, tmp_path: Path) -> None:
    with a_redis(maxmemory_policy="allkeys-lru") as server:
        refused = run("worker", data_dir=data_dir, REDIS_URL=server.url)
        assert refused.code == 2
        assert refused.err.startswith("bookbytes: The Redis of REDIS_URL may throw queued jobs away")
        assert "maxmemory-policy to noeviction" in refused.err
        assert "--allow-unsafe" in refused.err
        assert refused.err.count("\n") == 1
        orders = Orders(data_dir, server.url)
        with a_worker(data_dir, server.url, "--allow-unsafe"):
            job = orders.wait(orders.place(a_small_book(tmp_path)), is_over)
            assert job.status is Status.COMPLETED


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_c12_a_server_with_a_worker_of_its_own_hands_its_job_back_and_ends(
    data_dir: Path, tmp_path: Path, number: signal.Signals
) -> None:
    orders = Orders(data_dir, "")
    job_id = orders.place(a_long_book(tmp_path))
    with start("serve", "--port", "0", data_dir=data_dir) as serving:
        orders.wait(job_id, lambda job: job.lease_owner is not None)
        serving.send_signal(number)
        serving.send_signal(number)
        assert serving.wait(timeout=30) == 0
    job = orders.wait(job_id, lambda _: True)
    assert (job.status, job.lease_owner) == (Status.PENDING, None)


@pytest.mark.parametrize(
    ("options", "url", "says"),
    [
        ([], "", "REDIS_URL is not set"),
        ([], "http://127.0.0.1", "REDIS_URL: must start with redis://"),
        (["--queues", "songs"], "redis://127.0.0.1:1/0", "there is no such queue"),
    ],
)
def test_what_a_worker_needs_is_said_in_one_sentence(data_dir: Path, options: list[str], url: str, says: str) -> None:
    data_dir.mkdir()
    ended = run("worker", *options, data_dir=data_dir, REDIS_URL=url)
    assert ended.code == 2
    assert says in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.again
def test_q04_orders_are_taken_while_redis_is_away_and_done_when_it_is_back(data_dir: Path, tmp_path: Path) -> None:
    book = a_small_book(tmp_path)
    server = RedisServer()
    serving = start("serve", "--port", "0", data_dir=data_dir, REDIS_URL=server.url)
    try:
        assert serving.stdout
        address, _, key = serving.stdout.readline().strip().partition("/#key=")
        with httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60) as client:
            imported = client.post("/api/v1/books/import", files={"file": (book.name, book.read_bytes())}).json()
            ordered = client.post("/api/v1/books/process", json={"edition_id": imported["edition_id"]})
            assert ordered.status_code == 202
            job_id = UUID(ordered.json()["job_id"])
            server.start()
            with a_worker(data_dir, server.url):
                job = Orders(data_dir, server.url).wait(job_id, is_over)
        assert job.status is Status.COMPLETED
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=35) == 0
    finally:
        serving.kill()
        serving.communicate()
        server.close()
