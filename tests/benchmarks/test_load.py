"""The embedded default under load: an API that answers while books are made in its own process, and keeps its size."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.benchmarks.generated_book import book
from tests.benchmarks.measured import MIB
from tests.benchmarks.mixed_load import MixedLoad, Taken
from tests.support.program import start_afresh
from tests.support.small_books import MARKDOWN

SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
RATE = 200.0
BOOKS = 5

pytestmark = pytest.mark.timeout(900)


@dataclass(slots=True)
class Served:
    pid: int
    port: int
    key: str
    client: httpx.Client

    def memory(self) -> float:
        """MiB that are its own. Pages of the files that it has mapped, a third of what is resident, come and go as the
        machine has room for them."""
        told = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(told.partition("Anonymous:")[2].split()[0]) * 1024 / MIB

    def cpu(self) -> float:
        """Seconds of the server's process so far, without the helpers that speak."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ordered(self, name: str, text: str) -> dict[str, str]:
        edition = self.client.post("/api/v1/books/import", files={"file": (name, text.encode())}).json()["edition_id"]
        receipt = self.client.post("/api/v1/books/process", json={"edition_id": edition}).json()
        return {**receipt, "edition_id": edition}

    def until(self, job: str, *words: str) -> None:
        while self.client.get(f"/api/v1/jobs/{job}").json()["status"] not in words:
            time.sleep(0.1)

    def request(self, method: str, path: str, *headers: str, body: object = None) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        length = [] if body is None else [f"Content-Length: {len(content)}"]
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"X-API-Key: {self.key}", *headers, *length]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    process = start_afresh("serve", "--port", "0", data_dir=folder / "data", LOG_LEVEL="WARNING")
    assert process.stdout
    address, _, key = process.stdout.readline().strip().partition("/#key=")
    try:
        with httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60) as client:
            yield Served(process.pid, urlsplit(address).port or 0, key, client)
    finally:
        process.kill()
        process.communicate()


def mixed(served: Served, made: dict[str, str], making: list[dict[str, str]]) -> list[bytes]:
    """What a page and a listener ask for, in about the shares they do."""
    shelf = f"/api/v1/books/{made['audio_book_id']}"
    chapter = served.client.get(f"{shelf}/chapters").json()["items"][0]
    get = [
        "/api/v1/books",
        "/api/v1/jobs",
        shelf,
        f"{shelf}/chapters",
        f"/api/v1/chapters/{chapter['id']}",
        "/api/v1/books/works?page_size=20",
        "/api/v1/voices?language=en",
        "/health/live",
        "/",
        *(f"/api/v1/jobs/{each['job_id']}" for each in making),
        *(f"/api/v1/books/{each['audio_book_id']}/chapters" for each in making[:2]),
    ]
    return [
        *(served.request("GET", path) for path in get),
        served.request("GET", chapter["audio_url"], "Range: bytes=0-65535"),
        served.request("HEAD", chapter["audio_url"]),
        served.request("POST", "/api/v1/books/process", body={"edition_id": made["edition_id"]}),
        served.request("POST", "/api/v1/books/estimate", body={"edition_id": made["edition_id"]}),
    ]


def told(what: str, taken: Taken) -> None:
    print(
        f"{what}: {len(taken.seconds):,} requests, p50 {taken.percentile(50):.1f}, p95 {taken.percentile(95):.1f}, "
        f"p99 {taken.percentile(99):.1f}, most {taken.percentile(100):.0f} ms, {len(taken.errors)} errors,",
        dict(taken.statuses),
    )


def test_answers_while_five_books_are_made_in_the_same_process(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        made = served.ordered("small.md", MARKDOWN)
        served.until(made["job_id"], "completed")
        spent = served.cpu()
        idle = asyncio.run(MixedLoad(served.port, mixed(served, made, [])).run(rate=RATE, seconds=5))
        spent = served.cpu() - spent
        making = [served.ordered(f"{n}.md", book(60_000 + n, 40)) for n in range(BOOKS)]
        for each in making:
            served.until(each["job_id"], "processing")
        requests = mixed(served, made, making)
        busy = asyncio.run(MixedLoad(served.port, requests).run(rate=RATE, seconds=SECONDS))
        usual = asyncio.run(MixedLoad(served.port, requests).run(rate=RATE / 4, seconds=SECONDS / 4))
        jobs = [served.client.get(f"/api/v1/jobs/{each['job_id']}").json() for each in making]
    told("\nnothing made", idle)
    each = spent / len(idle.seconds)
    print(f"a request takes {each * 1e3:.2f} ms of a core, {RATE:.0f} a second {each * RATE:.0%} of one")
    told(f"{BOOKS} books made", busy)
    print("slowest, ms:", busy.slowest.most_common(6))
    told(f"{BOOKS} books made, {RATE / 4:.0f} requests a second", usual)
    print("progress of the books:", [job["progress"] for job in jobs])
    assert not busy.errors + usual.errors
    assert not [status for status in busy.statuses | usual.statuses if status >= 400]
    assert all(job["status"] in ("processing", "completed") for job in jobs)


def test_memory_after_10_000_requests_and_100_books(tmp_path: Path) -> None:
    """The first hundred fill what has bounds: caches, pools of threads and what the allocator keeps for each. What the
    second hundred adds would go on for ever."""

    def a_book(number: int) -> str:
        return MARKDOWN.replace("Small", f"Small {number}").replace("nineteen", f"{number}")

    with serve(tmp_path) as served:
        made, memory = {}, []
        for number in range(20):
            made = served.ordered(f"{number}.md", a_book(number))
            served.until(made["job_id"], "completed")
        requests = mixed(served, made, [])
        asyncio.run(MixedLoad(served.port, requests).run(rate=200, seconds=10))
        memory.append(served.memory())
        for hundred in (100, 200):
            for number in range(hundred, hundred + 100):
                served.until(served.ordered(f"{number}.md", a_book(number))["job_id"], "completed")
            taken = asyncio.run(MixedLoad(served.port, requests).run(rate=200, seconds=50))
            memory.append(served.memory())
            told(f"\n10,000 requests and 100 books, to {hundred + 99}", taken)
            growth = memory[-1] / memory[-2] - 1
            print(f"memory {memory[-2]:.1f} MiB before, {memory[-1]:.1f} after: {growth * 100:+.1f} %")
    print("aim: under 5 % each")
    assert memory[1] < memory[0] * 1.05
    assert memory[2] < memory[1] * 1.05
