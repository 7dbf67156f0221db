"""The installed program, run as a user runs it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    return [sys.executable, "-c", "from bookbytes_worker.cli import main; main()", *map(str, arguments)]


def run(*arguments: str | Path, data_dir: Path, cwd: Path | None = None, **more: str) -> Ran:
    """Run ``bookbytes`` to its end."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        env=environment(data_dir, **more),
        cwd=cwd or data_dir.parent,
        timeout=240,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def start(*arguments: str | Path, data_dir: Path, **more: str) -> "subprocess.Popen[str]":
    """Start ``bookbytes`` and leave it running."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(data_dir, **more),
        cwd=data_dir.parent,
    )
