"""Threads share the C library's pools of memory, and large pieces go back to the system."""

import ctypes
import os
import re
import subprocess
import sys

import pytest

THREADS = 12
LARGE = 4 * 1024 * 1024
"""Bytes: less than the 32 MiB from which nothing is ever taken from a pool."""

_BEGIN = """
import ctypes, threading
from bookbytes_worker.malloc import bound_malloc

bound_malloc()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
"""
_END = """
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="of the GNU C library"
)


def told(program: str, **environment: str) -> str:
    others = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    arguments = [sys.executable, "-c", _BEGIN + program + _END]
    return subprocess.run(arguments, env={**others, **environment}, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize(("environment", "arenas"), [({}, range(1, 3)), ({"MALLOC_ARENA_MAX": "6"}, range(3, 7))])
def test_threads_share_two_arenas_unless_told_otherwise(environment: dict[str, str], arenas: range) -> None:
    program = f"""
together = threading.Barrier({THREADS})

def takes():
    together.wait()
    libc.malloc(ctypes.c_size_t(1000))
    together.wait()

threads = [threading.Thread(target=takes) for _ in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    assert told(program, **environment).count("<heap nr=") in arenas


@pytest.mark.parametrize(
    ("environment", "is_mapped"), [({}, True), ({"MALLOC_MMAP_THRESHOLD_": str(2 * LARGE)}, False)]
)
def test_a_large_piece_is_mapped_after_others_were_freed_unless_told_otherwise(
    environment: dict[str, str], is_mapped: bool
) -> None:
    program = f"""
libc.free(ctypes.c_void_p(libc.malloc(ctypes.c_size_t({LARGE}))))
libc.malloc(ctypes.c_size_t({LARGE - 100_000}))
"""
    mapped = re.findall(r'<total type="mmap" count="\d+" size="(\d+)"/>', told(program, **environment))
    assert (int(mapped[-1]) > LARGE - 100_000) == is_mapped


def test_free_pages_go_back_from_below_what_is_still_in_use() -> None:
    program = """
from bookbytes_worker.malloc import give_back

def own():
    return int(open("/proc/self/status").read().partition("RssAnon:")[2].split()[0])

pieces = [libc.malloc(ctypes.c_size_t(100_000)) for _ in range(200)]
[ctypes.memset(piece, 1, 100_000) for piece in pieces]
[libc.free(ctypes.c_void_p(piece)) for piece in pieces[:-1]]
before = own()
give_back()
print("given back", before - own(), "KiB", flush=True)
"""
    assert int(told(program).partition("given back ")[2].split()[0]) > 15_000
