"""The watch that keeps tests on this machine does trip, in this process and in the programs that tests start."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from loopback_only import LeftLoopback

from tests.architecture.walls import ROOT

ELSEWHERE = "192.0.2.1"
"""An address for documentation (RFC 5737): nobody has it."""


def test_no_socket_leaves_loopback(tripwire: Path) -> None:
    with socket.socket() as sock, pytest.raises(LeftLoopback):
        sock.connect((ELSEWHERE, 80))

    assert _taken(tripwire) == f"socket.connect {ELSEWHERE}\n"


def test_no_datagram_leaves_loopback(tripwire: Path) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(LeftLoopback):
        sock.sendto(b"x", (ELSEWHERE, 53))

    assert _taken(tripwire) == f"socket.sendto {ELSEWHERE}\n"


def test_no_name_is_looked_up(tripwire: Path) -> None:
    with pytest.raises(LeftLoopback):
        socket.getaddrinfo("example.org", 443)

    assert _taken(tripwire) == "socket.getaddrinfo example.org\n"


@pytest.mark.parametrize("url", [f"http://{ELSEWHERE}/", "http://example.org/"])
async def test_no_client_library_passes_it_by(url: str, tripwire: Path) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises((LeftLoopback, ExceptionGroup)):  # the group is made by the client's own task group
            await client.get(url)

    assert _taken(tripwire)


def test_a_program_that_a_test_starts_is_watched_too(tripwire: Path) -> None:
    code = f"import socket; socket.create_connection(('{ELSEWHERE}', 80))"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert run.returncode != 0
    assert "LeftLoopback" in run.stderr
    assert ELSEWHERE in _taken(tripwire)


def test_an_attempt_that_was_swallowed_fails_the_test_all_the_same(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(f"import sys; sys.path.append({str(ROOT)!r})\nfrom tests.conftest import *")
    pytester.makepyfile(f"""
        import contextlib, socket

        def test_that_hides_what_it_does():
            with contextlib.suppress(Exception):
                socket.create_connection(("{ELSEWHERE}", 80))
    """)

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([f"*{ELSEWHERE}*"])


async def test_loopback_is_open() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port)
        assert await reader.read() == b""
        writer.close()


async def test_unix_sockets_are_open(tmp_path: Path) -> None:
    path = tmp_path / "s"
    async with await asyncio.start_unix_server(lambda _, writer: writer.close(), path):
        reader, writer = await asyncio.open_unix_connection(path)
        assert await reader.read() == b""
        writer.close()


def _taken(log: Path) -> str:
    """What was written down; the log is emptied, since here the attempts were on purpose."""
    attempts = log.read_text(encoding="utf-8")
    log.write_text("", encoding="utf-8")
    return attempts
