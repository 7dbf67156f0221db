"""Many clients at once, each with a connection of its own: plain enough that the server is what is measured."""

import asyncio
import json
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


async def posted(server: tuple[str, str], path: str, body: object, *, connections: int, each: int) -> list[Answer]:
    """The answers to ``each`` POSTs on each of ``connections`` connections; ``server`` is its address and key."""
    address, key = server
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\nX-API-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    clients = [_client(address, head.encode() + content, each) for _ in range(connections)]
    return [answer for answers in await asyncio.gather(*clients) for answer in answers]


async def _client(address: str, request: bytes, times: int) -> list[Answer]:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    try:
        answers = []
        for _ in range(times):
            writer.write(request)
            answers.append(await _answer(reader))
        return answers
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    return Answer(int(head[0].split()[1]), await reader.readexactly(int(headers["content-length"])))
