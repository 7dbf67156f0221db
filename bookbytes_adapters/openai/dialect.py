"""What servers of OpenAI's protocol differ in: how an answer's form is asked for, and how its length is limited.

    OpenAI, vLLM, llama.cpp, Ollama, LM Studio     json_schema
    DeepSeek, older servers                        json_object: any JSON
    the oldest                                     neither: only words can ask for a form

OpenAI's own address wants ``max_completion_tokens`` (its newer models refuse ``max_tokens``); of the others many know
only ``max_tokens``, and what they do not know they ignore: without a limit.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from openai import APIStatusError

_VENDOR = "api.openai.com"
_STATUSES = {400, 404, 422}
_MOST_READ = 2_000
_FORM = re.compile(r"response_format|json[_ ]schema|json_object|structured output|grammar")
_LENGTH = re.compile(r"max_(?:completion_)?tokens")
_NO_SUCH_FIELD = re.compile(r"unknown|unrecogni[sz]ed|unexpected|extra_forbidden|extra (?:fields|inputs)")
_UNHEARD_OF = re.compile(rf"unsupported|not (?:supported|permitted|allowed)|{_NO_SUCH_FIELD.pattern}")
_LENGTH_NAMES = ("max_completion_tokens", "max_tokens")
_WAIT_SECONDS = 0.15
"""How long a request waits for the first one to be refused: a server says so before it begins to write."""


class Field(StrEnum):
    """What a server may not understand."""

    FORM = "response_format"
    ANY_FORM = "response_format in any form"
    LENGTH = "max_tokens"


class Form(StrEnum):
    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Dialect:
    """``length`` is the name of the field that limits an answer; ``refused`` are names of it that the server does not
    take, ``ignored`` is one that had no effect."""

    form: Form = Form.JSON_SCHEMA
    length: str = "max_completion_tokens"
    refused: frozenset[str] = frozenset()
    ignored: str = ""

    @classmethod
    def at(cls, address: str) -> "Dialect":
        """What is tried first there."""
        return cls() if urlsplit(address).hostname == _VENDOR else cls(length="max_tokens")

    def fields(self, schema_name: str, schema: Mapping[str, object], most_tokens: int) -> dict[str, object]:
        """The part of a request's body that differs from server to server."""
        body: dict[str, object] = {self.length: most_tokens}
        if self.form is Form.JSON_SCHEMA:
            described = {"name": schema_name, "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self.form is Form.JSON_OBJECT:
            body["response_format"] = {"type": "json_object"}
        return body

    def without(self, field: Field) -> "Dialect | None":
        """What to try next with a server that does not understand ``field``; None when there is nothing left."""
        if field is Field.LENGTH:
            return self._limited_otherwise(refused=self.refused | {self.length})
        if self.form is Form.WORDS:
            return None
        simpler = Form.JSON_OBJECT if self.form is Form.JSON_SCHEMA and field is Field.FORM else Form.WORDS
        return replace(self, form=simpler)

    def unlimited(self) -> "Dialect | None":
        """What to try next after an answer that was longer than allowed; None when there is nothing left."""
        return None if self.ignored else self._limited_otherwise(refused=self.refused, ignored=self.length)

    def _limited_otherwise(self, refused: frozenset[str], ignored: str = "") -> "Dialect | None":
        ignored = ignored or self.ignored
        left = [name for name in _LENGTH_NAMES if name not in refused]
        left.sort(key=lambda name: name == ignored)
        other = left[0] if left else self.length
        return None if other == self.length else replace(self, length=other, refused=refused, ignored=ignored)


class Dialects:
    """What one server understands, by model: found out by the first request and remembered."""

    def __init__(self, first: Dialect) -> None:
        self._first = first
        self._known: dict[str, Dialect] = {}
        self._asked: set[str] = set()
        self._finding: dict[str, asyncio.Event] = {}

    def of(self, model: str) -> Dialect:
        return self._known.get(model, self._first)

    def learn(self, model: str, dialect: Dialect) -> None:
        self._known[model] = dialect

    @asynccontextmanager
    async def turn(self, model: str) -> AsyncIterator[None]:
        """A request is made in the block. Those that begin while the first one is still unanswered wait a little, so
        that one of them is refused and not all."""
        finding = self._finding.get(model)
        if model in self._asked:
            yield
        elif finding is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_WAIT_SECONDS):
                    await finding.wait()
            yield
        else:
            finding = self._finding[model] = asyncio.Event()
            try:
                yield
                self._asked.add(model)
            finally:
                del self._finding[model]
                finding.set()


def misunderstood(error: "APIStatusError") -> Field | None:
    """The field of the request that the server says it does not understand, or None if it says something else."""
    said = error.response.text[:_MOST_READ].lower()
    if error.status_code not in _STATUSES or "context_length" in said:
        return None
    named, unheard_of = str(error.param or "").lower(), _UNHEARD_OF.search(said)
    if unheard_of and _LENGTH.search(named or said) and not _FORM.search(named or said):
        return Field.LENGTH
    if not _FORM.search(named or said) and (named or "unsupported" not in said or "model" in said):
        return None
    return Field.ANY_FORM if _NO_SUCH_FIELD.search(said) and "json" not in said else Field.FORM
