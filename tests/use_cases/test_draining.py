"""A run that is stopped in good order: what is in flight is finished and kept, nothing new is begun."""

import asyncio
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from bookbytes_adapters.memory import ManualClock, MemoryPresence, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Job, Status
from bookbytes_core.domain.cost import CallState
from bookbytes_core.errors import Refused, Rejected
from bookbytes_core.use_cases.prepared_call import rejected_key_of
from tests.support.entities import NOW
from tests.support.scripted import ScriptedVoice
from tests.use_cases.steps import ordered, result_of


async def job_of(world: MemoryWorld, job_id: UUID) -> Job:
    return (await world.application().jobs.get(job_id, SYSTEM_USER)).job


def call_states(world: MemoryWorld) -> Counter[CallState]:
    return Counter(call.state for call in world.store.state.calls.values() if call.kind.value == "tts")


class SlowVoice:
    """Paid calls that are answered when ``answer`` is set."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()
        self.voice = ScriptedVoice(self._script, free=False)

    async def _script(self, number: int, text: str) -> None:
        self.asked.set()
        await self.answer.wait()


async def test_c10_a_paid_call_in_flight_is_finished_and_kept_and_nothing_new_is_begun(book_file: Path) -> None:
    slow = SlowVoice()
    world = MemoryWorld(voice=slow.voice)
    receipt = await ordered(world, book_file)
    run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
    await slow.asked.wait()
    await asyncio.sleep(0.01)
    asked = len(slow.voice.requests)
    run.cancel()
    await asyncio.sleep(0.01)
    assert (await job_of(world, receipt.job_id)).status is Status.PROCESSING
    slow.answer.set()
    with pytest.raises(asyncio.CancelledError):
        await run

    job = await job_of(world, receipt.job_id)
    assert (job.status, job.lease_owner, job.attempts) == (Status.PENDING, None, 0)
    assert len(slow.voice.requests) == asked
    assert call_states(world) == {CallState.DONE: asked}
    rest = ToneSpeech(free=False)
    other = MemoryWorld(store=world.store, storage=world.storage, presence=MemoryPresence("other"), voice=rest)
    await other.application().generate_audio_book(receipt.job_id)
    assert (await job_of(other, receipt.job_id)).status is Status.COMPLETED
    paid = Counter(request.text for request in [*slow.voice.requests, *rest.requests])
    assert set(paid.values()) == {1}


async def test_c11_a_paid_call_that_takes_too_long_is_cut_and_stays_unknown(book_file: Path) -> None:
    slow = SlowVoice()
    world = MemoryWorld(voice=slow.voice, clock=ManualClock(NOW), stall_seconds=1e9)
    receipt = await ordered(world, book_file)
    run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
    await slow.asked.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run

    job = await job_of(world, receipt.job_id)
    assert (job.status, job.lease_owner) == (Status.PENDING, None)
    assert set(call_states(world)) == {CallState.STARTED}


async def test_a_call_that_costs_nothing_is_not_waited_for(book_file: Path) -> None:
    slow = SlowVoice()
    world = MemoryWorld(voice=ScriptedVoice(slow._script))
    receipt = await ordered(world, book_file)
    run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
    await slow.asked.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 5)
    assert (await job_of(world, receipt.job_id)).status is Status.PENDING


async def test_one_chapters_trouble_does_not_lose_what_the_others_have_paid_for(book_file: Path) -> None:
    first = asyncio.Event()

    async def refuse_the_second(number: int, text: str) -> None:
        if number == 1:
            first.set()
            await asyncio.sleep(0.05)
        elif number == 2:
            await first.wait()
            raise Refused("The key is not valid.")

    world = MemoryWorld(voice=ScriptedVoice(refuse_the_second, free=False))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert (await job_of(world, receipt.job_id)).status is Status.PAUSED
    assert call_states(world)[CallState.DONE] >= 1


async def test_an_answer_of_no_use_to_a_run_that_is_being_stopped_is_kept_for_a_look_at_it(book_file: Path) -> None:
    asked, stopped = asyncio.Event(), asyncio.Event()

    async def useless(number: int, text: str) -> None:
        asked.set()
        await stopped.wait()
        raise Rejected("Silence.", code="bad_audio", answer=text.encode())

    world = MemoryWorld(voice=ScriptedVoice(useless, free=False))
    receipt = await ordered(world, book_file)
    run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
    await asked.wait()
    run.cancel()
    await asyncio.sleep(0.01)
    stopped.set()
    with pytest.raises(asyncio.CancelledError):
        await run
    failed = [call.key for call in world.store.state.calls.values() if call.state is CallState.FAILED]
    assert failed
    for key in failed:
        assert await world.storage.get(rejected_key_of(key))


async def test_being_handed_back_many_times_is_no_poison(book_file: Path) -> None:
    world = MemoryWorld()
    receipt = await ordered(world, book_file)
    for _ in range(5):
        slow = SlowVoice()
        world.voice = ScriptedVoice(slow._script)
        run = asyncio.ensure_future(world.application().generate_audio_book(receipt.job_id))
        await slow.asked.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    world.voice = ToneSpeech()
    await world.application().generate_audio_book(receipt.job_id)
    assert (await job_of(world, receipt.job_id)).status is Status.COMPLETED
    assert await result_of(world, receipt.audio_book_id)


async def test_v02_a_refusal_that_comes_while_the_run_is_being_stopped_is_no_lost_answer(book_file: Path) -> None:
    two_under_way = asyncio.Event()

    async def refuse(number: int, text: str) -> None:
        if number > 1:
            await asyncio.sleep(0.1)  # whatever else begins at once has begun by then
            two_under_way.set()
        await two_under_way.wait()
        await asyncio.sleep(0.02 if number > 1 else 0)  # the others answer while the run is being stopped
        raise Refused("No.")

    world = MemoryWorld(voice=ScriptedVoice(refuse, free=False))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    speech = [call for call in world.store.state.calls.values() if call.kind.value == "tts"]
    assert len(speech) > 1
    assert {(call.state, call.lost, call.reserved_usd) for call in speech} == {(CallState.FAILED, 0, 0)}
