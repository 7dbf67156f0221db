"""python -m tests.system.stories [--seed N] [--faults 1000] [--books 100] [--kind servers|embedded] [--story FILE]

Without a seed today's date is one. A story that fails is shortened (--shrink-minutes, 0: not) and kept in build/.
Ends with 1 when a promise was broken.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import own_variables
from tests.system.faults.telling import audited
from tests.system.stories.run import Told, told
from tests.system.stories.shrink import OutOfTimeError, shortest
from tests.system.stories.story import Story

_FOLDER = Path("build/stories")


def main() -> int:
    asked = _asked()
    for name in own_variables():
        os.environ.pop(name, None)
    story = _story(asked)
    _say(f"{len(story.faults)} faults over {story.books} books on {story.kind}, seed {story.seed}")
    outcome = _run(story, _say)
    _report(story, outcome)
    if not outcome.broken:
        _say("good")
        return 0
    _keep(story, "whole", outcome)
    if asked.shrink_minutes:
        _shorten(story, outcome, time.monotonic() + 60 * asked.shrink_minutes)
    return 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Faults drawn by a seed, and the shortest story of a failure.")
    parser.add_argument("--seed", type=int, default=int(f"{datetime.now(UTC):%Y%m%d}"))
    parser.add_argument("--faults", type=int, default=1000)
    parser.add_argument("--books", type=int, default=100)
    parser.add_argument("--kind", choices=["servers", "embedded"], default="servers")
    parser.add_argument("--story", type=Path, help="a story that was kept, instead of one drawn")
    parser.add_argument("--shrink-minutes", type=float, default=60)
    return parser.parse_args()


def _story(asked: argparse.Namespace) -> Story:
    if asked.story:
        return Story.read(asked.story.read_text(encoding="utf-8"))
    return Story.drawn(asked.seed, kind=asked.kind, books=asked.books, faults=asked.faults)


def _run(story: Story, say: Callable[[str], None]) -> Told:
    with tempfile.TemporaryDirectory(prefix="bookbytes-story-") as folder:
        return told(story, Path(folder), say)


def _report(story: Story, outcome: Told) -> None:
    _say(f"faults done {outcome.faults} of {len(story.faults)} in {outcome.seconds / 60:.1f} min")
    _say(f"standstills of the machine {outcome.standstills}")
    for line in audited(outcome.audit):
        _say(line)
    _say(f"mended by customers {dict(Counter(outcome.mended))}")
    _say(f"traces in logs {dict(outcome.traces.most_common(10))}")
    for line in [*outcome.ended, *(f"BROKEN: {each}" for each in outcome.broken)]:
        _say(line)


def _shorten(story: Story, outcome: Told, until: float) -> None:
    wanted = _kinds(outcome)

    def fails(shorter: Story) -> bool:
        if time.monotonic() > until:
            raise OutOfTimeError
        found = _run(shorter, lambda _: None)
        is_same = bool(wanted & _kinds(found))
        _say(f"{len(shorter.faults)} faults, {shorter.books} books: {found.broken[:1] if is_same else 'good'}")
        if is_same:
            _keep(shorter, "shortest", found)
        return is_same

    found = shortest(story, fails)
    _say(f"the shortest story that fails:\n{found}")
    _say(f"again: make random STORY={_keep(found, 'shortest', None)}")


def _kinds(outcome: Told) -> set[str]:
    """What is broken, whatever its numbers and ids."""
    return {re.sub(r"[0-9a-f]{8}-[-0-9a-f]{27}|\d+(\.\d+)?", "#", each) for each in outcome.broken}


def _keep(story: Story, what: str, outcome: Told | None) -> Path:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    file = _FOLDER / f"{story.seed}-{story.kind}-{what}.json"
    file.write_text(story.written(), encoding="utf-8")
    if outcome:
        file.with_suffix(".log").write_text("\n".join([*outcome.broken, outcome.logs]), encoding="utf-8")
    return file


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
