"""Sound that is taken away or changed behind everybody's back (B10)."""

from pathlib import Path

import httpx

from bookbytes_core import Status
from tests.system.faults.bills import at_rest, failures, sold
from tests.system.faults.books import make_failed
from tests.system.faults.programs import Program
from tests.system.faults.rows import row
from tests.system.faults.world import World

LOST = {1: "audio_missing", 2: "audio_damaged"}


def sound_of(world: World, number: int) -> Path:
    (key,) = [chapter.audio_key for chapter in world.records.chapters() if chapter.number == number]
    return world.folder / "storage" / f"{key}.mp3"


def flip(file: Path) -> None:
    """Change one bit in its middle."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def doctor(world: World, *more: str) -> Program:
    return world.run("doctor", "--repair", *more)


def answers(client: httpx.Client, book: str) -> dict[int, tuple[int, str]]:
    """What a listener is answered for each chapter: the status, and the code of an error."""
    found = {}
    for chapter in client.get(f"/api/v1/books/{book}/chapters").json()["items"]:
        answer = client.get(f"/api/v1/chapters/{chapter['id']}/audio")
        code = "" if answer.is_success else answer.json()["error"]["code"]
        found[chapter["number"]] = (answer.status_code, code)
    return found


@row("B10", "audio deleted and bit-flipped behind a running service, then repaired while it runs")
def test_b10_lost_audio_is_told_and_made_again_on_request_alone(world: World) -> None:
    (job,) = world.order()
    worker = world.worker()
    server = worker if world.embedded else world.serve()
    at_rest(world, job, Status.COMPLETED)
    asked, book = sold(world), world.job(job).audio_book_id
    sound_of(world, 1).unlink()
    flip(sound_of(world, 2))
    world.fault(in_flight=0)
    known = world.records.dump()
    assert doctor(world).wait() == 1
    assert world.records.dump() == known, "a dry run changes nothing"

    mending = doctor(world, "--yes")
    assert (mending.wait(), mending.printed.count("done ")) == (0, len(LOST)), mending.log
    assert world.job(job).status is Status.COMPLETED_WITH_ERRORS
    assert failures(world, job) == LOST
    with server.client() as client:
        assert answers(client, str(book)) == {1: (410, LOST[1]), 2: (410, LOST[2]), 3: (200, "")}
        assert sold(world) == asked, "nothing is made by itself"
        world.instead(job, make_failed(world.settings(), book))
        world.finish()
        assert answers(client, str(book)) == dict.fromkeys((1, 2, 3), (200, ""))
    assert sold(world) == asked, "what was paid for is used again"
    assert doctor(world).wait() == 0
