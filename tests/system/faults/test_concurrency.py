"""Many at once, and workers that are told to go (C)."""

import asyncio
import json
import signal
from collections import Counter
from uuid import UUID

from tests.system.faults.browsers import posted
from tests.system.faults.rows import row
from tests.system.faults.world import World

SIGTERM, SIGINT, SIGHUP = signal.SIGTERM, signal.SIGINT, signal.SIGHUP


@row("C01", "10,000 equal orders through 500 connections")
def test_c01_equal_orders_at_once_are_one_job(world: World) -> None:
    server = world.serve()
    with server.client() as client:
        edition, chapters = world.upload(client)
    answers = asyncio.run(
        posted(server.address(), "/api/v1/books/process", {"edition_id": edition}, connections=500, each=20)
    )
    assert Counter(answer.status for answer in answers) == {202: 1, 200: 9_999}
    (job,) = {json.loads(answer.body)["job_id"] for answer in answers}
    assert [str(known) for known in world.records.jobs()] == [job]
    world.expect(UUID(job), chapters)
    if not world.embedded:
        world.worker()
    world.finish()


def stopped_in_speech(world: World, seconds: float) -> None:
    """A worker told to end while the first call for speech takes so long."""
    world.vendor.script(kind="tts", delay=seconds)
    world.order(chapters=1)
    stopped = world.worker()
    world.until(lambda: world.vendor.under_way("tts"), "a call for speech")
    assert world.stop(stopped) == 0
    assert not any(job.owner for job in world.records.jobs().values()), "the lease was not given back"


@row("C10", "SIGTERM during a call for speech of 20 s")
def test_c10_a_call_in_flight_is_finished_and_kept(world: World) -> None:
    stopped_in_speech(world, 20.0)
    assert not world.unanswered()
    world.worker()
    world.finish()


@row("C11", "SIGTERM during a call for speech of 45 s")
def test_c11_a_call_that_takes_too_long_is_given_up(world: World) -> None:
    stopped_in_speech(world, 45.0)
    assert world.vendor.under_way("tts"), "it was waited for to its end"
    world.worker()
    world.finish()


@row("C12", "SIGTERM twice, SIGTERM to the group, SIGINT, SIGHUP during calls of 45 s")
def test_c12_whatever_it_is_told_a_worker_ends(world: World) -> None:
    world.vendor.script(kind="tts", delay=45.0, times=0)
    world.order(books=4, chapters=1, owners=True)
    workers = [world.worker(WORKER_MAX_JOBS="1") for _ in range(4)]
    world.until(lambda: world.vendor.under_way("tts") >= 4, "calls for speech")
    world.until(lambda: not world.vendor.under_way("llm") and all(map(world.unanswered, workers)), "one in each worker")
    twice, group, interrupted, hung_up = workers
    twice.ask_to_end(SIGTERM, SIGTERM)
    group.ask_to_end(SIGTERM, group=True)
    interrupted.ask_to_end(SIGINT)
    hung_up.ask_to_end(SIGHUP)
    assert [program.wait() for program in workers] == [0, 0, 0, 0]
    world.fault()
    world.vendor.fake.forget_script()
    world.worker()
    world.finish()
