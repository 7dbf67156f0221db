"""The sentences that the page on troubleshooting quotes are the program's own."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

_QUOTED = re.compile(r"^> (.+)$", re.MULTILINE)
_LETTERS = 12
_LEAST_LETTERS = 8
"""Of one part of a template: with fewer it would fit any sentence."""


Template = tuple[str | None, ...]
"""The parts of a sentence; None for what is filled in."""


def templates(quotes: list[str]) -> Iterator[Template]:
    """The sentences in those files of the packages that may hold some of ``quotes``."""
    wanted = {phrase for quote in quotes for phrase in _phrases(quote)}
    for package in ROOT.glob("bookbytes_*"):
        for file in package.rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            if any(phrase in text for phrase in wanted):
                for node in ast.walk(ast.parse(text)):
                    if isinstance(node, ast.JoinedStr | ast.Constant):
                        yield tuple(_words(part) for part in getattr(node, "values", [node]))


def _phrases(quote: str) -> Iterator[str]:
    """Parts of its longest part: source code breaks a sentence into lines, but hardly at all of these places."""
    longest = max(quote.split("…"), key=len).strip()
    yield from (longest[start : start + _LETTERS] for start in (0, len(longest) // 2, len(longest) // 4))


def _words(part: ast.expr) -> str | None:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


def strange(quotes: list[str], known: Iterable[Template]) -> list[str]:
    """The quotes that none of the templates makes."""
    left = set(quotes)
    for template in known:
        longest = max((words for words in template if words), key=len, default="")
        if len(longest) >= _LEAST_LETTERS and any(longest in quote for quote in left):
            pattern = "".join("(?:.+)?" if words is None else re.escape(words) for words in template)
            left = {quote for quote in left if not re.fullmatch(pattern, quote)}
    return [quote for quote in quotes if quote in left]


def test_every_quoted_sentence_is_one_of_the_programs() -> None:
    quotes = _QUOTED.findall((ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8"))
    assert len(quotes) > 25
    assert strange(quotes, templates(quotes)) == []


def test_a_sentence_that_nobody_says_is_seen() -> None:
    known = [("The book called ", None, " is gone.")]
    said = ["The book called … is gone.", "The book called sand is here."]
    assert strange(said, known) == said[1:]
