"""How JSON travels: tagged, so that who has it already is spared it, and packed where the client unpacks. Pure ASGI."""

import hashlib
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bookbytes_http.conditions import matches

_SMALLEST_PACKED = 1024
"""Bytes: what fits into one packet gains nothing."""

_LEVEL = 4
"""Of zlib's nine: nearly all of the gain for half of the time."""


class Representation:
    """Tags JSON that is answered to GET, packs JSON where the client takes gzip, and answers 304 to a client that has
    what it would get. Other answers, such as sound and events, go as they come.

    A tag is weak, for it is that of the JSON, packed or not. An answer that must not be stored (``no-store``) carries
    secrets: it is neither tagged nor packed, since the length of what is packed tells of its content.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(scope, send))


class _Answer:
    """Holds the start of a JSON answer back until its body is there."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_json(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        elif message.get("more_body"):  # a stream, of which nobody knows the length: it goes as it comes
            start, self._start = self._start, None
            await self._send(start)
            await self._send(message)
        else:
            await self._whole(self._start, message["body"])

    async def _whole(self, start: Message, body: bytes) -> None:
        asked, headers = Headers(scope=self._scope), MutableHeaders(scope=start)
        if start["status"] == 200 and self._scope["method"] in ("GET", "HEAD"):  # noqa: PLR2004 - the status itself
            tag = headers.setdefault("ETag", f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"')
            headers.setdefault("Cache-Control", "private, no-cache")
            if matches(asked.get("if-none-match", ""), tag):
                start["status"], body = 304, b""
                del headers["Content-Length"], headers["Content-Type"]
        headers.add_vary_header("Accept-Encoding")
        if len(body) >= _SMALLEST_PACKED and _takes_gzip(asked.get("accept-encoding", "")):
            body = _packed(body)
            headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_plain_json(start: Message) -> bool:
    headers = Headers(scope=start)
    is_json = headers.get("content-type", "").partition(";")[0] == "application/json"
    return is_json and "content-encoding" not in headers and "no-store" not in headers.get("cache-control", "")


def _takes_gzip(accepted: str) -> bool:
    """Whether gzip is among what a client takes (RFC 9110, 12.5.3)."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name in ("gzip", "*"):
            return weight.rstrip("0").rstrip(".") not in ("0", "") or not weight
    return False


def _packed(body: bytes) -> bytes:
    """In gzip's frame (RFC 1952) without a time, so that the same bytes give the same bytes."""
    packer = zlib.compressobj(_LEVEL, wbits=31)
    return packer.compress(body) + packer.flush()
