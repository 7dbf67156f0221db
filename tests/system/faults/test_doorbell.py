"""Messages that come twice or in any order, and a Redis that takes none (Q)."""

import random
import time
from typing import Any
from uuid import UUID, uuid4

import dramatiq
import httpx

from bookbytes_adapters.queue.dramatiq import ACTOR, QUEUE
from tests.system.faults.proxy import Cut
from tests.system.faults.rows import SERVERS, row
from tests.system.faults.test_broker import MESSAGES, WAITING, push
from tests.system.faults.world import SEED, World


def _message(message_id: str, **changes: Any) -> bytes:
    usual: dict[str, Any] = {"queue_name": QUEUE, "actor_name": ACTOR, "args": (str(uuid4()),), "kwargs": {}}
    options = {"redis_message_id": message_id}
    return dramatiq.Message(**{**usual, "options": options, "message_id": message_id, **changes}).encode()


@row("Q06", "the replies cut that acknowledge a message", on=[SERVERS], proxied=("redis",))
def test_q06_a_message_whose_end_was_not_told_costs_nothing_more(world: World) -> None:
    jobs = world.order(books=3, chapters=1)
    proxy = world.proxies["redis"]
    proxy.cut_next(b"SREM", Cut.REPLY, times=2)  # the script that acknowledges
    proxy.cut_next(b"SREM", Cut.REQUEST, times=2)
    world.workers(2)
    world.until(lambda: proxy.cuts == 4, "the cuts")
    world.fault(in_flight=0)
    world.finish()
    assert {world.job(job).fence for job in jobs} == {1}


@row(
    "Q08",
    "messages in any order, and chapter 12 made before chapter 1",
    on=[SERVERS],
    environment={"LLM_MAX_CONCURRENT": "24"},
)
def test_q08_order_is_that_of_the_book(world: World) -> None:
    world.vendor.script(kind="llm", contains="the harbour", delay=25.0, times=0)  # chapters 1 and 11
    jobs = world.order(books=3, chapters=12)
    assert world.redis
    with world.redis.client() as client:
        client.delete(WAITING, MESSAGES)
        for job_id in random.Random(SEED).sample(jobs, len(jobs)):
            push(client, job_id)
    world.workers(2)
    heard: list[int] = []
    first = world.job(jobs[0]).audio_book_id

    def all_heard() -> bool:
        made = [each for each in world.records.chapters() if each.audio_book_id == first]
        heard.extend(each.number for each in made if world.records.is_heard(each) and each.number not in heard)
        return len(heard) == 12

    world.until(all_heard, "all chapters", seconds=180)
    assert heard.index(12) < heard.index(1)
    world.finish()
    with world.serve().client() as client:
        items = client.get(f"/api/v1/books/{first}/chapters").json()["items"]
        texts = [client.get(f"/api/v1/chapters/{each['id']}").json()["summary"] for each in items]
    assert [each["number"] for each in items] == list(range(1, 13))
    assert [each["title"].lower() in text for each, text in zip(items, texts, strict=True)] == [True] * 12


@row("Q10", "a Redis that is full", on=[SERVERS], within=10)
def test_q10_an_order_that_cannot_be_rung_for_is_done_later(world: World) -> None:
    assert world.redis
    world.worker()
    api = world.serve()
    with api.client() as client, world.redis.client() as redis:
        editions = [world.upload(client) for _ in range(3)]
        redis.config_set("maxmemory", "1")
        answers = [client.post("/api/v1/books/process", json={"edition_id": edition}) for edition, _ in editions]
        assert [answer.status_code for answer in answers] == [httpx.codes.ACCEPTED] * 3
        jobs = [UUID(answer.json()["job_id"]) for answer in answers]
        for job_id, (_, chapters) in zip(jobs, editions, strict=True):
            world.expect(job_id, chapters)
        assert {world.job(job_id).status.value for job_id in jobs} == {"pending"}
        redis.config_set("maxmemory", "0")
    world.fault(in_flight=0)
    world.finish()
    assert "Traceback" not in api.log
    assert "queue" in api.log.lower() or "redis" in api.log.lower()


@row("K02", "messages for jobs that nobody knows", on=[SERVERS])
def test_k02_a_message_that_came_before_its_job_is_ignored(world: World) -> None:
    assert world.redis
    jobs = world.order(chapters=1)
    with world.redis.client() as client:
        for job_id in (uuid4(), *jobs, uuid4()):
            push(client, job_id)
        worker = world.worker()
        world.finish()
        world.until(lambda: client.hlen(MESSAGES) == 0, "the last message")
        assert client.zcard(f"{WAITING}.XQ") == 0, "none was set aside"
    assert "Traceback" not in worker.log


STRANGE = {
    "garbage": b"\xff{not json",
    "no message": b'{"hello": "world"}',
    "unknown actor": _message("unknown actor", actor_name="brew_tea"),
    "a later version's": _message("a later version's", args=["2", {"version": 2}]),
    "no id of a job": _message("no id of a job", args=["seven"]),
    "another queue": _message("another queue", queue_name="elsewhere"),
}


@row("Q11", "messages that are garbage, of another version, for another actor", on=[SERVERS])
def test_q11_messages_that_make_no_sense_are_set_aside_once(world: World) -> None:
    assert world.redis
    with world.redis.client() as client:
        for message_id, body in STRANGE.items():
            client.hset(MESSAGES, message_id, body)
            client.rpush(WAITING, message_id)
        jobs = world.order(books=2, chapters=1)
        worker = world.worker()
        world.finish()
        world.until(lambda: client.zcard(f"{WAITING}.XQ") == len(STRANGE), "the last one set aside")
        assert {name.decode() for name in client.zrange(f"{WAITING}.XQ", 0, -1)} == set(STRANGE)
        assert (client.llen(WAITING), client.hlen(MESSAGES)) == (0, 0)
    assert worker.log.count("set aside") >= len(STRANGE)
    assert {world.job(job).fence for job in jobs} == {1}


@row("Q04", "Redis away when orders come", on=[SERVERS], within=10)
def test_q04_an_order_is_taken_without_redis(world: World) -> None:
    assert world.redis
    world.worker()
    with world.serve().client() as client:
        editions = [world.upload(client) for _ in range(3)]
        world.redis.kill()
        for edition, chapters in editions:
            answer = client.post("/api/v1/books/process", json={"edition_id": edition})
            assert answer.status_code == httpx.codes.ACCEPTED
            world.expect(UUID(answer.json()["job_id"]), chapters)
        time.sleep(2)
        world.redis.start()
    world.fault(in_flight=0)
    world.finish()
