"""A kernel that says no: system calls of this process fail, as on a disk that is dying. For Linux.

``first=REFUSES_TO_FLUSH`` lets a program start so that from SIGUSR2 on nothing it writes reaches the disk for sure:
``fsync`` and ``fdatasync`` fail with EIO, in all its threads and for good.
"""

import ctypes
import errno
import platform
import signal
import struct

REFUSES_TO_FLUSH = f"from {__name__} import refuse_when_told; refuse_when_told()"
TOLD = signal.SIGUSR2

_FLUSHES = {"x86_64": (74, 75), "aarch64": (82, 83)}
"""The numbers of fsync and fdatasync (asm/unistd.h)."""
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_NO_NEW_PRIVILEGES, _FILTER, _ALL_THREADS = 38, 1, 1
_LOAD, _IS_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOWED, _FAILS = 0x7FFF0000, 0x00050000


class _Program(ctypes.Structure):
    """struct sock_fprog (linux/filter.h)."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_when_told() -> None:
    signal.signal(TOLD, lambda *_: _refuse())


def _refuse() -> None:
    machine = platform.machine()
    first, second = _FLUSHES[machine]
    code = [
        (_LOAD, 0, 0, 0),  # the number of the call
        (_IS_EQUAL, 1, 0, first),
        (_IS_EQUAL, 0, 1, second),
        (_RETURN, 0, 0, _FAILS | errno.EIO),
        (_RETURN, 0, 0, _ALLOWED),
    ]
    instructions = b"".join(struct.pack("HBBI", *each) for each in code)
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(code), instructions)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.syscall(_SECCOMP[machine], _FILTER, _ALL_THREADS, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "this system takes no filter of system calls")
