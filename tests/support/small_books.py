"""Small books for tests, as text that any reader of files can make chapters of."""

from pathlib import Path

MARKDOWN = """---
title: The Small Book
author: Ada Writer
lang: en
---

# The Small Book

## The Harbour

The harbour lies on the north side of the island. Every morning the boats leave before the sun is up. They come back at
noon with herring and mackerel.

The oldest boat belongs to Maria Santos. She has mended it eleven times. Nobody remembers who built it.

## The Lighthouse

The lighthouse was lit for the first time in 1861. Its keeper wrote down the weather three times a day. The books fill a
whole shelf in the town hall.

When the lamp was made electric, the keeper stayed. He said that a light needs somebody to look at it.

## The School

The school has two rooms and nineteen pupils. In winter they bring wood for the stove. In summer the lessons move to the
beach.
"""

CHAPTERS = ("The Harbour", "The Lighthouse", "The School")


def a_small_book(folder: Path, *, name: str = "small.md", text: str = MARKDOWN) -> Path:
    """A book of three chapters as a Markdown file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
