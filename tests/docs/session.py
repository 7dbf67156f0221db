"""A page's examples as one session of a shell, in a folder and a home of their own, as a reader would type them.

What stands in for a reader's machine: ``book.epub`` lies in the folder, the usual address of the server is at another
port, the catalogue is one on loopback, and of an answer that a page does not show as an error none may be one.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.docs.blocks import Block
from tests.docs.calls import answered_calls
from tests.support.databases import a_database

USUAL_ADDRESS = "127.0.0.1:8000"
NEEDED = ("bash", "curl", "jq")

_MARK = "\x1e"
_COMMAND = re.compile(r"^[$>] ", re.MULTILINE)
_ERROR = re.compile(r'"error":|\.error\b(?!: null)')
_CURL = """#!/bin/sh
[ -n "$EXAMPLE_IS_REFUSED" ] || exec {curl} --silent --show-error --fail-with-body "$@"
{curl} --silent --fail-with-body "$@"
code=$?
[ $code = 22 ] || {{ echo "this should have been refused (curl ended with $code)"; exit 1; }}
"""


def run(
    blocks: Iterable[Block], folder: Path, *, book: Path, port: int, variables: Mapping[str, str], compared: bool
) -> str:
    """What went wrong with the examples of a page, "" if nothing did: one that fails ends the session. Where they are
    ``compared``, they have to have printed what the page shows, too."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.fail(f"the examples of the documentation need {', '.join(missing)}: install them, then run this again")
    blocks = [block for block in blocks if not block.is_doctest]
    (folder / "work").mkdir()
    shutil.copy(book, folder / "work/book.epub")
    with answered_calls(port) as calls:
        environment = {**_environment(folder), **variables, "EXAMPLES_SOCKET": calls}
        script = folder / "session.sh"
        script.write_text("".join(_lines(blocks, port)), encoding="utf-8")
        done = subprocess.run(
            ["bash", script], cwd=folder / "work", env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    shown = dict(zip(blocks, done.stdout.decode().split(_MARK)[1:], strict=False))
    if done.returncode:
        block, output = list(shown.items())[-1]
        return f"{block.place} ended with {done.returncode}:\n{output}"
    assert len(shown) == len(blocks), "a session ended before its page did"
    differences = (_difference(block, output, port) for block, output in shown.items() if compared)
    return "\n".join(filter(None, differences))


def _environment(folder: Path) -> dict[str, str]:
    """A reader's machine: ``bookbytes`` is on the path, and where a clone has it."""
    commands = folder / "bin"
    commands.mkdir()
    stand_in = commands / "bookbytes"
    source = (Path(__file__).parent / "stand_in.py").read_text(encoding="utf-8")
    stand_in.write_text(f"#!{sys.executable} -IS\n{source}", encoding="utf-8")
    (commands / "curl").write_text(_CURL.format(curl=shutil.which("curl")), encoding="utf-8")
    for command in commands.iterdir():
        command.chmod(0o755)
    shutil.copy(stand_in, commands / "python")
    (folder / "work/.venv").mkdir()
    (folder / "work/.venv/bin").symlink_to(commands)
    data = folder / "home/.local/share/bookbytes"
    data.mkdir(parents=True)
    a_database(data)
    machine = {name: value for name, value in os.environ.items() if name != "XDG_DATA_HOME"}
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    quick = {"APP_ENV": "test", "BB_BCRYPT_COST": "4", "LOG_LEVEL": "WARNING"}
    return {**machine, **quick, "HOME": str(folder / "home"), "PATH": path, "LANG": "C.UTF-8"}


def _lines(blocks: Iterable[Block], port: int) -> Iterator[str]:
    yield "set -euo pipefail\n"
    for block in blocks:
        refused = _ERROR.search(block.text)
        yield f"export EXAMPLE_IS_REFUSED={'1' if refused else ''}; printf '{_MARK}'\n"
        yield _commands(block).replace(USUAL_ADDRESS, f"127.0.0.1:{port}")


def _commands(block: Block) -> str:
    if block.language == "console":
        return "".join(f"{line[2:]}\n" for line in block.text.splitlines() if _COMMAND.match(line))
    if block.language == "python":
        file = f"example_{block.line}.py"
        return f"printf %s {shlex.quote(block.text)} > {file}\npython {file}\n"
    return block.text


def _difference(block: Block, output: str, port: int) -> str:
    """``…`` on a page stands for anything."""
    if block.language != "console":
        return ""
    said = "\n".join(line.rstrip() for line in block.text.splitlines() if not _COMMAND.match(line))
    said = said.replace(USUAL_ADDRESS, f"127.0.0.1:{port}").strip()
    heard = "\n".join(line.rstrip() for line in output.splitlines()).strip()
    pattern = ".*?".join(map(re.escape, said.split("…")))
    return "" if re.fullmatch(pattern, heard, re.DOTALL) else f"{block.place} shows\n{said}\nand printed\n{heard}\n"
