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
from typing import TYPE_CHECKING, Any, cast

from loguru import logger
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application


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
    for ``send``. ``most`` connections are held, less where the system allows this process fewer files. A head has at
    most ``longest_head`` bytes; what a body is wrapped in, chunks' lengths and trailers, that many and as many more as
    there are in the body: to take a megabyte of crumbs apart occupies a core.
    """

    look: float = 2.0
    head: float = 10.0
    body: float = 20.0
    body_rate: int = 1024
    send: float = 60.0
    linger: float = 2.0
    most: int = 10_000
    longest_head: int = 16 * 1024

    def seconds(self, doing: Doing) -> float:
        known = {Doing.WAITING: self.head, Doing.RECEIVING: self.body, Doing.SENDING: self.send}
        return known.get(doing, self.linger)

    def connections(self) -> int:
        """A quarter of the files is left for everything else."""
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return self.most if soft == resource.RLIM_INFINITY else min(self.most, soft - soft // 4)


class GuardedConnection(HttpToolsProtocol):
    """Ends what takes longer than ``limits`` say. Where there are too many, those go that have waited longest for a
    request; where none waits, the new one is refused."""

    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._looking: TimerHandle | None = None
        self._seen: tuple[Doing, object] | None = None
        self._left = 0.0
        self._received = 0
        self._resumed = False
        self._since = self.loop.time()
        self._refused = False
        self._broken = False
        self._answering: RequestResponseCycle | None = None
        self._in_head = True
        self._head = 0
        self._fields = 0
        self._wrapping = 0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast("Transport", transport))
        self._looking = self.loop.call_later(self.limits.look, self._look)
        if len(self.connections) > self.limits.connections() and not self._make_room():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too_many_connections", "Too many connections: try again.")

    def connection_lost(self, exc: Exception | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._tell_that_the_client_is_gone()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._refused or self._broken:
            return
        if self._in_head:
            self._head += len(data)
        else:
            self._wrapping += len(data)
        super().data_received(data)
        self._see_that_it_ends()

    def _see_that_it_ends(self) -> None:
        if self._refused or self._broken:
            return
        if self._in_head and self._head > self.limits.longest_head:
            self._refuse_head()
        elif self._wrapping > self.limits.longest_head:
            self.send_400_response("")

    def on_message_begin(self) -> None:
        self._fields = self._wrapping = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._fields += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Not those that come after a body: the request is at work by then."""
        if self._in_head:
            self._fields += len(name) + len(value)
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._fields > self.limits.longest_head:
            raise _TooLongError
        _see_that_it_means_one_thing(self.headers, self.parser.get_http_version())
        self._in_head, self._head = False, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._wrapping -= 2 * len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = True
        super().on_message_complete()

    def shutdown(self) -> None:
        if self._refused:
            self.transport.close()
        else:
            super().shutdown()

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()
        if self._broken and not self._is_answering():
            self._refuse(HTTPStatus.BAD_REQUEST, "invalid_http", _NO_HTTP)

    def resume_writing(self) -> None:
        self._resumed = True
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP, or a head that is too long."""
        error = sys.exc_info()[1]
        if error and isinstance(error.__context__, _TooLongError):
            self._refuse_head()
        elif self._is_answering() and self.cycle is not None and not self.cycle.more_body:
            self._broken = True  # what came before it is whole, and is answered first
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, "invalid_http", _NO_HTTP)

    def _refuse_head(self) -> None:
        self._refuse(_TOO_LONG, "headers_too_large", "The head of the request is too long.")

    def _is_answering(self) -> bool:
        return self._answering is not None and not self._answering.response_complete

    def doing(self) -> Doing:
        if self.transport.is_closing() or self.flow.write_paused:
            return Doing.SENDING
        if self._refused:
            return Doing.LINGERING
        if self._answering is None or self._answering.response_complete:
            return Doing.WAITING if self._in_head else Doing.LINGERING
        return Doing.RECEIVING if self._answering.more_body and not self.flow.read_paused else Doing.ANSWERING

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: "ASGI3Application") -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for another protocol gets an answer in this one, and no line in the log for each."""

    def _look(self) -> None:
        self._looking = self.loop.call_later(self.limits.look, self._look)
        doing = self.doing()
        whole = self.limits.seconds(doing)
        if self._seen != (doing, self._answering) or doing is Doing.ANSWERING or self._resumed:
            self._seen, self._left = (doing, self._answering), whole
        else:
            self._left -= self.limits.look
        if doing is Doing.RECEIVING:
            self._left = min(whole, self._left + self._received / self.limits.body_rate)
        self._received, self._resumed = 0, False
        if self._left <= 0:
            self._end(doing)

    def _end(self, doing: Doing) -> None:
        begun = doing is Doing.RECEIVING or (doing is Doing.WAITING and self._head)
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
        if self._answering and self._answering.response_started and not self._answering.response_complete:
            self.transport.close()
        else:
            request_id = uuid.uuid4().hex
            logger.bind(request_id=request_id, status=int(status)).info("refused: {}", message)
            self.transport.write(_refusal(status, code, message, request_id))
            self.transport.write_eof()
            self.flow.resume_reading()
        self._tell_that_the_client_is_gone()

    def _tell_that_the_client_is_gone(self) -> None:
        """Those who answer, also to what was asked before an answer came."""
        waiting = [cycle for cycle, _ in self.pipeline]
        self.pipeline.clear()
        for cycle in (self._answering, *waiting):
            if cycle and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()


class _TooLongError(Exception):
    pass


def _see_that_it_means_one_thing(headers: list[tuple[bytes, bytes]], version: str) -> None:
    """What a proxy in front may read in another way (RFC 9112, 2.3, 3.2 and 6.1): the host, and where the body ends."""
    hosts = sum(name == b"host" for name, _ in headers)
    codings = [value.lower() for name, value in headers if name == b"transfer-encoding"]
    if version not in _VERSIONS or hosts > 1 or (hosts == 0 and version == "1.1"):
        raise ValueError("A request is of HTTP/1 and names one host.")
    if codings and (codings != [b"chunked"] or version == "1.0"):
        raise ValueError("A body comes in chunks or as it is.")


def _refusal(status: HTTPStatus, code: str, message: str, request_id: str) -> bytes:
    error = {"code": code, "message": message, "request_id": request_id}
    body = json.dumps({"error": error}).encode()
    head = (
        f"HTTP/1.1 {status} {status.phrase}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Content-Type-Options: nosniff\r\nX-Request-ID: {request_id}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


_NO_HTTP = "This is no valid HTTP request."
_VERSIONS = ("1.0", "1.1")
_TOO_LONG = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
