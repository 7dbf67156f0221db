"""The text an engine receives: ``domain.speech_text``, then numbers in words."""

from functools import cache
from importlib.metadata import version

from bookbytes_adapters.tts.numbers import numbers_in_words
from bookbytes_core.domain.speech_text import speakable

RULES_VERSION = 1
"""To be raised with every change of what is said for some text: speech made before is then made again."""


def spoken(text: str, language: str) -> str:
    """What to say for ``text``; "" where nothing can be said. ``language`` is BCP 47, "und" is taken for English."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return numbers_in_words(speakable(text, language), "en" if primary in ("", "und") else primary)


@cache
def preparation() -> str:
    """The name of all that decides what ``spoken`` says."""
    return f"text{RULES_VERSION}.{version('num2words')}"
