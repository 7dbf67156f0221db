"""What ``bookbytes doctor --repair`` does."""

import asyncio
import dataclasses
import json
from collections import Counter
from typing import Protocol

from bookbytes_adapters import repairing
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core.use_cases.upkeep.findings import Finding, Outcome
from bookbytes_worker.exits import Exit

Counts = Counter[Outcome]


class Report(Protocol):
    """Tells findings as they come: there may be any number."""

    def tell(self, finding: Finding) -> None: ...

    def close(self, counts: Counts) -> None: ...


def run_repair(*, mend: bool, as_json: bool) -> Exit:
    """Exit code 0 when there is nothing to mend, or all of it was; 1 otherwise. Raises ``DatabaseUnavailable`` and
    ``StorageUnavailable``."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.ERROR)
    counts = asyncio.run(_repair(settings, _Json(mend=mend) if as_json else _Lines(), mend=mend))
    return Exit.DONE if not counts[Outcome.FOUND] + counts[Outcome.LEFT] else Exit.DONE_IN_PART


async def _repair(settings: Settings, report: Report, *, mend: bool) -> Counts:
    counts = Counts()
    async with repairing(settings) as repair:
        async for finding in repair(mend=mend):
            counts[finding.outcome] += 1
            report.tell(finding)
    report.close(counts)
    return counts


class _Lines(Report):
    _WORDS = {Outcome.FOUND: "would", Outcome.MENDED: "done", Outcome.LEFT: "NO"}  # noqa: RUF012 - never changed

    def tell(self, finding: Finding) -> None:
        word, kind = self._WORDS[finding.outcome], finding.trouble.value
        print(f"{word:<5} {kind:<13} {finding.subject}: {finding.found}; {finding.remedy}", flush=True)

    def close(self, counts: Counts) -> None:
        found, mended, left = (counts[each] for each in (Outcome.FOUND, Outcome.MENDED, Outcome.LEFT))
        if not found + mended + left:
            print("Nothing to mend.")
            return
        told = {
            f"{mended} mended": mended,
            f"{found} to mend: run `bookbytes doctor --repair --yes`": found,
            f"{left} that cannot be mended from here": left,
        }
        print("; ".join(text for text, number in told.items() if number) + ".")


class _Json(Report):
    """One object, written piece by piece."""

    def __init__(self, *, mend: bool) -> None:
        self._head = f'{{"dry_run": {json.dumps(not mend)}, "findings": ['
        self._told = 0

    def tell(self, finding: Finding) -> None:
        print(f"{',' if self._told else self._head}\n  {json.dumps(dataclasses.asdict(finding))}", end="")
        self._told += 1

    def close(self, counts: Counts) -> None:
        numbers = ", ".join(f'"{outcome.value}": {counts[outcome]}' for outcome in Outcome)
        print(f"{'' if self._told else self._head}\n], {numbers}}}")
