"""Python programs in forks of a process that has imported BookBytes already: ``python -c`` without its slow start.

Each runs in a process of its own and may end as it likes. It shares with the others what an interpreter settles at its
start, the seed of its hashes above all: where that matters, or the start itself, a program is started afresh.
"""

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_IMPORTED = ("alembic.command", "aiosqlite", "bookbytes_adapters.container", "bookbytes_worker.cli_make")


def run_forked(
    code: str, *arguments: str, environment: Mapping[str, str], cwd: Path
) -> "subprocess.CompletedProcess[str]":
    """Does what ``python -c code arguments`` does."""
    with tempfile.TemporaryDirectory() as folder:
        asked = {"code": code, "arguments": arguments, "environment": dict(environment), "cwd": str(cwd), "to": folder}
        status = _forks().ask(json.dumps(asked))
        out, err = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(arguments, os.waitstatus_to_exitcode(status), out, err)


class _Forks:
    """The process that forks. It ends when this one does."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT
        )

    def ask(self, request: str) -> int:
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(f"{request}\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())
        except BaseException:  # the test was out of time: this answer must not become the next one's
            self._process.kill()
            _forks.cache_clear()
            raise

    def close(self) -> None:
        self._process.communicate()


@cache
def _forks() -> _Forks:
    """One a process, made by the first test that needs it."""
    made = _Forks()
    atexit.register(made.close)
    return made


def _serve() -> None:
    for name in _IMPORTED:
        import_module(name)
    gc.freeze()  # or each fork would take as long to clear up what was imported as to import it
    for request in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(request))
            return
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


def _become(asked: dict[str, Any]) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(asked["to"], name), os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["cwd"])
    sys.argv = ["-c", *asked["arguments"]]
    exec(asked["code"], {"__name__": "__main__"})  # noqa: S102 - what `python -c` does


if __name__ == "__main__":
    _serve()
