"""How many pools of memory the C library keeps for the threads of a process that runs for weeks."""

import ctypes
import os
import sys

_M_ARENA_MAX = -8
_ARENAS = 2
_VARIABLE = "MALLOC_ARENA_MAX"


def bound_arenas() -> None:
    """Let all threads share two of them, unless MALLOC_ARENA_MAX says how many; call it before threads are started.

    The GNU C library gives each thread a pool of its own, up to eight for each core, and what a chapter's sound took
    for a moment stays in whichever thread handled it: a process grows with every moment in which more threads than
    ever before are at work. Other C libraries have no such pools. See mallopt(3) of the Linux manual,
    https://man7.org/linux/man-pages/man3/mallopt.3.html.
    """
    if sys.platform != "linux" or _VARIABLE in os.environ:
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
