"""``bookbytes estimate``."""

import json
from pathlib import Path

from tests.support.program import run
from tests.support.small_books import a_small_book


def test_it_says_what_a_book_would_take_and_makes_nothing(tmp_path: Path) -> None:
    book, data_dir = a_small_book(tmp_path), tmp_path / "data"
    told = run("estimate", book, data_dir=data_dir)
    assert told.code == 0
    assert "3 chapters" in told.out
    assert "cost        nothing" in told.out
    answer = json.loads(run("estimate", book, "--json", data_dir=data_dir).out)
    assert (answer["tier"], answer["chapters"], answer["cost_usd"]["likely"]) == ("A", 3, 0)
    priced = run("estimate", book, "--words", "20", data_dir=data_dir, OPENAI_API_KEY="sk-x", LLM_MODEL="gpt-4o-mini")
    assert priced.code == 0
    assert "US dollars, between" in priced.out
    unknown = run("estimate", book, data_dir=data_dir, OPENAI_API_KEY="sk-x", LLM_MODEL="gpt-99")
    assert (unknown.code, "LLM_PRICES_FILE" in unknown.err) == (2, True)
