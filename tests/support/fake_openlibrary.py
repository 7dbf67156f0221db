"""A server on loopback that speaks OpenLibrary's protocol, does wrong on demand, and counts what it is asked.

with fake_openlibrary() as catalogue:               in this process, on a thread
    app at catalogue.address                        for OPENLIBRARY_BASE_URL and OPENLIBRARY_COVERS_URL
    catalogue.script(fault="server_error", times=2, contains="/search.json")
    catalogue.requests("/search.json")
python -m tests.support.fake_openlibrary --port 9000 [--seconds 0.05]        as a process of its own

GET /search.json, /works/X.json, /works/X/editions.json, /isbn/X.json, /books/X.json, /authors/X.json, /b/id/N-L.jpg
GET /counts                                         {"paths": {path: requests}, "most_in_a_second", "agents"}
POST /script {...}                                  the fields of ``Rule``
POST /reset {"seconds"?, "editions_a_page"?}        nothing counted, no script, another time for each answer
"""

import argparse
import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from tests.support.fake_vendor_http import CutOffError, Reply, Request, serve
from tests.support.openlibrary_answers import FORBIDDEN_PAGE, Answers, as_json
from tests.support.server_thread import address_of, on_a_thread

FAULTS = """
    slow            the right answer, after ``delay`` seconds
    rate_limited    429, with ``retry_after`` in Retry-After unless that is null
    server_error    500
    unavailable     503, with Retry-After likewise
    forbidden       403, as for a User-Agent without a contact
    html            200 with a page instead of JSON
    a_list          200 with JSON that is no object
    cut_before      the connection ends without an answer
    cut_inside      so it does in the middle of the body, whose length was announced
    truncated       half of the body, and nothing says that there was more
    huge            200 with 17 MB of JSON
    elsewhere       302 to another server
    circle          302 to itself
"""
_TOO_MANY = {"status": 429, "message": "Too Many Requests. Consider using https://openlibrary.org/developers/dumps."}


@dataclass(slots=True)
class Rule:
    """The next ``times`` requests (-1: all) whose path has ``contains`` in it end in ``fault``."""

    fault: str
    times: int = 1
    contains: str = ""
    delay: float = 0.0
    retry_after: str | float | None = None

    def __post_init__(self) -> None:
        assert self.fault in FAULTS.split(), f"{self.fault} is none of: {FAULTS}"


@dataclass(slots=True)
class Catalogue:
    """The server: what it does with a request."""

    seconds: float = 0.0
    answers: Answers = field(default_factory=Answers)
    rules: list[Rule] = field(default_factory=list)
    paths: Counter[str] = field(default_factory=Counter)
    agents: Counter[str] = field(default_factory=Counter)
    arrivals: deque[float] = field(default_factory=lambda: deque(maxlen=100_000))

    async def answer(self, request: Request) -> Reply:
        if request.method == "POST":
            return self._told(request.path, json.loads(request.body or b"{}"))
        if request.path == "/counts":
            busiest = most_in_a_second(self.arrivals)
            return as_json({"paths": self.paths, "most_in_a_second": busiest, "agents": self.agents})
        return await self._asked(request)

    def _told(self, path: str, given: Mapping[str, Any]) -> Reply:
        if path == "/script":
            self.rules.append(Rule(**given))
        else:
            self.seconds = given.get("seconds", self.seconds)
            self.answers.editions_a_page = given.get("editions_a_page", 1000)
            self.answers.to.cache_clear()
            for kept in (self.rules, self.paths, self.agents, self.arrivals):
                kept.clear()
        return as_json({})

    async def _asked(self, request: Request) -> Reply:
        agent = request.headers.get("user-agent", "")
        self.paths[request.path.partition("?")[0]] += 1
        self.agents[agent] += 1
        self.arrivals.append(time.monotonic())
        rule = next((rule for rule in self.rules if rule.contains in request.path), None)
        if rule is not None:
            rule.times -= rule.times > 0
            self.rules = [each for each in self.rules if each.times]
        if self.seconds or (rule and rule.delay):
            await asyncio.sleep(rule.delay if rule and rule.delay else self.seconds)
        if not any(sign in agent for sign in ("@", "http")) or (rule and rule.fault == "forbidden"):
            return Reply(403, FORBIDDEN_PAGE, "text/html")
        right = self.answers.to(request.path)
        return right if rule is None else wrong(rule, right, request.path)


def wrong(rule: Rule, right: Reply, path: str) -> Reply:
    """Raises ``CutOffError``."""
    wait = {} if rule.retry_after is None else {"retry-after": str(rule.retry_after)}
    if rule.fault == "cut_before":
        raise CutOffError
    replies = {
        "rate_limited": Reply(429, json.dumps(_TOO_MANY).encode(), headers=wait),
        "server_error": Reply(500, b"Internal Server Error", "text/plain"),
        "unavailable": Reply(503, b"<html>Down for maintenance</html>", "text/html", headers=wait),
        "html": Reply(200, b"<!doctype html><title>Sign in</title>", "text/html"),
        "a_list": Reply(200, b"[]"),
        "cut_inside": replace(right, sent=len(right.body) // 2),
        "truncated": replace(right, closing=True, sent=len(right.body) // 2 + 1),
        "elsewhere": Reply(302, headers={"location": "http://127.0.0.1:9/works/OL101W.json"}),
        "circle": Reply(302, headers={"location": path}),
    }
    if rule.fault == "huge":
        return Reply(200, b'{"docs": [], "entries": [], "x": "' + b"x" * 17_000_000 + b'"}')
    return replies.get(rule.fault, right)


def most_in_a_second(arrivals: deque[float]) -> int:
    """The most requests that came within any one second."""
    most, window = 0, deque[float]()
    for moment in arrivals:
        window.append(moment)
        while window[0] <= moment - 1:
            window.popleft()
        most = max(most, len(window))
    return most


async def listen(catalogue: Catalogue, port: int) -> asyncio.Server:
    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, catalogue.answer)

    return await asyncio.start_server(connection, "127.0.0.1", port, backlog=4096)


@dataclass(frozen=True, slots=True)
class FakeOpenLibrary:
    """A running fake, here or in another process, by its address."""

    address: str

    def script(self, **rule: Any) -> None:
        self._send("/script", rule)

    def reset(self, *, seconds: float = 0.0, editions_a_page: int = 1000) -> None:
        self._send("/reset", {"seconds": seconds, "editions_a_page": editions_a_page})

    def requests(self, contains: str = "") -> int:
        """How many requests came to paths with ``contains`` in them."""
        return sum(count for path, count in self._send("/counts")["paths"].items() if contains in path)

    def most_in_a_second(self) -> int:
        return int(self._send("/counts")["most_in_a_second"])

    def agents(self) -> set[str]:
        return set(self._send("/counts")["agents"])

    def _send(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(UrlRequest(self.address + path, data), timeout=10) as reply:  # noqa: S310 - our own address
            return dict(json.load(reply))


@contextmanager
def fake_openlibrary(*, seconds: float = 0.0) -> Iterator[FakeOpenLibrary]:
    """A fake on a thread of this process, gone at the end of the block; each answer takes so many seconds."""
    with on_a_thread(listen(Catalogue(seconds), 0)) as address:
        yield FakeOpenLibrary(address)


async def _run(arguments: argparse.Namespace) -> None:
    server = await listen(Catalogue(arguments.seconds), arguments.port)
    print(address_of(server), flush=True)  # noqa: T201 - for who started it
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description="A catalogue on loopback. Prints its address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.0)
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
