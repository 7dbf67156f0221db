"""A server told to go while it is busy, clients that leave, and one user who wants everything (C13, C14, A28)."""

import asyncio
import random
import socket
import sys
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from bookbytes_core import Options
from tests.system.faults import attackers
from tests.system.faults.attackers import MIB, head
from tests.system.faults.books import a_book, place
from tests.system.faults.customers import FILES_A_CHAPTER
from tests.system.faults.rows import EMBEDDED, row
from tests.system.faults.world import SEED, World

Server = tuple[str, str]
PROCESS, IMPORT = "/api/v1/books/process", "/api/v1/books/import"
FORM = "Content-Type: multipart/form-data; boundary=x"
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
LENGTH = 20 * MIB
MOST_AT_ONCE = 5
"""Of one user's jobs in a worker: WORKER_MAX_JOBS where nothing is set."""


def _told(line: str) -> None:
    sys.stdout.write(f"\n{line}\n")


def a_long_sound(world: World) -> str:
    """The address of a chapter whose sound fills any buffer between us and the server."""
    server = world.serve()
    with server.client() as client:
        edition, chapters = world.upload(client)
        receipt = client.post(PROCESS, json={"edition_id": edition}).json()
        world.expect(UUID(receipt["job_id"]), chapters)
        world.finish()
        first = client.get(f"/api/v1/books/{receipt['audio_book_id']}/chapters").json()["items"][0]
    for sound in (world.folder / "storage/audio").glob("*/*.mp3"):
        with sound.open("ab") as file:
            file.truncate(LENGTH)
    return str(first["audio_url"])


async def _listening(server: Server, path: str, piece: int, pause: float) -> int:
    """The bytes of the answer that a client gets who takes ``piece`` after each ``pause``."""
    url = urlsplit(server[0])
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    listener.setblocking(False)
    await asyncio.get_running_loop().sock_connect(listener, (url.hostname, url.port))
    reader, writer = await asyncio.open_connection(sock=listener, limit=8192)
    writer.write(head(server, "GET", path))
    await reader.readuntil(b"\r\n\r\n")
    length = 0
    with suppress(ConnectionError):
        while got := await reader.read(piece):
            length += len(got)
            if length >= LENGTH:
                break
            await asyncio.sleep(pause)
    writer.close()
    return length


@row("C13", "SIGTERM with 200 requests half sent and 20 streams", on=(EMBEDDED,))
def test_c13_a_server_told_to_go_ends_what_it_began(world: World) -> None:
    audio = a_long_sound(world)
    server = world.programs[0]
    where = server.address()

    async def busy() -> tuple[Counter[int], list[int], int, int, float]:
        halves = [await attackers.connect(where) for _ in range(200)]
        for _, writer in halves:
            writer.write(head(where, "POST", PROCESS, "Content-Length: 2") + b"{")
        quick = [asyncio.ensure_future(_listening(where, audio, MIB, 0.0)) for _ in range(10)]
        slow = [asyncio.ensure_future(_listening(where, audio, 1024, 1.0)) for _ in range(10)]
        await asyncio.sleep(1)
        server.ask_to_end()
        began = time.monotonic()
        await asyncio.sleep(1)
        with pytest.raises(ConnectionRefusedError):
            await attackers.connect(where)
        for _, writer in halves:
            writer.write(b"}")
        statuses = Counter([int((await reader.readuntil(b"\r\n\r\n"))[9:12]) for reader, _ in halves])
        finished = await asyncio.gather(*quick)
        code = await asyncio.to_thread(server.wait)
        cut = sum(each.cancel() for each in slow)  # what the server had handed over would be read for hours
        return statuses, finished, cut, code, time.monotonic() - began

    statuses, finished, cut, code, seconds = asyncio.run(busy())
    _told(f"C13 {dict(statuses)}, {len(finished)} streams whole, {cut} cut, exit {code} after {seconds:.1f} s")
    assert statuses == {422: 200}
    assert set(finished) == {LENGTH}
    assert (cut, code) == (10, 0)
    assert seconds < 31


