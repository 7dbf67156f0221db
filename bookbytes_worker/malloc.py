"""How much of what was freed the C library keeps, in a process that runs for weeks."""

import ctypes
import os
import sys
from collections.abc import Callable

_SETTINGS = (
    ("MALLOC_ARENA_MAX", -8, 2),
    ("MALLOC_MMAP_THRESHOLD_", -3, 128 * 1024),
)
"""Of the GNU C library: a variable, the parameter of mallopt that means the same, and our value."""


def bound_malloc() -> None:
    """Let all threads share two pools of memory, and let pieces of 128 KiB go back to the system when they are freed,
    unless MALLOC_ARENA_MAX or MALLOC_MMAP_THRESHOLD_ say otherwise; call it before threads are started.

    The GNU C library gives each thread a pool of its own, up to eight for each core; and once a large piece has been
    freed it takes pieces of that size from a pool, where a small one behind it keeps all of it: a process grows with
    the sound of every chapter that passes through it. Other C libraries do neither. See mallopt(3) of the Linux manual,
    https://man7.org/linux/man-pages/man3/mallopt.3.html.
    """
    mallopt = _function("mallopt")
    if mallopt is None:
        return
    for variable, parameter, value in _SETTINGS:
        if variable not in os.environ:
            mallopt(parameter, value)


def give_back() -> None:
    """Return whole free pages to the system wherever they lie: what one book took is not kept until the next. Of itself
    the GNU C library returns only what lies at the end of a pool. Takes some milliseconds. See malloc_trim(3) of the
    Linux manual, https://man7.org/linux/man-pages/man3/malloc_trim.3.html.
    """
    trim = _function("malloc_trim")
    if trim is not None:
        trim(0)


def _function(name: str) -> Callable[..., int] | None:
    """One of the C library's own, which another one may not have."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
