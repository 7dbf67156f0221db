"""Two versions on one database, as in any deployment that stops nobody (Q, B)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx

from tests.system.faults.programs import Program
from tests.system.faults.rows import row
from tests.system.faults.versions import before_the_newest_migration
from tests.system.faults.world import World

KILLED_BEFORE_ITS_END = """
import os, signal
from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if statement.startswith("UPDATE alembic_version"):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def older(world: World) -> Iterator[tuple[Program, Program, httpx.Client]]:
    """A server of the version before and its worker, which may be one program, with tables as that version knows them;
    and a client of the server."""
    tree: Path = before_the_newest_migration(world.folder)
    if not world.embedded:
        assert world.run("migrate", tree=tree).wait() == 0
    server = world.serve(tree=tree)
    worker = server if world.embedded else world.worker(tree=tree)
    with server.client(seconds=120) as client:  # it is started afresh
        yield server, worker, client


def ordered(world: World, client: httpx.Client, books: int) -> None:
    for _ in range(books):
        edition, chapters = world.upload(client)
        answer = client.post("/api/v1/books/process", json={"edition_id": edition})
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        world.expect(UUID(answer.json()["job_id"]), chapters)


def migrated(world: World) -> None:
    done = world.run("migrate")
    assert done.wait() == 0, done.log


@row(
    "Q15",
    "two versions of server and worker side by side, the newest migration under them",
    untouched=True,
    environment={"WORKER_MAX_JOBS": "1"},
)
def test_q15_a_deployment_that_stops_nobody_loses_nothing(world: World) -> None:
    world.vendor.script(delay=1.5, times=0)
    with older(world) as (old_server, old_worker, client):
        ordered(world, client, 2)
        world.until(lambda: world.at_work(old_worker), "work of the older version")
        if not world.embedded:
            migrated(world)
        new_server = world.serve()
        new_worker = new_server if world.embedded else world.worker()
        with new_server.client() as other:
            for each in (client, other):
                ordered(world, each, 2)
            world.order(books=4, owners=True)
            world.until(lambda: world.at_work(old_worker) and world.at_work(new_worker), "work of both versions")
            known = [{job["id"] for job in each.get("/api/v1/jobs").json()["items"]} for each in (client, other)]
            assert known[0] == known[1]
    for program in {old_server.pid: old_server, old_worker.pid: old_worker}.values():
        assert world.stop(program) == 0
    world.finish()
    assert not any("Traceback" in program.log for program in world.programs)


@row("B11", "the newest migration killed before its end, an older version at work", untouched=True)
def test_b11_a_migration_that_was_killed_is_done_again_and_the_older_version_works_on(world: World) -> None:
    world.vendor.script(delay=0.5, times=0)
    with older(world) as (_, _, client):
        ordered(world, client, 1)
        world.killed(world.run("migrate", first=KILLED_BEFORE_ITS_END))
        ordered(world, client, 1)
        migrated(world)
        ordered(world, client, 1)
        assert client.get("/api/v1/books/works").json()["total"] == 3
        world.finish()
    assert not any("Traceback" in program.log for program in world.programs)
