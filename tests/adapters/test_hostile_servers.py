"""Servers and names that lead where nobody is to be asked (A09), and those that would have a key (A10)."""

import asyncio
import ipaddress
import secrets
import socket
from itertools import product

import httpx
import pytest

from bookbytes_adapters.books.cover import cover_of_a_catalogue
from bookbytes_adapters.metadata.covers import LONGEST_SECONDS, CoverServer
from bookbytes_adapters.metadata.public_address import NotPublic, is_public, public_address
from bookbytes_adapters.openai.server import OpenAiServer, open_connections
from bookbytes_core.errors import BookBytesError, NotFound, Unavailable
from tests.support.fake_vendor_http import Answer, Reply, Request, serve
from tests.support.openlibrary_clients import AGENT
from tests.support.server_thread import on_a_thread

HERE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "0", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001"),
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "198.18.0.1", "192.0.2.1"),
    *("224.0.0.1", "239.255.255.250", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:a00:1"),
    *("fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::"),
    *("2001:0:7f00:1::", "::127.0.0.1"),
]
"""Ways to say this machine, its network or nobody's."""


async def numeric(host: str) -> list[str]:
    """What the system makes of a host of numbers; it is asked for no names here."""
    return [host] if ":" in host else [socket.inet_ntoa(socket.inet_aton(host))]


async def test_a09_no_way_to_say_this_machine_is_public() -> None:
    for host in HERE:
        with pytest.raises(NotPublic):
            await public_address(host, numeric)


async def test_a09_this_machines_own_name_is_not_public() -> None:
    with pytest.raises(NotPublic):
        await public_address("localhost")


async def test_what_is_public_is_itself() -> None:
    for host in ("8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"):
        assert ipaddress.ip_address(await public_address(host, numeric)) == ipaddress.ip_address(host)


async def test_a09_a_name_with_one_address_here_is_not_public() -> None:
    async def resolve(_: str) -> list[str]:
        return ["8.8.8.8", "127.0.0.1"]

    with pytest.raises(NotPublic):
        await public_address("archive.org", resolve)
    assert not is_public(ipaddress.ip_address("::ffff:10.0.0.1"))


async def _listen(answer: Answer) -> asyncio.Server:
    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, answer)

    return await asyncio.start_server(connection, "127.0.0.1", 0)


async def test_a09_a_name_that_changes_its_address_is_resolved_once_and_pinned() -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    connected: list[httpx.Request] = []

    async def resolve(_: str) -> list[str]:
        return next(answers)

    async def sends_on(_: Request) -> Reply:
        return Reply(302, headers={"location": "https://ia1.archive.org/cover.jpg"})

    def outside(request: httpx.Request) -> httpx.Response:
        connected.append(request)
        return httpx.Response(404)

    with on_a_thread(_listen(sends_on)) as address:
        source = CoverServer(address, cover_of_a_catalogue, agent=AGENT, seconds=10, resolve=resolve)
        inside = source._open()
        source._connections = httpx.AsyncClient(
            mounts={"http://": inside._transport, "https://": httpx.MockTransport(outside)}, headers=inside.headers
        )
        for _ in range(2):
            with pytest.raises(NotFound):
                await source.fetch(f"{address}/b/id/7-L.jpg")
        await source.close()
    (request,) = connected
    assert str(request.url) == "https://8.8.8.8/cover.jpg"
    assert request.headers["host"] == "ia1.archive.org"
    assert request.extensions["sni_hostname"] == "ia1.archive.org"


HOSTS = ["127.0.0.1", "[::1]", "169.254.169.254", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"]


async def test_a09_a_redirect_leads_to_no_other_server() -> None:
    asked: list[str] = []
    target = ""

    async def answer(request: Request) -> Reply:
        asked.append(request.path)
        return Reply(302, headers={"location": target})

    with on_a_thread(_listen(answer)) as address:
        source = CoverServer(address, cover_of_a_catalogue, agent=AGENT, seconds=10)
        for host, scheme in product(HOSTS, ("https", "http", "gopher", "file", "ftp")):
            target = f"{scheme}://{host}/latest/meta-data"
            for told in (f"{address}/b/7", target, f"{address}@{host}/x", f"{address}.{host}/x"):
                with pytest.raises(NotFound):
                    await source.fetch(told)
        await source.close()
    assert set(asked) == {"/b/7?default=false"}


async def test_a09_a_cover_has_ten_seconds_and_five_megabytes() -> None:
    source = CoverServer("http://x", cover_of_a_catalogue, agent=AGENT, seconds=30)
    assert source._seconds == LONGEST_SECONDS == 10

    async def dawdling(_: Request) -> Reply:
        await asyncio.sleep(5)
        return Reply(200)

    with on_a_thread(_listen(dawdling)) as address:
        hasty = CoverServer(address, cover_of_a_catalogue, agent=AGENT, seconds=0.1)
        with pytest.raises(Unavailable):
            await hasty.fetch(f"{address}/b/id/7-L.jpg")
        await hasty.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a10_a_vendor_that_sends_on_gets_no_key_for_the_other(status: int) -> None:
    key = f"sk-{secrets.token_hex(16)}"
    seen: list[Request] = []

    async def thief(request: Request) -> Reply:
        seen.append(request)
        return Reply(200, b"{}")

    with on_a_thread(_listen(thief)) as other:

        async def sends_on(_: Request) -> Reply:
            return Reply(status, headers={"location": f"{other}/v1/chat/completions"})

        with on_a_thread(_listen(sends_on)) as address:
            async with open_connections() as connections:
                server = OpenAiServer(connections, f"{address}/v1", key, 5, 5)
                with pytest.raises(BookBytesError) as caught:
                    await server.chat(model="m", system="s", user="u", schema_name="n", schema={}, most_tokens=9)
    assert seen == []
    assert key not in str(caught.value)
