"""What the fake vendor's language model does wrong: answers in place of good ones, and good ones spoilt."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tests.support import fake_vendor_answers as answers
from tests.support.hostile_passages import CANARY

CHAT_FAULTS = """
    refusal, cut_off, no_content, no_sentences, no_sources, invalid_json, wrong_schema, huge
    excuse              "I'm sorry, but" in place of JSON
    thinking            a good answer after its thoughts, which hold a draft of it
    thoughts_apart      a good answer, its thoughts in reasoning_content
    only_thoughts       nothing but them
    fenced, in_prose    a good answer in a fence, or between two sentences
    wrong_language      German (Russian, where it should be German)
    meta_talk           a good answer with sentences about itself before, within and after
    duplicates          each sentence twice
    markdown            bullets, bold type, headings, the ids in brackets
    many_sentences      500 of them
    endless             a word for ever, to the most tokens that the request allows
    obedient            what hostile passages order: their canary, a word for ever, its instructions, all its sources
    unknown             a book that it does not know; unknown_word says so in one word
    no_chapters, many_chapters (500), same_chapters, empty_title, long_title, disorder     lists of chapters
"""

GERMAN = (
    "Der Hafen liegt auf der Nordseite der Insel, und die Boote fahren jeden Morgen hinaus.",
    "Sie kommen am Mittag mit dem Fang zurück, und das älteste Boot ist nicht mehr zu sehen.",
)
RUSSIAN = ("Гавань лежит на севере острова, и лодки не выходят в море до утра.", "Они не знали, что это было так.")
META_TALK = ("Here is the summary of the chapter:", "As an AI, I find this interesting.", "I hope this summary helps!")

_Spoilt = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]

_INSTEAD: Mapping[str, Mapping[str, Any]] = {
    "refusal": {"content": None, "refusal": "I cannot help with that."},
    "cut_off": {"content": '{"sentences": [{"text": "The harbour lies', "finish": "length"},
    "no_content": {"content": None},
    "no_sentences": {"content": '{"sentences": []}'},
    "no_sources": {"content": '{"sentences": [{"text": "It rained.", "sources": ["nowhere-1"]}]}'},
    "invalid_json": {"content": "Here is the summary: the harbour lies on the north side."},
    "wrong_schema": {"content": '{"sentences": ["The harbour lies on the north side."]}'},
    "huge": {"content": json.dumps({"sentences": [{"text": "word " * 260_000, "sources": []}]})},
    "excuse": {"content": "I'm sorry, but I can't help with this text."},
    "only_thoughts": {"content": "", "reasoning_content": "The user wants a summary. Let me think."},
    "unknown": {"content": '{"known": false, "chapters": []}'},
    "unknown_word": {"content": "UNKNOWN."},
}

_AROUND: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    "thinking": lambda good: {"content": f"<think>\nFirst {good[: len(good) // 2]}\nNo. Again.\n</think>\n\n{good}"},
    "thoughts_apart": lambda good: {"content": good, "reasoning_content": "Let me think about {that}."},
    "fenced": lambda good: {"content": f"Sure, here it is:\n```json\n{good}\n```\nAnything {{else}}?"},
    "in_prose": lambda good: {"content": f"My answer is {good} and {{nothing}} else."},
}

_SENTENCES: Mapping[str, _Spoilt] = {
    "meta_talk": lambda good: [
        _said(META_TALK[0], good[0]),
        {**good[0], "text": f"In summary, {good[0]['text']}"},
        _said(META_TALK[1], good[0]),
        *good[1:],
        _said(META_TALK[2], good[0]),
    ],
    "duplicates": lambda good: [each for each in good for _ in range(2)],
    "markdown": lambda good: [{**each, "text": f"- **{each['text']}** [{each['sources'][0]}]"} for each in good],
    "many_sentences": lambda good: [_said(f"It is {place}.", good[0]) for place in range(500)],
}

_LISTS: Mapping[str, list[tuple[int, str]]] = {
    "no_chapters": [],
    "many_chapters": [(place, f"Title {place}") for place in range(1, 501)],
    "same_chapters": [(1, "The Crossing"), (2, "The crossing.")],
    "empty_title": [(1, "The Departure"), (2, " ")],
    "long_title": [(1, "The Departure"), (2, "and so " * 40)],
    "disorder": [(1, "The Departure"), (3, "The Return"), (2, "The Crossing")],
}


def said(fault: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """What ``answers.completion`` is to say of ``asked`` under ``fault``; "" is a good answer."""
    if fault in _INSTEAD:
        return _INSTEAD[fault]
    if fault in _LISTS:
        chapters = [{"number": number, "title": title} for number, title in _LISTS[fault]]
        return {"content": json.dumps({"known": True, "chapters": chapters})}
    good = answers.chat_text(asked)
    if fault in _AROUND:
        return _AROUND[fault](good)
    if fault == "endless":
        return _endless(asked)
    if fault in (*_SENTENCES, *_OF_WHAT_WAS_ASKED):
        spoilt = _SENTENCES.get(fault) or partial(_OF_WHAT_WAS_ASKED[fault], asked)
        return {"content": json.dumps({"sentences": spoilt(json.loads(good)["sentences"])})}
    return {"content": good}


def _said(text: str, like: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": text, "sources": like["sources"]}


def _obedient(asked: Mapping[str, Any], good: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sources = [source for each in good for source in each["sources"]]
    texts = (f"{CANARY} {CANARY} {CANARY}.", "harbour " * 60, asked["messages"][0]["content"][:900])
    return [{"text": text, "sources": sources} for text in texts]


def _in_another_language(asked: Mapping[str, Any], good: list[dict[str, Any]]) -> list[dict[str, Any]]:
    german = '"de' in asked["messages"][0]["content"]
    return [_said(text, good[0]) for text in (RUSSIAN if german else GERMAN)]


def _endless(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    most = next(value for name, value in asked.items() if name.startswith("max_"))
    begun = '{"sentences": [{"text": "'
    return {"content": begun + "harbour " * ((most * 4 - len(begun)) // 8 - 1), "finish": "length"}


_OF_WHAT_WAS_ASKED = {"wrong_language": _in_another_language, "obedient": _obedient}

NAMES = {*_INSTEAD, *_AROUND, *_SENTENCES, *_LISTS, *_OF_WHAT_WAS_ASKED, "endless"}

USELESS = {*_INSTEAD, *_LISTS, "wrong_language", "obedient", "endless", "many_sentences"} - {"unknown", "unknown_word"}
"""Answers that nobody can do anything with; that a book is not known is one."""
