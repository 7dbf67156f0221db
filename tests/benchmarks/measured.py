"""A command measured from outside: the kernel's own account of it and of everything it started.

Linux counts the memory of the process that starts a program as the program's own peak, for between fork and exec it has
that one's memory. So a small process stands between: a test that holds a library of a million works would otherwise
measure itself.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """``cpu`` and ``wall`` in seconds; ``peak`` in bytes, of the largest single process."""

    cpu: float
    wall: float
    peak: int


def measure(arguments: list[str], environment: dict[str, str]) -> Measured:
    """Run the command to its end; it must succeed."""
    between = [sys.executable, "-S", "-m", __name__, *arguments]
    told = subprocess.run(between, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return Measured(**json.loads(told))


def _run(arguments: list[str]) -> Measured:
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}")
    return Measured(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss * 1024)


if __name__ == "__main__":
    print(json.dumps(asdict(_run(sys.argv[1:]))))
