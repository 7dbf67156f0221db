"""The blocks of code on our pages, and what becomes of each.

A block says its language. ``sh``, ``console`` and ``python`` are run, unless a comment right before them says why not:
``<!-- not run: needs Docker -->``. All others are data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
RUN = {"sh", "console", "python"}
DATA = {"ini", "json", "text", "yaml", "{toctree}"}

_NOT_RUN = re.compile(r"<!--\s*not run: (\S.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """``line`` is the first of its text; ``not_run`` says why it is not run, where it is not."""

    page: Path
    line: int
    language: str
    text: str
    not_run: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def is_doctest(self) -> bool:
        return self.language == "python" and self.text.startswith(">>>")


def pages() -> list[Path]:
    """README and its like, and all pages of ``docs``."""
    beside = (page for page in (ROOT / "docs").rglob("*.md") if "sample-book" not in page.parts)
    return [*sorted(ROOT.glob("*.md")), *sorted(beside)]


@cache
def blocks_of(page: Path) -> tuple[Block, ...]:
    """Every block of code of a page, indented ones (without a language) too."""
    return tuple(blocks_in(page, page.read_text(encoding="utf-8")))


def blocks_in(page: Path, text: str) -> Iterator[Block]:
    before = Token("", "", 0)
    for last, token in pairwise([before, *MarkdownIt("commonmark").parse(text)]):
        if token.type in {"fence", "code_block"} and token.map:
            reason = _NOT_RUN.fullmatch(last.content.strip()) if last.type == "html_block" else None
            first = token.map[0] + (2 if token.type == "fence" else 1)
            yield Block(page, first, token.info.strip().lower(), token.content, reason[1] if reason else "")


def problem(block: Block) -> str:
    """What is wrong with how a block is marked, "" if nothing is."""
    if block.language not in RUN | DATA:
        known = ", ".join(sorted(RUN | DATA))
        return f"{block.place}: {block.language or 'no language'} at a block of code: say one of {known}"
    if block.language in DATA and block.not_run:
        return f"{block.place}: {block.language} is never run, so nothing has to be said of it"
    return ""
