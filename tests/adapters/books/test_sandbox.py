"""The sandbox: what a process in it can see, use up and leave behind. ``code`` runs whatever Python it is sent."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bookbytes_adapters.books.limits import LEAST_MEMORY, MOST_MEMORY, memory_for
from bookbytes_adapters.books.sandbox import Finished, run_module

MIB = 1024 * 1024


async def run(program: str, *, wall_seconds: float = 30, max_output: int = MIB) -> Finished:
    return await run_module("code", program.encode(), wall_seconds=wall_seconds, max_output=max_output)


async def test_output_status_and_complaint_come_back() -> None:
    finished = await run("import sys\nprint('said')\nprint('wrong', file=sys.stderr)\nsys.exit(7)\n")

    assert b"said" in finished.output.read()
    assert finished.status == 7
    assert "wrong" in finished.complaint


async def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    finished = await run("import os, sys\nprint(sorted(os.environ), sys.path, sys.flags.isolated)\n")
    said = finished.output.read().decode()

    assert "canary" not in said
    assert "OPENAI_API_KEY" not in said
    assert "''" not in said


async def test_the_process_has_a_group_of_its_own() -> None:
    finished = await run("import os\nprint(os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid())\n")

    assert b"True True" in finished.output.read()


async def test_too_much_output_ends_it() -> None:
    finished = await run("while True: print('x' * 100_000)\n\n", max_output=MIB)

    assert finished.status is None


LASTING = """
import os, time
if os.fork():
    time.sleep(60)
os.setsid()
end = time.monotonic() + 1
while time.monotonic() < end:
    os.write(1, b"x" * 100_000)
"""
"""Goes on writing for a while after its group was killed, as a process on a busy machine may."""


async def test_what_is_written_after_the_kill_does_not_hold_up_the_caller() -> None:
    async with asyncio.timeout(30):
        finished = await run(f"exec({LASTING!r})\n", max_output=MIB)

    assert finished.status is None


async def test_too_much_time_ends_it() -> None:
    finished = await run("import time\ntime.sleep(60)\n", wall_seconds=0.5)

    assert finished.status is None


async def test_a_flood_of_complaints_keeps_its_end() -> None:
    finished = await run("import sys\nfor n in range(100_000): _ = sys.stderr.write(f'{n} ')\n\nsys.exit(0)\n")

    assert finished.complaint.rstrip().endswith("99999")
    assert len(finished.complaint) <= 4096


async def test_a_killer_is_reported() -> None:
    finished = await run("import os\nos.kill(os.getpid(), 11)\n")

    assert finished.status == -11


async def test_it_does_not_outlive_its_caller(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    call = asyncio.create_task(
        run(f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n")
    )
    while not note.exists() or not note.read_text():  # noqa: ASYNC110 - a file sends no event
        await asyncio.sleep(0.01)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def limited(program: str, *, memory: int = LEAST_MEMORY, cpu_seconds: int = 10) -> subprocess.CompletedProcess[str]:
    """``program`` run under the limits that a reader gets."""
    preamble = "import sys\nfrom bookbytes_adapters.books.limits import *\n"
    text = f"{preamble}limit_this_process({memory}, {cpu_seconds})\n{program}"
    return subprocess.run([sys.executable, "-B", "-c", text], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "program",
    [
        "open('left behind', 'w')",
        "import os; os.open('left behind', os.O_CREAT | os.O_WRONLY)",
        "import os; os.mkdir('left behind')",
        "import os; os.remove('kept')",
        "import os; os.fork()",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import tempfile; tempfile.NamedTemporaryFile()",
    ],
)
def test_a04_reading_needs_no_more_than_reading(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").touch()
    finished = limited(program)

    assert finished.returncode == 1
    assert "Error" in finished.stderr.splitlines()[-1]
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]


def test_reading_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("text")
    finished = limited(f"print(open({str(tmp_path / 'book')!r}).read())")

    assert finished.stdout == "text\n"


def test_a30_memory_ends() -> None:
    assert "MemoryError" in limited("held = bytearray(60 * MIB)").stderr
    assert limited("held = bytearray(20 * MIB)").returncode == 0


def test_a05_a_cover_gets_a_little_more() -> None:
    assert limited("make_room_for_cover()\nheld = bytearray(45 * MIB)").returncode == 0
    assert "MemoryError" in limited("make_room_for_cover()\nheld = bytearray(60 * MIB)").stderr


def test_a30_processor_time_ends() -> None:
    assert limited("while True: pass", cpu_seconds=1).returncode in (-24, -9)


def test_memory_grows_with_the_file_and_ends() -> None:
    assert memory_for(1) == memory_for(MIB) == LEAST_MEMORY
    assert LEAST_MEMORY < memory_for(3 * MIB) < MOST_MEMORY
    assert memory_for(200 * MIB) == MOST_MEMORY
