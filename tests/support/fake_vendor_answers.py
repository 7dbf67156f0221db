"""What the fake vendor says: sentences of the paragraphs it was shown, chapters of any book it is asked about, and
tones as long as the text."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from bookbytes_core.domain.words import measure_words
from tests.support import sounds

CHARACTERS_A_SECOND = 15.0
_EAST_ASIAN = 0x2E80
_EAST_ASIAN_SECONDS = 1 / 4.5

_RATE, _KILOBITS, _SAMPLES_A_FRAME = 24_000, 32, 576
_FRAME_BYTES = _SAMPLES_A_FRAME // 8 * _KILOBITS * 1000 // _RATE
_FRAME_SECONDS = _SAMPLES_A_FRAME / _RATE
_ROLL_SECONDS = 20

_LINE = re.compile(r"^\[([^\]\s]+)\] (.*)$", re.MULTILINE)
_WORDS = re.compile(r"\b(\d+) words\b")
_SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]+[\"”’)]*")
_CHARACTERS_A_TOKEN = 4
_LONGEST = 1_000
"""Characters: no model says a longer sentence."""

REMEMBERED_TITLES = ("The Departure", "The Crossing", "The Return")
"""The chapters of every book that is asked for by its name."""


def spoken_seconds(text: str) -> float:
    """How long the fake takes to say ``text``."""
    return sum(_EAST_ASIAN_SECONDS if ord(sign) >= _EAST_ASIAN else 1 / CHARACTERS_A_SECOND for sign in text)


def mp3(text: str) -> bytes:
    """A real MP3 file (24 kHz, mono, 32 kbit/s, no tag) as long as ``text`` takes, to a frame of 24 ms."""
    frames = max(1, round(spoken_seconds(text) / _FRAME_SECONDS))
    roll = tone_roll()
    in_roll = len(roll) // _FRAME_BYTES
    return roll * (frames // in_roll) + roll[: frames % in_roll * _FRAME_BYTES]


@lru_cache(maxsize=1)
def tone_roll() -> bytes:
    """Frames that can be cut and joined: each has the same number of bytes."""
    made = sounds.mp3(sounds.tone(440, _ROLL_SECONDS, rate=_RATE), rate=_RATE, kilobits=_KILOBITS)
    return made[: len(made) // _FRAME_BYTES * _FRAME_BYTES]


def silence(text: str) -> bytes:
    return sounds.mp3(sounds.silence(spoken_seconds(text)), rate=_RATE, kilobits=_KILOBITS)


def aac(text: str) -> bytes:
    return sounds.aac(sounds.tone(440, spoken_seconds(text), rate=_RATE), rate=_RATE)


def doubled(text: str) -> bytes:
    """Speech whose second half is said twice: no longer than a slow voice would take."""
    said = sounds.babble(spoken_seconds(text), rate=_RATE)
    return sounds.mp3(np.concatenate((said, said[said.size // 2 :])), rate=_RATE, kilobits=_KILOBITS)


def gap(text: str) -> bytes:
    """Speech that falls silent for six seconds in its middle."""
    half = sounds.babble(spoken_seconds(text) / 2, rate=_RATE)
    return sounds.mp3(np.concatenate((half, sounds.silence(6, rate=_RATE), half[::-1])), rate=_RATE, kilobits=_KILOBITS)


def tokens(text: str) -> int:
    return len(text) // _CHARACTERS_A_TOKEN + 1


def chat_text(asked: Mapping[str, Any]) -> str:
    """The JSON a good model answers with, whatever it is asked: a chapter, a part, a summary of summaries, a repair."""
    system, user = (message["content"] for message in asked["messages"])
    if '"known"' in system:
        chapters = [{"number": place, "title": title} for place, title in enumerate(REMEMBERED_TITLES, 1)]
        return json.dumps({"known": True, "chapters": chapters})
    wanted = _WORDS.search(system)
    words = int(wanted.group(1)) if wanted else 100
    lines = _LINE.findall(user)
    return json.dumps({"sentences": _of_lines(lines, words) if lines else _remembered(json.loads(user), words)})


def _of_lines(lines: list[tuple[str, str]], left: int) -> list[dict[str, Any]]:
    """First sentences of all paragraphs, then second ones, up to the words asked for, in the order of the book."""
    candidates = [
        (depth, place, name, sentence.strip())
        for place, (name, text) in enumerate(lines)
        for depth, sentence in enumerate(_SENTENCE.findall(text))
        if len(sentence) <= _LONGEST
    ]
    chosen = []
    for candidate in sorted(candidates):
        words = measure_words(candidate[3])
        if words <= left or not chosen:
            chosen.append(candidate)
            left -= words
    chosen.sort(key=lambda candidate: (candidate[1], candidate[0]))
    return [{"text": text, "sources": [name]} for _, _, name, text in chosen]


def _remembered(book: Mapping[str, Any], words: int) -> list[dict[str, Any]]:
    """English, whatever the book: about its chapter, and that many words."""
    name = book["chapter"]["title"]
    texts = [f"On day {day} of the story they speak of {name} and of what they have lost." for day in range(1, 99)]
    return [{"text": text, "sources": []} for text in texts[: max(1, round(words / len(texts[0].split())))]]


def completion(
    asked: Mapping[str, Any], content: str | None, *, refusal: str | None = None, finish: str = "stop", **more: str
) -> dict[str, Any]:
    """The body of a chat completion, in the shape the vendor's recordings have."""
    told = sum(tokens(message["content"]) for message in asked["messages"])
    said = tokens(content or refusal or "")
    message = {"role": "assistant", "content": content, "refusal": refusal, "annotations": [], **more}
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": f"{asked['model']}-2024-07-18",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": _usage(told, said),
        "service_tier": "default",
        "system_fingerprint": None,
    }


def _usage(told: int, said: int) -> dict[str, Any]:
    of_said = dict.fromkeys(("reasoning_tokens", "audio_tokens", "accepted_prediction_tokens"), 0)
    return {
        "prompt_tokens": told,
        "completion_tokens": said,
        "total_tokens": told + said,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {**of_said, "rejected_prediction_tokens": 0},
    }
