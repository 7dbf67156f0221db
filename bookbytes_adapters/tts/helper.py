"""A helper process that speaks one segment: started for it, ended with it.

Engines written in C are run apart because a fresh process repeats exactly, because one that crashes or hangs takes
nothing along, and because what it leaks goes with it.

The protocol: sentences on standard input, one a line, UTF-8. On standard output the sample rate, then for each line the
length of its samples in bytes and the samples; numbers are unsigned, 32 bits, little-endian.
"""

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from bookbytes_core.errors import Unavailable

_NUMBER = struct.Struct("<I")

_QUICK_START = ("-I", "-S", "-X", "utf8")
"""No site packages, no environment: a helper starts in some ten milliseconds and depends on nothing around it."""

_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What an interpreter may need to start at all; a crash of an engine must not write secrets to a core dump."""


def python(script: Path, *arguments: str) -> tuple[str, ...]:
    """The command that runs ``script``, which may import the standard library only."""
    return (sys.executable, *_QUICK_START, str(script), *arguments)


class Helper:
    """One run of ``command``; ``stop`` ends it from any other thread, also before it has begun."""

    def __init__(self, command: Sequence[str], engine: str, seconds: float) -> None:
        self._command = command
        self._engine = engine
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._late = False

    def run(self, lines: Sequence[str], heard: Callable[[int, bytes], None]) -> None:
        """Speak ``lines``; ``heard`` gets the rate and the samples of each as they are made. Blocks.

        Raises ``Unavailable`` with the reason when the helper crashes, hangs or breaks off. No process is left.
        """
        process = self._start()
        if process is None:
            return
        watch = threading.Timer(self._seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            self._converse(process, lines, heard)
        finally:
            watch.cancel()
            self._end(process)

    def stop(self) -> None:
        """End the process at once; ``run`` then returns."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes] | None:
        pipe = subprocess.PIPE
        with self._lock:
            if self._stopped:
                return None
            try:
                self._process = subprocess.Popen(  # noqa: S603 - a script of ours, without a shell
                    self._command,
                    stdin=pipe,
                    stdout=pipe,
                    stderr=pipe,
                    env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                    process_group=0,  # Ctrl-C is for the main process, which may want to finish what it began
                )
            except OSError as error:
                raise Unavailable(
                    f"{self._engine} could not be started ({error.strerror}); try again.", code="voice_failed"
                ) from error
            return self._process

    def _converse(
        self, process: subprocess.Popen[bytes], lines: Sequence[str], heard: Callable[[int, bytes], None]
    ) -> None:
        try:
            self._write(process, lines)
            rate = self._number(process)
            for _ in lines:
                heard(rate, self._read(process, self._number(process)))
        except EOFError:
            if not self._stopped:
                raise self._failure(process) from None

    @staticmethod
    def _write(process: subprocess.Popen[bytes], lines: Sequence[str]) -> None:
        assert process.stdin is not None  # noqa: S101 - for the type checker: it was opened as a pipe
        try:
            with process.stdin as pipe:
                pipe.write("".join(f"{line}\n" for line in lines).encode())
        except BrokenPipeError as error:
            raise EOFError from error

    def _number(self, process: subprocess.Popen[bytes]) -> int:
        return int(_NUMBER.unpack(self._read(process, _NUMBER.size))[0])

    @staticmethod
    def _read(process: subprocess.Popen[bytes], size: int) -> bytes:
        assert process.stdout is not None  # noqa: S101 - for the type checker: it was opened as a pipe
        data = process.stdout.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _failure(self, process: subprocess.Popen[bytes]) -> Unavailable:
        assert process.stderr is not None  # noqa: S101 - for the type checker: it was opened as a pipe
        said = process.stderr.read().decode(errors="replace").strip().splitlines()
        status = process.wait()
        if self._late:
            reason = f"it took longer than {self._seconds:.0f} s"
        elif status < 0:
            reason = f"its process was ended by signal {-status}"
        else:
            reason = said[-1] if said else f"its process ended with status {status}"
        return Unavailable(f"{self._engine} failed: {reason}; try again.", code="voice_failed")

    def _give_up(self) -> None:
        self._late = True
        self._end_now()

    def _end_now(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = None
            process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        process.wait()
