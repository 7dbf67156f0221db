"""What the documentation shows is what happens."""

import doctest
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_embedding_page_runs_as_it_stands() -> None:
    failed, tried = doctest.testfile(str(DOCS / "embedding.md"), module_relative=False)
    assert tried > 5
    assert failed == 0
