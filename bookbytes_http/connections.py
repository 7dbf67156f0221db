"""A client's connection: so long for each thing, so many at a time, and refusals in the one shape of all errors.

    uvicorn --factory bookbytes_http.asgi:create --http bookbytes_http.connections:GuardedConnection

Whoever serves without a proxy in front needs it: uvicorn by itself waits for ever for a head or a body that comes a
byte at a time, and for a client that reads nothing.
"""

import json
import resource
import sys
import uuid
from asyncio import BaseTransport, TimerHandle, Transport
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_MOST_CRUMBS = 1000
_CRUMB = 64
"""Bytes. So many chunks, smaller on average, may come at one time; what is sent by people comes in kilobytes."""


class Doing(Enum):
    """What a connection is about."""

    WAITING = auto()
    """For the head of a request."""
    RECEIVING = auto()
    """The body of a request that is being answered."""
    ANSWERING = auto()
    SENDING = auto()
    """More than the client takes."""
    LINGERING = auto()
    """Answered, with a body still coming that nobody wants: closed at once, the client might lose the answer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds; they are looked at every ``look``, so each may last so much longer.

    A body has ``body`` seconds, and more for as long as ``body_rate`` bytes come a second. An answer may stand still
    for ``send``. ``most`` connections are held, less where the system allows this process fewer files.
    """

    look: float = 2.0
    head: float = 10.0
    body: float = 20.0
    body_rate: int = 1024
    send: float = 60.0
    linger: float = 2.0
    most: int = 10_000

    def seconds(self, doing: Doing) -> float:
        known = {Doing.WAITING: self.head, Doing.RECEIVING: self.body, Doing.SENDING: self.send}
        return known.get(doing, self.linger)

    def connections(self) -> int:
        """A quarter of the files is left for everything else."""
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return self.most if soft == resource.RLIM_INFINITY else min(self.most, soft - soft // 4)


class _Reading(h11.Connection):
    """Refuses what comes in crumbs: to take a megabyte of them apart occupies a core for many seconds."""

    _pieces = _bytes = 0

    def receive_data(self, data: bytes) -> None:
        self._pieces = self._bytes = 0
        super().receive_data(data)

    def next_event(self) -> "h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]":
        event = super().next_event()
        if isinstance(event, h11.Data):
            self._pieces, self._bytes = self._pieces + 1, self._bytes + len(event.data)
            if self._pieces > _MOST_CRUMBS and self._bytes < self._pieces * _CRUMB:
                raise h11.RemoteProtocolError("The body comes in chunks that are too small.")
        return event


class GuardedConnection(H11Protocol):
    """Ends what takes longer than ``limits`` say. Where there are too many, those go that have waited longest for a
    request; where none waits, the new one is refused."""

    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = self.config.h11_max_incomplete_event_size
        self.conn = _Reading(h11.SERVER, longest) if longest else _Reading(h11.SERVER)
        self._looking: TimerHandle | None = None
        self._seen: tuple[Doing, object] | None = None
        self._left = 0.0
        self._received = 0
        self._resumed = False
        self._since = self.loop.time()
        self._refused = False

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast("Transport", transport))
        self._looking = self.loop.call_later(self.limits.look, self._look)
        if len(self.connections) > self.limits.connections() and not self._make_room():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too_many_connections", "Too many connections: try again.")

    def connection_lost(self, exc: Exception | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if not self._refused:
            super().data_received(data)

    def shutdown(self) -> None:
        if self._refused:
            self.transport.close()
        else:
            super().shutdown()

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        self._resumed = True
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP, or a head that is too long."""
        error = sys.exc_info()[1]
        if isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == _TOO_LONG:
            self._refuse(_TOO_LONG, "headers_too_large", "The head of the request is too long.")
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, "invalid_http", "This is no valid HTTP request.")

    def doing(self) -> Doing:
        if self.transport.is_closing() or self.flow.write_paused:
            return Doing.SENDING
        if self._refused:
            return Doing.LINGERING
        if self.cycle is None or self.cycle.response_complete:
            return Doing.LINGERING if self.conn.their_state is h11.SEND_BODY else Doing.WAITING
        return Doing.RECEIVING if self.cycle.more_body and not self.flow.read_paused else Doing.ANSWERING

    def _look(self) -> None:
        self._looking = self.loop.call_later(self.limits.look, self._look)
        doing = self.doing()
        whole = self.limits.seconds(doing)
        if self._seen != (doing, self.cycle) or doing is Doing.ANSWERING or self._resumed:
            self._seen, self._left = (doing, self.cycle), whole
        else:
            self._left -= self.limits.look
        if doing is Doing.RECEIVING:
            self._left = min(whole, self._left + self._received / self.limits.body_rate)
        self._received, self._resumed = 0, False
        if self._left <= 0:
            self._end(doing)

    def _end(self, doing: Doing) -> None:
        begun = doing is Doing.RECEIVING or (doing is Doing.WAITING and self.conn.trailing_data[0])
        if doing is Doing.SENDING:
            self.transport.abort()
        elif begun:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "request_too_slow", "The request did not come in time.")
        else:
            self.transport.close()

    def _make_room(self) -> bool:
        """Whether some could go: an eighth at once, so that it is not looked for with each new one."""
        others = (each for each in self.connections if isinstance(each, GuardedConnection) and each is not self)
        idle = [each for each in others if each.doing() in (Doing.WAITING, Doing.LINGERING)]
        idle.sort(key=lambda each: each._since)  # noqa: SLF001 - its own kind
        for each in idle[: len(idle) // 8 + 1]:
            each.transport.abort()
        return bool(idle)

    def _refuse(self, status: HTTPStatus, code: str, message: str) -> None:
        """Answer, unless an answer has begun; whoever worked on it learns that the client is gone.

        What the client still sends is thrown away for a while: closed upon it, the connection would lose the answer.
        """
        self._refused = True
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
        else:
            self.transport.write(_refusal(status, code, message))
            self.transport.write_eof()
            self.flow.resume_reading()
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()


def _refusal(status: HTTPStatus, code: str, message: str) -> bytes:
    error = {"code": code, "message": message, "request_id": uuid.uuid4().hex}
    body = json.dumps({"error": error}).encode()
    head = (
        f"HTTP/1.1 {status} {status.phrase}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


_TOO_LONG = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
