"""The page with figures says what the table says."""

from dataclasses import replace

import pytest

from tests.system.faults.audit import Row, table
from tests.system.faults.figures import BEGIN, END, PAGE, page_with_figures
from tests.system.faults.test_audit import GOOD

SLOW = Row(id="K17", world="servers", done="killed again | and again", result="ok", audit=GOOD, seed=7)
QUICK = replace(SLOW, id="C11", result="FAILED", audit=replace(GOOD, recoveries=(), exits=()))
FIRST = replace(SLOW, id="B02", audit=replace(GOOD, recoveries=(61.0,)))


def test_a_page_is_made_from_a_log() -> None:
    log = "\n".join(["....F [100%]", *table([SLOW, QUICK, FIRST]), "=== short test summary info ==="])
    page = page_with_figures(f"Before.\n{BEGIN}old{END}After.\n", log)
    assert (page[:8], page[-7:]) == ("Before.\n", "After.\n")
    assert "old" not in page
    assert "- runs 3 of 3 rows, failed 1, seed 7\n" in page
    assert "- longer than 20 s to recover took B02 (servers, 61.0 s); all others at most 15.2 s\n" in page
    assert "| K17 | servers | ok | 9 | 10 | 1 | 2 | 1 | 0 | 0 | 0 | 0 | 15.2 | 26.8 | 160 |\n" in page
    assert "| C11 | servers | FAILED | 9 | 10 | 1 | 2 | 1 | 0 | 0 | 0 | 0 | - | - | 160 |\n" in page
    assert "summary" not in page
    assert page_with_figures(page, log) == page


def test_a_log_without_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="does not hold the table"):
        page_with_figures(PAGE.read_text(encoding="utf-8"), "1 passed")


def test_the_page_has_the_place_for_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
