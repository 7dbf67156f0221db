"""A worker whose messages come through Redis: lost, doubled, late; and how it goes."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from dramatiq import Broker
from dramatiq.asyncio import get_event_loop_thread
from redis import Redis

from bookbytes_adapters.queue.dramatiq import ACTOR, QUEUE
from bookbytes_core import BookBytes, Status
from bookbytes_core.errors import DatabaseUnavailable
from tests.support.redis_server import RedisServer
from tests.worker.workshop import SlowVoice, Workshop, at_work, here, until

DONE = {Status.COMPLETED}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_jobs_are_done_and_each_call_is_paid_for_once(workshop: Workshop, redis_url: str) -> None:
    with at_work(workshop, redis_url):
        jobs = [workshop.order(number) for number in range(12)]
        until(lambda: workshop.statuses(jobs) == DONE)

    assert set(Counter(request.text for request in workshop.voice.requests).values()) == {1}


@pytest.mark.again
def test_q07_every_message_delivered_five_times_is_paid_for_once(workshop: Workshop, redis_url: str) -> None:
    def five_times(job_id: UUID) -> None:
        with Redis.from_url(redis_url) as client:
            for turn in range(5):
                _push(client, job_id, f"{job_id}-{turn}")

    with at_work(workshop, redis_url):
        jobs = [workshop.order(number) for number in range(4)]
        for job_id in jobs:
            five_times(job_id)
        until(lambda: workshop.statuses(jobs) == DONE)
        for job_id in jobs:
            five_times(job_id)
        with Redis.from_url(redis_url) as client:
            until(lambda: client.hlen(f"dramatiq:{QUEUE}.msgs") == 0)

    assert set(Counter(request.text for request in workshop.voice.requests).values()) == {1}


def _push(client: "Redis", job_id: UUID, message_id: str) -> None:
    import dramatiq

    options = {"redis_message_id": message_id}
    message: dramatiq.Message[None] = dramatiq.Message(QUEUE, ACTOR, (str(job_id),), {}, options, message_id)
    client.hset(f"dramatiq:{QUEUE}.msgs", message_id, message.encode())
    client.rpush(f"dramatiq:{QUEUE}", message_id)


@pytest.mark.again
def test_q01_a_flushed_redis_loses_no_job(workshop: Workshop, redis_server: RedisServer) -> None:
    voice = workshop.voice = SlowVoice()
    with at_work(workshop, redis_server.url):
        jobs = [workshop.order(number) for number in range(10)]
        until(lambda: voice.asked)
        with redis_server.client() as client:
            client.flushall()
        voice.answer()
        until(lambda: workshop.statuses(jobs) == DONE)

    assert set(Counter(request.text for request in voice.requests).values()) == {1}


@pytest.mark.again
@pytest.mark.parametrize("kept", ["yes", "no"])
def test_q02_q03_a_redis_that_is_killed_and_comes_back_loses_no_job(workshop: Workshop, kept: str) -> None:
    server = RedisServer(appendonly=kept)
    server.start()
    voice = workshop.voice = SlowVoice()
    try:
        with at_work(workshop, server.url):
            jobs = [workshop.order(number) for number in range(4)]
            until(lambda: voice.asked)
            server.kill()
            jobs += [workshop.order(number) for number in range(4, 10)]
            server.start()
            voice.answer()
            until(lambda: workshop.statuses(jobs) == DONE)
    finally:
        server.close()

    assert set(Counter(request.text for request in voice.requests).values()) == {1}


@pytest.mark.again
def test_c10_a_worker_that_is_stopped_ends_its_paid_call_and_hands_the_job_to_another(
    workshop: Workshop, redis_url: str, tmp_path: Path
) -> None:
    voice = workshop.voice = SlowVoice()
    with at_work(workshop, redis_url) as worker:
        jobs = [workshop.order(number) for number in range(2)]
        until(lambda: workshop.statuses(jobs) == {Status.PROCESSING})
        time.sleep(0.3)
        asked = len(voice.requests)
        worker.begin_stop()
        worker.begin_stop()
        late = workshop.order(7)
        time.sleep(0.3)
        assert Status.PROCESSING in workshop.statuses(jobs), "a call is in flight"
        voice.answer()
    assert len(voice.requests) == asked
    stored = {number: job.job for number, job in workshop.world.store.state.jobs.items()}
    assert {(job.status, job.lease_owner, job.attempts) for job in stored.values()} == {(Status.PENDING, None, 0)}

    other = Workshop(tmp_path, world=workshop.world)
    with at_work(other, redis_url):
        until(lambda: other.statuses([*jobs, late]) == DONE, seconds=10)
    assert set(Counter(r.text for r in [*voice.requests, *other.voice.requests]).values()) == {1}


def test_a_worker_is_stopped_while_redis_is_away(workshop: Workshop, redis_server: RedisServer) -> None:
    voice = workshop.voice = SlowVoice()
    with at_work(workshop, redis_server.url) as worker:
        jobs = [workshop.order(number) for number in range(8)]
        until(lambda: voice.asked)
        redis_server.kill()
        worker.begin_stop()
        voice.answer()
    stored = [workshop.world.store.state.jobs[job_id].job for job_id in jobs]
    assert {(job.status, job.lease_owner) for job in stored} <= {(Status.PENDING, None), (Status.COMPLETED, None)}
    assert get_event_loop_thread() is None, "the worker has not ended"


def test_a_worker_without_a_place_to_work_in_does_not_start(workshop: Workshop, redis_url: str) -> None:
    class Locked(Workshop):
        def open(self, broker: object) -> None:  # type: ignore[override]  # the caller awaits in vain
            raise DatabaseUnavailable("The database is away.")

    with pytest.raises(DatabaseUnavailable), at_work(Locked(workshop.folder), redis_url):
        pass


def test_a_message_of_a_job_that_nobody_knows_is_done_with(workshop: Workshop, redis_url: str) -> None:
    with at_work(workshop, redis_url), Redis.from_url(redis_url) as client:
        _push(client, UUID(int=7), "unknown")
        until(lambda: client.hlen(f"dramatiq:{QUEUE}.msgs") == 0)
        assert client.zcard(f"dramatiq:{QUEUE}.XQ") == 0
        assert here(workshop.world.application().ring_for_jobs()) == 0


def test_a_message_that_met_a_database_that_was_away_is_done_with(workshop: Workshop, redis_url: str) -> None:
    asked: list[UUID] = []

    async def away(job_id: UUID) -> None:
        asked.append(job_id)
        raise DatabaseUnavailable("It is away.")

    class Cut(Workshop):
        @asynccontextmanager
        async def open(self, broker: Broker) -> AsyncIterator[BookBytes]:
            async with super().open(broker) as application:
                yield replace(application, generate_audio_book=away)  # type: ignore[arg-type]  # a use case is called

    with at_work(Cut(workshop.folder), redis_url), Redis.from_url(redis_url) as client:
        _push(client, UUID(int=7), "cut")
        until(lambda: asked and client.hlen(f"dramatiq:{QUEUE}.msgs") == 0)
        assert client.zcard(f"dramatiq:{QUEUE}.XQ") == 0
