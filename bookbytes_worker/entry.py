"""The way in: small, so that Ctrl-C is understood from the first moment on."""

import os
import signal
from types import FrameType

_INTERRUPTED = 130
_MESSAGE = b"bookbytes: interrupted; run the same command again to go on.\n"


def main() -> None:
    """``bookbytes_worker.cli.main``. Loading it takes long enough to be interrupted, and then nothing has begun."""
    listens = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell's background jobs do not
    if listens:
        signal.signal(signal.SIGINT, _end)
    from bookbytes_worker import cli

    if listens:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, _MESSAGE)
    os._exit(_INTERRUPTED)
