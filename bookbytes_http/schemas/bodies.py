"""Bodies that clients send, read and checked."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.config import JsonDict
from starlette.requests import Request

from bookbytes_core.domain.user import EMAIL_PATTERN
from bookbytes_core.errors import InvalidInput

M = TypeVar("M", bound=BaseModel)

VISIBLE = r"[^\s\x00-\x1f\x7f\x85\ufeff]"
"""A character that is neither white space nor a control, whichever kind of regular expressions reads it."""

LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
LONGEST_LANGUAGE = 35
LANGUAGE = {"type": "string", "pattern": LANGUAGE_PATTERN, "maxLength": LONGEST_LANGUAGE, "examples": ["en"]}
"""A language tag, BCP 47."""


_SAID = {EMAIL_PATTERN: "this is not an e-mail address", VISIBLE: "there is nothing in it to read"}
"""What is wrong with text that does not match: nobody reads a pattern in the middle of a sentence."""


def strict(text: str, more: JsonDict | None = None) -> ConfigDict:
    """For a body: fields by their names and of their own kind alone, a number in quotes is none. ``text`` is what the
    document says of it, ``more`` is JSON Schema for what its fields do not tell."""
    return ConfigDict(extra="forbid", strict=True, json_schema_extra={"description": text, **(more or {})})


def optional(schema: Mapping[str, object]) -> dict[str, object]:
    """``schema``, or null for what was not given."""
    return {"anyOf": [dict(schema), {"type": "null"}]}


async def read_body(request: Request, model: type[M], *, optional: bool = False) -> M:
    """What a request brings; where it is ``optional``, no body is an empty object.

    Raises ``InvalidInput``: ``invalid_body`` for what is no JSON, else ``invalid_request``.
    """
    return parsed(await request.body() or (b"{}" if optional else b""), model)


def parsed(body: bytes, model: type[M]) -> M:
    """Raises as ``read_body`` does."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise InvalidInput("The body is not valid JSON.", code="invalid_body") from error
        where = ".".join(str(part) for part in first["loc"])
        pattern = first.get("ctx", {}).get("pattern", "")
        problem = _SAID.get(pattern, first["msg"].removeprefix("Value error, ").removesuffix("."))
        # in backticks a field is no name of a secret that follows it
        message = f"`{where}`: {problem}." if where else f"{problem}."
        raise InvalidInput(message, code="invalid_request") from error
