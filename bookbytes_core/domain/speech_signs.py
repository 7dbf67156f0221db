"""Signs for the eye: notes' marks, emphasis, quotes, dashes, brackets, ellipses. They become pauses or nothing.

No language's words are known here. A pause is a comma, ideographic where text has no spaces; ``tidied`` sets it right.
"""

import re
import unicodedata

_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=[^\s*_])(.{1,300}?)(?<=[^\s*_])\1(?![\w*_])")
_REFERENCE = re.compile(
    r"\s?\[\s?(?:note\s+|n\.\s?)?\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*\s?\]"
    r"|(?<=\S)\[(?:[a-z]|[ivx]{1,5}|[*†‡§]+)\]"
    r"|(?<=[^\s\d])[*†‡]+|(?<=\S)\s?[†‡]+"
    r"|(?<=[^\W\d]|[.,;:!?\"”’)])(?<!\bm)(?<![kcdm]m)[⁰¹²³⁴-⁹]+(?!\w)"
)
"""What points to a note: "[12]", "[3, 4]", "word[a]", "word*", "†", raised digits (but not those of "km²")."""

_APOSTROPHE = re.compile(r"(?<=\w)[’‘ʼ`´](?=\w)")
_QUOTES = re.compile(r"[\"“”„‟«»‹›〝〞「」『』《》〈〉’‘‚‛`´]|(?<!\w)'|'(?!\w)")
_ELLIPSIS = re.compile(r"\s*(?:…|\.(?:\s?\.){2,}\.?)+")
_DASH = re.compile(r"\s*(?:[—―⸺⸻]+|--+)\s*|\s+[–‒-]\s+|(?<=[^\W\d])–(?=[^\W\d])|^\s*[–-]\s*")
_ENDING = re.compile(r"(?<=\w)\((e?s|e?n|innen|e)\)")
_ROUND_BRACKET = re.compile(r"\s*[()（）]+\s*")
_UNSPOKEN = re.compile(r"[|\\^<>~_*†‡¶•·◦▪■□●○★☆→←↑↓⇒{}\[\]]+|(?<=[^\W\d])/(?=[^\W\d])")

_PAUSES = re.compile(r"\s*[,，](?:\s*[,，])*")
_PAUSE_BEFORE_STOP = re.compile(r"[,，\s]+(?=[.;:!?。！？；：])")
_PAUSE_AFTER_STOP = re.compile(r"(?<=[.;:!?。！？；：])\s*[,，]")
_STOPS = re.compile(r"([!?！？])[!?！？.]+|\.{2,}")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{3,}")
_LEADING = re.compile(r"^[\s,，.;:!?。！？；：、%/&+=-]+")
_SPACE = re.compile(r"\s+")


def cleaned(text: str) -> str:
    """Composed characters; none that is invisible, private, a control or a picture; white space as single spaces."""
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(plain.split())


def signs_left_out(text: str, pause: str) -> str:
    """``text`` without marks of notes and emphasis, quotes and brackets; ``pause`` for dashes and round brackets."""
    text = _REFERENCE.sub("", _EMPHASIS.sub(r"\2", text))
    text = _QUOTES.sub("", _APOSTROPHE.sub("'", text))
    text = _ELLIPSIS.sub(lambda match: _after_ellipsis(match, pause), text)
    text = _ROUND_BRACKET.sub(pause, _ENDING.sub(r"\1", text))
    return _UNSPOKEN.sub(" ", _DASH.sub(pause, text))


def tidied(text: str, *, unspaced: bool) -> str:
    """``text`` with one mark where several meet, none in front, and a full stop behind; "" if nothing can be spoken."""
    text = _PAUSES.sub("，" if unspaced else ",", text)
    text = _PAUSE_AFTER_STOP.sub("", _PAUSE_BEFORE_STOP.sub("", text))
    text = _DRAWN_OUT.sub(r"\1\1\1", _STOPS.sub(lambda match: match[1] or ".", text))
    text = _SPACE.sub(" ", _LEADING.sub("", text)).strip(" ,，;:；：-–—")
    if not any(character.isalnum() for character in text):
        return ""
    return text if unspaced or not (text[-1].isalnum() or text[-1] in "%°'/&+=$€£") else f"{text}."


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "Z" or character in "\t\n\r\v\f":
        return " "
    if category[0] == "C" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in ("So", "Sk") and character not in "°№`´^":
        return " "
    if "ﬀ" <= character <= "ﬆ" or ("０" <= character <= "ｚ" and character.isalnum()):
        return unicodedata.normalize("NFKC", character)
    return character


def _after_ellipsis(match: re.Match[str], pause: str) -> str:
    """A full stop where a sentence ends, a pause inside one."""
    rest = match.string[match.end() :].lstrip()
    return ". " if not rest or rest[0].isupper() else pause
