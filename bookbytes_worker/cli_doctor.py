"""``bookbytes doctor`` and ``bookbytes migrate``."""

import asyncio
import dataclasses
import json
import sys

from bookbytes_adapters import build, examine
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import Settings, load_settings
from bookbytes_worker.exits import Exit


def run_doctor(*, as_json: bool) -> Exit:
    """Exit code 0 when all answers, 1 otherwise."""
    settings = load_settings()
    configure_logging("ERROR", json=False)
    checks = asyncio.run(examine(settings))
    if as_json:
        print(json.dumps({"checks": [dataclasses.asdict(check) for check in checks]}, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            print(f"{'ok' if check.ok else 'NO':<3} {check.name:<10} {check.finding}")
            if check.remedy:
                print(f"{'':<14} {check.remedy}")
    return Exit.DONE if all(check.ok for check in checks) else Exit.DONE_IN_PART


def run_migrate() -> None:
    settings = load_settings()
    configure_logging("WARNING", json=False)
    asyncio.run(_open(settings))
    print(f"The database is at the newest revision: {settings.database}", file=sys.stderr)


async def _open(settings: Settings) -> None:
    async with build(settings):
        pass
