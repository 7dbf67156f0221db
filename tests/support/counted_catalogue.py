"""A catalogue that counts how often it is asked: on a thread of this process, asked over loopback by any."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, NotFound, Unavailable
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, MetadataProvider, WorkQuery, WorkRecord

NAME = "counted"


class CountedCatalogue(MetadataProvider):
    """In this process. Knows one work, "W1", under any words but "nothing"; each answer has the next number as its
    title. ``asked`` holds what it was asked, ``trouble`` is what every request ends with while it is set."""

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.asked: list[str] = []
        self.seconds = seconds
        self.trouble: BookBytesError | None = None

    @property
    def name(self) -> str:
        return NAME

    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        await self._request(f"search {query.title} {page}")
        return FoundWorks((), 0) if query.title == "nothing" else FoundWorks((self._work(),), 1)

    async def work(self, key: str) -> WorkRecord:
        await self._request(f"work {key}")
        if key != "W1":
            raise NotFound(f"There is no work {key}.", code="work_not_found")
        return self._work()

    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        await self._request(f"editions {work_key}")
        if work_key != "W1":
            raise NotFound(f"There is no work {work_key}.", code="work_not_found")
        return (self._edition(),)

    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        await self._request(f"isbn {isbn}")
        return self._edition()

    async def _request(self, what: str) -> None:
        self.asked.append(what)
        await asyncio.sleep(self.seconds)
        if self.trouble is not None:
            raise self.trouble

    def _work(self) -> WorkRecord:
        return WorkRecord(key="W1", former_keys=("W0",), title=f"{len(self.asked)}")

    def _edition(self) -> EditionRecord:
        return EditionRecord(key="E1", work_key="W1", title=f"{len(self.asked)}", isbns=(Isbn("9780306406157"),))


class CatalogueServer:
    """What ``RemoteCatalogue`` asks; ``up`` says whether it answers."""

    def __init__(self, *, seconds: float) -> None:
        self.asked: list[str] = []
        self.up = True
        counted = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                counted.asked.append(self.path)
                time.sleep(seconds)
                body = json.dumps({"number": len(counted.asked)}).encode()
                self.send_response(200 if counted.up else 503)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"


@contextmanager
def a_catalogue_server(*, seconds: float = 0.0) -> Iterator[CatalogueServer]:
    server = CatalogueServer(seconds=seconds)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()


class RemoteCatalogue(CountedCatalogue):
    """The same, in another process: every request is one to ``url``."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._address = urlsplit(url)

    async def _request(self, what: str) -> None:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        writer.write(f"GET /{what.replace(' ', '/')} HTTP/1.0\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise Unavailable("The catalogue does not answer.")
        self.asked = [what] * json.loads(answer.rpartition(b"\r\n")[2])["number"]
