"""What ``bookbytes doctor`` does without ``--repair``."""

import asyncio
import dataclasses
import json

from bookbytes_adapters import examine
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, load_settings
from bookbytes_worker.exits import Exit


def run_doctor(*, as_json: bool) -> Exit:
    """Exit code 0 when all answers, 1 otherwise."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.ERROR)
    checks = asyncio.run(examine(settings))
    if as_json:
        print(json.dumps({"checks": [dataclasses.asdict(check) for check in checks]}, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            print(f"{'ok' if check.ok else 'NO':<3} {check.name:<10} {check.finding}")
            if check.remedy:
                print(f"{'':<14} {check.remedy}")
    return Exit.DONE if all(check.ok for check in checks) else Exit.DONE_IN_PART
