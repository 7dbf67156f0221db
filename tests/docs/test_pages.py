"""No example is skipped in silence, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, RUN, blocks_in, blocks_of, pages, problem

_FENCE = re.compile(r"^ *```+ *(\{?[a-z]+\}?)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
_COMMAND = re.compile(r"^ *(?:\$ )?(?:curl|bookbytes|\.venv/bin/bookbytes) .*$", re.MULTILINE)

PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages()]


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_code_says_what_becomes_of_it(page: Path) -> None:
    assert [said for block in blocks_of(page) if (said := problem(block))] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_is_in_a_block_that_is_run_or_says_why_not(page: Path) -> None:
    text, blocks = page.read_text(encoding="utf-8"), list(blocks_of(page))
    assert [block.language for block in blocks if block.language in RUN] == [
        language for language in _FENCE.findall(text) if language in RUN
    ]
    accounted = "".join(block.text for block in blocks if block.language in RUN)
    assert [line for line in _COMMAND.findall(text) if line.strip() not in accounted] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_tree_leads_somewhere(page: Path) -> None:
    """Anchors are looked at by `make docs`."""
    links = [link for link, _ in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("    bookbytes make\n", "no language"),
        ("```\nbookbytes make\n```\n", "no language"),
        ("```shell\nbookbytes make\n```\n", "shell at a block of code"),
        ("<!-- not run: it is data -->\n```json\n{}\n```\n", "json is never run"),
    ],
)
def test_a_block_that_is_marked_wrongly_is_seen(text: str, says: str) -> None:
    (block,) = blocks_in(ROOT / "docs/x.md", text)
    assert says in problem(block)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("<!-- not run: needs Docker -->\n", "needs Docker"),
        ("<!-- not run: needs\nDocker -->\n\n", "needs\nDocker"),
        ("<!-- not run: -->\n", ""),
        ("<!-- not run -->\n", ""),
        ("<!-- not run: for another block -->\n\nSome words.\n\n", ""),
    ],
)
def test_only_a_reason_right_before_a_block_keeps_it_from_being_run(before: str, reason: str) -> None:
    (block,) = blocks_in(ROOT / "docs/x.md", f"{before}```sh\ntrue\n```\n")
    assert (block.not_run, block.line) == (reason, before.count("\n") + 2)
