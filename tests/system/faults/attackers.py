"""Clients that mean harm, as plain sockets: what no client library would send."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MIB = 1024 * 1024
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: status and error code, after so many seconds and so many bytes sent."""

    status: int
    code: str
    seconds: float
    sent: int


def head(server: tuple[str, str], method: str, path: str, *headers: str, key: bool = True) -> bytes:
    address, secret = server
    own = [f"X-API-Key: {secret}"] if key else []
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(address).netloc}", *own, *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def connect(server: tuple[str, str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    url = urlsplit(server[0])
    return await asyncio.open_connection(url.hostname, url.port)


async def attack(server: tuple[str, str], first: bytes, body: AsyncIterator[bytes]) -> Said:
    """Send until the server answers or closes; the body may have no end."""
    reader, writer = await connect(server)
    began, sent = time.monotonic(), len(first)
    answer = asyncio.ensure_future(_answer(reader))
    with suppress(ConnectionError):
        writer.write(first)
        async for piece in body:
            if answer.done():
                break
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    async with asyncio.timeout(_WAIT_SECONDS):
        status, code = await answer
    seconds = time.monotonic() - began
    writer.close()
    return Said(status, code, seconds, sent)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next((int(line[15:]) for line in told.lower().split("\r\n") if line.startswith("content-length:")), 0)
    body = await reader.readexactly(length)
    status = int(told[9:12])
    return status, str(json.loads(body)["error"]["code"]) if status >= 400 else ""


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def endless(piece: bytes, *, before: bytes = b"") -> AsyncIterator[bytes]:
    """Chunks without end, as fast as they are taken."""
    yield b"%x\r\n%s\r\n" % (len(before), before) if before else b""
    while True:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
        await asyncio.sleep(0)


async def held(server: tuple[str, str], number: int, *, first: bytes, then: bytes, every: float) -> None:
    """So many sockets that send ``first``, then ``then`` each ``every`` seconds, and read nothing; until cancelled."""
    writers = []
    try:
        for _ in range(number):
            reader, writer = await connect(server)
            reader._transport.pause_reading()  # type: ignore[attr-defined]  # what comes is to lie where it is
            writer.write(first)
            writers.append(writer)
        while True:
            for place, writer in enumerate(writers):
                if not writer.is_closing():
                    with suppress(ConnectionError):
                        writer.write(then)
                if place % 50 == 0:
                    await asyncio.sleep(every * 50 / number)
    finally:
        for writer in writers:
            writer.transport.abort()


async def timed(server: tuple[str, str], path: str, *, times: int, pause: float) -> list[float]:
    """Seconds that each of so many plain requests took, each on a connection of its own."""
    taken = []
    for _ in range(times):
        began = time.monotonic()
        said = await attack(server, head(server, "GET", path, "Connection: close"), pieces())
        assert said.status == 200, said
        taken.append(time.monotonic() - began)
        await asyncio.sleep(pause)
    return taken


def percentile(values: Sequence[float], percent: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


def resident(pid: int) -> int:
    """Bytes of memory a process has now."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
