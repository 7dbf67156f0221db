"""What the fake vendor is told to do wrong, and to which calls."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support import fake_vendor_answers as answers
from tests.support import fake_vendor_chats as chats
from tests.support.fake_vendor_http import CutOffError, Reply

FAULTS = f"""
    rate_limited        429, with retry_after seconds in Retry-After unless that is null
    insufficient_quota  429 without Retry-After: no money left
    unauthorized        401, with the key in its message, as the vendor's own
    payment_required    402
    forbidden           403
    bad_request         400 with the code context_length_exceeded
    server_error        500
    unavailable         503
    cut_before          the connection ends; nothing was made and nothing is billed
    cut_after           the connection ends; all was made and is billed
    cut_inside          so it does in the middle of the reply, whose length was announced
    truncated           half of the reply, and nothing says that there was more
    html, json_error, empty, garbage             200 with something else as its body
    silence, too_short, too_long, doubled, gap   speech that is none, cut at a frame, thrice as long, half of it said
                                                  twice, silent in its middle
    aac                 speech in a codec that was not asked for, under the name of the one that was
answers of a language model:
{chats.CHAT_FAULTS}"""

_ERRORS: Mapping[str, tuple[int, str, str | None]] = {
    "rate_limited": (429, "requests", "rate_limit_exceeded"),
    "insufficient_quota": (429, "insufficient_quota", "insufficient_quota"),
    "unauthorized": (401, "invalid_request_error", "invalid_api_key"),
    "payment_required": (402, "billing_error", None),
    "forbidden": (403, "invalid_request_error", None),
    "bad_request": (400, "invalid_request_error", "context_length_exceeded"),
    "server_error": (500, "server_error", None),
    "unavailable": (503, "server_error", None),
}

_BODIES: Mapping[str, tuple[bytes, str]] = {
    "html": (b"<!doctype html><title>Gateway</title><p>Please sign in.", "text/html"),
    "json_error": (json.dumps({"error": {"message": "The engine is asleep."}}).encode(), "application/json"),
    "empty": (b"", "application/octet-stream"),
    "garbage": (bytes(range(256)) * 40, "audio/mpeg"),
}

_SPEECH: Mapping[str, Callable[[str], bytes]] = {
    "silence": answers.silence,
    "aac": answers.aac,
    "too_short": lambda text: answers.mp3(text[: len(text) // 5]),
    "too_long": lambda text: answers.mp3(text) * 3,
    "doubled": answers.doubled,
    "gap": answers.gap,
}

USELESS = {*_BODIES, *_SPEECH, "truncated", *chats.USELESS}
"""Faults whose replies are billed and of no use to anybody."""


@dataclass(slots=True)
class Rule:
    """For the next ``times`` calls (0: all) of ``kind`` whose body holds ``contains``: wait ``delay`` seconds instead
    of the usual time, then do ``fault``, or nothing wrong if that is empty."""

    fault: str = ""
    times: int = 1
    kind: str = ""
    contains: str = ""
    delay: float | None = None
    retry_after: float | None = 1

    def __post_init__(self) -> None:
        known = {*_ERRORS, *_BODIES, *_SPEECH, *chats.NAMES, "", "cut_before", "cut_after", "cut_inside", "truncated"}
        assert self.fault in known, f"{self.fault} is none of: {FAULTS}"

    def fits(self, kind: str, body: bytes) -> bool:
        return self.kind in ("", kind) and self.contains.encode() in body

    @property
    def is_free(self) -> bool:
        """Whether the vendor bills nothing."""
        return self.fault in _ERRORS or self.fault == "cut_before"


class Script:
    """The rules that are still to be applied; the first that fits a call is."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        self._rules.append(rule)

    def clear(self) -> None:
        self._rules.clear()

    def next_for(self, kind: str, body: bytes) -> Rule:
        rule = next((rule for rule in self._rules if rule.fits(kind, body)), None)
        if rule is None:
            return Rule()
        if rule.times == 1:
            self._rules.remove(rule)
        rule.times -= rule.times > 0
        return rule


def made(rule: Rule, kind: str, asked: Mapping[str, Any], dialect: Mapping[str, str]) -> bytes:
    """The body that the vendor makes and bills under ``rule``; see ``refused`` for ``dialect``."""
    if rule.fault in _BODIES:
        return _BODIES[rule.fault][0]
    if kind == "tts":
        return _SPEECH.get(rule.fault, answers.mp3)(asked["input"])
    form = asked.get("response_format", {}).get("type", "none")
    plain = rule.fault == "" and (form == "none" or dialect.get(form) == "ignored")
    completion = answers.completion(asked, **chats.said("fenced" if plain else rule.fault, asked))
    for name in asked:
        if name.startswith("max_") and dialect.get(name) == "ignored":
            completion["usage"]["completion_tokens"] = asked[name] + 1
    return json.dumps(completion).encode()


def refused(dialect: Mapping[str, str], asked: Mapping[str, Any]) -> Reply | None:
    """The 400 for a field of the request that is "refused" in ``dialect``, named as there, or None."""
    form = asked.get("response_format", {}).get("type", "") if "messages" in asked else ""
    names = [name for name in asked if name.startswith("max_")] + [form] * bool(form)
    for name in names:
        if dialect.get(name) == "refused":
            field = "response_format" if name == form else name
            message = f"Unsupported value: '{field}' does not support '{name}' with this model."
            code = "unsupported_value" if name == form else "unsupported_parameter"
            body = {"error": {"message": message, "type": "invalid_request_error", "param": field, "code": code}}
            return Reply(400, json.dumps(body).encode())
    return None


def error(rule: Rule, key: str) -> Reply:
    """The error of a rule that bills nothing. Raises ``CutOffError``."""
    if rule.fault not in _ERRORS:
        raise CutOffError
    status, kind, code = _ERRORS[rule.fault]
    message = f"Incorrect API key provided: {key}." if status == 401 else "This is told to people only."
    body = {"error": {"message": message, "type": kind, "param": None, "code": code}}
    wait = rule.fault == "rate_limited" and rule.retry_after is not None
    return Reply(status, json.dumps(body).encode(), headers={"retry-after": f"{rule.retry_after:g}"} if wait else {})


def reply(rule: Rule, kind: str, body: bytes) -> Reply:
    """How ``body`` is sent under ``rule``. Raises ``CutOffError``."""
    if rule.fault == "cut_after":
        raise CutOffError
    usual = "audio/mpeg" if kind == "tts" else "application/json"
    content_type = _BODIES[rule.fault][1] if rule.fault in _BODIES else usual
    speech = kind == "tts"
    if rule.fault == "cut_inside":
        return Reply(200, body, content_type, chunked=speech, sent=len(body) // 2)
    if rule.fault == "truncated":
        return Reply(200, body, content_type, closing=True, sent=len(body) // 2 + 1)
    return Reply(200, body, content_type, chunked=speech)


async def pause(rule: Rule, usual: float) -> None:
    await asyncio.sleep(usual if rule.delay is None else rule.delay)
