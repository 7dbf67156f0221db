"""Speech that is none (V), counted call by call at the vendor's own bill."""

from collections import Counter

from bookbytes_core import Status
from tests.system.faults.bills import at_rest, failures, met, sold, start
from tests.system.faults.books import make_failed
from tests.system.faults.rows import row
from tests.system.faults.world import World

FAULTS = ("json_error", "html", "empty", "silence", "aac", "garbage")
"""Those of chapters 2 to 7."""


def spoken_badly(world: World, said: dict[int, str], faults: dict[int, str], *, chapters: int) -> None:
    """Speech of what is ``said`` in some chapters comes in vain as often as it is asked for, each with its fault. Then
    the vendor recovers, and what failed is made again."""
    for number, fault in faults.items():
        world.vendor.script(fault=fault, times=0, kind="tts", contains=said[number])
    (job,) = world.order(chapters=chapters)
    start(world)
    at_rest(world, job, Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    assert failures(world, job) == dict.fromkeys(faults, "bad_audio")
    assert [[len(calls) for calls in met(world, fault)] for fault in faults.values()] == [[2]] * len(faults)
    assert len(world.records.rejected()) == 2 * sum(fault != "empty" for fault in faults.values())
    asked, summaries = sold(world), sold(world, "llm")
    world.vendor.fake.forget_script()
    world.instead(job, make_failed(world.settings(), world.job(job).audio_book_id))
    world.finish()
    assert (sold(world), sold(world, "llm")) == (asked + len(faults), summaries)


@row("V07", "speech that is cut off, and no Content-Length that says so", within=60)
def test_v07_truncated_speech_is_made_again_once(world: World) -> None:
    """In the middle of a frame of sound, which every decoder notices, and between two, which looks whole."""
    said = {2: "the lighthouse", 3: "Chapter 3."}
    spoken_badly(world, said, {2: "truncated", 3: "too_short"}, chapters=4)
    assert sold(world) == 4 + 8 + 2 * len(said)


@row("V08", "speech that is JSON, HTML, 0 bytes, silence, another codec, noise", within=60)
def test_v08_what_is_no_speech_fails_its_chapter_alone(world: World) -> None:
    faults = dict(enumerate(FAULTS, 2))
    spoken_badly(world, {number: f"Chapter {number}." for number in faults}, faults, chapters=8)
    assert Counter(call.fault for call in world.vendor.fake.bill() if call.fault) == dict.fromkeys(FAULTS, 2)
    assert any(b"Please sign in" in answer for answer in world.records.rejected())
    assert sold(world) == 8 + 16 + 2 * len(FAULTS)
