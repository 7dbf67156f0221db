"""What a model wrote as a sentence, made fit to be read aloud: without marks that are for the eye."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bookbytes_adapters.llm.json_object import THOUGHT
from bookbytes_adapters.llm.sentences import ends_sentence, is_spoken

_JOINERS = "\u200c\u200d"
"""Invisible, but Persian and the languages of India are misspelt without them."""
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<\|[^<>|]{0,100}\|>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_BRACKETS = re.compile(r"\s*(?:\[([^\[\]]{1,200})\]|\(([^()]{1,200})\)|【([^【】]{1,200})】)")
_BETWEEN_IDS = re.compile(r"[,;\s]+")
_LINE_MARK = re.compile(r"(?:#{1,6}\s+|>\s*|[-*+•‣▪◦·]\s+|\[[ xX]\]\s+)+")
_RULE = re.compile(r"[\s|:*_=-]*$")
_EMPHASIS = (
    re.compile(r"(\*\*\*|\*\*|___|__|~~)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"),
    re.compile(r"(?<!\w)(_)(?=\S)([^_]+?)(?<=\S)_(?!\w)"),
)
_LEFT_OVER = re.compile(r"\*{2,}|_{2,}|`+")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.):]\s+(?=\S)")


def tidied(text: str, ids: frozenset[str]) -> str:
    """``text`` on one line, without thoughts, markup, bullets, invisible characters and references to ``ids``."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if _is_seen(sign))
    plain = _LINK.sub(r"\1", _TAG.sub("", THOUGHT.sub(" ", seen)))
    plain = _BRACKETS.sub(lambda found: _without_ids(found, ids), plain)
    for emphasis in _EMPHASIS:
        plain = emphasis.sub(r"\2", plain)
    lines = [_line(line) for line in plain.splitlines() if not _RULE.match(line)]
    return " ".join(" ".join(lines).split())


def unnumbered(texts: Sequence[str]) -> list[str]:
    """``texts`` without the numbers 1, 2, 3 … that all of them begin with, if they do: a date can begin with one."""
    numbers = [_NUMBERED.match(text) for text in texts]
    if len(texts) > 1 and [found and found[1] for found in numbers] == [
        str(place) for place in range(1, len(texts) + 1)
    ]:
        return [_NUMBERED.sub("", text, count=1) for text in texts]
    return list(texts)


def likeness(text: str) -> str:
    """Equal for texts that sound alike: letters and digits, small."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def first_of_each(texts: Iterable[str]) -> list[int]:
    """The places of those ``texts`` that sound like none before them."""
    heard: dict[str, int] = {}
    for place, text in enumerate(texts):
        heard.setdefault(likeness(text), place)
    return list(heard.values())


def _is_seen(sign: str) -> bool:
    return sign.isspace() or sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN


def _without_ids(found: re.Match[str], ids: frozenset[str]) -> str:
    square, round_, lens = found.groups()
    names = [name for name in _BETWEEN_IDS.split(square or round_ or lens) if name]
    count = bool(round_) and all(name.isdigit() for name in names)
    return "" if names and not count and all(name in ids for name in names) else found[0]


def _line(line: str) -> str:
    """A line with a mark at its beginning is a sentence, even if it does not end like one."""
    stripped = line.strip()
    mark = _LINE_MARK.match(stripped)
    bare = _LEFT_OVER.sub("", stripped[mark.end() :] if mark else stripped).replace("|", " ").strip()
    return f"{bare}." if mark and is_spoken(bare) and not ends_sentence(bare) else bare
