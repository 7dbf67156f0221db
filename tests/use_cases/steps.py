"""What most of these tests do: order the small book, make it, look at the result."""

from pathlib import Path
from uuid import UUID

from bookbytes_adapters.memory import MemoryPresence
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Chapter, Options, Order
from bookbytes_core.use_cases.audio_books.request import Receipt


async def ordered(world: MemoryWorld, file: Path, options: Options | None = None, *, claim: bool = False) -> Receipt:
    app = world.application()
    book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
    order = Order(edition_id=book.edition.id, options=options or Options())
    return await app.request_audio_book(order, owner=SYSTEM_USER, claim=claim)


async def chapters_of(world: MemoryWorld, book_id: UUID) -> tuple[Chapter, ...]:
    async with world.new_uow() as uow:
        return await uow.chapters.of(book_id)


async def result_of(world: MemoryWorld, book_id: UUID) -> list[tuple[object, ...]]:
    """What a listener gets: everything of the chapters but their ids and times of day."""
    chapters = await chapters_of(world, book_id)
    sounds = [await world.storage.get(f"{c.audio_key}.mp3") if c.audio_key else None for c in chapters]
    return [
        (c.number, c.title, c.status, c.summary, c.duration_seconds, c.times, sound)
        for c, sound in zip(chapters, sounds, strict=True)
    ]


def successor(world: MemoryWorld, dead: str = "memory") -> MemoryWorld:
    """Another worker on the same database and store, which knows that the first one is gone."""
    return MemoryWorld(
        store=world.store, storage=world.storage, presence=MemoryPresence("successor", {dead}), clock=world.clock
    )
