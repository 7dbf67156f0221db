"""python -m tests.system.soak [--minutes 120] [--seed N] [--pause 2.5] [--report build/soak.jsonl]

Ends with 1 when a promise was broken or something grew.
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from tests.conftest import own_variables
from tests.system.faults.worlds import a_world
from tests.system.soak.run import SETUP, Soak
from tests.system.soak.verdict import outcome


def main() -> int:
    parser = argparse.ArgumentParser(description="Mixed load with faults; what grows is told.")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=int(f"{datetime.now(UTC):%Y%m%d}"))
    parser.add_argument("--pause", type=float, default=2.5, help="seconds from one action of a user to the next")
    parser.add_argument("--report", type=Path, default=Path("build/soak.jsonl"))
    asked = parser.parse_args()
    for name in own_variables():
        os.environ.pop(name, None)
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.unlink(missing_ok=True)
    _say(f"soak: {asked.minutes:g} minutes, seed {asked.seed}, report {asked.report}")
    with tempfile.TemporaryDirectory(prefix="bookbytes-soak-") as folder, a_world(SETUP, Path(folder), _none) as world:
        soak = Soak(
            world=world,
            seed=asked.seed,
            minutes=asked.minutes,
            pause_seconds=asked.pause,
            report=asked.report,
            say=_say,
        )
        soak.run()
        found = outcome(soak)
    for line in [*found.lines, "", *(f"BROKEN: {each}" for each in found.broken)]:
        _say(line)
    _say("not good" if found.broken else "good")
    return 1 if found.broken else 0


def _say(line: str) -> None:
    print(line, flush=True)


def _none() -> NoReturn:
    raise AssertionError("it has a server of its own")


if __name__ == "__main__":
    sys.exit(main())
