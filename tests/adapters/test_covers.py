"""Covers from memory, and from a server that sends what it likes."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable

import pytest
from PIL import Image

from bookbytes_adapters.books.cover import cover_of_a_catalogue
from bookbytes_adapters.memory import MemoryCovers
from bookbytes_adapters.metadata.covers import LARGEST_COVER, CoverServer
from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import NotFound, Unavailable
from bookbytes_core.ports.covers import CoverSource
from tests.contracts.covers import CoverSourceContract
from tests.support.broken import fails
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.fake_vendor_http import Answer, Reply, Request, serve
from tests.support.openlibrary_clients import AGENT
from tests.support.server_thread import on_a_thread

ADDRESS = "https://covers.example.org/b/id/7-L.jpg"


async def _listen(answer: Answer) -> asyncio.Server:
    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, answer)

    return await asyncio.start_server(connection, "127.0.0.1", 0)


def a_picture(width: int = 400, height: int = 600, form: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), (200, 60, 40)).save(written, form)
    return written.getvalue()


class TestMemoryCovers(CoverSourceContract):
    @pytest.fixture
    def source(self) -> MemoryCovers:
        return MemoryCovers({ADDRESS: Cover(a_picture(), "image/jpeg")})

    @pytest.fixture
    def address(self) -> str:
        return ADDRESS

    @pytest.fixture
    def trouble(self, source: MemoryCovers) -> Callable[[], None]:
        def set_trouble() -> None:
            source.trouble = Unavailable("Away.")

        return set_trouble


class TestCoverServer(CoverSourceContract):
    @pytest.fixture
    async def source(self, openlibrary: FakeOpenLibrary) -> AsyncIterator[CoverSource]:
        source = CoverServer(openlibrary.address, cover_of_a_catalogue, agent=AGENT, seconds=10)
        yield source
        await source.close()

    @pytest.fixture
    def address(self, openlibrary: FakeOpenLibrary) -> str:
        return f"{openlibrary.address}/b/id/7-L.jpg"

    @pytest.fixture
    def trouble(self, openlibrary: FakeOpenLibrary) -> Callable[[], None]:
        return lambda: openlibrary.script(fault="server_error", times=-1)


class AsksAnybody(MemoryCovers):
    async def fetch(self, address: str) -> Cover:
        return Cover(a_picture(), "image/jpeg")


async def test_a_source_that_asks_anybody_is_noticed() -> None:
    contract = CoverSourceContract()
    await fails(contract.test_an_address_that_is_not_its_own_is_no_cover, ADDRESS, AsksAnybody())
    await fails(contract.test_trouble_is_no_missing_cover, AsksAnybody(), ADDRESS, lambda: None)
    unsafe = MemoryCovers({ADDRESS: Cover(a_picture(2000, 10, "PNG"), "image/jpeg")})
    await fails(contract.test_a_cover_is_a_picture_that_is_safe_to_show, unsafe, ADDRESS)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, b"", "text/html"),
        Reply(200, b"<script>alert(1)</script>", "image/jpeg"),
        Reply(200, a_picture(1, 1, "PNG"), "image/png"),
        Reply(200, a_picture(5000, 5000, "PNG"), "image/png"),
        Reply(200, b"x" * (LARGEST_COVER + 1), "image/jpeg"),
        Reply(200, a_picture()[:200], "image/jpeg"),
        Reply(302, headers={"location": "http://127.0.0.1:9/secret"}),
        Reply(302, headers={"location": "http://archive.org/cover.jpg"}),
        Reply(302, headers={"location": "https://archive.org.example.com/cover.jpg"}),
        Reply(302, headers={"location": "https://archive.org:8443/cover.jpg"}),
        Reply(302, headers={"location": "file:///etc/passwd"}),
        Reply(302, headers={"location": "/b/id/7-L.jpg"}),
    ],
)
async def test_what_is_no_cover_is_none_and_nobody_else_is_asked(reply: Reply) -> None:
    async def answer(_: Request) -> Reply:
        return reply

    with on_a_thread(_listen(answer)) as address:
        source = CoverServer(address, cover_of_a_catalogue, agent=AGENT, seconds=10)
        with pytest.raises(NotFound) as caught:
            await source.fetch(f"{address}/b/id/7-L.jpg")
        await source.close()
    assert caught.value.code == "cover_not_found"


async def test_the_server_is_told_who_asks_and_that_no_blank_is_wanted() -> None:
    seen: list[Request] = []

    async def answer(request: Request) -> Reply:
        seen.append(request)
        if len(seen) == 1:
            return Reply(302, headers={"location": "/archived/7.jpg"})
        return Reply(200, a_picture(1500, 2250), "image/jpeg")

    with on_a_thread(_listen(answer)) as address:
        source = CoverServer(address, cover_of_a_catalogue, agent=AGENT, seconds=10)
        cover = await source.fetch(f"{address}/b/id/7-L.jpg")
        await source.close()
    assert [request.path for request in seen] == ["/b/id/7-L.jpg?default=false", "/archived/7.jpg"]
    assert seen[0].headers["user-agent"] == AGENT
    assert Image.open(io.BytesIO(cover.data)).size == (400, 600)
