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


_KEY = "a-key-for-tests-only-0123456789"
_ASKED = """
import os, signal, socket, sys, threading, time
from urllib.parse import urlsplit

from bookbytes_worker import cli_serve
from bookbytes_worker.cli import main

KEY = os.environ["API_KEY"]
asks = []
started = cli_serve.in_process_worker

def noted(*arguments, is_busy, **options):
    asks.append(is_busy)
    return started(*arguments, is_busy=is_busy, **options)

def until(wanted):
    end = time.monotonic() + 30
    while asks[0]() is not wanted and time.monotonic() < end:
        time.sleep(0.005)
    print(asks[0](), file=sys.stderr)

def ask(port):
    until(False)
    with socket.create_connection(("127.0.0.1", port)) as one:
        head = ["POST /api/v1/books/estimate HTTP/1.1", "Host: here", f"X-API-Key: {KEY}", "Content-Length: 2", "", ""]
        one.sendall("\\r\\n".join(head).encode())
        until(True)
    until(False)
    os.kill(os.getpid(), signal.SIGTERM)

class Told:
    def write(self, text):
        if text.startswith("http://"):
            threading.Thread(target=ask, args=(urlsplit(text.strip()).port,)).start()
        return len(text)

    def flush(self):
        pass

cli_serve.in_process_worker = noted
sys.stdout = Told()
sys.argv = ["bookbytes", "serve", "--port", "0"]
main()
"""


def test_the_worker_beside_it_is_told_when_somebody_waits_for_an_answer(tmp_path: Path) -> None:
    program = [sys.executable, "-c", _ASKED]
    variables = environment(tmp_path / "data", LOG_LEVEL="ERROR", API_KEY=_KEY)
    done = subprocess.run(program, env=variables, capture_output=True, text=True, timeout=120, check=True)
    assert done.stderr.split() == ["False", "True", "False"]
