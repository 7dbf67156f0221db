"""What rows about vendors read off the vendor's bill, and how they wait for what it is about."""

from uuid import UUID

from bookbytes_core import Status
from bookbytes_core.domain.status import ChapterStatus
from tests.support.fake_vendor import Billed
from tests.system.faults.programs import Program
from tests.system.faults.world import World


def asked(world: World) -> dict[str, list[Billed]]:
    """All requests of the bill by their hash, in order of arrival."""
    found: dict[str, list[Billed]] = {}
    for call in world.vendor.fake.bill():
        found.setdefault(call.key, []).append(call)
    return found


def met(world: World, fault: str) -> list[list[Billed]]:
    """All that was asked in the requests that met ``fault``."""
    return [calls for calls in asked(world).values() if any(call.fault == fault for call in calls)]


def at_rest(world: World, job: UUID, status: Status, error: str | None = None) -> None:
    world.until(lambda: world.job(job).rests, "the end of the job")
    assert (world.job(job).status, world.job(job).error) == (status, error)


def start(world: World, **environment: str) -> list[Program]:
    """The workers of a row that is about nothing in particular that they do."""
    return [world.worker(**environment) for _ in range(1 if world.embedded else 2)]


def slow_speech(world: World) -> None:
    """The first piece of each chapter takes so long that those of three chapters are under way at once."""
    world.vendor.script(kind="tts", contains="Chapter", delay=6.0, times=0)


def speech_under_way(world: World) -> None:
    """Wait until all that is left to answer are the slow pieces of three chapters."""
    world.until(lambda: world.vendor.under_way("tts") == len(world.unanswered()) == 3, "speech alone is under way")


def sold(world: World, kind: str = "") -> int:
    """How many calls, of ``kind`` or of all, the vendor has been asked."""
    return sum(call.kind == (kind or call.kind) for call in world.vendor.fake.bill())


def failures(world: World, job: UUID) -> dict[int, str | None]:
    """The chapters that failed and why, by number. All others are there to be heard."""
    book = world.job(job).audio_book_id
    chapters = [each for each in world.records.chapters() if each.audio_book_id == book]
    assert all(world.records.is_heard(each) for each in chapters if each.status is not ChapterStatus.FAILED)
    return {each.number: each.error for each in chapters if each.status is ChapterStatus.FAILED}


def told(world: World, fault: str) -> int:
    """How many calls met ``fault``."""
    return sum(call.fault == fault for call in world.vendor.fake.bill())
