"""Python programs in forks of a process that has imported BookBytes already: ``python -c`` without its slow start.

Each runs in a process of its own and may end as it likes. It shares with the others what an interpreter settles at its
start, the seed of its hashes above all: where that matters, or the start itself, a program is started afresh.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, TextIO

_ROOT = Path(__file__).parents[2]
_IMPORTED = (
    *("alembic.command", "aiosqlite", "dramatiq.brokers.redis", "openai", "psycopg", "typer", "uvicorn.lifespan.on"),
    *("uvicorn.protocols.http.auto", "bookbytes_adapters.container", "bookbytes_http.asgi", "bookbytes_http.app"),
    *("bookbytes_worker.cli", "bookbytes_worker.cli_make", "bookbytes_worker.cli_serve", "bookbytes_worker.cli_worker"),
)
_NUMBER = struct.Struct("i")
_MOST_BYTES = 1_000_000
"""No request is longer."""


def run_forked(
    code: str, *arguments: str, environment: Mapping[str, str], cwd: Path, stdin: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Does what ``python -c code arguments < stdin`` does."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        out_and_err = {"stdout": out.fileno(), "stderr": err.fileno()}
        started = Forked(code, *arguments, environment=environment, cwd=cwd, stdin=stdin, **out_and_err)
        try:
            status = started.wait()
        except BaseException:  # the test was out of time
            started.kill()
            raise
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


class Forked:
    """A program that is left running: of ``subprocess.Popen`` what tests use.

    ``stdout`` and ``stderr`` are file numbers to write to; without them what is written is read from the files of these
    names. Whatever still runs when this process ends is killed.
    """

    def __init__(
        self,
        code: str,
        *arguments: str,
        environment: Mapping[str, str],
        cwd: Path,
        stdin: Path | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        start_new_session: bool = False,
    ) -> None:
        asked = {"code": code, "arguments": arguments, "environment": dict(environment), "cwd": str(cwd)}
        asked["stdin"] = str(stdin or os.devnull)
        self.stdout, out = _end_of_pipe(stdout)
        self.stderr, err = _end_of_pipe(stderr)
        self._told, tell = os.pipe()
        try:
            _forks().ask({**asked, "new_session": start_new_session}, [tell, out, err])
        finally:
            for number, given in ((tell, None), (out, stdout), (err, stderr)):
                if number != given:
                    os.close(number)
        self.returncode: int | None = None
        self.pid = self._next_number()

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended. Raises ``subprocess.TimeoutExpired`` after so many seconds."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self.returncode = os.waitstatus_to_exitcode(self._next_number())
            os.close(self._told)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        """What it writes from now on, once it has ended."""
        assert self.stdout
        assert self.stderr
        errors: list[str] = []
        beside = threading.Thread(target=lambda read=self.stderr.read: errors.append(read()))
        beside.start()
        out = self.stdout.read()
        beside.join()
        self.__exit__(None, None, None)
        return out, errors[0]

    def __enter__(self) -> "Forked":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in (self.stdout, self.stderr):
            if file:
                file.close()
        self.wait()

    def _next_number(self) -> int:
        told = os.read(self._told, _NUMBER.size)
        if not told:
            raise RuntimeError("the process that forks is gone")
        number: int = _NUMBER.unpack(told)[0]
        return number


def _end_of_pipe(given: int | None) -> tuple[TextIO | None, int]:
    """What to read from and where to write to."""
    if given is not None:
        return None, given
    read, write = os.pipe()
    return os.fdopen(read, encoding="utf-8"), write


class _Forks:
    """The process that forks. It ends when this one does, with all that it made."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._one_at_a_time = threading.Lock()
        with theirs:
            self._process = subprocess.Popen([sys.executable, "-m", __name__], stdin=theirs, cwd=_ROOT)

    def ask(self, request: Mapping[str, Any], files: list[int]) -> None:
        with self._one_at_a_time:
            told = f"{json.dumps(request)}\n".encode()
            sent = socket.send_fds(self._socket, [told], files)
            self._socket.sendall(told[sent:])

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def _forks() -> _Forks:
    """One a process, made by the first test that needs it."""
    made = _Forks()
    atexit.register(made.close)
    return made


def _serve() -> None:
    for name in _IMPORTED:
        import_module(name)
    gc.freeze()  # or each fork would take as long to clear up what was imported as to import it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is for the tests, which end this process
    ended, wakes = os.pipe()
    os.set_blocking(wakes, False)  # as ``set_wakeup_fd`` demands
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, int] = {}
    with socket.socket(fileno=0) as asked:
        while True:
            ready = select.select([asked, ended], [], [])[0]
            if ended in ready:
                os.read(ended, 1024)
                _tell_of_ends(children)
            if asked in ready:
                request, files = _next(asked)
                if request is None:
                    break
                child = os.fork()
                if child == 0:
                    asked.detach()
                    _become(request, files, close=[ended, wakes, *children.values()])
                    return
                _tell(files[0], child)
                for number in files[1:]:
                    os.close(number)
                children[child] = files[0]
    for child in children:
        os.kill(child, signal.SIGKILL)


def _next(asked: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    told, files, _, _ = socket.recv_fds(asked, _MOST_BYTES, 3)
    while told and not told.endswith(b"\n"):
        told += asked.recv(_MOST_BYTES)
    return (json.loads(told) if told else None), files


def _tell_of_ends(children: dict[int, int]) -> None:
    while children:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        told = children.pop(child)
        _tell(told, status)
        os.close(told)


def _tell(file: int, number: int) -> None:
    with suppress(BrokenPipeError):  # nobody waits for it any more
        os.write(file, _NUMBER.pack(number))


def _become(asked: dict[str, Any], files: list[int], *, close: list[int]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if asked["new_session"]:
        os.setsid()
    os.dup2(os.open(asked["stdin"], os.O_RDONLY), 0)
    for number, file in enumerate(files[1:], 1):
        os.dup2(file, number)
    for file in [*files, *close]:
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["cwd"])
    sys.argv = ["-c", *asked["arguments"]]
    main = sys.modules["__main__"] = ModuleType("__main__")
    exec(asked["code"], main.__dict__)  # noqa: S102 - what `python -c` does


if __name__ == "__main__":
    _serve()
