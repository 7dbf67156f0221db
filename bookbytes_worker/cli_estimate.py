"""``bookbytes estimate``: what making a book would take, before anything is made."""

import asyncio
import json

from bookbytes_adapters import build
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core import SYSTEM_USER, Options, Order, Tier
from bookbytes_core.use_cases.audio_books.estimate import BookEstimate, described
from bookbytes_worker.cli_source import edition_of
from bookbytes_worker.counted import counted

_SOURCES = {
    Tier.TEXT: "the book's own text",
    Tier.CONTENTS: "its table of contents alone (import its file for a summary)",
    Tier.MEMORY: "a language model's memory, not the book",
}
_LEAST_SHOWN = 0.005


def run_estimate(source: str, options: Options, *, as_json: bool) -> None:
    """Raises ``BookBytesError`` for the caller to tell."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.WARNING)
    title, found = asyncio.run(_estimated(settings, source, options, quiet=as_json))
    print(json.dumps(described(found), indent=2) if as_json else "\n".join(_lines(title, found)))


async def _estimated(settings: Settings, source: str, options: Options, *, quiet: bool) -> tuple[str, BookEstimate]:
    async with build(settings) as application:
        edition = await edition_of(application, source, options, quiet=quiet)
        order = Order(edition_id=edition.id, options=options)
        return edition.title, await application.estimate_audio_book(order, owner=SYSTEM_USER)


def _lines(title: str, found: BookEstimate) -> list[str]:
    took, cost = found.estimate, found.estimate.cost_usd
    chapters = counted(found.chapters, "chapter") if found.chapters else "the chapters a model remembers"
    lines = [
        title,
        f"  from        {_SOURCES[found.tier]}: {chapters}, {counted(found.source_words, 'word')}",
        f"  to hear     about {counted(found.words, 'word')}, {counted(round(found.minutes), 'minute')}",
        f"  model       {int(took.llm_tokens.likely):,} tokens",
        f"  speech      {int(took.tts_characters.likely):,} characters",
    ]
    if not cost.high:
        return [*lines, "  cost        nothing"]
    low, likely, high = (_money(amount) for amount in (float(cost.low), float(cost.likely), float(cost.high)))
    return [*lines, f"  cost        {likely} US dollars, between {low} and {high}"]


def _money(usd: float) -> str:
    return f"{usd:.2f}" if usd >= _LEAST_SHOWN else f"{usd:.4f}"
