"""A process that is told to end ends, whatever hangs."""

import signal
import subprocess
import sys
import time

import pytest

HANGS = """
import threading, time
from bookbytes_worker.stopping import when_told_to_stop

told = []
when_told_to_stop(lambda: told.append(1), last_seconds=0.3)
threading.Thread(target=time.sleep, args=(60,)).start()
print("ready", flush=True)
while True:
    try:
        time.sleep(60)
    finally:
        assert len(told) < 2
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_c12_the_watchdog_ends_a_process_that_hangs(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        process.send_signal(number)

        assert process.wait(timeout=30) == 0


ENDS = """
import threading, time
from bookbytes_worker.stopping import when_told_to_stop

class Slow:
    def __del__(self, sleep=time.sleep):
        sleep(0.5)

slow = Slow()
stop = threading.Event()
when_told_to_stop(stop.set)
print("ready", flush=True)
stop.wait()
print("ending", flush=True)
"""


def test_c12_a_signal_while_the_interpreter_ends_changes_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDS], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.terminate()
        assert process.stdout.readline() == b"ending\n"
        while process.poll() is None:
            process.terminate()
            time.sleep(0.01)

        assert process.returncode == 0
