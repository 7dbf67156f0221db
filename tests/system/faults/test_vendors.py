"""Trouble with vendors (V), counted call by call at the vendor's own bill."""

from collections import Counter

from bookbytes_core import Status
from tests.system.faults.bills import asked, at_rest, met, start
from tests.system.faults.books import make_failed, resume
from tests.system.faults.rows import row
from tests.system.faults.world import World

PAUSE = 7.0
CHAPTER_2 = "Chapter 2"


@row("V01", "429 with Retry-After 7")
def test_v01_all_workers_share_the_pause_and_it_is_no_attempt(world: World) -> None:
    world.vendor.script(fault="rate_limited", retry_after=PAUSE, kind="tts")
    world.order(books=2)
    start(world)
    world.until(lambda: met(world, "rate_limited"), "the refusal")
    world.finish()
    bill = world.vendor.fake.bill()
    (refused,) = (call for call in bill if call.fault == "rate_limited")
    ((first, again),) = met(world, "rate_limited")
    assert again.arrived_at - first.arrived_at >= PAUSE
    waited = [call for call in bill if call.kind == "tts" and call.arrived_at > refused.arrived_at + 1]
    assert min(call.arrived_at for call in waited) >= refused.arrived_at + PAUSE, "somebody did not wait"
    assert all(call.attempts == 1 for call in world.records.calls())


@row("V02", "no quota left, a wrong key, no payment", within=60)
def test_v02_a_refusal_is_never_tried_again_by_itself(world: World) -> None:
    start(world)
    refusals = {"insufficient_quota": "quota", "unauthorized": "vendor_refused", "payment_required": "quota"}
    for fault, error in refusals.items():
        world.vendor.script(fault=fault, times=0, kind="tts")
        (job,) = world.order(chapters=2)
        at_rest(world, job, Status.PAUSED, error)
        assert {len(calls) for calls in met(world, fault)} == {1}
        world.vendor.fake.forget_script()
        resume(world.settings(), job)
        world.until(lambda: world.job(job).status is Status.COMPLETED, "the end of the job")  # noqa: B023 - called at once
        assert {len(calls) for calls in met(world, fault)} == {2}
    world.finish()


@row("V03", "500 twice, then an answer")
def test_v03_passing_trouble_takes_three_calls(world: World) -> None:
    world.vendor.script(fault="server_error", times=2, kind="tts", contains=CHAPTER_2)
    world.order()
    start(world)
    world.finish()
    assert [len(calls) for calls in met(world, "server_error")] == [3]


@row("V04", "always 500", within=60)
def test_v04_what_never_works_is_tried_three_times_in_all(world: World) -> None:
    world.vendor.script(fault="server_error", times=0, kind="tts", contains=CHAPTER_2)
    (job,) = world.order()
    start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    assert [len(calls) for calls in met(world, "server_error")] == [3]
    world.vendor.fake.forget_script()
    again = make_failed(world.settings(), world.job(job).audio_book_id)
    world.instead(job, again)
    world.finish()
    assert [len(calls) for calls in met(world, "server_error")] == [4]


@row("V05", "the reply after the client's time-out", environment={"TTS_TIMEOUT_SECONDS": "1"})
def test_v05_a_late_reply_is_billed_and_asked_for_once_more(world: World) -> None:
    world.vendor.script(kind="tts", contains=CHAPTER_2, delay=2.5)
    world.order()
    start(world)
    world.until(lambda: any(call.lost for call in world.records.calls()), "a lost answer")
    world.fault(in_flight=1)
    world.finish()
    assert sorted(Counter(len(calls) for calls in asked(world).values()))[-1] == 2
    assert world.vendor.bill().paid_twice == 1
    assert sum(call.lost for call in world.records.calls()) == 1


@row("V06", "no connection to the vendor", proxied=("vendor",))
def test_v06_what_was_never_sent_is_not_unknown(world: World) -> None:
    proxy = world.proxies["vendor"]
    proxy.go_down()
    world.order(chapters=2)
    start(world)
    world.until(lambda: any(call.attempts for call in world.records.calls()), "a first attempt")
    proxy.come_up()
    world.finish()
    assert {len(calls) for calls in asked(world).values()} == {1}
    assert not any(call.lost for call in world.records.calls())


@row("V11", "one of twelve chapters always fails", within=60, environment={"TTS_MAX_CONCURRENT": "24"})
def test_v11_eleven_chapters_play_and_the_twelfth_is_one_call(world: World) -> None:
    opening = "Chapter 7."
    world.vendor.script(fault="bad_request", times=0, kind="tts", contains=opening)
    (job,) = world.order(chapters=12)
    start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    heard = [chapter for chapter in world.records.chapters() if world.records.is_heard(chapter)]
    assert (len(heard), 7 in {chapter.number for chapter in heard}) == (11, False)
    paid = world.vendor.bill().paid
    world.vendor.fake.forget_script()
    again = make_failed(world.settings(), world.job(job).audio_book_id)
    world.instead(job, again)
    world.finish()
    assert world.vendor.bill().paid == paid + 1
