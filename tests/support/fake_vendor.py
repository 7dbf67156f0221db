"""A vendor on loopback that speaks OpenAI's protocol, does wrong on demand, and writes a bill of its own.

with fake_vendor() as vendor:                       in this process, on a thread
    app at vendor.base_url
    vendor.script(fault="server_error", times=2, kind="tts", contains="Lighthouse")
    vendor.bill()
python -m tests.support.fake_vendor --port 9000     as its own process, which outlives those it serves

POST /v1/chat/completions, /v1/audio/speech         the protocol
GET /bill                                           {"calls": [...], "cost_usd"}: ``Billed``, in order of arrival
POST /script {...}                                  the fields of ``fake_vendor_script.Rule``
POST /forget                                        no script any more
POST /dialect {"json_schema"?, "json_object"?, "max_tokens"?, "max_completion_tokens"?: "refused" | "ignored"}
                                                    what of the protocol it does not understand: refused with a 400
                                                    that is not billed, or ignored: an answer in a fence, a long one
POST /reset {"llm_seconds"?, "tts_seconds"?}        an empty bill, no script, all of the protocol, other times
"""

import argparse
import asyncio
import dataclasses
import hashlib
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from tests.support import fake_vendor_answers as answers
from tests.support import fake_vendor_script as scripts
from tests.support.fake_vendor_http import Reply, Request, serve
from tests.support.server_thread import address_of, on_a_thread

PATHS = {"/v1/chat/completions": "llm", "/v1/audio/speech": "tts"}

_PRICES = {"llm": (Decimal("0.15"), Decimal("0.60")), "tts": (Decimal(15), Decimal(0))}
"""US dollars for a million units in and out: tokens of a summary, characters of speech."""


def price(kind: str, input_units: int, output_units: int) -> Decimal:
    per_input, per_output = _PRICES[kind]
    return (per_input * input_units + per_output * output_units) / 1_000_000


@dataclass(slots=True)
class Billed:
    """One request. ``key`` is the SHA-256 of what it asks for; ``counted_at`` the time (seconds since 1970) when its
    result was made and billed, None where nothing was; ``completed`` whether the reply left whole."""

    key: str
    kind: str
    arrived_at: float
    fault: str = ""
    status: int | None = None
    counted_at: float | None = None
    completed: bool = False
    input_units: int = 0
    output_units: int = 0
    cost_usd: str = "0"


@dataclass(slots=True)
class Vendor:
    """The server: what it does with a request."""

    seconds: dict[str, float] = field(default_factory=lambda: {"llm": 0.0, "tts": 0.0})
    calls: list[Billed] = field(default_factory=list)
    script: scripts.Script = field(default_factory=scripts.Script)
    dialect: dict[str, str] = field(default_factory=dict)
    asked: deque[str] = field(default_factory=lambda: deque(maxlen=200))
    most_at_once: dict[str, int] = field(default_factory=lambda: {"llm": 0, "tts": 0})
    _at_once: dict[str, int] = field(default_factory=lambda: {"llm": 0, "tts": 0})

    async def answer(self, request: Request) -> Reply:
        if request.path in PATHS:
            return await self._sell(PATHS[request.path], request)
        if request.path == "/bill":
            return _json(self._bill())
        if request.path == "/asked":
            return _json({"bodies": list(self.asked)})
        given = json.loads(request.body or b"{}")
        if request.path == "/script":
            self.script.add(scripts.Rule(**given))
        elif request.path == "/forget":
            self.script.clear()
        elif request.path == "/dialect":
            self.dialect |= given
        elif request.path == "/reset":
            self.dialect.clear()
            self.calls.clear()
            self.asked.clear()
            self.script.clear()
            self.most_at_once |= {"llm": 0, "tts": 0}
            self.seconds |= {kind: given[f"{kind}_seconds"] for kind in PATHS.values() if f"{kind}_seconds" in given}
        else:
            return Reply(404)
        return _json({})

    async def _sell(self, kind: str, request: Request) -> Reply:
        call = Billed(_key(request.body), kind, time.time())
        self.calls.append(call)
        self.asked.append(request.body.decode())
        no = scripts.refused(self.dialect, json.loads(request.body))
        rule = scripts.Rule() if no else self.script.next_for(kind, request.body)
        call.fault = rule.fault
        self._at_once[kind] += 1
        self.most_at_once[kind] = max(self.most_at_once[kind], self._at_once[kind])
        try:
            reply = no or await self._made(rule, call, request)
        finally:
            self._at_once[kind] -= 1
        call.status = reply.status
        call.completed = reply.sent is None
        return reply

    async def _made(self, rule: scripts.Rule, call: Billed, request: Request) -> Reply:
        await scripts.pause(rule, self.seconds[call.kind])
        if rule.is_free:
            return scripts.error(rule, request.headers.get("authorization", "").removeprefix("Bearer "))
        asked = json.loads(request.body)
        body = scripts.made(rule, call.kind, asked, self.dialect)
        call.input_units, call.output_units = _units(call.kind, asked, body)
        call.cost_usd = str(price(call.kind, call.input_units, call.output_units))
        call.counted_at = time.time()
        return dataclasses.replace(scripts.reply(rule, call.kind, body), headers=_limits(len(self.calls)))

    def _bill(self) -> dict[str, Any]:
        total = sum((Decimal(call.cost_usd) for call in self.calls), Decimal(0))
        calls = [dataclasses.asdict(call) for call in self.calls]
        return {"calls": calls, "cost_usd": str(total), "most_at_once": self.most_at_once}


