"""Which scripts eSpeak NG's voices read, and which they spell ("Thai letter, Thai letter") or pass over.

Measured with 1.52: a sentence in each of 31 scripts, spoken by each of its 137 voices, is either as fast as running
speech (7 to 20 characters a second; 3 to 9 in scripts of syllables and signs) or spelled, at a third of that or less.
Scripts not named here are read by every voice: eSpeak lends them the voice of a language that is written in them.
"""

_READ_BY = {
    "ARABIC": "ar fa sd ug ur",
    "BOPOMOFO": "cmn",
    "CJK": "cmn ja yue zh",
    "CYRILLIC": "ba be bg bs cv hr ka kk ky lfn ltg lv mk nog ru sr tt uk uz",
    "ETHIOPIC": "am ti",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "IDEOGRAPHIC": "cmn ja yue zh",
    "KATAKANA": "ja",
    "KHMER": "",
    "LAO": "",
    "MONGOLIAN": "",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SYRIAC": "",
    "TELUGU": "te",
    "THAANA": "",
    "THAI": "th",
    "TIBETAN": "",
}
"""The main languages of the voices that read a script, by the name Unicode gives it."""
_GREEK_SPELLED_BY = frozenset(["af", "bs", "en", "hr", "lt", "mk", "sr", "vi"])


def reads_script(script: str, speaker: str) -> bool:
    """``script`` is the first word of its letters' names in Unicode, ``speaker`` a voice's tag, such as "en-us"."""
    language = speaker.partition("-")[0]
    if script == "GREEK":
        return language not in _GREEK_SPELLED_BY
    return script not in _READ_BY or language in _READ_BY[script].split()
