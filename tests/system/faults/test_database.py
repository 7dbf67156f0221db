"""A database that restarts, and one that everybody writes to (B)."""

import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID

import httpx

from tests.system.faults import hammer
from tests.system.faults.rows import EMBEDDED, SERVERS, row
from tests.system.faults.world import World


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


def _connected(world: World) -> sqlite3.Connection:
    return sqlite3.connect(world.folder / "data" / "bookbytes.db", isolation_level=None)


@row("B02", "PostgreSQL away for 60 s while speech is under way", on=[SERVERS], own_postgres=True, within=90)
def test_b02_speech_that_came_meanwhile_is_adopted(world: World) -> None:
    world.vendor.script(kind="tts", contains="Chapter", delay=3.0, times=0)
    (job,) = world.order()
    world.worker()
    world.until(lambda: world.vendor.under_way("tts") == len(world.unanswered()) == 3, "speech under way, nothing else")
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
