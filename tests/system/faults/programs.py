"""Processes of BookBytes as a row starts, hurts and watches them."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.support.forked import Forked
from tests.support.program import command, forked

KILLED = -int(signal.SIGKILL)
_SERVER_ERROR = re.compile(r" status=(5\d\d) ms=")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@dataclass(slots=True)
class Program:
    """One ``bookbytes`` with its output in files; ``first`` is code that is run before it, ``tree`` where its source
    is, if it is another version. ``exit_seconds`` is the longest a stop that was asked for took."""

    name: str
    folder: Path
    arguments: tuple[str, ...]
    environment: dict[str, str]
    first: str = ""
    tree: Path | None = None
    peak_kib: int = 0
    exit_seconds: float | None = None
    _asked_at: float | None = None
    _process: "Forked | subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._file("out").open("wb") as out, self._file("err").open("wb") as err:
            self._process = self._started(out.fileno(), err.fileno())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return self._file("err").read_text(encoding="utf-8", errors="replace")

    @property
    def printed(self) -> str:
        return self._file("out").read_text(encoding="utf-8", errors="replace")

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.poll()

    def send(self, number: signal.Signals, *, group: bool = False) -> None:
        """Nothing where it has just ended by itself."""
        with suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self._process.pid, number)

    def ask_to_end(self, *numbers: signal.Signals, group: bool = False) -> None:
        """With one signal after the other; how long it takes from the first is measured by ``wait``."""
        self._asked_at = time.monotonic()
        self.look()
        for number in numbers or (signal.SIGTERM,):
            self.send(number, group=group)
            time.sleep(0.2)

    def wait(self, seconds: float = 90.0) -> int:
        """The exit code, once it has ended."""
        try:
            code = self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end within {seconds:.0f} s:\n{self.log[-2000:]}") from None
        if self._asked_at is not None:
            self.exit_seconds = time.monotonic() - self._asked_at
        return code

    def server_errors(self) -> list[int]:
        """The statuses of 500 and above that its log tells of."""
        return [int(status) for status in _SERVER_ERROR.findall(self.log)]

    def end(self) -> None:
        """Whatever it does, it is gone afterwards."""
        if self.code is None:
            self.look()
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def look(self) -> None:
        """Take note of how much memory it has ever had."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return  # gone, or a system without it
        peak = _PEAK.search(status)
        self.peak_kib = max(self.peak_kib, int(peak[1]) if peak else 0)

    def client(self, seconds: float = 30.0) -> httpx.Client:
        """A client of the server that ``bookbytes serve`` announces; waits until it does."""
        address, key = self.address(seconds)
        return httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60)

    def address(self, seconds: float = 30.0) -> tuple[str, str]:
        """Where it listens and the key to it."""
        until = time.monotonic() + seconds
        while "#key=" not in self.printed:
            assert self.code is None, f"{self.name} ended with {self.code}:\n{self.log[-2000:]}"
            assert time.monotonic() < until, f"{self.name} does not listen:\n{self.log[-2000:]}"
            time.sleep(0.05)
        address, _, key = self.printed.strip().partition("/#key=")
        return address, key

    def _started(self, out: int, err: int) -> "Forked | subprocess.Popen[bytes]":
        """In a group of its own, so that a row can signal the group."""
        if self.tree is None:
            return forked(
                *self.arguments,
                environment=self.environment,
                cwd=self.folder,
                stdout=out,
                stderr=err,
                start_new_session=True,
                first=self.first,
            )
        path = os.pathsep.join([str(self.tree), self.environment.get("PYTHONPATH", "")])
        variables = {**self.environment, "PYTHONPATH": path}
        return subprocess.Popen(
            command(*self.arguments), env=variables, cwd=self.folder, stdout=out, stderr=err, start_new_session=True
        )

    def _file(self, kind: str) -> Path:
        return self.folder / f"{self.name}.{kind}"
