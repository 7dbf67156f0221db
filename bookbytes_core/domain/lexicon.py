"""How names and other words are to be said, where a voice says them wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bookbytes_core.domain.words import is_unspaced
from bookbytes_core.errors import InvalidInput

Pronunciation = tuple[str, str]
"""A word or phrase as it is written, and how to say it."""

MOST_ENTRIES = 500
MOST_CHARACTERS = 100

_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Says words differently: whole ones, a longer one before a shorter one within it.

    A word in small letters is meant however it is written; one with a capital is meant as it stands ("Reading" is a
    town). What was replaced once is not looked at again.
    """

    entries: tuple[Pronunciation, ...] = ()

    def said(self, text: str) -> str:
        if not self.entries:
            return text
        pattern, sayings = _compiled(self.entries)
        return pattern.sub(lambda match: sayings[int(str(match.lastgroup)[1:])], text)

    def over(self, others: Sequence[Pronunciation]) -> "Lexicon":
        """This lexicon, and ``others`` for words that are not in it."""
        known = {written.casefold() for written, _ in self.entries}
        return Lexicon((*self.entries, *(entry for entry in others if entry[0].casefold() not in known)))


def check_pronunciations(entries: Sequence[Pronunciation]) -> None:
    """Raises ``InvalidInput`` (code ``invalid_options``) for more than can be meant, and for what cannot be said."""
    if len(entries) > MOST_ENTRIES:
        raise _invalid(f"At most {MOST_ENTRIES} pronunciations can be given.")
    for written, said in entries:
        if problem := _problem(written, said):
            raise _invalid(f"The pronunciation of {written[:MOST_CHARACTERS]!r} {problem}.")
    words = [written for written, _ in entries]
    if twice := {word for word in words if words.count(word) > 1}:
        raise _invalid(f"There are two pronunciations of {min(twice)!r}: give one.")


def read_pronunciations(text: str, name: str) -> tuple[Pronunciation, ...]:
    """The entries of a file ``name``: ``word = spoken`` on each line; empty lines and those after a # do not count.

    Raises ``InvalidInput`` (code ``invalid_options``) that names file and line.
    """
    entries: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(_COMMENT):
            continue
        written, equals, said = (" ".join(part.split()) for part in line.partition("="))
        problem = _problem(written, said) if equals else "is missing: write it as in Cato = Kayto"
        if written in entries:
            problem = "is given twice"
        if problem:
            raise _invalid(f"{name}, line {number}: the pronunciation of {written[:MOST_CHARACTERS]!r} {problem}.")
        entries[written] = said
    if len(entries) > MOST_ENTRIES:
        raise _invalid(f"{name}: at most {MOST_ENTRIES} pronunciations can be given.")
    return tuple(entries.items())


def _problem(written: str, said: str) -> str:
    if not any(map(str.isalnum, written)) or not any(map(str.isalnum, said)):
        return "lacks a word on one of its two sides"
    if max(len(written), len(said)) > MOST_CHARACTERS:
        return f"has more than {MOST_CHARACTERS} characters on one side"
    return "" if (written + said).isprintable() else "holds a character that cannot be printed"


def _invalid(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid_options")


@lru_cache(maxsize=8)
def _compiled(entries: tuple[Pronunciation, ...]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a numbered group an entry: longer ones first, and as written before however written."""
    ordered = sorted(entries, key=lambda entry: (-len(entry[0]), entry[0].islower(), entry[0]))
    groups = [f"(?P<e{place}>{_pattern(written)})" for place, (written, _) in enumerate(ordered)]
    return re.compile("|".join(groups)), tuple(said for _, said in ordered)


def _pattern(written: str) -> str:
    words = r"\s+".join(map(re.escape, written.split()))
    anyhow = f"(?i:{words})" if written == written.lower() else words
    return f"{_edge(written[0], before=True)}{anyhow}{_edge(written[-1], before=False)}"


def _edge(character: str, *, before: bool) -> str:
    """A word ends where its letters do; in scripts without spaces nobody can tell."""
    if not character.isalnum() or is_unspaced(character):
        return ""
    return r"(?<!\w)" if before else r"(?!\w)"
