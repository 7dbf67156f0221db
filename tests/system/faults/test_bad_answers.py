"""Answers of a language model that are of no use (V), counted call by call at the vendor's own bill."""

from bookbytes_core import Status
from tests.system.faults.bills import at_rest, failures, met, sold, start, told
from tests.system.faults.books import make_failed
from tests.system.faults.rows import row
from tests.system.faults.world import World

FAULTS = {
    "harbour": ("invalid_json", "summary_invalid"),
    "lighthouse": ("no_content", "summary_empty"),
    "school": ("refusal", "summary_refused"),
    "chapel": ("wrong_language", "summary_wrong_language"),
    "mill": ("huge", "summary_too_long"),
    "market": ("no_sentences", "summary_empty"),
    "quarry": ("many_sentences", "summary_too_long"),
    "library": ("html", "summary_invalid"),
}
"""By what the chapter is about, in the order of the book; the ninth and tenth are answered well."""

CHAPTERS = 10
CALLS = {fault: 1 if fault == "refusal" else 2 for fault, _ in FAULTS.values()}
"""A model that declines is not asked again; any other answer of no use is repaired once."""


def answered_badly(world: World, faults: dict[str, tuple[str, str]], *, times: int) -> None:
    for place, (fault, _) in faults.items():
        world.vendor.script(fault=fault, times=times, kind="llm", contains=f"the {place}")


@row("V09", "summaries that are no JSON, empty, refused, in German, of 1 MB", within=60)
def test_v09_an_answer_of_no_use_is_repaired_once_and_then_fails_its_chapter(world: World) -> None:
    answered_badly(world, FAULTS, times=0)
    (job,) = world.order(chapters=CHAPTERS)
    start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    assert failures(world, job) == dict(enumerate((code for _, code in FAULTS.values()), 1))
    assert {fault: told(world, fault) for fault in CALLS} == CALLS
    assert sold(world, "llm") == CHAPTERS + sum(CALLS.values()) - len(FAULTS)
    assert sold(world, "tts") == 2 * (CHAPTERS - len(FAULTS))
    summaries = sold(world, "llm")
    world.vendor.fake.forget_script()
    world.instead(job, make_failed(world.settings(), world.job(job).audio_book_id))
    world.finish()
    assert sold(world, "llm") == summaries + len(FAULTS)
    assert sold(world, "tts") == 2 * CHAPTERS


@row("V09", "the same, but the repair is good", within=60)
def test_v09_a_repair_that_is_good_is_the_chapters(world: World) -> None:
    repaired = {place: fault for place, fault in FAULTS.items() if fault[0] != "refusal"}
    answered_badly(world, repaired, times=1)
    world.order(chapters=CHAPTERS)
    start(world)
    world.finish()
    assert sold(world, "llm") == CHAPTERS + len(repaired)
    assert all(len(calls) == 1 for fault in CALLS for calls in met(world, fault))
