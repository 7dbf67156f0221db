"""Ctrl-C while the program is still being loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

_INTERRUPTED_AT = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have had it ignored

class Interrupting:
    def find_spec(self, name, *_):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from bookbytes_worker.entry import main
main()
"""


@pytest.mark.parametrize("name", ["typer", "bookbytes_worker.cli_make"])
def test_an_interrupt_while_it_loads_is_no_traceback(name: str, tmp_path: Path) -> None:
    program = [sys.executable, "-c", _INTERRUPTED_AT.format(name=name), "make", str(tmp_path / "nothing.epub")]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr


COMMAND = """
import sys
from bookbytes_worker import cli

@cli.app.command()
def interrupted() -> None:
    raise KeyboardInterrupt

sys.argv = ["bookbytes", "interrupted"]
cli.main()
"""


def test_a_command_that_is_interrupted_says_how_to_go_on() -> None:
    ended = subprocess.run([sys.executable, "-c", COMMAND], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (
        130,
        "bookbytes: interrupted; run the same command again to go on.\n",
    )
