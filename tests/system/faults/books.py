"""Small books for rows: each its own text, so that no two ask the vendor for the same."""

import asyncio
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bookbytes_adapters import build
from bookbytes_adapters.memory import PlainTextBooks, SystemClock
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.ids import UuidV7Factory
from bookbytes_core import SYSTEM_USER, Options, Order
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.books.import_book import ImportBook

_PLACES = ("harbour", "lighthouse", "school", "chapel", "mill", "market", "quarry", "library", "bridge", "station")
_SENTENCES = (
    "The {place} of {town} lies on the north side of the island.",
    "Every morning the {place} is opened before the sun is up.",
    "In {year} the {place} was painted for the first time.",
    "Nobody remembers who built the {place}, but {name} has kept its books for {few} years.",
    "When the storm of {year} came, the {place} was the only house in {town} with a light.",
    "The {place} has {few} windows and one door that faces the sea.",
    "In winter {name} brings wood for the stove and mends what the wind has broken.",
    "Visitors write their names into a book that lies beside the door of the {place}.",
)


def a_book(number: int, *, chapters: int = 3, words: int = 150, seed: int) -> str:
    """Plain text for ``PlainTextBooks``: each chapter has at least ``words`` words. Equal arguments, equal text."""
    rng = random.Random(f"{seed}-{number}")
    town = f"Sandvik {number}"
    parts = [f"# The Island of {town}\nby Ada Writer\n"]
    for chapter in range(chapters):
        place = _PLACES[chapter % len(_PLACES)]
        parts.append(f"## The {place.title()}\n")
        written = 0
        while written < words:
            chosen = rng.sample(_SENTENCES, 4)
            facts = {"place": place, "town": town, "year": rng.randint(1700, 1990), "few": rng.randint(2, 60)}
            paragraph = " ".join(each.format(name=rng.choice(("Maria", "Tomas", "Ada")), **facts) for each in chosen)
            parts.append(paragraph + "\n")
            written += len(paragraph.split())
    return "\n".join(parts)


async def place(
    settings: Settings, files: Sequence[Path], options: Options, *, owners: bool, ring: bool = True
) -> list[UUID]:
    """Import and order each of ``files`` as the API does, and ring for it: who has many under way is left to the sweep,
    which is what not to ``ring`` is. Returns the jobs' ids."""
    jobs = []
    async with build(settings) as app:
        import_book = ImportBook(
            parser=PlainTextBooks(),  # quicker than the sandbox
            storage=app.storage,
            new_uow=app.ring_for_jobs.new_uow,
            clock=SystemClock(),
            new_id=UuidV7Factory(),
        )
        for file in files:
            owner = uuid4() if owners else SYSTEM_USER
            edition = (await import_book(file, name=file.name, owner=owner)).edition
            receipt = await app.request_audio_book(Order(edition_id=edition.id, options=options), owner=owner)
            if ring:
                await app.queue.send(receipt.job_id)
            jobs.append(receipt.job_id)
    return jobs


def ring(settings: Settings, job_id: UUID) -> None:
    """One more message for a job."""

    async def rung() -> None:
        async with build(settings) as app:
            await app.queue.send(job_id)

    asyncio.run(rung())


def resume(settings: Settings, job_id: UUID, *, max_cost_usd: Decimal | None = None) -> None:
    """Let a parked job go on, as its owner."""

    async def resumed() -> None:
        async with build(settings) as app:
            await app.resume_job(job_id, owner=SYSTEM_USER, max_cost_usd=max_cost_usd)
            await app.queue.send(job_id)

    asyncio.run(resumed())


def make_failed(settings: Settings, audio_book_id: UUID) -> UUID:
    """Have the chapters that failed made again; returns the new job's id."""
    return _refreshed(settings, audio_book_id, only_failed=True).job_id


def make_anew(settings: Settings, audio_book_id: UUID, **changes: object) -> Receipt:
    """Have the next version made, with other ``changes`` of its options."""
    return _refreshed(settings, audio_book_id, changes=changes)


def order_by_isbn(settings: Settings, isbn: str, options: Options) -> UUID:
    """The job of a book of which nobody has a text."""

    async def ordered() -> UUID:
        async with build(settings) as app:
            source = app.choose_source
            chosen = await source.by_isbn(isbn, owner=SYSTEM_USER, from_memory=options.from_memory)
            order = Order(edition_id=chosen.edition.id, options=options)
            receipt = await app.request_audio_book(order, owner=SYSTEM_USER)
            await app.queue.send(receipt.job_id)
            return receipt.job_id

    return asyncio.run(ordered())


def _refreshed(settings: Settings, audio_book_id: UUID, **how: Any) -> Receipt:
    async def asked() -> Receipt:
        async with build(settings) as app:
            receipt = await app.refresh_audio_book(audio_book_id, owner=SYSTEM_USER, **how)
            await app.queue.send(receipt.job_id)
            return receipt

    return asyncio.run(asked())
