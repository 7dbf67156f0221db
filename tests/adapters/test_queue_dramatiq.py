"""The queue on a real Redis with a real Dramatiq worker: its contract, and messages nobody should have sent."""

import asyncio
import json
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import dramatiq
import pytest
from dramatiq.middleware import AsyncIO, Retries, TimeLimit

from bookbytes_adapters.queue.dramatiq import ACTOR, QUEUE, DramatiqQueue
from bookbytes_adapters.queue.redis import DoorbellBroker, SetAside, check_eviction, redis_broker
from bookbytes_core.errors import InvalidInput, Unavailable
from tests.contracts.job_queue import JobQueueContract
from tests.support.redis_server import RedisServer, a_redis

WAITING, BODIES = f"dramatiq:{QUEUE}", f"dramatiq:{QUEUE}.msgs"


@dataclass
class Listener:
    """A worker that writes down what it is told."""

    broker: DoorbellBroker
    heard: list[str] = field(default_factory=list)

    def start(self) -> dramatiq.Worker:
        @dramatiq.actor(broker=self.broker, queue_name=QUEUE, actor_name=ACTOR)
        async def note(job_id: str) -> None:
            self.heard.append(str(UUID(job_id)))

        worker = dramatiq.Worker(self.broker, worker_threads=2, worker_timeout=50)
        worker.start()
        return worker


@pytest.fixture
def broker(redis_url: str) -> Iterator[DoorbellBroker]:
    broker = redis_broker(redis_url)
    yield broker
    broker.close()


@pytest.fixture
def listener(broker: DoorbellBroker) -> Iterator[Listener]:
    listener = Listener(broker)
    worker = listener.start()
    yield listener
    worker.stop(timeout=5000)


@pytest.fixture
def queue(broker: DoorbellBroker) -> DramatiqQueue:
    return DramatiqQueue(broker)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what another thread does sets no event here
            await asyncio.sleep(0.02)


class TestDramatiqQueue(JobQueueContract):
    @pytest.fixture
    def received(self, listener: Listener, broker: DoorbellBroker) -> Callable[[], Awaitable[list[UUID]]]:
        async def heard() -> list[UUID]:
            await asyncio.to_thread(broker.join, QUEUE, timeout=10_000)
            return [UUID(job_id) for job_id in listener.heard]

        return heard


async def test_ringing_again_for_a_job_that_waits_does_not_make_the_queue_longer(
    queue: DramatiqQueue, broker: DoorbellBroker
) -> None:
    jobs = [uuid4() for _ in range(3)]
    for _ in range(20):
        for job in jobs:
            await queue.send(job)

    assert (broker.client.llen(WAITING), broker.client.hlen(BODIES)) == (3, 3)


async def test_a_job_rung_for_while_its_first_message_is_in_hand_comes_again(
    queue: DramatiqQueue, broker: DoorbellBroker
) -> None:
    job = uuid4()
    await queue.send(job)
    consumer = broker.consume(QUEUE, prefetch=1, timeout=10)
    first = next(consumer)
    await queue.send(job)
    consumer.ack(first)
    again = next(consumer)
    assert again.args == (str(job),)
    consumer.ack(again)

    assert broker.do_qsize(QUEUE) == 0


def _raw(broker: DoorbellBroker, message_id: str, body: bytes) -> None:
    broker.client.hset(BODIES, message_id, body)
    broker.client.rpush(WAITING, message_id)


def _message(message_id: str, **changes: object) -> bytes:
    whole = {
        "queue_name": QUEUE,
        "actor_name": ACTOR,
        "args": [str(uuid4())],
        "kwargs": {},
        "options": {"redis_message_id": message_id},
        "message_id": message_id,
        "message_timestamp": 0,
    }
    return json.dumps(whole | changes).encode()


STRANGE = {
    "garbage": b"\xff{not json",
    "no message": b'{"hello": "world"}',
    "a list": b"[]",
    "unknown actor": _message("unknown actor", actor_name="brew_tea"),
    "another version's arguments": _message("another version's arguments", args=["2", {"version": 2}]),
    "no id of a job": _message("no id of a job", args=["seven"]),
    "another queue": _message("another queue", queue_name="elsewhere"),
    "no id of its own": _message("no id of its own", options={}),
    "options that are none": _message("options that are none", options=[]),
}


async def test_q11_messages_that_make_no_sense_are_set_aside_once_and_hold_nobody_up(
    listener: Listener, broker: DoorbellBroker, queue: DramatiqQueue
) -> None:
    good = uuid4()
    for message_id, body in STRANGE.items():
        _raw(broker, message_id, body)
    await queue.send(good)

    await until(lambda: listener.heard == [str(good)] and broker.do_qsize(QUEUE) == 0)
    dead = {name.decode() for name in broker.client.zrange(f"{WAITING}.XQ", 0, -1)}
    assert dead == set(STRANGE)
    counted = next(one for one in broker.middleware if isinstance(one, SetAside))
    assert counted.count == 3
    assert broker.client.hkeys(BODIES) == []


async def test_a_queue_that_is_away_says_so_at_once() -> None:
    with a_redis() as server:
        pass
    broker = redis_broker(server.url)
    with pytest.raises(Unavailable, match="will be sent again"):
        await DramatiqQueue(broker).send(uuid4())
    broker.close()


async def test_a_queue_that_hangs_does_not_hold_its_sender_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        broker = redis_broker(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()
        with pytest.raises(Unavailable, match="will be sent again"):
            await DramatiqQueue(broker).send(uuid4())
        assert time.monotonic() - began < 10
        broker.close()


async def test_a_queue_that_comes_back_is_used_again(redis_server: RedisServer) -> None:
    broker = redis_broker(redis_server.url)
    queue = DramatiqQueue(broker)
    await queue.send(uuid4())
    redis_server.kill()
    with pytest.raises(Unavailable):
        await queue.send(uuid4())
    redis_server.start()
    await queue.send(uuid4())
    assert broker.client.llen(WAITING) == 1
    broker.close()


def test_q09_a_redis_that_evicts_is_named() -> None:
    with a_redis(maxmemory_policy="allkeys-lru") as server, pytest.raises(InvalidInput) as refused:
        check_eviction(server.url)
    assert refused.value.code == "evicting_broker"
    assert "maxmemory-policy is allkeys-lru" in refused.value.message
    assert "set maxmemory-policy to noeviction" in refused.value.message


def test_a_redis_that_keeps_everything_passes_and_one_that_is_away_is_no_refusal(redis_server: RedisServer) -> None:
    check_eviction(redis_server.url)
    redis_server.kill()
    with pytest.raises(Unavailable):
        check_eviction(redis_server.url)


def test_the_broker_is_set_up_as_measured(broker: DoorbellBroker) -> None:
    kinds = [type(one) for one in broker.middleware]
    assert kinds[0] is AsyncIO
    limits = next(one for one in broker.middleware if isinstance(one, TimeLimit))
    retries = next(one for one in broker.middleware if isinstance(one, Retries))
    assert (limits.time_limit, retries.max_retries) == (24 * 3600 * 1000, 0)
    assert (broker.heartbeat_timeout, broker.maintenance_chance) == (15_000, 100_000)
