"""What the commands of examples come to: ``bookbytes`` and ``python`` in forks, and a server that is left running."""

import json
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.support.forked import Forked
from tests.support.program import forked

_LONGEST = 1_000_000
_PYTHON = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"


class Calls:
    """Answers the stand-ins of one page, one call after the other."""

    def __init__(self, listening: socket.socket, port: int) -> None:
        self._listening = listening
        self._port = port
        self._servers: list[Forked] = []
        self._running: Forked | None = None
        self._thread = threading.Thread(target=self._answer_all)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):  # it is not connected, but whoever waits on it wakes up
            self._listening.shutdown(socket.SHUT_RDWR)
        if self._running:  # the test was out of time
            self._running.kill()
        self._thread.join()
        for server in self._servers:
            server.kill()
            server.communicate()

    def _answer_all(self) -> None:
        with suppress(OSError):
            while True:
                asking, _ = self._listening.accept()
                with asking:
                    self._answer(asking)

    def _answer(self, asking: socket.socket) -> None:
        told, files, _, _ = socket.recv_fds(asking, _LONGEST, 2)
        while not told.endswith(b"\n"):
            told += asking.recv(_LONGEST)
        call, (out, err) = json.loads(told), files
        try:
            code = self._serve(call, out) if call["arguments"][:1] == ["serve"] else self._run(call, out, err)
        finally:
            os.close(out)
            os.close(err)
        with suppress(OSError):  # the example was stopped
            asking.sendall(bytes([code]))

    def _serve(self, call: dict[str, Any], out: int) -> int:
        """A server at the page's port in place of the usual one. It stays when the call is answered."""
        server = forked(
            *call["arguments"], "--port", str(self._port), environment=call["environment"], cwd=Path(call["folder"])
        )
        assert server.stdout
        if address := server.stdout.readline():
            self._servers.append(server)
            os.write(out, address.encode())
            return 0
        os.write(out, server.communicate()[1].encode())
        return server.wait()

    def _run(self, call: dict[str, Any], out: int, err: int) -> int:
        given: dict[str, Any] = {
            "environment": call["environment"],
            "cwd": Path(call["folder"]),
            "stdin": Path(call["stdin"]),
            "stdout": out,
            "stderr": err,
        }
        if call["program"] == "python":
            self._running = Forked(_PYTHON, *call["arguments"], **given)
        else:
            self._running = forked(*call["arguments"], **given)
        code = self._running.wait()
        self._running = None
        return code % 256


@contextmanager
def answered_calls(port: int) -> Iterator[str]:
    """The socket that stand-ins connect to. What was left running ends with the block."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/calls")
        listening.listen()
        calls = Calls(listening, port)
        try:
            yield f"{folder}/calls"
        finally:
            calls.close()