def _key(body: bytes) -> str:
    """The same for two requests that differ in nothing but the field in which they bound the answer's length."""
    asked = {name: value for name, value in json.loads(body).items() if not name.startswith("max_")}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _units(kind: str, asked: Mapping[str, Any], body: bytes) -> tuple[int, int]:
    if kind == "tts":
        return len(asked["input"]), 0
    try:
        usage = json.loads(body)["usage"]
    except (ValueError, KeyError):
        return answers.tokens(asked["messages"][-1]["content"]), 0
    return usage["prompt_tokens"], usage["completion_tokens"]


def _limits(place: int) -> dict[str, str]:
    """The headers of every good reply, as recorded; times are written in the vendor's own way."""
    return {
        "x-ratelimit-limit-requests": "5000",
        "x-ratelimit-limit-tokens": "2000000",
        "x-ratelimit-remaining-requests": "4999",
        "x-ratelimit-remaining-tokens": "1999500",
        "x-ratelimit-reset-requests": "12ms",
        "x-ratelimit-reset-tokens": "1m30.951s",
        "openai-processing-ms": "341",
        "openai-version": "2020-10-01",
        "x-request-id": f"req_{place:032x}",
    }


def _json(value: object) -> Reply:
    return Reply(200, json.dumps(value).encode())


async def listen(vendor: Vendor, port: int) -> asyncio.Server:
    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, vendor.answer)

    answers.tone_roll()
    return await asyncio.start_server(connection, "127.0.0.1", port, backlog=4096)


@dataclass(frozen=True, slots=True)
class FakeVendor:
    """A running fake, here or in another process, by its address."""

    address: str

    @property
    def base_url(self) -> str:
        """For OPENAI_BASE_URL."""
        return f"{self.address}/v1"

    def script(self, **rule: Any) -> None:
        self._send("/script", rule)

    def forget_script(self) -> None:
        self._send("/forget", {})

    def dialect(self, **fields: str) -> None:
        """``json_schema="refused"`` and the like, until the next reset."""
        self._send("/dialect", fields)

    def reset(self, **seconds: float) -> None:
        self._send("/reset", seconds)

    def bill(self) -> list[Billed]:
        return [Billed(**call) for call in self._send("/bill")["calls"]]

    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self._send("/asked")["bodies"]]

    def cost_usd(self) -> Decimal:
        return Decimal(self._send("/bill")["cost_usd"])

    def most_at_once(self) -> dict[str, int]:
        """The most calls of each kind that were under way together."""
        found: dict[str, int] = self._send("/bill")["most_at_once"]
        return found

    def _send(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(UrlRequest(self.address + path, data), timeout=10) as reply:  # noqa: S310 - our own address
            return dict(json.load(reply))


@contextmanager
def fake_vendor(*, llm_seconds: float = 0.0, tts_seconds: float = 0.0) -> Iterator[FakeVendor]:
    """A fake on a thread of this process, gone at the end of the block. Calls take so many seconds."""
    vendor = Vendor({"llm": llm_seconds, "tts": tts_seconds})
    with on_a_thread(listen(vendor, 0)) as address:
        yield FakeVendor(address)


async def _run(arguments: argparse.Namespace) -> None:
    vendor = Vendor({"llm": arguments.llm_seconds, "tts": arguments.tts_seconds})
    vendor.dialect |= dict.fromkeys(("json_schema",), arguments.json_schema) if arguments.json_schema else {}
    server = await listen(vendor, arguments.port)
    print(address_of(server), flush=True)  # noqa: T201 - for who started it
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description="A vendor on loopback. Prints its address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--llm-seconds", type=float, default=0.0)
    parser.add_argument("--tts-seconds", type=float, default=0.0)
    parser.add_argument("--json-schema", choices=["refused", "ignored"])
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
