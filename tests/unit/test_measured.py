"""What benchmarks tell of a command's memory is the command's, not their own."""

import os
import sys

from tests.benchmarks.measured import MIB, measure

HELD = 64
GRANDCHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'bytearray(b\"1\") * {HELD * MIB}'])"


def test_the_memory_of_whoever_measures_is_not_counted() -> None:
    held = b"1" * (HELD * MIB)
    assert measure([sys.executable, "-S", "-c", "pass"], dict(os.environ)).peak < len(held)


def test_the_memory_of_what_a_command_starts_is_counted() -> None:
    assert measure([sys.executable, "-S", "-c", GRANDCHILD], dict(os.environ)).peak > HELD * MIB
