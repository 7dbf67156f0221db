"""Books told from books about books, on 200 labelled titles."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bookbytes_core.domain.book_kind import BookKind, kind_of

LIST = Path(__file__).parents[1] / "data" / "book_kinds.tsv"
"""Kind, title and authors. Half of them are books, most of these chosen because they look like something else."""


def labelled() -> list[tuple[BookKind, str, tuple[str, ...]]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(BookKind(kind), title, tuple(filter(None, authors.split("; ")))) for kind, title, authors in rows]


def test_the_list_is_what_it_says() -> None:
    titles = labelled()
    counts = Counter(kind for kind, _, _ in titles)

    assert len({title for _, title, _ in titles}) == len(titles) == 200
    assert counts[BookKind.BOOK] == 100
    assert all(counts[kind] for kind in BookKind)


def test_books_about_books_are_told_apart() -> None:
    told = [(kind, kind_of(title, authors), title) for kind, title, authors in labelled()]
    about = [each for each in told if each[0] is not BookKind.BOOK]
    taken = [each for each in told if each[1] is not BookKind.BOOK]
    right = [each for each in about if each[1] is not BookKind.BOOK]
    recall, precision = len(right) / len(about), len(right) / len(taken)
    errors = [f"{told_as} instead of {kind}: {title}" for kind, told_as, title in told if kind is not told_as]

    print(f"recall {recall:.3f}, precision {precision:.3f}, errors:", *errors, sep="\n    ")  # noqa: T201 - a report
    assert recall >= 0.95
    assert precision >= 0.98


@pytest.mark.parametrize(
    "title", ["", "   ", "|", "Summary", "Workbook", "Analysis", "a" * 100_000, "summary of " * 2000]
)
def test_any_title_has_a_kind_at_once(title: str) -> None:
    assert kind_of(title) in BookKind


def test_typography_and_case_do_not_matter() -> None:
    assert kind_of("ATOMIC HABITS — SUMMARY & ANALYSIS") is BookKind.SUMMARY_OF
    assert kind_of("Cliff’s Notes on Hamlet") is BookKind.STUDY_GUIDE
    assert kind_of("Re\u0301sume\u0301 : L’Étranger") is BookKind.SUMMARY_OF
