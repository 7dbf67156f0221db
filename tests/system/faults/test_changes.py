"""A voice or a model that is changed between a failure and what makes up for it (V)."""

import hashlib
from uuid import UUID

import httpx

from bookbytes_core import Status
from bookbytes_core.domain.cost import CallKind
from tests.system.faults.bills import asked, at_rest, failures, sold, start
from tests.system.faults.books import make_anew, make_failed
from tests.system.faults.programs import Program
from tests.system.faults.rows import row
from tests.system.faults.world import World

ANOTHER = "gpt-4.1-mini"
USUAL = "gpt-4o-mini"
OPENING, PLACE = "Chapter 2.", "the lighthouse"
"""What is spoken and what is shown of the second chapter alone."""


def stopped(world: World, workers: list[Program]) -> None:
    for worker in workers:
        world.stop(worker)


def readable(client: httpx.Client, book: UUID) -> dict[int, str]:
    """The SHA-256 of each chapter's sound as a listener gets it, by number."""
    items = client.get(f"/api/v1/books/{book}/chapters").json()["items"]
    got = {each["number"]: client.get(f"/api/v1/chapters/{each['id']}/audio") for each in items}
    return {number: hashlib.sha256(answer.content).hexdigest() for number, answer in got.items() if answer.is_success}


@row("V15", "another voice and model, then a refresh", within=60)
def test_v15_the_old_version_is_readable_until_the_new_one_is_whole_and_after(world: World) -> None:
    world.vendor.script(fault="bad_request", times=0, kind="tts", contains=OPENING)
    (job,) = world.order()
    old = start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    assert failures(world, job) == {2: "vendor_said_no"}
    stopped(world, old)
    before, first = set(asked(world)), world.job(job).audio_book_id

    world.vendor.fake.forget_script()
    world.vendor.script(kind="tts", contains="Chapter 3.", delay=6.0)
    new = make_anew(world.settings(LLM_MODEL=ANOTHER), first, voice="nova")
    world.instead(job, new.job_id)
    workers = start(world, LLM_MODEL=ANOTHER)
    server = workers[0] if world.embedded else world.serve(LLM_MODEL=ANOTHER)
    with server.client() as client:
        world.until(lambda: len(readable(client, new.audio_book_id)) == 2, "all but the last chapter")
        kept = readable(client, first)
        assert set(kept) == {1, 3}
        world.finish()
        assert readable(client, first) == kept
        assert set(readable(client, new.audio_book_id)) == {1, 2, 3}
    assert len(set(asked(world)) - before) == 3 + 6
    models = {call.model for call in world.records.calls() if call.audio_book_id == new.audio_book_id}
    assert models == {ANOTHER, "nova"}


@row("V15", "another model, then the failed chapter again", within=60)
def test_v15_another_model_is_asked_for_the_failed_chapter_alone(world: World) -> None:
    world.vendor.script(fault="refusal", times=0, kind="llm", contains=PLACE)
    (job,) = world.order()
    workers = start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    assert failures(world, job) == {2: "summary_refused"}
    assert (sold(world, "llm"), sold(world, "tts")) == (3, 4)
    stopped(world, workers)

    start(world, LLM_MODEL=ANOTHER)
    world.vendor.fake.forget_script()
    again = make_failed(world.settings(LLM_MODEL=ANOTHER), world.job(job).audio_book_id)
    world.instead(job, again)
    world.finish()
    assert (sold(world, "llm"), sold(world, "tts")) == (4, 6)
    summaries = [call.model for call in world.records.calls() if call.kind is CallKind.LLM]
    assert sorted(summaries) == [ANOTHER, *[USUAL] * 3]
