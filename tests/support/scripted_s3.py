"""An S3 server that answers as a test tells it to: busy, silent, cut off, or with bytes that are not those stored."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[Asked, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class ScriptedS3:
    """Gives ``answers`` in their order, the last one for ever. ``asked`` holds the requests."""

    answers: list[Answer]
    asked: list[Asked] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = await _read(reader, writer)
            self.asked.append(asked)
            answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
            await answer(asked, reader, writer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def scripted(*answers: Answer, port: int) -> AsyncIterator[ScriptedS3]:
    s3 = ScriptedS3(list(answers))
    server = await asyncio.start_server(s3.serve, "127.0.0.1", port)
    try:
        yield s3
    finally:
        server.close()


def refusing(status: int, code: str = "") -> Answer:
    """An error as S3 tells it."""
    body = f"<Error><Code>{code}</Code><Message>as scripted</Message></Error>".encode() if code else b""

    async def answer(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(status, {"Content-Length": len(body), "Content-Type": "application/xml"}) + body)

    return answer


def stored(etag: str | None = None) -> Answer:
    """Success, with the ETag of what came or with another."""

    async def answer(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": 0, "ETag": f'"{etag or _md5(asked.body)}"'}))

    return answer


def holding(data: bytes, *, etag: str | None = None, cut_after: int | None = None) -> Answer:
    """The object, from where the request wants it on, or only ``cut_after`` bytes of what was promised."""

    async def answer(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = int(asked.headers.get("range", "bytes=0-")[len("bytes=") :].partition("-")[0])
        rest = data[start:]
        headers = {"Content-Length": len(rest), "Content-Type": "audio/mpeg", "ETag": f'"{etag or _md5(data)}"'}
        writer.write(_head(206 if start else 200, headers))
        writer.write(rest if cut_after is None else rest[:cut_after])

    return answer


async def silent(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Nothing, until the other side gives up."""
    await reader.read()


async def hung_up(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The connection is cut before a word is said."""
    writer.transport.abort()


async def no_s3(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What a web server that is no S3 says."""
    writer.write(_head(502, {"Content-Length": 15, "Content-Type": "text/html"}) + b"<h1>gateway</h1")


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Asked:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    if "expect" in headers:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body)


def _head(status: int, headers: dict[str, object]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
