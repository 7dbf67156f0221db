"""A finished book, two hours old, whose making cost money."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.use_cases.repair.repairs import PAID, AgingStorage
from tests.use_cases.steps import ordered


@pytest.fixture
def storage() -> AgingStorage:
    return AgingStorage()


@pytest.fixture
def world(storage: AgingStorage) -> MemoryWorld:
    return MemoryWorld(storage=storage, summariser=EchoSummariser(PAID), voice=ToneSpeech(free=False))


@pytest.fixture
async def receipt(world: MemoryWorld, storage: AgingStorage, book_file: Path) -> Receipt:
    """Of three chapters."""
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    storage.age()
    return receipt
