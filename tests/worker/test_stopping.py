"""A process that is told to end ends, whatever hangs."""

import signal
import subprocess
import sys

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
