"""Whether what a voice sent can be the text it was given: measured by whoever decodes it, judged here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bookbytes_core.domain.words import count_unspaced, is_unspaced
from bookbytes_core.errors import Rejected

_CHARACTERS_A_SECOND = 15.0
_SYLLABLES_A_SECOND = 4.5
_SYLLABLES = re.compile("[\u1200-\u139f\uac00-\ud7af]")
"""Scripts that are written with spaces, but a letter a syllable: Ethiopic and Hangul."""
_TOLERANCE = 0.6
_SPARE_SECONDS = 2.0
_LETTERS_A_DIGIT = 4
"""Speech is 60 % shorter or longer than its text lets expect at most, and a file may be silent at its ends; a digit is
spoken as a word or a part of one."""

LONGEST_SILENCE = 5.0
"""Seconds. Voices pause for one at the end of a paragraph; two is much."""
_SILENT_SHARE = 0.5

_WORD = re.compile(r"\w+")
_REFRAIN_WORDS = 2
_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What was measured of decoded sound, all in seconds: its length, the silence in it, the longest silence between
    two sounds, and the longest stretch that is heard twice, the second time right after the first (0: none)."""

    seconds: float
    silent: float = 0.0
    longest_silence: float = 0.0
    repeated: float = 0.0


def check_sound(text: str, facts: SoundFacts) -> None:
    """Raises ``Rejected`` (code ``bad_audio``) where ``facts`` are not those of somebody who reads ``text`` once, from
    its beginning to its end.

    Audio that ends too early looks whole where a server names no length, and a vendor's model may stop, fall silent or
    say the same thing twice in the middle: all of it comes with status 200.
    """
    problem = _length_problem(text, facts.seconds) or _silence_problem(facts) or _repetition_problem(text, facts)
    if problem:
        raise Rejected(f"{problem}: have it spoken again.", code="bad_audio")


def check_spoken_whole(text: str, seconds: float) -> None:
    """Raises ``Rejected`` (code ``bad_audio``) where ``text`` cannot have been said in so short a time.

    For engines on this machine, which say nothing twice, but may leave out what they cannot read.
    """
    if problem := _shortness(text, seconds):
        raise Rejected(f"{problem}: choose another voice.", code="bad_audio")


def _length_problem(text: str, seconds: float) -> str:
    digits = sum(character.isdigit() for character in text)
    a_digit = 1 / (_SYLLABLES_A_SECOND if is_unspaced(text) else _CHARACTERS_A_SECOND)
    most = (1 + _TOLERANCE) * (_expected_seconds(text) + (_LETTERS_A_DIGIT - 1) * digits * a_digit) + _SPARE_SECONDS
    if seconds > most:
        return f"The speech is far longer than its text ({seconds:.1f} seconds for {len(text)} characters)"
    return _shortness(text, seconds)


def _shortness(text: str, seconds: float) -> str:
    if seconds < (1 - _TOLERANCE) * _expected_seconds(text):
        return f"The speech was cut off before its end ({seconds:.1f} seconds for {len(text)} characters)"
    return ""


def _expected_seconds(text: str) -> float:
    """A text may mix scripts, as Japanese about software does."""
    syllables = count_unspaced(text) + len(_SYLLABLES.findall(text))
    return syllables / _SYLLABLES_A_SECOND + (len(text) - syllables) / _CHARACTERS_A_SECOND


def _silence_problem(facts: SoundFacts) -> str:
    if facts.longest_silence > LONGEST_SILENCE:
        return f"The speech falls silent for {facts.longest_silence:.1f} seconds"
    if facts.silent > max(_SPARE_SECONDS, facts.seconds * _SILENT_SHARE):
        return f"The speech is silent for {facts.silent:.1f} of its {facts.seconds:.1f} seconds"
    return ""


def _repetition_problem(text: str, facts: SoundFacts) -> str:
    if facts.repeated and not says_twice(text):
        return f"The speech says {facts.repeated:.1f} seconds of its text twice"
    return ""


def says_twice(text: str) -> bool:
    """Whether ``text`` itself has two words or more twice in a row, or one three times, as a refrain does: then so may
    its speech."""
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    if is_unspaced(text):
        words = [character for word in words for character in word][:_MOST_WORDS]
    return any(_run(words, length) for length in range(1, len(words) // 2 + 1))


def _run(words: Sequence[str], length: int) -> bool:
    """Whether ``length`` words are followed by the same ones; fewer than two of them have to come once more."""
    wanted = max(length, _REFRAIN_WORDS)
    alike = [one == other for one, other in zip(words, words[length:], strict=False)]
    gaps = [-1, *(place for place, same in enumerate(alike) if not same), len(alike)]
    return any(after - before > wanted for before, after in pairwise(gaps))
