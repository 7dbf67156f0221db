"""Stops every attempt of this Python process to reach another machine, and writes it down.

The hook sits under all of Python's networking (``sys.addaudithook``; event names: the audit events table of the library
reference), so no client library passes it by, and nothing can take it out again. What a C library or a program that is
not Python opens by itself is not seen.

Loopback addresses, ``localhost`` and Unix sockets are let through.
"""

import ipaddress
import os
import socket
import sys
from pathlib import Path

LOG_VARIABLE = "BOOKBYTES_TRIPWIRE_LOG"
"""Names the file to which attempts are added, one a line; without it they are raised only."""

_ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAME_AT = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}
_MARK = "_bookbytes_loopback_only"


class LeftLoopback(RuntimeError):
    """Not an ``OSError``: code that expects networks to fail must not take it for such a failure."""


def install() -> None:
    """Watches this process from now on; calling it again changes nothing."""
    if not hasattr(sys, _MARK):
        setattr(sys, _MARK, True)
        sys.addaudithook(_watch)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event in _NAME_AT:
        host = args[_NAME_AT[event]]
    elif event in _ADDRESS_AT:
        host = _inet_host(args[0], args[_ADDRESS_AT[event]])
    else:
        return
    if not _stays_here(host):
        _note(f"{event} {host!s}")
        raise LeftLoopback(f"{event}: a test tried to reach {host!s}; tests may use loopback addresses only")


def _inet_host(sock: object, address: object) -> object:
    """The host of an IPv4 or IPv6 address; None for other families and for sockets that are connected already."""
    is_inet = isinstance(sock, socket.socket) and sock.family in (socket.AF_INET, socket.AF_INET6)
    return address[0] if is_inet and isinstance(address, tuple) else None


def _stays_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _note(attempt: str) -> None:
    if log := os.environ.get(LOG_VARIABLE):
        with Path(log).open("a", encoding="utf-8") as lines:
            lines.write(f"{attempt}\n")
