"""The server's own guard against clients that take their time: each of its limits, made short."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from bookbytes_http.connections import GuardedConnection, Limits

SHORT = Limits(look=0.02, head=0.1, body=0.1, body_rate=100_000, send=0.1, linger=0.05, most=8)
PATIENT = Limits(look=0.02, head=60, body=60, body_rate=1, send=60, linger=0.05, most=8)


@dataclass
class Application:
    """Reads a POST's body and tells its length, answers GET /long without an end, everything else at once."""

    asked: list[Scope] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    end: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        try:
            text = b"answered" if scope["method"] != "POST" else str(await self._length(receive)).encode()
            more = scope["path"] == "/long"
            length = [] if more else [(b"content-length", str(len(text)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": length})
            while more:
                await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
                if (await self._gone(receive)) is not None:
                    return
            await send({"type": "http.response.body", "body": text})
        finally:
            self.ended.append(scope["path"])
            self.end.set()

    @staticmethod
    async def _length(receive: Receive) -> int:
        length, more = 0, True
        while more:
            message = await receive()
            length += len(message.get("body", b""))
            more = message.get("more_body", False)
        return length

    @staticmethod
    async def _gone(receive: Receive) -> Message | None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.001):
                while (message := await receive())["type"] != "http.disconnect":
                    pass
                return message
        return None


@pytest.fixture
def application() -> Application:
    return Application()


@asynccontextmanager
async def listening(application: Application, limits: Limits) -> AsyncIterator[int]:
    connection = type("Guarded", (GuardedConnection,), {"limits": limits})
    config = uvicorn.Config(application, port=0, http=connection, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    config.load()
    task = asyncio.ensure_future(server._serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    await task


async def told(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Everything the server says until it closes, to ``pieces`` with a ``pause`` after each."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    reading = asyncio.ensure_future(_all(reader))
    with suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
            if reading.done():
                break
    async with asyncio.timeout(10):
        answer = await reading
    writer.close()
    return answer


async def _all(reader: asyncio.StreamReader) -> bytes:
    """What comes, also before the connection is torn: who goes on sending to a closed one gets that."""
    came = b""
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            came += piece
    return came


def error(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    said = json.loads(body)["error"]
    assert set(said) == {"code", "message", "request_id"}
    return int(head[9:12]), said["code"]


SLOW_HEAD = [b"GET / HTTP/1.1\r\n"] + [f"X-{number}: 1\r\n".encode() for number in range(200)]
SLOW_BODY = [b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n"] + [b"x"] * 200
CHUNKS = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "told_error"),
    [
        (SLOW_HEAD, (408, "request_too_slow")),
        (SLOW_BODY, (408, "request_too_slow")),
        ([CHUNKS] + [b"1\r\nx\r\n"] * 200, (408, "request_too_slow")),
        ([b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 1_000_000], (431, "headers_too_large")),
        ([b"no HTTP at all\r\n\r\n"], (400, "invalid_http")),
        ([CHUNKS + b"no length\r\n"], (400, "invalid_http")),
        ([CHUNKS + b"1\r\nx\r\n" * 40_000], (400, "invalid_http")),
        ([CHUNKS, b"1;" + b"x" * 40_000], (400, "invalid_http")),
        ([CHUNKS, b"0\r\n" + b"X-Trailer: x\r\n" * 4_000], (400, "invalid_http")),
    ],
)
async def test_a19_a20_a_request_that_does_not_come_as_it_should_is_refused(
    application: Application, pieces: list[bytes], told_error: tuple[int, str]
) -> None:
    async with listening(application, SHORT) as port:
        assert error(await told(port, *pieces, pause=0.02)) == told_error
        assert (await told(port, b"GET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).endswith(b"answered")
    assert len(application.ended) == 2 if pieces[0].startswith(b"POST") else 1


LONG = b"x" * 20_000
HOST = b"Host: a\r\n"
POST = b"POST / HTTP/1.1\r\n" + HOST
BODY = b"\r\n1\r\nx\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "told_error"),
    [
        (b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + LONG + b"\r\n\r\n", (431, "headers_too_large")),
        (b"GET /" + LONG + b" HTTP/1.1\r\n" + HOST + b"\r\n", (431, "headers_too_large")),
        (b"GET / HTTP/1.1\r\n\r\n", (400, "invalid_http")),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Host: b\r\n\r\n", (400, "invalid_http")),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", (400, "invalid_http")),
        (b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", (400, "invalid_http")),
        (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", (400, "invalid_http")),
        (b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", (400, "invalid_http")),
        (b"CONNECT a:1 HTTP/1.1\r\n" + HOST + b"\r\n", (400, "invalid_http")),
        (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", (400, "invalid_http")),
        (POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n" + BODY, (400, "invalid_http")),
        (POST + b"Transfer-Encoding: chunked, gzip\r\n" + BODY, (400, "invalid_http")),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n" + BODY, (400, "invalid_http")),
        (POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n" + BODY, (400, "invalid_http")),
        (POST + b"Transfer-Encoding: xchunked\r\n" + BODY, (400, "invalid_http")),
    ],
)
async def test_a14_a21_a_head_that_can_be_read_in_two_ways_is_refused(
    application: Application, head: bytes, told_error: tuple[int, str]
) -> None:
    async with listening(application, SHORT) as port:
        assert error(await told(port, head)) == told_error
    assert application.ended == []


async def test_a14_what_comes_after_a_body_is_no_header(application: Application) -> None:
    pieces = [
        CHUNKS,
        b"1\r\nx\r\n0\r\nX-API-Key: late\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ]
    async with listening(application, SHORT) as port:
        answer = await told(port, *pieces)
    assert answer.endswith(b"answered")
    assert [name for scope in application.asked for name, _ in scope["headers"] if name == b"x-api-key"] == []


async def test_a20_requests_that_do_not_wait_for_answers_are_answered_in_turn(application: Application) -> None:
    body = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz"
    last = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    async with listening(application, SHORT) as port:
        answer = await told(port, body * 20 + last)
    assert answer.count(b"HTTP/1.1 200 OK") == 21
    assert answer.endswith(b"answered")


@pytest.mark.parametrize("rubbish", [b"BAD\r\n\r\n", b"\x00\x01", b"GET / HTTP/1.1\r\n\r\n"])
async def test_a14_what_came_whole_before_rubbish_is_answered_first(application: Application, rubbish: bytes) -> None:
    whole = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz"
    async with listening(application, SHORT) as port:
        answer = await told(port, whole * 3 + rubbish)
    before, refused, _ = answer.rpartition(b"HTTP/1.1 400")
    assert before.count(b"HTTP/1.1 200 OK") == 3
    assert refused
    assert len(application.ended) == 3


async def test_a20_who_leaves_before_an_answer_ends_all_that_was_asked(application: Application) -> None:
    async with listening(application, PATIENT) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n" * 3)
        await asyncio.sleep(0.1)
        writer.transport.abort()
        async with asyncio.timeout(10):
            await application.end.wait()
    assert application.ended == ["/long"]


async def test_a_request_for_another_protocol_is_answered_in_this_one(application: Application) -> None:
    upgrade = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    last = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    async with listening(application, SHORT) as port:
        answer = await told(port, upgrade, last, pause=0.02)
    assert answer.count(b"HTTP/1.1 200 OK") == 2


async def test_a20_who_says_nothing_is_told_nothing(application: Application) -> None:
    async with listening(application, SHORT) as port:
        assert await told(port) == b""
    assert application.ended == []


async def test_a20_a_body_that_goes_on_is_waited_for(application: Application) -> None:
    pieces = [CHUNKS] + [b"c350\r\n" + b"x" * 50_000 + b"\r\n"] * 10 + [b"0\r\n\r\n"]
    async with listening(application, SHORT) as port:
        answer = await told(port, *pieces, pause=0.03)
    assert answer.endswith(b"\r\n\r\n500000")


async def test_a20_who_does_not_read_is_cut_off(application: Application) -> None:
    async with listening(application, SHORT) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's transport can
        writer.write(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
        async with asyncio.timeout(10):
            await application.end.wait()
        writer.close()


async def test_a19_a_body_nobody_wants_is_not_waited_for(application: Application) -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with listening(application, SHORT) as port:
        answer = await told(port, head, *[b"1\r\nx\r\n"] * 1000, pause=0.01)
    assert answer.endswith(b"answered")


async def test_a20_the_newest_are_served_when_there_are_too_many(application: Application) -> None:
    async with listening(application, PATIENT) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4 * PATIENT.most)]
        for _, writer in held:
            writer.write(b"GET / HTTP/1.1\r\n")
        assert (await told(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).endswith(b"answered")
        async with asyncio.timeout(10):
            assert await held[0][0].read() == b""
        for _, writer in held:
            writer.close()


async def test_a20_where_all_are_at_work_another_one_is_told_so(application: Application) -> None:
    async with listening(application, PATIENT) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(PATIENT.most)]
        for _, writer in held:
            writer.write(SLOW_BODY[0])
        await asyncio.sleep(0.1)
        assert error(await told(port)) == (503, "too_many_connections")
        for _, writer in held:
            writer.close()
