"""How a process is told to end, and that it ends."""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LAST_SECONDS = 29.0
"""From the first signal to the end, come what may: who asked kills after 30."""


def when_told_to_stop(begin: Callable[[], None], last_seconds: float = LAST_SECONDS) -> None:
    """Call ``begin`` at the first of ``SIGNALS``; later ones change nothing. Whatever hangs, the process ends with exit
    code 0 ``last_seconds`` later. Only for the main thread."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        ignore_signals()
        end_at_last(last_seconds)
        begin()

    for number in SIGNALS:
        signal.signal(number, handle)


def ignore_signals() -> None:
    """From now on ``SIGNALS`` change nothing, to the very end: an interpreter that ends takes its handlers away before
    it is gone, and a signal would kill it then. Only for the main thread."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def end_at_last(seconds: float = LAST_SECONDS) -> None:
    """Start the watchdog. What it cuts off is taken up elsewhere, as after a crash."""
    watchdog = threading.Timer(seconds, os._exit, (0,))
    watchdog.daemon = True
    watchdog.start()
