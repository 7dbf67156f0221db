"""The envelope of a chat completion: what the model said, what it cost, and why there may be nothing in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from bookbytes_core.domain.cost import Usage
from bookbytes_core.errors import Rejected

_MOST_CHARACTERS = 1_000_000
_MOST_TOKENS = 2**31 - 1
"""What a ledger's column holds."""

Trouble = Literal["refused", "cut_off", "empty", "invalid", "too_long", "wrong_language"]
_SENTENCES: Mapping[Trouble, str] = {
    "refused": "The language model declined to answer: try another model.",
    "cut_off": "The language model's answer was cut off at its length limit: ask for fewer words or try another model.",
    "empty": "The language model answered with nothing: try another model.",
    "invalid": "The language model's answer does not have the form that was asked for: try another model.",
    "too_long": "The language model's answer is far longer than what was asked for: try another model.",
    "wrong_language": "The language model answered in another language than the one asked for: try another model.",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said, without the white space around it; never empty."""

    content: str
    usage: Usage


def rejected(trouble: Trouble, usage: Usage) -> Rejected:
    return Rejected(
        _SENTENCES[trouble],
        code=f"summary_{trouble}",
        input_units=usage.input_units,
        output_units=usage.output_units,
    )


def _tokens(value: object) -> int:
    """Servers that do not count leave the figure out or write null."""
    return min(max(value, 0), _MOST_TOKENS) if isinstance(value, int) else 0


def _text(value: object) -> object:
    """Some servers give what was said in parts, among them thoughts, which are none of it."""
    if not isinstance(value, list):
        return value
    parts = [part for part in value if isinstance(part, dict) and part.get("type") == "text"]
    return "".join(str(part.get("text") or "") for part in parts)


def _mapping(value: object) -> object:
    return value if isinstance(value, dict) else {}


_Tokens = Annotated[int, BeforeValidator(_tokens)]


class _Message(BaseModel):
    content: Annotated[str | None, BeforeValidator(_text)] = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: _Tokens = 0
    completion_tokens: _Tokens = 0


class _Completion(BaseModel):
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: Annotated[_Usage, BeforeValidator(_mapping)] = _Usage()


def read_reply(body: bytes) -> Reply:
    """What the body of a chat completion says; thoughts that a server sends apart are left out.

    Raises ``Rejected`` (``summary_refused``, ``summary_cut_off``, ``summary_empty``, ``summary_invalid``,
    ``summary_too_long``) with the tokens that were spent.
    """
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise rejected("invalid", Usage()) from error
    usage = Usage(completion.usage.prompt_tokens, completion.usage.completion_tokens)
    choice = completion.choices[0]
    content = (choice.message.content or "").strip()
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise rejected("refused", usage)
    if len(content) > _MOST_CHARACTERS:
        raise rejected("too_long", usage)
    if choice.finish_reason == "length":
        raise rejected("cut_off", usage)
    if not content:
        raise rejected("empty", usage)
    return Reply(content, usage)
