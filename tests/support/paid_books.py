"""A book that costs money: many chapters of one length, and the fake vendor's prices as an operator's file."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from bookbytes_adapters.prices import read_prices
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.prices import PriceList, Tariff, Tariffs

_CHAPTER = """## Chapter {number}

Chapter {number} tells of boat number {number}. It was built of oak in the yard behind the church. Its owner painted
it blue. He sold it after eleven winters.

The new owner of boat {number} fished for herring. She kept a log of every day at sea. The log of boat {number} is in
the town hall. Nobody has read it.
"""

A_CHAPTER = Decimal("0.00215")
AN_OPENING = Decimal("0.00095")
"""US dollars, at the vendor's prices and 30 words a chapter; the second is what the book's title and author take."""

PRICES = {
    "prices": [
        {
            "model": "gpt-4o-mini",
            "kind": "llm",
            "input": {"usd": 0.15, "per": 1_000_000, "unit": "token"},
            "output": {"usd": 0.60, "per": 1_000_000, "unit": "token"},
            "date": "2026-01-01",
        },
        {
            "model": "tts-1",
            "kind": "tts",
            "input": {"usd": 15, "per": 1_000_000, "unit": "character"},
            "date": "2026-01-01",
        },
    ]
}
"""What the fake vendor charges."""


def a_price_file(folder: Path, prices: object = PRICES) -> Path:
    file = folder / "prices.json"
    file.write_text(json.dumps(prices), encoding="utf-8")
    return file


def the_tariffs() -> Tariffs:
    listed = PriceList(read_prices(json.dumps(PRICES).encode()))
    models = {CallKind.LLM: "gpt-4o-mini", CallKind.TTS: "tts-1"}
    return Tariffs(*(Tariff(model, listed.find("openai", model, kind)) for kind, model in models.items()))


def a_long_book(folder: Path, chapters: Sequence[int] = range(1, 11), *, name: str = "boats.md") -> Path:
    path = folder / name
    head = f"---\ntitle: Boats {name}\nauthor: Ada Writer\nlang: en\n---\n\n# Boats {name}\n"
    return _written(path, head, chapters)


def a_long_plain_book(folder: Path, chapters: Sequence[int] = range(1, 11), *, name: str = "boats.md") -> Path:
    """The same in the form of ``PlainTextBooks``."""
    return _written(folder / name, f"# Boats {name}\nby Ada Writer\n", chapters)


def _written(path: Path, head: str, chapters: Sequence[int]) -> Path:
    told = [_CHAPTER.format(number=number) for number in chapters]
    path.write_text("\n".join([head, *told]), encoding="utf-8")
    return path
