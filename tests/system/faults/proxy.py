"""A TCP proxy that loses, cuts, delays and slows down what passes through it."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Self

_PIECE = 64 * 1024


class Cut(Enum):
    """When the connection is cut that carries a chosen request."""

    REQUEST = "the request never arrives"
    REPLY = "the request arrives, its reply is lost"
    AFTER = "the reply arrives, then the connection breaks"


@dataclass(slots=True)
class _Trap:
    needle: bytes
    cut: Cut
    times: int


@dataclass(slots=True, eq=False)
class _Passage:
    """One client's connection and ours to the server."""

    ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    waits_for: Cut | None = None

    def close(self) -> None:
        for end in self.ends:
            _abort(end)


@dataclass(slots=True)
class TcpProxy:
    """Stands on a loopback port before the server at ``host``:``port``; runs on a thread and event loop of its own.

    ``delay_seconds`` is added to each piece of a reply, ``bytes_per_second`` limits both directions (None: no limit).
    Both may be changed at any time, and so may what is cut.
    """

    host: str
    port: int
    delay_seconds: float = 0.0
    bytes_per_second: float | None = None
    cuts: int = 0
    _listens_on: int = 0
    _reserved: socket.socket | None = None
    _traps: list[_Trap] = field(default_factory=list)
    _passages: set[_Passage] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        assert self._thread
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._listens_on

    def through(self, url: str) -> str:
        """``url``, which names the server's address, with the proxy's in its place."""
        return url.replace(f"{self.host}:{self.port}", f"127.0.0.1:{self._listens_on}")

    def cut_next(self, needle: bytes, cut: Cut, *, times: int = 1) -> None:
        """Cut the connections of the next ``times`` requests that have ``needle`` in them."""
        self._call(lambda: self._traps.append(_Trap(needle, cut, times)))

    def go_down(self) -> None:
        """Break every connection and refuse new ones until ``come_up``: nobody can have sent anything."""
        self._do(self._close())

    def come_up(self) -> None:
        self._do(self._listen())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    def _call(self, work: Callable[[], None]) -> None:
        async def called() -> None:
            work()

        self._do(called())

    def _break_all(self) -> None:
        for passage in self._passages:
            passage.close()

    async def _listen(self) -> None:
        bound = self._reserved or _bound(0)
        self._reserved = None
        self._server = await asyncio.start_server(self._serve, sock=bound)
        self._listens_on = bound.getsockname()[1]

    async def _close(self) -> None:
        """Its port stays its own."""
        assert self._server
        self._server.close()
        self._reserved = _bound(self._listens_on)
        self._break_all()

    async def _end(self) -> None:
        assert self._server
        self._server.close()
        if self._reserved:
            self._reserved.close()
        self._break_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            server, to_server = await asyncio.open_connection(self.host, self.port)
        except OSError:
            _abort(to_client)
            return
        passage = _Passage((to_client, to_server))
        self._passages.add(passage)
        try:
            await asyncio.gather(self._requests(passage, client, to_server), self._replies(passage, server, to_client))
        except (OSError, asyncio.CancelledError):
            pass  # one end went, or the proxy ends: so does the other end
        finally:
            passage.close()
            self._passages.discard(passage)

    async def _requests(self, passage: _Passage, client: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while piece := await client.read(_PIECE):
            cut = self._sprung(piece)
            if cut is Cut.REQUEST:
                raise self._broken()
            passage.waits_for = cut or passage.waits_for
            await self._pass_on(piece, server)
        await _end_of_stream(server)

    async def _replies(self, passage: _Passage, server: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        while piece := await server.read(_PIECE):
            await asyncio.sleep(self.delay_seconds)
            if passage.waits_for is Cut.REPLY:
                raise self._broken()
            await self._pass_on(piece, client)
            if passage.waits_for is Cut.AFTER:
                raise self._broken()
        await _end_of_stream(client)

    async def _pass_on(self, piece: bytes, to: asyncio.StreamWriter) -> None:
        if self.bytes_per_second:
            await asyncio.sleep(len(piece) / self.bytes_per_second)
        to.write(piece)
        await to.drain()

    def _sprung(self, piece: bytes) -> Cut | None:
        for trap in self._traps:
            if trap.times and trap.needle in piece:
                trap.times -= 1
                return trap.cut
        return None

    def _broken(self) -> ConnectionError:
        self.cuts += 1
        return ConnectionAbortedError("cut on purpose")


def _bound(port: int) -> socket.socket:
    """A socket on that port (0: any) that does not listen yet."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _abort(end: asyncio.StreamWriter) -> None:
    """As a machine does that has lost the connection: with a reset, not with a polite end."""
    with suppress(OSError):
        end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.transport.abort()


async def _end_of_stream(to: asyncio.StreamWriter) -> None:
    with suppress(OSError, RuntimeError):
        to.write_eof()
