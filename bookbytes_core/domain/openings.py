"""What is said before a chapter: the first one tells what this is, each one its number and title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.speech_text import spoken_heading


@dataclass(frozen=True, slots=True)
class _Phrases:
    whole: str
    by: str
    and_: str
    chapter: str


_PHRASES: Mapping[str, _Phrases] = {
    "en": _Phrases("An audio summary of {title}", ", by {authors}", " and ", "Chapter {number}"),
    "de": _Phrases("Eine Hörzusammenfassung von {title}", ", von {authors}", " und ", "Kapitel {number}"),
    "fr": _Phrases("Un résumé audio de {title}", ", de {authors}", " et ", "Chapitre {number}"),
    "es": _Phrases("Un resumen en audio de {title}", ", de {authors}", " y ", "Capítulo {number}"),
    "it": _Phrases("Un riassunto audio di {title}", ", di {authors}", " e ", "Capitolo {number}"),
    "pt": _Phrases("Um resumo em áudio de {title}", ", de {authors}", " e ", "Capítulo {number}"),
    "nl": _Phrases("Een audiosamenvatting van {title}", ", door {authors}", " en ", "Hoofdstuk {number}"),
    "ja": _Phrases("{title}の音声要約", "、{authors}著", "、", "第{number}章"),
    "zh": _Phrases("{title}的有声摘要", "，作者{authors}", "、", "第{number}章"),
}

_BARE_NUMBER = re.compile(r"(\d+)[.:)\s]*$")
_LEADING_NUMBER = re.compile(r"(\d+)\s*[.:)—–-]\s*(?=\D)")
_OWN_NUMBER = re.compile(r"\w+\s+\d+\b|第\s*\d+")


def book_opening(title: str, authors: Sequence[str], language: str) -> str:
    """The sentence that says what is about to be heard: "An audio summary of …, by …."."""
    phrases = _phrases(language)
    text = phrases.whole.format(title=title)
    if authors:
        text += phrases.by.format(authors=_joined(authors, phrases.and_))
    return _sentence(text)


def chapter_opening(number: int, title: str, language: str) -> str:
    """A chapter's number and title. A number that the title carries itself is not said twice."""
    heading = spoken_heading(title, language).strip()
    phrases = _phrases(language)
    if bare := _BARE_NUMBER.fullmatch(heading):
        return _sentence(phrases.chapter.format(number=bare[1]))
    if leading := _LEADING_NUMBER.match(heading):
        return f"{phrases.chapter.format(number=leading[1])}. {_sentence(heading[leading.end() :])}"
    if _OWN_NUMBER.match(heading):
        return _sentence(heading)
    spoken_number = _sentence(phrases.chapter.format(number=number))
    return f"{spoken_number} {_sentence(heading)}" if heading else spoken_number


def _phrases(language: str) -> _Phrases:
    return _PHRASES.get(language.partition("-")[0].lower(), _PHRASES["en"])


def _joined(names: Sequence[str], and_: str) -> str:
    return and_.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。", "…")) else text + "."
