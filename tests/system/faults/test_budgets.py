"""Caps and prices (V): what is spent is bounded before it is spent, and the vendor's own bill says so."""

from decimal import Decimal
from uuid import UUID

import pytest

from bookbytes_core import Options, Status
from bookbytes_core.errors import InvalidInput
from tests.support.paid_books import A_CHAPTER, AN_OPENING, a_long_plain_book
from tests.system.faults.bills import at_rest, sold, start
from tests.system.faults.books import resume
from tests.system.faults.rows import row
from tests.system.faults.world import World

CHAPTERS = 10
CALLS = CHAPTERS * 3
"""A summary, an opening and the speech of each."""
CAP = A_CHAPTER * Decimal("3.5") + AN_OPENING
MORE = A_CHAPTER * 20
NO_PRICE = {"OPENAI_BASE_URL": "", "LLM_MODEL": "gpt-9"}
"""The vendor's own address, and a model of which nobody knows what it costs."""


def a_capped_book(world: World) -> UUID:
    options = Options(words_per_chapter=30, max_cost_usd=CAP)
    (job,) = world.order_files([a_long_plain_book(world.folder)], options, chapters=CHAPTERS)
    return job


def heard(world: World) -> list[int]:
    return sorted(each.number for each in world.records.chapters() if world.records.is_heard(each))


def booked(world: World) -> Decimal:
    """The ledger's total, in US dollars."""
    return sum((call.cost_usd for call in world.records.calls()), Decimal(0))


@row("V12", "a cap in the middle of chapter 4 of 10, then a higher one", priced=True)
def test_v12_a_job_stops_before_the_call_that_its_cap_has_no_room_for(world: World) -> None:
    job = a_capped_book(world)
    start(world)
    at_rest(world, job, Status.PAUSED, "budget")
    assert heard(world) == [1, 2, 3]
    assert booked(world) == world.vendor.fake.cost_usd() <= CAP
    asked = sold(world)
    resume(world.settings(), job)
    at_rest(world, job, Status.PAUSED, "budget")
    assert sold(world) == asked
    resume(world.settings(), job, max_cost_usd=MORE)
    world.finish()
    assert sold(world) == CALLS
    assert booked(world) == world.vendor.fake.cost_usd() > CAP


@row("V12", "the same, and kill -9 in chapter 3 while a call is under way", priced=True)
def test_v12_a_lost_answer_counts_as_the_most_it_may_have_cost(world: World) -> None:
    world.vendor.script(kind="tts", contains="boat number 3", delay=5.0)
    job = a_capped_book(world)
    victim = world.worker()
    world.until(lambda: len(heard(world)) == 2, "two chapters")
    world.until(lambda: sold(world, "tts") == 6 and world.vendor.under_way() == 1, "only the slow call under way")
    world.kill(victim)
    start(world)
    at_rest(world, job, Status.PAUSED, "budget")
    assert heard(world) == [1, 2]
    world.until(lambda: not world.vendor.under_way(), "the answer that nobody waits for")
    assert booked(world) < world.vendor.fake.cost_usd() <= CAP
    resume(world.settings(), job, max_cost_usd=MORE)
    world.finish()
    reserved = sum((call.reserved_usd for call in world.records.calls()), Decimal(0))
    assert booked(world) < world.vendor.fake.cost_usd() <= booked(world) + reserved
    assert sold(world) == CALLS + 1


@row("V14", "a model without a price at the vendor's own address")
def test_v14_a_model_without_a_price_is_asked_nothing(world: World) -> None:
    server = world.serve(**NO_PRICE)
    with server.client() as client:
        edition, _ = world.upload(client)
        refused = client.post("/api/v1/books/process", json={"edition_id": edition})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "price_unknown")
        assert client.get("/api/v1/jobs").json()["total"] == 0
    assert world.stop(server) == 0

    file = a_long_plain_book(world.folder, (1, 2, 3))
    with pytest.raises(InvalidInput) as caught:
        world.order_files([file], Options(), chapters=3, **NO_PRICE)
    assert caught.value.code == "price_unknown"
    assert not world.records.jobs()

    (job,) = world.order_files([file], Options(), chapters=3)
    workers = start(world, **NO_PRICE)
    at_rest(world, job, Status.PAUSED, "price_unknown")
    assert sold(world) == 0
    for worker in workers:
        world.stop(worker)
    start(world)
    resume(world.settings(), job)
    world.finish()
    assert sold(world) == 3 * 3
