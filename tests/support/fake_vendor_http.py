"""Just enough HTTP/1.1 for a server that may break off wherever it is told to."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """``chunked`` sends the length of each piece instead of that of the whole. Only ``sent`` bytes of the body leave
    before the connection is cut (None: all); with ``closing`` no length is sent at all, so that nobody can tell."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    chunked: bool = False
    closing: bool = False
    sent: int | None = None


class CutOffError(Exception):
    """End the connection without a reply."""


Answer = Callable[[Request], Awaitable[Reply]]


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
    """One connection: a request, its reply, the next request."""
    with suppress(CutOffError, ConnectionError, asyncio.IncompleteReadError):
        while (request := await _request(reader)) is not None:
            reply = await answer(request)
            writer.write(_head(reply) + _body(reply))
            await writer.drain()
            if reply.sent is not None or reply.closing:
                break
    writer.close()


async def _request(reader: asyncio.StreamReader) -> Request | None:
    line = await reader.readline()
    if not line:
        return None
    method, path, _ = line.decode("latin-1").split()
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    assert length <= _MOST_BYTES
    return Request(method, path, headers, await reader.readexactly(length))


def _head(reply: Reply) -> bytes:
    fields = {"content-type": reply.content_type, **reply.headers}
    if reply.chunked:
        fields["transfer-encoding"] = "chunked"
    elif reply.closing:
        fields["connection"] = "close"
    else:
        fields["content-length"] = str(len(reply.body))
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in fields.items()), "", ""]).encode("latin-1")


def _body(reply: Reply) -> bytes:
    body = reply.body if reply.sent is None else reply.body[: reply.sent]
    if not reply.chunked:
        return body
    piece = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
    return piece + (b"0\r\n\r\n" if reply.sent is None else b"")
