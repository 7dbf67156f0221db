"""Whatever stops a run, the next one goes on and ends as if nothing had happened."""

import asyncio
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Self
from uuid import UUID

import pytest

from bookbytes_adapters.memory import MemoryJobQueue, MemoryPresence, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_adapters.memory.unit_of_work import MemoryUnitOfWork
from bookbytes_core import SYSTEM_USER, AudioBook, Options, Order, Status
from bookbytes_core.errors import Conflict
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.jobs.lease import Lease, Leases
from tests.support.scripted import Killed, ScriptedStorage, ScriptedSummariser, ScriptedVoice, settled
from tests.use_cases.steps import chapters_of, ordered, result_of, successor

STEPS = 18
"""More than the small book has puts into the store, so that the last ones let it run undisturbed."""


async def undisturbed(file: Path) -> list[tuple[object, ...]]:
    world = MemoryWorld()
    receipt = await ordered(world, file)
    await world.application().generate_audio_book(receipt.job_id)
    return await result_of(world, receipt.audio_book_id)


@pytest.mark.parametrize("step", range(3, STEPS))
async def test_k10_k12_a_kill_at_any_write_changes_nothing_and_repeats_only_what_was_in_flight(
    book_file: Path, step: int
) -> None:
    async def die(number: int, key: str) -> None:
        if number == step:
            raise Killed

    storage = ScriptedStorage(die)
    voice = ToneSpeech()
    first = MemoryWorld(storage=storage, voice=voice)
    receipt = await ordered(first, book_file)
    in_flight = 0
    try:
        await first.application().generate_audio_book(receipt.job_id)
    except Killed:
        in_flight = first.application().generate_audio_book.chapters_at_once
    await settled()

    second = successor(first)
    second.voice = voice
    await second.application().generate_audio_book(receipt.job_id)
    assert await result_of(second, receipt.audio_book_id) == await undisturbed(book_file)
    asked = Counter(request.text for request in voice.requests)
    assert sum(asked.values()) - len(asked) <= in_flight * 2


@pytest.mark.parametrize("stopped_at", [1, 2, 4])
async def test_a_run_that_is_cancelled_hands_its_job_back(book_file: Path, stopped_at: int) -> None:
    reached = asyncio.Event()

    async def hang(number: int, text: str) -> None:
        if number == stopped_at:
            reached.set()
            await asyncio.Event().wait()

    world = MemoryWorld(voice=ScriptedVoice(hang))
    receipt = await ordered(world, book_file)
    run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
    await reached.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert (view.job.status, view.job.lease_owner) == (Status.PENDING, None)
    other = MemoryWorld(store=world.store, storage=world.storage, presence=MemoryPresence("other"))
    await other.application().generate_audio_book(receipt.job_id)
    assert await result_of(other, receipt.audio_book_id) == await undisturbed(book_file)


async def test_c15_after_a_cancel_nothing_more_is_called_or_written(book_file: Path) -> None:
    world = MemoryWorld()

    async def cancel(number: int, text: str) -> None:
        if number == 1:
            await world.application().cancel_job(receipt.job_id, owner=SYSTEM_USER)

    world.summariser = ScriptedSummariser(cancel)
    voice = ToneSpeech(free=False)
    world.voice = voice
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.status is Status.CANCELLED
    assert voice.requests == []
    assert {c.summary for c in await chapters_of(world, receipt.audio_book_id)} == {None}


