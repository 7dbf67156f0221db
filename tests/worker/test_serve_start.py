"""What `bookbytes serve` has done by the time it says where it listens."""

import subprocess
import sys
from pathlib import Path

from tests.support.program import environment

_PROGRAM = """
import gc, os, signal, sys

class Told:
    def write(self, text):
        if text.startswith("http://"):
            print(gc.get_freeze_count(), file=sys.stderr)
            os.kill(os.getpid(), signal.SIGTERM)
        return len(text)

    def flush(self):
        pass

from bookbytes_worker.cli import main

sys.stdout = Told()
sys.argv = ["bookbytes", "serve", "--port", "0"]
main()
"""


def test_what_the_start_made_is_not_looked_through_for_garbage(tmp_path: Path) -> None:
    program = [sys.executable, "-c", _PROGRAM]
    variables = environment(tmp_path / "data", LOG_LEVEL="ERROR")
    done = subprocess.run(program, env=variables, capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stderr) > 50_000
