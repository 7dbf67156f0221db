"""Requests to a server of its own process, from clients that cost as little as they can."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.benchmarks.measured import ROOT

_START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answered:
    """How many requests were answered a second, and the body of one answer."""

    rate: float
    status: int
    body: bytes


@contextmanager
def server(factory: str, environment: dict[str, str]) -> Iterator[int]:
    """The port of uvicorn with one process for the application that ``factory`` makes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    arguments = ["--factory", factory, "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen([sys.executable, "-m", "uvicorn", *arguments], env=environment, cwd=ROOT)
    try:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


async def load(port: int, path: str, *, key: str, clients: int, seconds: float) -> Answered:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {key}\r\n\r\n".encode()
    await _ask(port, request, seconds=0.5)
    began = time.monotonic()
    asked = await asyncio.gather(*(_ask(port, request, seconds=seconds) for _ in range(clients)))
    rate = sum(count for count, _, _ in asked) / (time.monotonic() - began)
    _, status, body = asked[0]
    return Answered(rate, status, body)


async def _ask(port: int, request: bytes, *, seconds: float) -> tuple[int, int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count, until = 0, time.monotonic() + seconds
    while True:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await reader.readexactly(length)
        count += 1
        if time.monotonic() >= until:
            writer.close()
            return count, int(head[9:12]), body
