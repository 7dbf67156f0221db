"""The proxy does to a connection what it is told to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.system.faults.proxy import Cut, TcpProxy


class Echo:
    """Answers each line with itself and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(ConnectionError):
            while piece := connection.recv(1024):
                self.heard.append(piece)
                connection.sendall(piece)


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[TcpProxy]:
    with TcpProxy("127.0.0.1", echo.port) as proxy:
        yield proxy


def said(proxy: TcpProxy, *words: bytes) -> list[bytes]:
    """The replies one connection gets; b"" for the first that did not come, which ends it."""
    heard: list[bytes] = []
    with suppress(ConnectionError), socket.create_connection(proxy.address, timeout=5) as connection:
        for word in words:
            connection.sendall(word)
            piece = connection.recv(1024)
            if not piece:
                break
            heard.append(piece)
    return heard if len(heard) == len(words) else [*heard, b""]


def test_it_passes_everything_on(proxy: TcpProxy) -> None:
    assert said(proxy, b"one", b"two") == [b"one", b"two"]
    assert proxy.through(f"http://127.0.0.1:{proxy.port}/v1") == f"http://127.0.0.1:{proxy.address[1]}/v1"


def test_a_request_is_cut_before_it_arrives(proxy: TcpProxy, echo: Echo) -> None:
    proxy.cut_next(b"two", Cut.REQUEST)
    assert said(proxy, b"one", b"two") == [b"one", b""]
    assert echo.heard == [b"one"]
    assert said(proxy, b"two") == [b"two"]


def test_a_reply_is_cut_after_the_request_arrived(proxy: TcpProxy, echo: Echo) -> None:
    proxy.cut_next(b"two", Cut.REPLY, times=2)
    assert said(proxy, b"one", b"two") == [b"one", b""]
    assert said(proxy, b"two") == [b""]
    assert said(proxy, b"two") == [b"two"]
    assert echo.heard == [b"one", b"two", b"two", b"two"]
    assert proxy.cuts == 2


def test_a_connection_breaks_after_the_reply(proxy: TcpProxy) -> None:
    proxy.cut_next(b"one", Cut.AFTER)
    assert said(proxy, b"one", b"two") == [b"one", b""]


def test_it_goes_down_and_comes_up(proxy: TcpProxy) -> None:
    with socket.create_connection(proxy.address, timeout=5) as connection:
        connection.sendall(b"one")
        assert connection.recv(1024) == b"one"
        proxy.go_down()
        with pytest.raises(ConnectionError):
            connection.recv(1024)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(proxy.address, timeout=5)
    proxy.come_up()
    assert said(proxy, b"one") == [b"one"]


def test_it_delays_replies_and_slows_down(proxy: TcpProxy) -> None:
    began = time.monotonic()
    proxy.delay_seconds = 0.2
    assert said(proxy, b"one") == [b"one"]
    proxy.delay_seconds, proxy.bytes_per_second = 0.0, 1000.0
    assert said(proxy, b"x" * 100) == [b"x" * 100]
    assert time.monotonic() - began >= 0.4
