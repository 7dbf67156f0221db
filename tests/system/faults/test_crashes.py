"""Kills of a worker at each step of a job (K)."""

import signal
import time
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters.queue.dramatiq import QUEUE
from bookbytes_core.domain.job import MAX_ATTEMPTS
from tests.system.faults.bills import sold
from tests.system.faults.books import ring
from tests.system.faults.rows import EMBEDDED, SERVERS, row
from tests.system.faults.world import World


@row("K01", "the API killed after its commit, before it sends the message", within=10, short=[SERVERS])
def test_k01_an_order_whose_message_was_never_sent_is_rung_for(world: World) -> None:
    api = world.serve(kill_at="job.add:after:1")
    with api.client() as client:
        edition, chapters = world.upload(client)
        if not world.embedded:
            world.worker()
        with pytest.raises(httpx.TransportError):
            client.post("/api/v1/books/process", json={"edition_id": edition})
    world.killed(api)
    (job,) = world.records.jobs()
    world.expect(job, chapters)
    with world.serve().client() as client:
        again = client.post("/api/v1/books/process", json={"edition_id": edition})
    assert (again.status_code, UUID(again.json()["job_id"])) == (200, job)
    world.finish()
    assert len(world.records.jobs()) == 1


@row("K03", "killed after a message was fetched, before the claim")
def test_k03_a_job_that_was_fetched_and_not_claimed_is_claimed_by_another(world: World) -> None:
    job = world.order()[0]
    world.killed(world.worker(kill_at="job.claim:before:1"))
    assert world.job(job).fence == 0
    world.worker()
    world.finish()


@row("K04", "killed after the claim")
def test_k04_a_claimed_job_is_resumed_in_a_second_attempt(world: World) -> None:
    job = world.order()[0]
    world.killed(world.worker(kill_at="job.claim:after:1"))
    assert world.job(job).attempts == 1
    world.worker()
    world.finish()
    assert world.job(job).fence == 2


@row(
    "K05", "the API killed after a catalogue's answer was kept, a worker after the list of chapters was", catalogue=True
)
def test_k05_what_is_known_of_a_book_is_asked_for_once(world: World) -> None:
    assert world.catalogue
    order = {"isbn": "9798000030233", "options": {"from_memory": True, "words_per_chapter": 30}}
    api = world.serve(kill_at="job.add:before:1")
    with api.client() as client, pytest.raises(httpx.TransportError):
        client.post("/api/v1/books/process", json=order)
    world.killed(api)
    asked = world.catalogue.requests()
    assert (asked > 0, world.records.jobs()) == (True, {})

    api = world.serve(kill_at="job.step:after:1" if world.embedded else "")
    with api.client() as client:
        job = UUID(client.post("/api/v1/books/process", json=order).json()["job_id"])
    world.expect(job, 3)
    world.killed(api if world.embedded else world.worker(kill_at="job.step:after:1"))
    assert sold(world) == 1
    world.worker()
    world.finish()
    assert world.catalogue.requests() == asked
    assert (sold(world, "llm"), world.vendor.bill().paid_twice) == (1 + 3, 0)


@row("K06", "killed after a call was entered into the ledger, before it left", short=[EMBEDDED])
def test_k06_a_call_that_never_left_is_made_once(world: World) -> None:
    world.order(chapters=1)
    world.killed(world.worker(kill_at="llm.call:before:1"))
    assert (len(world.unanswered()), world.vendor.bill().paid) == (1, 0)
    world.worker()
    world.finish()
    assert world.vendor.bill().paid_twice == 0


@row("K07", "killed while the reply of a language model is under way")
def test_k07_a_reply_in_flight_is_asked_for_once_more_at_most(world: World) -> None:
    world.vendor.script(kind="llm", delay=1.0)
    world.order(chapters=1)
    victim = world.worker()
    world.until(world.vendor.under_way, "a call")
    world.kill(victim)
    world.worker()
    world.finish()
    assert world.vendor.bill().paid_twice <= 1


@row("K08", "killed when the reply of a language model had come, before it was stored")
def test_k08_a_reply_that_was_not_stored_is_asked_for_once_more_at_most(world: World) -> None:
    world.order(chapters=1)
    world.killed(world.worker(kill_at="llm.call:after:1"))
    assert len(world.unanswered()) == world.vendor.bill().paid == 1
    world.worker()
    world.finish()
    assert world.vendor.bill().paid_twice <= 1


@row("K09", "killed after the list of chapters was saved, before the first was begun")
def test_k09_chapters_are_listed_once(world: World) -> None:
    job = world.order(chapters=6)[0]
    world.killed(world.worker(kill_at="chapters.add:after:1"))
    assert [each.number for each in world.records.chapters()] == [1, 2, 3, 4, 5, 6]
    world.workers(2)
    world.finish()
    assert sorted(each.number for each in world.records.chapters()) == [1, 2, 3, 4, 5, 6]
    assert (world.job(job).fence, world.vendor.bill().paid_twice) == (2, 0)


