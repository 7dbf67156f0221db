"""A language model that is asked about a book nobody has a text of (V), counted call by call at its own bill."""

from uuid import UUID

import pytest

from bookbytes_core import Options, Status
from bookbytes_core.errors import InvalidInput
from tests.system.faults.bills import at_rest, sold, start, told
from tests.system.faults.books import order_by_isbn
from tests.system.faults.rows import row
from tests.system.faults.world import World

MEMORY = Options(from_memory=True, words_per_chapter=30)
CHAPTERS = 3
"""The fake remembers so many of every book."""

BOOKS = {
    "no_chapters": ("9798000030233", "Beyond the Market"),
    "many_chapters": ("9798000030707", "Library Songs"),
    "same_chapters": ("9798000030820", "Beyond the Garden"),
}
UNKNOWN = ("9798000031506", "The Last Ferry")
ANOTHER = {"LLM_MODEL": "gpt-4.1-mini"}


@row("V10", "a book without a text: 0 chapters, 500, twice the same, not known", within=60, catalogue=True)
def test_v10_a_list_that_cannot_be_one_is_refused_and_nothing_is_spoken(world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        order_by_isbn(world.settings(), UNKNOWN[0], Options())
    assert (caught.value.code, sold(world)) == ("source_text_required", 0)

    workers = start(world)
    refused = [ended_in_vain(world, fault, *book, calls=2, error="summary_invalid") for fault, book in BOOKS.items()]
    unknown = ended_in_vain(world, "unknown", *UNKNOWN, calls=1, error="book_not_known")
    assert (sold(world, "llm"), sold(world, "tts")) == (2 * len(BOOKS) + 1, 0)

    world.vendor.fake.forget_script()
    for job, (isbn, _) in zip(refused, BOOKS.values(), strict=True):
        world.instead(job, order_by_isbn(world.settings(), isbn, MEMORY))
    world.finish()
    assert sold(world, "llm") == 2 * len(BOOKS) + 1 + len(BOOKS) * (1 + CHAPTERS)

    for worker in workers:
        world.stop(worker)
    world.instead(unknown, order_by_isbn(world.settings(**ANOTHER), UNKNOWN[0], MEMORY))
    start(world, **ANOTHER)
    world.finish()
    assert sold(world, "llm") == 2 * len(BOOKS) + 1 + (len(BOOKS) + 1) * (1 + CHAPTERS)


def ended_in_vain(world: World, fault: str, isbn: str, title: str, *, calls: int, error: str) -> UUID:
    """The job of a book about which the model is asked so many times, and says nothing that could be spoken."""
    world.vendor.script(fault=fault, times=0, kind="llm", contains=title)
    job = order_by_isbn(world.settings(), isbn, MEMORY)
    world.expect(job, CHAPTERS)
    at_rest(world, job, Status.FAILED, error)
    assert told(world, fault) == calls
    assert not any(each.audio_book_id == world.job(job).audio_book_id for each in world.records.chapters())
    return job
