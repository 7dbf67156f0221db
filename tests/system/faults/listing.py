"""The lists of rows in docs/reliability.md, made from the tests themselves.

python -m tests.system.faults.listing       writes them anew
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.walls import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- rows: python -m tests.system.faults.listing -->\n", "<!-- end of rows -->\n"
ALL = {"K": 21, "Q": 15, "B": 12, "V": 15, "C": 15, "A": 30}
"""How many rows each part of the table of faults has."""
NOT_HAD = {"A29": "there are no webhooks to attack"}
"""Rows that nothing tries, with the reason."""
_TEST = re.compile(r"def test_([kqbvca]\d\d)_")


def page_with_rows(page: str) -> str:
    """``page`` with its lists of rows as they are now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{listed()}\n{END}{after}"


def listed() -> str:
    rows = sorted(row for file in Path(__file__).parent.glob("test_*.py") for row in _rows(file))
    lines = ["| row | what is done | where |", "|---|---|---|"]
    lines += [f"| {number} | {done} | {where} |" for number, done, where in rows]
    real = {number for number, _, _ in rows}
    lines += ["", "The other rows of the table have tests of their own:", "", "| row | tests |", "|---|---|"]
    tests = files_by_row()
    for number in all_numbers():
        if number not in real:
            lines.append(f"| {number} | {', '.join(tests.get(number, ())) or f'none: {NOT_HAD[number]}'} |")
    return "\n".join(lines)


def all_numbers() -> list[str]:
    return [f"{part}{number:02}" for part, count in ALL.items() for number in range(1, count + 1)]


def files_by_row() -> dict[str, list[str]]:
    """The files with tests of each row."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for number in sorted(set(_TEST.findall(file.read_text(encoding="utf-8")))):
            found[number.upper()].append(f"`{file.relative_to(ROOT / 'tests').as_posix()}`")
    return found


def _rows(file: Path) -> Iterator[tuple[str, str, str]]:
    """Read from the source, so that nothing is started for it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "row":
            number, done = (ast.literal_eval(argument) for argument in node.args[:2])
            on = next((ast.unparse(each.value) for each in node.keywords if each.arg == "on"), "EMBEDDED SERVERS")
            yield number, done, " and ".join(world.lower() for world in ("EMBEDDED", "SERVERS") if world in on)


if __name__ == "__main__":
    PAGE.write_text(page_with_rows(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
