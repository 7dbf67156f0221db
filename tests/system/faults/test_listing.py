"""The page for users lists the rows there are, and no row of the table is forgotten."""

from tests.system.faults.listing import NOT_HAD, PAGE, all_numbers, files_by_row, page_with_rows


def test_the_page_lists_every_row() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page_with_rows(page) == page, "write it anew: python -m tests.system.faults.listing"


def test_every_row_has_a_test_or_a_reason() -> None:
    assert set(files_by_row()) | set(NOT_HAD) >= set(all_numbers())
