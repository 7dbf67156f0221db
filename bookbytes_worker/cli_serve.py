"""``bookbytes serve``: the HTTP application by its import string, beside a worker in the same process."""

import gc
import ipaddress
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from loguru import logger

from bookbytes_adapters import see_that_redis_keeps
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import Settings, load_settings, local_api_key
from bookbytes_core.errors import BookBytesError, InvalidInput, Unavailable
from bookbytes_worker.exits import exit_for_error
from bookbytes_worker.main import in_process_worker, running
from bookbytes_worker.malloc import bound_malloc
from bookbytes_worker.stopping import SIGNALS, end_at_last, ignore_signals

_APPLICATION = "bookbytes_http.asgi:create"
_CONNECTION = "bookbytes_http.connections:GuardedConnection"
_KEEP_ALIVE_SECONDS = 5
_SWITCH_SECONDS = 0.0005
"""How long one thread keeps the interpreter while others want it. An answer passes between the server's thread and the
database's some ten times; at Python's own five milliseconds a time it waits fifty beside a book that is being made."""
_DRAIN_SECONDS = 30


class _Announcing(uvicorn.Server):
    """Says where it listens once it does, and ends with exit code 0 when it is told to stop, even before it runs.

    ``begin_stop`` is called then, before requests in flight are waited for, and so is the application's own. Its signal
    handlers stay for good: the worker of this process may be at work before the server is and after it.
    """

    def __init__(self, config: uvicorn.Config, key: str | None, begin_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._key = key
        self._begin_stop = begin_stop
        for number in SIGNALS:
            signal.signal(number, self.handle_exit)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal counts; another one does not cut off requests that have their time to end."""
        ignore_signals()
        self._begin_stop()
        if self.started:
            self.lifespan.state.get("begin_stop", _nothing)()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:  # the server's own, which says nothing of the cause
            error = self.lifespan.state.get("opening_error")
            if isinstance(error, BookBytesError):
                sys.exit(exit_for_error(error))  # the log has told it
            raise
        if not self.started:
            return
        _settle()
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"http://{shown}:{port}/{f'#key={self._key}' if self._key else ''}", flush=True)

    def is_busy(self) -> bool:
        """Whether somebody waits for an answer. May be asked from any thread."""
        return bool(self.started and self.lifespan.state.get("is_busy", _nobody)())

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are captured already."""
        yield


def _nothing() -> None:
    """An application that has nothing to end says nothing."""


def _nobody() -> bool:
    """An application that does not tell who waits has nobody."""
    return False


def _settle() -> None:
    """What the start has made stays for good: to look through it for garbage takes a tenth of a second every few
    seconds, and nobody is answered meanwhile. See https://docs.python.org/3/library/gc.html#gc.freeze."""
    gc.collect()
    gc.freeze()


def run_serve(host: str, port: int) -> None:
    """Serves until it is told to stop. Raises ``InvalidInput`` for an address that must not be open to all."""
    bound_malloc()
    settings = load_settings()
    configure_logging(settings)
    key = _key(settings, host)
    config = uvicorn.Config(
        _APPLICATION,
        factory=True,
        host=host,
        port=port,
        http=_CONNECTION,
        ws="none",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        log_config=None,  # its warnings are in our log
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # uvicorn would believe whatever comes from loopback; we believe TRUSTED_PROXIES
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    _check_port(host, port)
    if settings.redis_url:
        _look_at_redis(settings)
        _Announcing(config, key, lambda: None).run()
        return
    sys.setswitchinterval(_SWITCH_SECONDS)

    def is_busy() -> bool:
        return server.is_busy()

    worker = in_process_worker(settings, is_busy=is_busy)

    def begin_stop() -> None:
        end_at_last()
        worker.begin_stop()

    server = _Announcing(config, key, begin_stop)
    with running(worker):
        server.run()


def _look_at_redis(settings: Settings) -> None:
    """Orders are taken whatever Redis does: the jobs table keeps them. But somebody should know."""
    try:
        see_that_redis_keeps(settings)
    except (InvalidInput, Unavailable) as error:
        logger.warning("{}", error.message)


def _key(settings: Settings, host: str) -> str | None:
    """The key to print: only the one that was made here, never one that was configured."""
    is_configured = settings.auth_mode == "jwt" or (settings.auth_mode == "api_key" and settings.api_key)
    if not is_configured and not _is_loopback(host):
        raise InvalidInput(
            f"{host} can be reached by others: set AUTH_MODE=api_key and API_KEY, or AUTH_MODE=jwt and JWT_SECRET_KEY, "
            "first, or serve on 127.0.0.1.",
            code="invalid_setting",
        )
    return None if is_configured or settings.api_key else local_api_key(settings)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(host: str, port: int) -> None:
    """uvicorn would end the process with a log line where a sentence is due."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidInput(
                f"Cannot listen on {host} port {port} ({error.strerror}): choose another with --port.",
                code="invalid_setting",
            ) from error
