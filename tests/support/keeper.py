"""Runs a server until it ends or until whoever started this program is gone, however that one went.

    python keeper.py FOLDER USER COMMAND...

Standard input is the leash: when its other end closes, the server is killed with everything it started, and ``FOLDER``
is removed. ``USER`` is the user to run as; empty, it is the present one.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

_GRACE_SECONDS = 10


def kept(
    folder: Path, command: Sequence[str], *, user: str = "", environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """A keeper with its server, whose ``folder`` goes when it is let go; what it says is added to ``folder/log``."""
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(folder), user, *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,  # Ctrl-C at the terminal is for the tests alone
        )


def let_go(keeper: "subprocess.Popen[bytes]") -> None:
    """Returns when the server has ended."""
    assert keeper.stdin is not None
    keeper.stdin.close()
    keeper.wait()


def main(folder: str, user: str, *command: str) -> int:
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)  # a shell has it ignored by what it starts in the background
    as_user = {"user": user, "group": _group_of(user), "extra_groups": []} if user else {}
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder, **as_user)  # type: ignore[call-overload]
    let_go = threading.Event()

    def watch() -> None:
        os.read(0, 1)  # nothing is ever written: this returns at the end of the stream
        let_go.set()
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()  # it may choose to ignore that signal

    threading.Thread(target=watch, daemon=True).start()
    code = int(server.wait())
    if let_go.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    return code


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
