"""A database that restarts, and one that everybody writes to (B)."""

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from uuid import UUID

import httpx
import psycopg

from tests.system.faults import hammer
from tests.system.faults.audit import LIMIT_FACTOR
from tests.system.faults.bills import slow_speech, speech_under_way
from tests.system.faults.crew import free_port, until_it_answers
from tests.system.faults.rows import EMBEDDED, SERVERS, row
from tests.system.faults.world import World

ACCOUNTS = {"AUTH_MODE": "jwt", "JWT_SECRET_KEY": "for nothing but this row, and long enough"}


def ordered(client: httpx.Client, edition: str) -> httpx.Response:
    return client.post("/api/v1/books/process", json={"edition_id": edition})


@row("B01", "PostgreSQL restarted mid job, -m fast, then -m immediate", on=[SERVERS], own_postgres=True)
def test_b01_a_database_that_restarts_loses_nothing(world: World) -> None:
    world.vendor.script(delay=1.0, times=0)
    world.order(books=2)
    world.worker()
    for how in (signal.SIGINT, signal.SIGQUIT):
        assert world.postgres
        world.until(world.vendor.under_way, "a paid call", seconds=90)
        world.fault()
        world.postgres.stop(how)
        world.postgres.start()
    world.finish(seconds=90)


@row("B05", "8 processes write to one SQLite file beside the API and its worker", on=[EMBEDDED])
def test_b05_nobody_finds_sqlite_locked(world: World) -> None:
    server = world.serve()
    with server.client() as client, ThreadPoolExecutor() as threads:
        hammering = threads.submit(hammer.all_printed, "write", world.settings().database, 8)
        world.order(books=2)
        edition, chapters = world.upload(client)
        world.expect(UUID(ordered(client, edition).json()["job_id"]), chapters)
        answers = []
        while not hammering.done():
            answers += [client.get("/api/v1/jobs"), ordered(client, edition)]
        assert len(hammering.result()) == 8 * hammer.WRITTEN_EACH
    world.finish()
    assert [answer.text for answer in answers if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR] == []
    assert len(answers) > 10
    assert "locked" not in server.log


@row("B06", "the SQLite file locked by a backup for longer than anybody waits for it", on=[EMBEDDED], within=60)
def test_b06_a_locked_database_is_told_and_recovers(world: World) -> None:
    server = world.serve()
    with server.client() as client, closing(_connected(world)) as backup:
        edition, chapters = world.upload(client)
        backup.execute("BEGIN IMMEDIATE")
        refused = ordered(client, edition)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "database_unavailable")
        assert client.get("/api/v1/jobs").json()["total"] == 0
        backup.execute("ROLLBACK")
        world.expect(UUID(ordered(client, edition).json()["job_id"]), chapters)
        world.finish()
        assert client.get("/health/ready").json()["status"] == "ok"
    assert "Traceback" not in server.log


@row("B03", "every connection of the API held by a statement that waits", on=[SERVERS], environment=ACCOUNTS)
def test_b03_who_gets_no_connection_is_told_soon_and_workers_go_on(world: World) -> None:
    """Who is who is asked by the API alone: with those rows locked it holds all its connections in vain."""
    (job,) = world.order()
    with signed_in(world) as client, locked_users(world) as unlock, ThreadPoolExecutor(30) as threads:
        held = [threads.submit(client.get, "/api/v1/jobs") for _ in range(20)]
        time.sleep(0.5)
        began = time.monotonic()
        refused = client.get("/api/v1/jobs")
        seconds = time.monotonic() - began
        world.worker()
        world.finish()
        assert not all(each.done() for each in held)
        unlock()
        assert {each.result().status_code for each in held} == {200, 503}
        assert client.get("/api/v1/jobs").status_code == 200
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "database_unavailable")
    assert int(refused.headers["Retry-After"]) >= 1
    assert seconds < 2 * LIMIT_FACTOR
    assert world.job(job).status.value == "completed"


@contextmanager
def signed_in(world: World) -> Iterator[httpx.Client]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    world.run("serve", "--port", str(port))
    until_it_answers(address)
    account = {"email": "ann@example.org", "password": "correct horse battery"}
    with httpx.Client(base_url=address, timeout=120) as client:
        assert client.post("/api/v1/auth/register", json=account).is_success
        token = client.post("/api/v1/auth/login", json=account).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@contextmanager
def locked_users(world: World) -> Iterator[Callable[[], None]]:
    with psycopg.connect(world.direct["DATABASE_URL"]) as connection:
        connection.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        yield connection.rollback


def _connected(world: World) -> sqlite3.Connection:
    return sqlite3.connect(world.folder / "data" / "bookbytes.db", isolation_level=None)


@row("B02", "PostgreSQL away for 60 s while speech is under way", on=[SERVERS], own_postgres=True, within=90)
def test_b02_speech_that_came_meanwhile_is_adopted(world: World) -> None:
    slow_speech(world)
    (job,) = world.order()
    world.worker()
    speech_under_way(world)
    world.fault(in_flight=0)
    assert world.postgres
    world.postgres.stop(signal.SIGQUIT)
    time.sleep(60)
    assert not world.vendor.under_way()
    world.postgres.start()
    world.finish(seconds=90)
    bill = world.vendor.bill()
    assert (bill.paid, bill.paid_twice) == (9, 0)
    assert world.job(job).error is None
