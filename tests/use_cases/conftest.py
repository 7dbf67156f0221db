"""A world in memory with a small book in it."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory.application import MemoryWorld

BOOK = """# The Small Book
by Ada Writer

## The Harbour
The harbour lies on the north side. Every morning the boats leave before the sun is up.

They come back at noon with herring. The oldest boat belongs to Maria Santos.

## The Lighthouse
The lighthouse was lit for the first time in 1861. Its keeper wrote down the weather.

## The School
The school has two rooms and nineteen pupils. In winter they bring wood for the stove.
"""


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    file = tmp_path / "small.txt"
    file.write_text(BOOK, encoding="utf-8")
    return file


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld()
