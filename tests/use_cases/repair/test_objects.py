"""Objects that nothing refers to, and rows that refer to nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, MemoryStore, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.books.texts import load_text
from bookbytes_core.use_cases.prepared_call import rejected_key_of, result_key_of
from tests.support.entities import sha256
from tests.use_cases.repair.repairs import PAID, AgingStorage, found_in, told
from tests.use_cases.steps import ordered, result_of

A, B = sha256("a"), sha256("b")


async def put(storage: AgingStorage, *keys: str) -> None:
    for key in keys:
        await storage.put(key, b"x", content_type="audio/mpeg")


@pytest.mark.usefixtures("receipt")
async def test_what_nothing_refers_to_is_removed_when_it_is_old(world: MemoryWorld, storage: AgingStorage) -> None:
    before = set(storage.objects)
    orphans = [f"audio/ab/{A}.{suffix}" for suffix in ("mp3", "m4a", "json")]
    orphans += [f"texts/{A}.json", f"covers/{A}.png", rejected_key_of(A)]
    await put(storage, *orphans)
    storage.age(3500)
    assert await told(world, mend=True) == []
    storage.age(200)
    assert sorted(finding.subject for finding in await found_in(world)) == sorted(orphans)
    assert set(storage.objects) == before | set(orphans), "a dry run removes nothing"
    assert await told(world, mend=True) == [("orphan", "mended")] * len(orphans)
    assert set(storage.objects) == before
    assert await told(world) == []


@pytest.mark.usefixtures("receipt")
async def test_what_may_have_been_paid_for_and_what_is_not_ours_stays(
    world: MemoryWorld, storage: AgingStorage
) -> None:
    kept = [result_key_of(kind, A) for kind in CallKind]
    kept += [f"samples/{A}.mp3", f"covers/works/{A}.jpg", "foreign.txt", f"texts/{A}.txt", "audio/ab/short.mp3"]
    await put(storage, *kept)
    storage.age()
    assert await told(world, mend=True) == []
    assert set(kept) <= set(storage.objects)


@pytest.mark.parametrize(("state", "kept"), [(CallState.FAILED, True), (CallState.DONE, False)])
@pytest.mark.usefixtures("receipt")
async def test_a_rejected_answer_is_kept_while_its_call_stands_as_failed(
    world: MemoryWorld, storage: AgingStorage, state: CallState, *, kept: bool
) -> None:
    calls = world.store.state.calls
    call = next(iter(calls.values()))
    calls[call.key] = replace(call, state=state)
    await put(storage, rejected_key_of(call.key))
    storage.age()
    await told(world, mend=True)
    assert (rejected_key_of(call.key) in storage.objects) is kept


async def test_speech_that_cost_nothing_and_was_to_be_thrown_away_is(
    world: MemoryWorld, storage: AgingStorage, book_file: Path
) -> None:
    """A run that is killed between the ledger's row and the file leaves the file."""
    world.voice = ToneSpeech(free=True)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    speech = [each.key for each in world.store.state.calls.values() if each.kind is CallKind.TTS]
    await put(storage, *(result_key_of(CallKind.TTS, key) for key in speech))
    storage.age()
    assert await told(world, mend=True) == [("orphan", "mended")] * len(speech)


async def test_a_result_that_is_gone_is_forgotten(world: MemoryWorld, storage: AgingStorage, receipt: Receipt) -> None:
    gone = [key for key in storage.objects if key.startswith("results/llm/")]
    for key in gone:
        del storage.objects[key]
    assert await told(world) == [("result_lost", "found")] * len(gone)
    assert await told(world, mend=True) == [("result_lost", "mended")] * len(gone)
    assert {each.result_key for each in world.store.state.calls.values() if each.kind is CallKind.LLM} == {None}
    assert await told(world) == []


async def test_a_text_that_is_gone_comes_back_with_its_file(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt, book_file: Path
) -> None:
    (key,) = [key for key in storage.objects if key.startswith("texts/")]
    text = storage.objects.pop(key)
    assert await told(world) == await told(world, mend=True) == [("text_lost", "left")]
    book = await world.application().import_book(book_file, name=book_file.name, owner=SYSTEM_USER)
    assert (storage.objects[key], book.new) == (text, False)
    assert await told(world) == []


@pytest.mark.parametrize("left", [0, 10, -1])
async def test_a_damaged_text_is_as_good_as_gone(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt, book_file: Path, left: int
) -> None:
    (key,) = [key for key in storage.objects if key.startswith("texts/")]
    text = storage.objects[key]
    await storage.put(key, (await storage.get(key))[:left], content_type="application/json")
    assert await told(world) == await told(world, mend=True) == [("text_lost", "left")]
    with pytest.raises(ObjectNotFound, match="import the book's file again"):
        await load_text(storage, key)
    book = await world.application().import_book(book_file, name=book_file.name, owner=SYSTEM_USER)
    assert (storage.objects[key], book.new) == (text, False)
    assert await told(world) == []


async def test_what_a_restored_database_does_not_know_is_not_paid_for_again(
    world: MemoryWorld, receipt: Receipt, book_file: Path
) -> None:
    """The database is older than the store: it does not even know of the book."""
    costs = {call.key: call.usage for call in world.store.state.calls.values()}
    before = await result_of(world, receipt.audio_book_id)
    world.store = MemoryStore()
    assert {finding.trouble.value for finding in await found_in(world, mend=True)} == {"orphan"}
    world.summariser, world.voice = EchoSummariser(PAID), ToneSpeech(free=False)
    again = await ordered(world, book_file)
    tally = await world.application().generate_audio_book(again.job_id)
    assert tally
    assert (tally.llm, tally.tts, tally.total > 0) == (0, 0, True)
    assert (world.summariser.requests, world.voice.requests) == ([], [])
    assert await result_of(world, again.audio_book_id) == before
    calls = world.store.state.calls.values()
    assert {call.key: call.usage for call in calls} == costs
    assert {(call.state, call.lost, call.reserved_usd) for call in calls} == {(CallState.DONE, 0, 0)}
