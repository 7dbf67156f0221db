"""The one JSON object in what a model said: bare, in a fence, or in the middle of prose and thoughts."""

import re
from collections.abc import Iterator, Mapping

from pydantic_core import from_json

_THOUGHT_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis"
THOUGHT = re.compile(rf"<({_THOUGHT_NAMES})>.*?</\1>|\[THINK\].*?\[/THINK\]", re.DOTALL | re.IGNORECASE)
"""A thought from its beginning to its end."""
_END_OF_THOUGHT = re.compile(rf"^.*(?:</(?:{_THOUGHT_NAMES})>|\[/THINK\]|<\|channel\|>final<\|message\|>)", re.DOTALL)
_BEGINNING_OF_THOUGHT = re.compile(rf"(?:<(?:{_THOUGHT_NAMES})>|\[THINK\]).*$", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[A-Za-z0-9]*\s*\n?(.*?)```", re.DOTALL)
_BEGINNING = re.compile(r'\{\s*"')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)
_MOST_TRIES = 8
_MOST_CHARACTERS = 200_000
"""How much prose is searched, so that the worst of it takes less than a second of processor time."""


def only_object(said: str, key: str) -> Mapping[str, object] | None:
    """The object with ``key`` that ``said`` holds; None where there is none, or several that differ."""
    whole = _parsed(said)
    if whole is not None:
        return whole if key in whole else None
    spoken = _BEGINNING_OF_THOUGHT.sub("", _END_OF_THOUGHT.sub("", said))
    for candidates in (_fenced(spoken), _within(spoken)):
        found = [each for each in candidates if key in each]
        if found:
            return found[0] if all(each == found[0] for each in found) else None
    return None


def _fenced(text: str) -> Iterator[Mapping[str, object]]:
    for fence in _FENCE.finditer(text):
        parsed = _parsed(fence[1])
        if parsed is not None:
            yield parsed


def _within(text: str) -> Iterator[Mapping[str, object]]:
    """Objects that begin somewhere in prose, outermost ones only."""
    begun = _BEGINNING.search(text) if len(text) <= _MOST_CHARACTERS else None
    for _ in range(_MOST_TRIES):
        if begun is None:
            return
        end = _end_of_object(text, begun.start())
        parsed = _parsed(text[begun.start() : end]) if end else None
        if parsed is not None:
            yield parsed
        begun = _BEGINNING.search(text, end if parsed is not None else begun.start() + 1)


def _end_of_object(text: str, start: int) -> int:
    """Behind the brace that closes the one at ``start``; 0 when none does."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth == 0:
            return token.end()
    return 0


def _parsed(text: str) -> Mapping[str, object] | None:
    try:
        value = from_json(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
