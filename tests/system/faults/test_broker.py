"""Messages that are lost, doubled and late, and a Redis that dies (Q)."""

import asyncio
import time
from collections import Counter
from uuid import UUID

import dramatiq
from redis import Redis

from bookbytes_adapters.queue.dramatiq import ACTOR, QUEUE
from tests.system.faults import hammer
from tests.system.faults.proxy import Cut
from tests.system.faults.rows import SERVERS, row
from tests.system.faults.world import World

WAITING = f"dramatiq:{QUEUE}"
MESSAGES = f"{WAITING}.msgs"

_TWO = {"WORKER_MAX_JOBS": "2"}
_FOUR = {"WORKER_MAX_JOBS": "4"}


def running(world: World) -> int:
    return sum(job.status.value == "processing" for job in world.records.jobs().values())


@row("Q01", "FLUSHALL while 50 jobs are queued and 4 run", on=[SERVERS], within=10, environment=_FOUR)
def test_q01_a_flushed_redis_loses_no_job(world: World) -> None:
    world.vendor.script(kind="llm", delay=1.0, times=0)
    world.order(books=54, chapters=1, owners=True)
    world.worker()
    world.until(lambda: running(world) == 4, "four jobs at work")
    assert world.redis
    with world.redis.client() as client:
        client.flushall()
    world.fault(in_flight=0)
    world.finish(seconds=120)


def redis_dies(world: World) -> None:
    """In the middle of a job, with others waiting."""
    assert world.redis
    world.vendor.script(kind="llm", delay=1.0, times=0)
    world.order(books=4, chapters=2, owners=True)
    world.worker()
    world.until(lambda: running(world) == 2, "two jobs at work")
    world.redis.kill()
    world.fault(in_flight=0)
    time.sleep(2)
    world.redis.start()
    world.finish()


@row("Q02", "Redis killed and restarted with its AOF", on=[SERVERS], redis={"appendonly": "yes"}, environment=_TWO)
def test_q02_a_redis_that_comes_back_with_its_messages_loses_no_job(world: World) -> None:
    redis_dies(world)


@row("Q03", "Redis killed and restarted empty", on=[SERVERS], environment=_TWO)
def test_q03_a_redis_that_comes_back_empty_loses_no_job(world: World) -> None:
    redis_dies(world)


@row("Q05", "the reply cut that hands a message to a worker", on=[SERVERS], proxied=("redis",))
def test_q05_a_message_that_is_lost_on_its_way_is_sent_again(world: World) -> None:
    world.order()
    world.proxies["redis"].cut_next(b"fetch", Cut.REPLY, times=3)
    world.worker()
    world.until(lambda: world.proxies["redis"].cuts == 3, "the cuts")
    world.fault()
    world.finish()


@row("Q07", "every message delivered five times to two workers", on=[SERVERS])
def test_q07_a_job_that_is_rung_for_five_times_is_done_once(world: World) -> None:
    jobs = world.order(books=4)
    assert world.redis
    with world.redis.client() as client:
        for job_id in jobs * 5:
            push(client, job_id)
        world.workers(2)
        world.finish()
        for job_id in jobs * 5:
            push(client, job_id)
        world.until(lambda: client.hlen(MESSAGES) == 0, "the last message")
    assert Counter(job.fence for job in world.records.jobs().values()) == {1: 4}


def push(client: Redis, job_id: UUID) -> None:
    """A message of its own, which our broker would not send a second time."""
    message: dramatiq.Message[None] = dramatiq.Message(QUEUE, ACTOR, (str(job_id),), {}, {})
    message = message.copy(options={"redis_message_id": message.message_id})
    client.hset(MESSAGES, message.message_id, message.encode())
    client.rpush(WAITING, message.message_id)


@row("Q09", "a broker that evicts", on=[SERVERS], redis={"maxmemory_policy": "allkeys-lru"})
def test_q09_a_broker_that_evicts_is_refused_by_name(world: World) -> None:
    refused = world.run("worker")
    assert refused.wait(30) == 2
    assert "maxmemory-policy is allkeys-lru" in refused.log
    assert "Traceback" not in refused.log
    world.order(chapters=1)
    world.run("worker", "--allow-unsafe")
    world.finish()


@row("Q12", "8 processes claim 2,000 jobs")
def test_q12_no_job_is_claimed_twice(world: World) -> None:
    url = world.settings().database
    jobs = asyncio.run(hammer.fill(url, 2000))
    claimed = [UUID(line) for line in hammer.all_printed("claim", url, 8)]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == jobs
