"""Stands where the shell of an example looks for ``bookbytes`` and ``python``: hands the call to the test that runs the
page, which lets a fork of an interpreter with everything imported do it. What it reads and writes is this process's."""

import json
import os
import socket
import sys
from pathlib import Path

with socket.socket(socket.AF_UNIX) as test:
    test.connect(os.environ["EXAMPLES_SOCKET"])
    call = {
        "program": Path(sys.argv[0]).name,
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "stdin": f"/proc/{os.getpid()}/fd/0",
    }
    message = json.dumps(call).encode() + b"\n"
    test.sendall(message[socket.send_fds(test, [message], [1, 2]) :])
    sys.exit(test.recv(1)[0])
