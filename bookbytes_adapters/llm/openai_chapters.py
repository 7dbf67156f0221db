"""The list of chapters that a language model remembers, checked before anything is made of it."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from bookbytes_adapters.llm.json_object import only_object
from bookbytes_adapters.llm.meta_talk import declines
from bookbytes_adapters.llm.openai_reply import Reply, rejected
from bookbytes_adapters.llm.sentences import is_spoken
from bookbytes_adapters.llm.tidy_sentence import likeness, tidied
from bookbytes_core.ports.llm import RecalledChapters

LIST_NAME = "chapter_list"
LIST_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "known": {"type": "boolean"},
        "chapters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"number": {"type": "integer"}, "title": {"type": "string"}},
                "required": ["number", "title"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["known", "chapters"],
    "additionalProperties": False,
}

MOST_CHAPTERS = 300
_LONGEST_TITLE = 200
_UNKNOWN = "unknown"


class _Chapter(BaseModel):
    number: Annotated[int, Field(ge=0)]
    title: str


class _List(BaseModel):
    known: bool
    chapters: Annotated[list[_Chapter], Field(max_length=MOST_CHAPTERS)] = []


def read_chapters(reply: Reply) -> RecalledChapters:
    """The titles in what a model said, in their order; none when it says that it does not know them.

    Numbers need not be without gaps and may begin anew, as they do in books of several parts. Raises ``Rejected``
    (``summary_invalid``, ``summary_refused``) for a list that cannot be one: empty, longer than ``MOST_CHAPTERS``, in
    disorder, with a title that is empty, very long or there twice.
    """
    if likeness(reply.content) == _UNKNOWN:
        return RecalledChapters((), reply.usage)
    found = _parsed(reply)
    if not found.known:
        return RecalledChapters((), reply.usage)
    titles = tuple(tidied(chapter.title, frozenset()) for chapter in _once_each(found.chapters))
    if not titles or not all(map(_is_title, titles)) or len(set(map(likeness, titles))) < len(titles):
        raise rejected("invalid", reply.usage)
    if any(after <= before and after > 1 for before, after in pairwise(_numbers(found.chapters))):
        raise rejected("invalid", reply.usage)
    return RecalledChapters(titles, reply.usage)


def _parsed(reply: Reply) -> _List:
    found = only_object(reply.content, "known")
    if found is None:
        raise rejected("refused" if declines(reply.content) else "invalid", reply.usage)
    try:
        return _List.model_validate(found)
    except ValidationError as error:
        raise rejected("invalid", reply.usage) from error


def _is_title(title: str) -> bool:
    return is_spoken(title) and len(title) <= _LONGEST_TITLE


def _once_each(chapters: list[_Chapter]) -> list[_Chapter]:
    """Without those that repeat the one before, number and all: a slip that does no harm."""
    return [each for place, each in enumerate(chapters) if place == 0 or each != chapters[place - 1]]


def _numbers(chapters: list[_Chapter]) -> list[int]:
    return [chapter.number for chapter in _once_each(chapters)]
