"""The figures in docs/reliability-figures.md, made from what `make faults` printed.

python -m tests.system.faults.figures LOG       writes them anew
"""

import re
import sys
from pathlib import Path

from tests.architecture.walls import ROOT
from tests.system.faults.audit import COLUMNS, RECOVERY_SECONDS

PAGE = ROOT / "docs" / "reliability-figures.md"
BEGIN, END = "<!-- figures: python -m tests.system.faults.figures -->\n", "<!-- end of figures -->\n"
_HEAD = (
    "| row | where | result | needed | paid | twice | under way | unknown | lost | stuck | orphans | 5xx "
    "| recovery, s | exit, s | MiB |"
)
_LINE = re.compile(r"[KQBVCA]\d\d +(embedded|servers) ")
_FIGURES = 15
"""So many words of a line are figures; what was done, which follows, stands in another page."""
_RECOVERY = 12
"""The place of the longest recovery among them."""


def page_with_figures(page: str, log: str) -> str:
    """``page`` with the totals and rows that ``log`` tells. Raises ``ValueError`` for a log without them."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_told(log)}\n{END}{after}"


def _told(log: str) -> str:
    _, found, printed = log.partition(COLUMNS)
    if not found:
        raise ValueError("it does not hold the table that `make faults` prints at its end")
    lines = printed.strip().split("\n")
    rows = [line.split(maxsplit=_FIGURES)[:_FIGURES] for line in lines if _LINE.match(line)]
    totals = lines[lines.index("") + 1 :]
    totals = totals[: next((place for place, line in enumerate(totals) if line.startswith("largest worker")), -1) + 1]
    slow = [row for row in rows if row[_RECOVERY] != "-" and float(row[_RECOVERY]) > RECOVERY_SECONDS]
    others = max(float(row[_RECOVERY]) for row in rows if row[_RECOVERY] != "-" and row not in slow)
    told = [f"- {line}" for line in totals]
    told += [
        f"- longer than {RECOVERY_SECONDS:.0f} s to recover took {_named(slow)}; all others at most {others:.1f} s"
    ]
    return "\n".join([*told, "", _HEAD, re.sub(r"[^|]+", "---", _HEAD), *(f"| {' | '.join(row)} |" for row in rows)])


def _named(rows: list[list[str]]) -> str:
    return ", ".join(f"{row[0]} ({row[1]}, {row[_RECOVERY]} s)" for row in rows) or "nothing"


if __name__ == "__main__":
    PAGE.write_text(page_with_figures(PAGE.read_text(encoding="utf-8"), Path(sys.argv[1]).read_text(encoding="utf-8")))
