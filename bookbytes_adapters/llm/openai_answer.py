"""What a language model answered, checked before anything is made of it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bookbytes_core.domain.cost import Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import SummaryDraft

VALIDATOR_VERSION = "1"
"""Raised with every change to what is accepted: stored summaries are kept under it."""

SCHEMA_NAME = "chapter_summary"
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "sources": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "sources"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}

_LONGEST_SENTENCE = 1_500
_MOST_SENTENCES = 2_000
_LONGER_BY_FACTOR, _LONGER_BY_WORDS = 2, 100
"""A summary may be so much longer than asked for; what is longer still is not a summary."""


class _Sentence(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_SENTENCE)]
    sources: list[str]


class _Summary(BaseModel):
    sentences: Annotated[list[_Sentence], Field(max_length=_MOST_SENTENCES)]


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    completion_tokens: Annotated[int, Field(ge=0)] = 0


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Tokens | None = None


_Trouble = Literal["refused", "cut_off", "empty", "invalid", "too_long"]
_SENTENCES: Mapping[_Trouble, str] = {
    "refused": "The language model declined to summarise this chapter: try another model.",
    "cut_off": "The language model's answer was cut off at its length limit: ask for fewer words or try another model.",
    "empty": "The language model answered with nothing: try another model.",
    "invalid": "The language model's answer does not have the form that was asked for: try another model.",
    "too_long": "The language model's answer is far longer than what was asked for: try another model.",
}


def read_answer(body: bytes, known: frozenset[str], target_words: int) -> SummaryDraft:
    """The summary in the body of a chat completion. Sources that are not ``known`` paragraph ids are left out, and with
    them sentences that have no other.

    Raises ``Rejected`` with one of the codes that ``OpenAiSummariser`` names and the tokens that were spent.
    """
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError as error:
        raise _rejected("invalid", Usage()) from error
    tokens = answer.usage or _Tokens()
    usage = Usage(tokens.prompt_tokens, tokens.completion_tokens)
    summary = _summary(answer.choices[0], usage)
    sentences = tuple(_grounded(summary, known))
    if not sentences:
        raise _rejected("invalid" if summary.sentences else "empty", usage)
    if sum(measure_words(each.text) for each in sentences) > target_words * _LONGER_BY_FACTOR + _LONGER_BY_WORDS:
        raise _rejected("too_long", usage)
    return SummaryDraft(sentences, usage)


def _summary(choice: _Choice, usage: Usage) -> _Summary:
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise _rejected("refused", usage)
    if choice.finish_reason == "length":
        raise _rejected("cut_off", usage)
    if not (choice.message.content or "").strip():
        raise _rejected("empty", usage)
    try:
        return _Summary.model_validate_json(choice.message.content or "")
    except ValidationError as error:
        raise _rejected("invalid", usage) from error


def _grounded(summary: _Summary, known: frozenset[str]) -> list[DraftSentence]:
    drafts = []
    for sentence in summary.sentences:
        sources = tuple(dict.fromkeys(source for source in sentence.sources if source in known))
        if sources:
            drafts.append(DraftSentence(" ".join(sentence.text.split()), sources))
    return drafts


def _rejected(trouble: _Trouble, usage: Usage) -> Rejected:
    return Rejected(
        _SENTENCES[trouble],
        code=f"summary_{trouble}",
        input_units=usage.input_units,
        output_units=usage.output_units,
    )
