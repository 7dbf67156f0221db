"""Google Translate's speech on loopback, with what it does to those it does not like."""

import asyncio
import base64
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from tests.support import sounds
from tests.support.fake_vendor_http import CutOffError, Reply, Request, serve
from tests.support.server_thread import on_a_thread

PATH = "/_/TranslateWebserverUi/data/batchexecute"
_RPC = "jQ1olc"
_MOST_CHARACTERS = 100
_RATE = 24_000


@dataclass(slots=True)
class FakeGtts:
    """``faults`` are done one a request, in order: a status, "no_audio", "no_base64", "html", "cut", "cut_before",
    "sorry" (a redirect to a captcha), "slow"; "" is none. ``spoken`` holds the texts, each with its language."""

    address: str = ""
    faults: list[int | str] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)

    def reset(self) -> None:
        self.faults.clear()
        self.spoken.clear()

    async def answer(self, request: Request) -> Reply:
        assert (request.method, request.path) == ("POST", PATH)
        asked = json.loads(parse_qs(request.body.decode())["f.req"][0])
        name, parameters = asked[0][0][:2]
        text, language, speed, _ = json.loads(parameters)
        assert (name, speed, len(text) <= _MOST_CHARACTERS) == (_RPC, None, True)
        self.spoken.append((text, language))
        fault = self.faults.pop(0) if self.faults else ""
        if isinstance(fault, int):
            return Reply(fault, b"<html>No.</html>", "text/html")
        if fault == "sorry":
            return Reply(302, headers={"location": "https://www.google.com/sorry/index"})
        if fault == "slow":
            await asyncio.sleep(30)
        body = _body(text, fault)
        if fault == "cut":
            return Reply(200, body, sent=len(body) // 2)
        if fault == "cut_before":
            raise CutOffError
        return Reply(200, body, "application/json; charset=utf-8")


def _body(text: str, fault: str) -> bytes:
    audio = json.dumps([base64.b64encode(mp3(text)).decode()], separators=(",", ":"))
    if fault == "html":
        return b"<html>jQ1olc</html>"
    made = {"no_audio": None, "no_base64": '["=="]'}.get(fault, audio)
    line = json.dumps([["wrb.fr", _RPC, made, None, None, None, "generic"], ["di", 41]], separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,132]]\n'.encode()


def mp3(text: str) -> bytes:
    """Fifteen characters a second of what sounds like speech, as an MP3 file of its own."""
    seed = sum(map(ord, text))
    return sounds.mp3(sounds.babble(max(0.3, len(text) / 15), rate=_RATE, seed=seed), rate=_RATE, kilobits=64)


@contextmanager
def fake_gtts(certificate: ssl.SSLContext | None = None) -> Iterator[FakeGtts]:
    """The fake on a thread of this process, gone at the end of the block; with ``certificate`` behind TLS."""
    fake = FakeGtts()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, fake.answer)

    with on_a_thread(asyncio.start_server(connection, "127.0.0.1", 0, ssl=certificate)) as address:
        fake.address = address.replace("http:", "https:") if certificate else address
        yield fake