class _ChangedMeanwhile(MemoryUnitOfWork):
    """As one on a server, where somebody else's transaction may have written the audio book since it was read."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.audio_books.save = self._lose  # type: ignore[method-assign]
        return self

    async def _lose(self, book: AudioBook) -> AudioBook:
        raise Conflict("Somebody changed the audio book in between: load it again and repeat.", code="stale")


async def test_c05_a_book_that_is_changed_as_its_job_begins_is_handed_back(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    generate = world.application().generate_audio_book
    await replace(generate, new_uow=lambda: _ChangedMeanwhile(world.store))(receipt.job_id)
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert (view.job.status, view.job.lease_owner) == (Status.PENDING, None)
    await generate(receipt.job_id)
    assert await result_of(world, receipt.audio_book_id) == await undisturbed(book_file)


async def test_k19_a_worker_whose_lease_was_taken_writes_nothing_more(book_file: Path) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def sleep_long(number: int, text: str) -> None:
        if number == 1:
            reached.set()
            await go_on.wait()

    slow = MemoryWorld(summariser=ScriptedSummariser(sleep_long))
    receipt = await ordered(slow, book_file)
    run = asyncio.ensure_future(slow.application().generate_audio_book(receipt.job_id))
    await reached.wait()
    other = successor(slow)
    await other.application().generate_audio_book(receipt.job_id)
    finished = await result_of(other, receipt.audio_book_id)
    go_on.set()
    await run
    assert await result_of(other, receipt.audio_book_id) == finished
    assert finished == await undisturbed(book_file)
    view = await other.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.status is Status.COMPLETED


async def test_q12_eight_workers_ring_for_one_job_and_one_does_it(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    workers = [
        MemoryWorld(store=world.store, storage=world.storage, presence=MemoryPresence(f"worker-{n}"), voice=world.voice)
        for n in range(8)
    ]
    tallies = await asyncio.gather(*(w.application().generate_audio_book(receipt.job_id) for w in workers))
    assert len([tally for tally in tallies if tally]) == 1


async def test_k20_work_that_ends_its_process_three_times_without_a_step_is_poison(book_file: Path) -> None:
    async def die(number: int, text: str) -> None:
        raise Killed

    world = MemoryWorld(summariser=ScriptedSummariser(die))
    receipt = await ordered(world, book_file)
    # the first run saves one step, its chapters; the three after it save none
    for attempt in range(4):
        worker = MemoryWorld(
            store=world.store,
            storage=world.storage,
            summariser=world.summariser,
            presence=MemoryPresence(f"worker-{attempt}", {f"worker-{attempt - 1}"}),
        )
        with pytest.raises(Killed):
            await worker.application().generate_audio_book(receipt.job_id)
        await settled()
        async with world.new_uow() as uow:
            chapters = await uow.chapters.of(receipt.audio_book_id)
    assert [c.summary for c in chapters] == [None, None, None]
    last = MemoryWorld(store=world.store, storage=world.storage, presence=MemoryPresence("last", {"worker-3"}))
    await last.application().generate_audio_book(receipt.job_id)
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.error
    assert (view.job.status, view.job.error.code) == (Status.FAILED, "poison")


async def test_the_sweep_rings_at_once_for_a_job_whose_worker_is_gone_and_only_once(book_file: Path) -> None:
    async def die(number: int, text: str) -> None:
        raise Killed

    first = MemoryWorld(summariser=ScriptedSummariser(die))
    receipt = await ordered(first, book_file)
    with pytest.raises(Killed):
        await first.application().generate_audio_book(receipt.job_id)
    await settled()
    assert await first.application().ring_for_jobs() == 0
    second = successor(first)
    assert [await second.application().ring_for_jobs() for _ in range(3)] == [1, 0, 0]


async def test_the_sweep_leaves_to_others_what_it_has_no_room_for(world: MemoryWorld, tmp_path: Path) -> None:
    for number in range(3):
        (file := tmp_path / f"{number}.txt").write_text(f"# One\nBook {number} is short.\n", encoding="utf-8")
        await ordered(world, file)
    room = (2, 0, 5, 5)
    assert [await world.application().ring_for_jobs(at_most=jobs) for jobs in room] == [2, 0, 1, 0]


async def test_q14_users_take_turns_where_there_is_room_for_one_job(tmp_path: Path) -> None:
    """Though all of the first one's jobs are older than the others'."""
    queue = MemoryJobQueue()
    app, owners, jobs = MemoryWorld(queue=queue).application(), [UUID(int=place) for place in (1, 2, 3)], {}
    for place, owner in enumerate(owners):
        for number in range(2):
            (file := tmp_path / f"{place}-{number}.txt").write_text(
                f"# One\nBook {place} {number}.\n", encoding="utf-8"
            )
            edition = (await app.import_book(file, name=file.name, owner=owner)).edition
            order = Order(edition_id=edition.id, options=Options())
            jobs[(await app.request_audio_book(order, owner=owner)).job_id] = place
    while await app.ring_for_jobs(at_most=1):
        await app.generate_audio_book(queue.sent[-1])
    assert [jobs[job_id] for job_id in queue.sent] == [0, 1, 2, 0, 1, 2]


async def test_k02_a_message_for_a_job_nobody_knows_is_ignored(world: MemoryWorld) -> None:
    assert await world.application().generate_audio_book(world.new_id()) is None


async def test_c05_a_book_that_is_deleted_as_its_job_is_claimed_is_left_alone(book_file: Path) -> None:
    world = MemoryWorld()
    receipt = await ordered(world, book_file)
    app = world.application()
    generate = app.generate_audio_book
    assert isinstance(generate, GenerateAudioBook)

    class Overtaken(Leases):
        async def claim(self, job_id: UUID) -> Lease | None:
            lease = await super().claim(job_id)
            await app.delete_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
            return lease

    leases = Overtaken(**{each.name: getattr(generate.leases, each.name) for each in fields(Leases) if each.init})
    tally = await replace(generate, leases=leases)(receipt.job_id)

    assert tally is not None
    assert tally.total == 0
    assert (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job.status is Status.CANCELLED