@row(
    "K10",
    "killed in the third of the calls that speak a chapter",
    environment={"TTS_INSTRUCTIONS": "Slowly. " * 500},  # they leave room for a few sentences
)
def test_k10_the_segments_before_it_are_not_paid_for_again(world: World) -> None:
    world.order(chapters=1, words=400)
    world.killed(world.worker(kill_at="tts.call:after:3", TTS_MAX_CONCURRENT="1"))
    assert len(world.unanswered()) == 1
    world.worker()
    world.finish()
    assert world.vendor.bill().paid >= 5


def killed_after_storing(world: World) -> None:
    """First in the midst of a summary, then of speech; what is stored is adopted by the next one."""
    world.order(chapters=1)
    world.killed(world.worker(kill_at="storage.put:after:1"))
    assert len(world.unanswered()) == 1
    world.killed(world.worker(kill_at="storage.put:after:1"))
    others_under_way = len(world.unanswered()) - 1
    world.worker()
    world.finish()
    assert world.vendor.bill().paid_twice <= others_under_way


@row("K12", "killed after a result was stored, before the ledger says so")
def test_k12_a_stored_result_is_adopted_and_not_paid_for_again(world: World) -> None:
    killed_after_storing(world)


@row("K14", "the same, where the store is a real S3 server", on=[SERVERS], s3=True)
def test_k14_an_object_that_was_put_is_adopted_and_not_paid_for_again(world: World) -> None:
    killed_after_storing(world)


@row("K13", "killed when a chapter's sound was joined, before it was stored")
def test_k13_joining_again_costs_nothing(world: World) -> None:
    world.order(chapters=1)
    world.killed(world.worker(kill_at="audio.encode:after:1"))
    paid = world.vendor.bill().paid
    world.worker()
    world.finish()
    assert world.vendor.bill().paid == paid == 3


@row("K15", "killed after the last chapter was saved, before the job was")
def test_k15_a_job_is_completed_once(world: World) -> None:
    job = world.order()[0]
    world.killed(world.worker(kill_at="job.save:before:1"))
    paid, change = world.vendor.bill().paid, world.job(job).change
    assert not world.job(job).rests
    world.workers(2)
    world.finish()
    assert (world.vendor.bill().paid, world.job(job).fence) == (paid, 2)
    assert world.job(job).change == change + 2, "one for the claim, one for the end"


@row("K20", "each attempt at one job kills its worker")
def test_k20_a_job_that_kills_is_given_up_and_others_are_done(world: World) -> None:
    world.vendor.script(kind="tts", delay=1.0, times=0)
    (poison,) = world.order(chapters=1)
    for _ in range(1 + MAX_ATTEMPTS):  # the first saves a step, the list of chapters
        world.killed(world.worker(kill_at="call.begin:before:1"))
    world.worker()
    world.until(lambda: world.job(poison).rests, "the end of the job")
    assert (world.job(poison).status.value, world.job(poison).error) == ("failed", "poison")
    assert (world.job(poison).fence, world.vendor.bill().paid) == (1 + MAX_ATTEMPTS + 1, 0)
    world.instead(poison, world.order(chapters=1)[0])
    world.finish()


@row("K16", "killed after a job's last commit, before the message is acknowledged", on=[SERVERS])
def test_k16_a_message_that_comes_again_changes_nothing(world: World) -> None:
    job = world.order()[0]
    world.killed(world.worker(kill_at="job.save:after:1"))
    assert world.job(job).rests
    paid, before = world.vendor.bill().paid, world.records.dump()
    ring(world.settings(), job)
    world.worker()
    assert world.redis
    with world.redis.client() as client:
        world.until(lambda: client.hlen(f"dramatiq:{QUEUE}.msgs") == 0, "the last acknowledgement")
    assert (world.vendor.bill().paid, world.records.dump()) == (paid, before)
    world.finish()


@row("K18", "one of two workers killed half way", environment={"WORKER_MAX_JOBS": "2"})
def test_k18_the_survivor_finishes_all(world: World) -> None:
    world.vendor.script(delay=0.5, times=0)
    world.order(books=4, owners=True)
    workers = world.workers(2)
    world.until(lambda: world.vendor.bill().paid >= 10, "a third of the calls")
    world.kill(next(worker for worker in workers if world.at_work(worker)))
    world.finish()


@row("K19", "a worker stopped with SIGSTOP until another is done, then continued", on=[SERVERS])
def test_k19_a_worker_that_comes_back_late_can_write_nothing(world: World) -> None:
    world.vendor.script(delay=1.0, times=0)
    world.order()
    sleeper = world.worker()
    world.until(world.vendor.under_way, "a paid call")
    sleeper.send(signal.SIGSTOP)
    world.fault()
    world.worker()
    world.finish()
    before = {**world.records.dump(), **world.records.sounds()}
    sleeper.send(signal.SIGCONT)
    time.sleep(5)
    after = {**world.records.dump(), **world.records.sounds()}
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"provider_calls"}, "the ledger alone may learn of an answer that came late"
    assert world.stop(sleeper) == 0
