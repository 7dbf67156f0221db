"""Threads share the C library's pools of memory."""

import ctypes
import os
import subprocess
import sys

import pytest

THREADS = 12
_PROGRAM = f"""
import ctypes, threading
from bookbytes_worker.arenas import bound_arenas

bound_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = threading.Barrier({THREADS})

def takes():
    together.wait()
    libc.malloc(ctypes.c_size_t(1000))
    together.wait()

threads = [threading.Thread(target=takes) for _ in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only the GNU C library has arenas"
)
@pytest.mark.parametrize(("environment", "arenas"), [({}, range(1, 3)), ({"MALLOC_ARENA_MAX": "6"}, range(3, 7))])
def test_threads_share_two_arenas_unless_told_otherwise(environment: dict[str, str], arenas: range) -> None:
    others = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    program = [sys.executable, "-c", _PROGRAM]
    told = subprocess.run(program, env={**others, **environment}, capture_output=True, check=True, text=True).stdout
    assert told.count("<heap nr=") in arenas
