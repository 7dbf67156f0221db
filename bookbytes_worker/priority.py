"""Who goes first where a machine's cores are short."""

import os
import sys
import threading

NICENESS = 10
"""Of 0, the usual, to 19: a tenth of the time that somebody else would get who wants the same core."""


def step_back() -> None:
    """From now on this thread, and the threads and processes that it starts, run after what is more urgent.

    Linux has a niceness for each thread, though POSIX speaks of processes: see setpriority(2), "C library/kernel
    differences". On other systems nothing changes.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