async def _leaving(server: Server, what: str, audio: str, chance: random.Random) -> None:
    reader, writer = await attackers.connect(server)
    if what == "upload":
        writer.write(head(server, "POST", IMPORT, FORM, f"Content-Length: {3 * MIB}") + FILE)
        writer.write(b"x" * chance.randrange(2 * MIB))
    else:
        writer.write(head(server, "GET", audio))
        await reader.readuntil(b"\r\n\r\n")
    with suppress(ConnectionError):
        await asyncio.sleep(chance.random() * 0.01)
    writer.transport.abort()


async def leave(server: Server, audio: str, number: int) -> None:
    chance, places = random.Random(SEED), asyncio.Semaphore(20)

    async def one(place: int) -> None:
        async with places:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await _leaving(server, "stream" if place % 2 else "upload", audio, chance)

    await asyncio.gather(*(one(place) for place in range(number)))


@row("C14", "10,000 clients that leave in an upload or a stream", on=(EMBEDDED,))
def test_c14_clients_that_leave_cost_nothing(world: World) -> None:
    audio = a_long_sound(world)
    server = world.programs[0]
    where = server.address()

    def at_rest() -> tuple[int, int]:
        time.sleep(3)
        return attackers.open_files(server.pid), attackers.resident(server.pid)

    asyncio.run(leave(where, audio, 1_000))
    files, memory = at_rest()
    asyncio.run(leave(where, audio, 10_000))
    files_after, memory_after = at_rest()
    _told(f"C14 files {files}, {files_after}; memory {memory / MIB:.1f}, {memory_after / MIB:.1f} MiB")
    assert files_after <= files + 3
    assert memory_after < memory * 1.05
    assert not list((world.folder / "data/uploads").iterdir())
    assert "Traceback" not in server.log


@row("A28", "one user orders 1,000 books; 20 others order one each", within=300)
def test_a28_who_orders_a_thousand_books_keeps_nobody_waiting(world: World) -> None:
    def finished() -> int:
        return sum(job.rests for job in world.records.jobs().values())

    def one(name: str) -> tuple[float, int]:
        """Seconds, and how many others' books were made meanwhile."""
        (job,) = world.order(chapters=1, owners=True)
        began, before = time.monotonic(), finished()
        world.until(lambda: world.job(job).rests, f"the book of {name}", seconds=120)
        return time.monotonic() - began, finished() - before - 1

    worker = world.worker()
    server = worker if world.embedded else world.serve()
    alone = sorted(one("who is alone") for _ in range(5))
    files = []
    for number in range(1_000):
        files.append(world.folder / f"many-{number}.md")
        files[-1].write_text(a_book(10_000 + number, chapters=1, seed=SEED), encoding="utf-8")
    asyncio.run(place(world.settings(), files, Options(), owners=False, ring=False))
    beside = sorted(one(str(number)) for number in range(20))
    behind = max(others for _, others in beside)
    answers = asyncio.run(attackers.timed(server.address(), "/api/v1/jobs", times=50, pause=0.02))
    waiting = sum(not job.rests for job in world.records.jobs().values())
    p99 = attackers.percentile(answers, 99) * 1e3
    _told(
        f"A28 {world.setup.kind}: alone {alone[2][0]:.2f} s (most {alone[-1][0]:.2f}), beside 1,000 books "
        f"{beside[10][0]:.2f} s (most {beside[-1][0]:.2f}), behind at most {behind} of them, "
        f"GET /jobs p99 {p99:.0f} ms, {waiting} still wait"
    )
    assert waiting > 100, "there was nothing to wait behind"
    assert behind <= 3 * MOST_AT_ONCE, "others waited for more than what was in hand"
    assert world.stop(worker) == 0
    cut_off = set(world.records.orphans())
    again = world.worker()
    world.until(lambda: not cut_off & set(world.records.orphans()), "what was cut off is adopted")
    assert world.stop(again) == 0
    world.abandoned = FILES_A_CHAPTER * MOST_AT_ONCE  # hundreds of books are unfinished: the next worker adopts it
