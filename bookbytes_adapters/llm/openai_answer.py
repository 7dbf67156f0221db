"""The summary that a language model answered with, checked before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bookbytes_adapters.llm.json_object import only_object
from bookbytes_adapters.llm.meta_talk import declines, without_meta_talk
from bookbytes_adapters.llm.openai_reply import Reply, Trouble, rejected
from bookbytes_adapters.llm.sentences import is_spoken, split_sentences
from bookbytes_adapters.llm.tidy_sentence import first_of_each, likeness, tidied, unnumbered
from bookbytes_core.domain.language import is_other_language
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.ports.llm import SummaryDraft

VALIDATOR_VERSION = "2"
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
_LONGEST_TEXT = 3 * _LONGEST_SENTENCE
_LONGER_BY_FACTOR, _LONGER_BY_WORDS = 2, 100
_CHARACTERS_A_WORD = 40
_WORDS_A_SENTENCE, _MORE_SENTENCES = 3, 20
"""A summary may be so much longer than asked for; what is longer still is not a summary."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What was asked for. ``known`` are the ids that were shown, None when the answer is from memory."""

    title: str
    language: str
    target_words: int
    known: frozenset[str] | None


def _sources(value: object) -> object:
    return value if isinstance(value, list) else [] if value is None else [value]


class _Sentence(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    text: str
    sources: Annotated[list[str], BeforeValidator(_sources)] = []


class _Summary(BaseModel):
    sentences: list[_Sentence]


class _Unfit(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def read_summary(reply: Reply, expected: Expected) -> SummaryDraft:
    """The summary in what a model said, fit to be spoken: sentences one by one, without markup, without
    talk about the summary, none twice. Sources that were not shown are left out, and with them sentences that have no
    other.

    Raises ``Rejected`` with one of the codes that ``OpenAiSummariser`` names and the tokens that were spent.
    """
    try:
        return SummaryDraft(_checked(_parsed(reply), expected), reply.usage)
    except _Unfit as unfit:
        raise rejected(unfit.trouble, reply.usage) from None


def _parsed(reply: Reply) -> list[_Sentence]:
    found = only_object(reply.content, "sentences")
    if found is None:
        raise _Unfit("refused" if declines(reply.content) else "invalid")
    try:
        return _Summary.model_validate(found).sentences
    except ValidationError:
        raise _Unfit("invalid") from None


def _checked(given: list[_Sentence], expected: Expected) -> tuple[DraftSentence, ...]:
    if not given:
        raise _Unfit("empty" if expected.known is not None else "refused")
    _check_length([sentence.text for sentence in given], expected.target_words)
    spoken = _spoken(given, expected)
    if not spoken:
        raise _Unfit("empty")
    shown = spoken if expected.known is None else [each for each in spoken if each.sources]
    if len(shown) * 2 < len(spoken):
        raise _Unfit("invalid")
    if any(len(sentence.text) > _LONGEST_SENTENCE for sentence in shown):
        raise _Unfit("invalid")
    if is_other_language([sentence.text for sentence in shown], expected.language):
        raise _Unfit("wrong_language")
    return tuple(shown)


def _check_length(texts: list[str], target_words: int) -> None:
    too_many = len(texts) > target_words // _WORDS_A_SENTENCE + _MORE_SENTENCES
    if too_many or any(len(text) > _LONGEST_TEXT for text in texts):
        raise _Unfit("too_long")
    most_words = target_words * _LONGER_BY_FACTOR + _LONGER_BY_WORDS
    if sum(map(len, texts)) > most_words * _CHARACTERS_A_WORD or sum(map(measure_words, texts)) > most_words:
        raise _Unfit("too_long")


def _spoken(given: list[_Sentence], expected: Expected) -> list[DraftSentence]:
    """What may be spoken of it, sentence by sentence: a model may write several as one."""
    ids = expected.known or frozenset()
    texts = unnumbered([tidied(sentence.text, ids) for sentence in given])
    drafts = [
        DraftSentence(text, _cited(sentence.sources, expected))
        for sentence, whole in zip(given, texts, strict=True)
        for part in split_sentences(whole, expected.language)
        if is_spoken(text := without_meta_talk(part)) and likeness(text) != likeness(expected.title)
    ]
    return [drafts[place] for place in first_of_each(draft.text for draft in drafts)]


def _cited(sources: list[str], expected: Expected) -> tuple[str, ...]:
    if expected.known is None:
        return ()
    named = (source.strip().strip("[]").strip() for source in sources)
    return tuple(dict.fromkeys(source for source in named if source in expected.known))
