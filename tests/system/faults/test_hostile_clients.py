"""Clients that send too much, too slowly or too often (A19, A20)."""

import asyncio
import sys

from tests.system.faults import attackers
from tests.system.faults.attackers import MIB, attack, endless, head, pieces
from tests.system.faults.rows import EMBEDDED, row
from tests.system.faults.world import World

_ANSWER_SECONDS = 3 * 0.1
_GROWTH = 64 * MIB
_P99_MILLISECONDS = 3 * 500
FIELD = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
PROCESS, IMPORT = "/api/v1/books/process", "/api/v1/books/import"
FORM, CHUNKED = "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked"


def _told(line: str) -> None:
    sys.stdout.write(f"{line}\n")


@row("A19", "2 GB, no end, 10,000 parts, a head of 1 MB, deep JSON, huge numbers", on=(EMBEDDED,))
def test_a19_too_much_is_refused_at_once_and_memory_stays(world: World) -> None:
    server = world.serve()
    with server.client() as client:
        world.upload(client)
    where = server.address()

    def post(path: str, *headers: str, key: bool = True) -> bytes:
        return head(where, "POST", path, *headers, key=key)

    def sized(path: str, *parts: bytes) -> tuple[bytes, bytes]:
        return post(path, FORM, f"Content-Length: {sum(map(len, parts))}"), b"".join(parts)

    many = sized(IMPORT, FIELD * 10_000, b"--x--\r\n")
    deep, number = sized(PROCESS, b"[" * 10_000), sized(PROCESS, b'{"a":1e400000}')
    attacks = {
        "2 GB told": (post(IMPORT, FORM, f"Content-Length: {2048 * MIB}"), pieces(b"x" * 65536), 413),
        "2 GB told, an order": (post(PROCESS, f"Content-Length: {2048 * MIB}"), pieces(b" " * 65536), 413),
        "2 GB told, no key": (post(IMPORT, FORM, f"Content-Length: {2048 * MIB}", key=False), pieces(), 401),
        "no end, an order": (post(PROCESS, CHUNKED), endless(b" " * 65536), 413),
        "no end, no key": (post(PROCESS, CHUNKED, key=False), endless(b" " * 65536), 401),
        "no end, a file": (post(IMPORT, FORM, CHUNKED), endless(b"x" * 65536, before=FILE), 413),
        "no end, in crumbs": (post(PROCESS, CHUNKED), pieces(b"1\r\nx\r\n" * 100_000), 400),
        "no end, fields": (post(IMPORT, FORM, CHUNKED), endless(FIELD * 100), 400),
        "10,000 parts": (many[0], pieces(many[1]), 400),
        "a head of 1 MB": (post(PROCESS, f"X-Long: {'x' * MIB}"), pieces(), 431),
        "10,000 headers": (post(PROCESS, *[f"X-{n}: 1" for n in range(100_000)]), pieces(), 431),
        "JSON 10,000 deep": (deep[0], pieces(deep[1]), 400),
        "1e400000": (number[0], pieces(number[1]), 422),
    }
    before = attackers.resident(server.pid)
    for name, (first, body, status) in attacks.items():
        said = asyncio.run(attack(where, first, body))
        grown = attackers.resident(server.pid) - before
        took = f"{said.seconds * 1e3:7.0f} ms {said.sent / MIB:8.1f} MiB sent, {grown / MIB:+.0f} MiB"
        _told(f"A19 {name:22}{said.status} {said.code:18}{took}")
        assert said.status == status, (name, said)
        assert said.seconds < _ANSWER_SECONDS or said.sent > MIB, (name, said)
    server.look()
    _told(f"A19 peak {server.peak_kib / 1024:.0f} MiB, {before / MIB:.0f} before")
    assert server.peak_kib * 1024 - before < _GROWTH
    assert not list((world.folder / "data/uploads").iterdir())


@row("A20", "2,000 sockets that send or read too slowly", on=(EMBEDDED,))
def test_a20_others_are_served_while_2000_sockets_dawdle(world: World) -> None:
    server = world.serve()
    with server.client() as client:
        world.upload(client)
    where = server.address()

    async def siege() -> tuple[list[float], int]:
        slow_head = f"GET / HTTP/1.1\r\nHost: {where[0][7:]}\r\n".encode()
        many_answers = head(where, "GET", "/static/shelf.js") * 40
        slow_body = head(where, "POST", PROCESS, "Content-Length: 100000")
        sieges = [
            attackers.held(where, 1000, first=slow_head, then=b"X-A: 1\r\n", every=3),
            attackers.held(where, 500, first=slow_body, then=b" ", every=3),
            attackers.held(where, 500, first=many_answers, then=b"", every=3),
        ]
        tasks = [asyncio.ensure_future(each) for each in sieges]
        await asyncio.sleep(3)
        most = attackers.open_files(server.pid)
        taken = await attackers.timed(where, "/api/v1/books/works", times=300, pause=0.1)
        for task in tasks:
            task.cancel()
        return taken, most

    quiet = asyncio.run(attackers.timed(where, "/api/v1/books/works", times=50, pause=0.02))
    taken, most = asyncio.run(siege())
    before = attackers.percentile(quiet, 99) * 1e3
    p50, p99 = (attackers.percentile(taken, each) * 1e3 for each in (50, 99))
    _told(f"\nA20 quiet p99 {before:.0f} ms; {most} files open: p50 {p50:.0f}, p99 {p99:.0f} ms")
    assert most > 2000
    assert p99 < _P99_MILLISECONDS
    world.until(lambda: attackers.open_files(server.pid) < 200, "the end of the siege", seconds=30)
