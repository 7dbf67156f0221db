"""Break each promise on purpose and see that the table of faults notices.

python -m tests.mutants                 all mutants: a line each; exit code 1 if one is not noticed
python -m tests.mutants P1 P5           those of some promises
python -m tests.mutants --why P1        and what the tests that noticed said
"""

import argparse
import re
import sys
import time
from collections.abc import Iterable, Sequence

from tests.mutants.catalogue import MUTANTS, PROMISES
from tests.mutants.copies import Copy, Result, a_copy
from tests.mutants.mutant import Mutant

_ID = re.compile(r"test_((?:[a-z]\d\d_)+)")
_WORLD = re.compile(r"\[(embedded|servers)\]")


def main() -> int:
    parser = argparse.ArgumentParser(description="Break each promise on purpose.")
    parser.add_argument("promises", nargs="*", metavar="PROMISE", help="P1 to P12")
    parser.add_argument("--why", action="store_true", help="what the tests that noticed said")
    asked = parser.parse_args()
    if unknown := set(asked.promises) - set(PROMISES):
        parser.error(f"There is no promise {', '.join(unknown)}: they are {', '.join(PROMISES)}.")
    mutants = [mutant for mutant in MUTANTS if mutant.promise in (asked.promises or PROMISES)]
    with a_copy() as copy:
        if not _whole(copy, mutants):
            return 1
        survivors = [mutant for mutant in mutants if not _noticed(copy, mutant, why=asked.why)]
    missed = f", {len(survivors)} not noticed" if survivors else ", all noticed"
    print(f"{len(mutants)} mutants of {len({mutant.promise for mutant in mutants})} promises{missed}")
    return 1 if survivors else 0


def _whole(copy: Copy, mutants: Iterable[Mutant]) -> bool:
    """Whether all tests that are to fail pass as long as nothing is broken."""
    rows = list(dict.fromkeys(row for mutant in mutants for row in mutant.rows))
    began = time.monotonic()
    result = copy.run(rows, at_once=2)
    for name, why in (result.failed | result.broken).items():
        print(f"{_named([name])} fails without a mutant: {_first_line(why)}")
    print(
        f"without a mutant {result.passed} tests of {len(rows)} rows pass, {time.monotonic() - began:.0f} s", flush=True
    )
    return not result.failed and not result.broken


def _noticed(copy: Copy, mutant: Mutant, *, why: bool) -> bool:
    began = time.monotonic()
    with copy.changed(mutant.changed(copy.root)):
        result = copy.run(mutant.rows)
    seconds = time.monotonic() - began
    print(f"{mutant.promise:<4} {mutant.breaks:<62} {_verdict(result):<32} {seconds:4.0f} s", flush=True)
    for name, reason in (result.failed | result.broken).items() if why else ():
        print(f"       {_named([name])}: {_first_line(reason)}", flush=True)
    return all(any(_belongs(name, row) for name in result.failed) for row in mutant.rows)


def _belongs(name: str, row: str) -> bool:
    """Whether the test of that name is the row's; one without values in its id stands for all of its values."""
    own = row.rpartition("::")[2]
    return name == own or name.partition("[")[0] == own


def _verdict(result: Result) -> str:
    caught = f"caught by {_named(result.failed)}" if result.failed else "NOT CAUGHT"
    return f"{caught}, broke {_named(result.broken)}" if result.broken else caught


def _named(names: Iterable[str]) -> str:
    """As in the table: the ids of the rows, and their worlds."""
    return ", ".join(dict.fromkeys(map(_short, names)))


def _short(name: str) -> str:
    found, world = _ID.match(name), _WORLD.search(name)
    short = found[1].strip("_").upper().replace("_", "-") if found else name.partition("[")[0].removeprefix("test_")
    return f"{short} {world[1]}" if world else short


def _first_line(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines() or [""]
    return lines[0][:160]


if __name__ == "__main__":
    sys.exit(main())
