"""The program as a user runs it, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.forked import Forked, run_forked

_PROGRAM = "from bookbytes_worker.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(data_dir), **more}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", _PROGRAM, *map(str, arguments)]


def run(
    *arguments: str | Path,
    data_dir: Path,
    cwd: Path | None = None,
    stdin: Path | None = None,
    afresh: bool = False,
    **more: str,
) -> Ran:
    """Run ``bookbytes`` to its end, ``afresh`` where a test is about what differs from one start to the next."""
    variables, folder = environment(data_dir, **more), cwd or data_dir.parent
    if afresh:
        done = subprocess.run(
            command(*arguments), capture_output=True, text=True, env=variables, cwd=folder, timeout=240, check=False
        )
    else:
        done = run_forked(_PROGRAM, *map(str, arguments), environment=variables, cwd=folder, stdin=stdin)
    return Ran(done.returncode, done.stdout, done.stderr)


def start(*arguments: str | Path, data_dir: Path, **more: str) -> Forked:
    """Start ``bookbytes`` and leave it running."""
    return forked(*arguments, environment=environment(data_dir, **more), cwd=data_dir.parent)


def start_afresh(*arguments: str | Path, data_dir: Path, **more: str) -> "subprocess.Popen[str]":
    """The same, where a test is about the start itself."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(data_dir, **more),
        cwd=data_dir.parent,
    )


def forked(
    *arguments: str | Path,
    environment: Mapping[str, str],
    cwd: Path,
    stdin: Path | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    start_new_session: bool = False,
    first: str = "",
) -> Forked:
    """``bookbytes`` with whatever environment and files it is given; ``first`` is code that is run before it."""
    return Forked(
        f"{first}\n{_PROGRAM}",
        *map(str, arguments),
        environment=environment,
        cwd=cwd,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=start_new_session,
    )
