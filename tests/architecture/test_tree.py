"""Every file of the tree keeps the house's rules, and each rule is shown to see a breach. Part of `make lint`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import long_files, machine_marks, patched_doubles
from tests.architecture.walls import ROOT

Rule = Callable[[Path], list[str]]


@pytest.mark.parametrize("rule", [long_files, patched_doubles, machine_marks])
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (long_files, "bookbytes_core/long.py", "x = 1\n" * 301),
        (long_files, "bookbytes_http/static/long.css", "\n" * 301),
        (patched_doubles, "tests/test_x.py", "def test_x(monkeypatch): monkeypatch." + "setattr(x, 'y', 1)"),
        (patched_doubles, "tests/test_x.py", "from unittest." + "mock import patch"),
        (machine_marks, "docs/x.md", "kept in /ho" + "me/someone"),
        (machine_marks, "requirements.lock", "--index-url https://py" + "pi.org/simple"),
    ],
)
def test_a_breach_is_seen(rule: Rule, file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")

    assert [line.partition(":")[0] for line in rule(tmp_path)] == [file]


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (long_files, "bookbytes_core/right.py", "x = 1\n" * 300),
        (long_files, "bookbytes_adapters/sql/migrations/0001.py", "x = 1\n" * 301),
        (long_files, ".venv/lib/long.py", "x = 1\n" * 301),
        (machine_marks, "docs/x.md", "https://example.org/works/OL1W and bookbytes_http/static"),
    ],
)
def test_what_is_right_passes(rule: Rule, file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")

    assert rule(tmp_path) == []
