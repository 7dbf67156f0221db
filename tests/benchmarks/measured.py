"""A command measured from outside: the kernel's own account of it and of everything it started."""

import os
import subprocess
import time
from dataclasses import dataclass
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
    began = time.monotonic()
    process = subprocess.Popen(arguments, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Measured(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss * 1024)
