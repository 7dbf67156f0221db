"""Text as it is searched and sorted: whatever the case, the accents and the punctuation, alike words look alike."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_LONGEST_WORD = 60
_LONGEST_SORT_KEY = 200
_MOST_TERMS = 1_000

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
"""Accents, Hebrew points and Arabic vowel signs: left out by many who type. Marks that make another letter, as in
Japanese and the scripts of India, stay."""

_ONE_LETTER = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart."""

_APOSTROPHE = re.compile("['\u2018\u2019\u02bc]")
_WITHIN_A_WORD = re.compile("['\u2018\u2019\u02bc\u00ad\u200b-\u200d]")
_ASCII_WORD = re.compile("[a-z0-9]+")
_ALONE = re.compile("([\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
"""Chinese and Japanese put no spaces between words: each character counts as one."""


def words(text: str) -> list[str]:
    """The words of ``text`` in order: case folded, accents off, compatible forms unified."""
    plain = _WITHIN_A_WORD.sub("", text).casefold()
    if plain.isascii():
        found = _ASCII_WORD.findall(plain)
    else:
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", plain)).casefold()
        whole = unicodedata.normalize("NFKC", bare).translate(_ONE_LETTER)
        letters = "".join(character if _belongs(character) else " " for character in whole)
        found = _ALONE.sub(r" \1 ", letters).split()
    return [word[:_LONGEST_WORD] for word in found]


def _parts(text: str) -> list[str]:
    """What stands before and behind apostrophes: "l'étranger" is looked for by either spelling."""
    return words(_APOSTROPHE.sub(" ", text)) if _APOSTROPHE.search(text) else []


@lru_cache(maxsize=4096)
def _belongs(character: str) -> bool:
    """Letters, numbers, and the marks that belong to the letter before them."""
    return unicodedata.category(character)[0] in "LNM"


def normalised(text: str) -> str:
    return " ".join(words(text))


def sort_key(title: str) -> str:
    """What works are listed by; its length is bounded, as that of a database's index entries is."""
    return _cut(normalised(title))


def _cut(text: str) -> str:
    return text[:_LONGEST_SORT_KEY].rstrip()


class Field:
    """Marks of the fields of a work: the first letter of every term."""

    TITLE = "t"
    AUTHOR = "a"
    PUBLISHER = "p"
    LANGUAGE = "l"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a work is listed and found by: each word once for each field it stands in, with the field's mark before it;
    ``spelt`` are the words themselves."""

    sort_key: str
    terms: tuple[str, ...]

    @property
    def spelt(self) -> Iterable[str]:
        return (term[1:] for term in self.terms if term[0] != Field.LANGUAGE)


def indexed(title: str, authors: Iterable[str], editions: Iterable[tuple[str, str | None, str]]) -> Indexed:
    """Of an edition its title, publisher and language (BCP 47)."""
    of_title = words(title)
    found = dict.fromkeys(Field.TITLE + word for word in (*of_title, *_parts(title)))
    found |= dict.fromkeys(Field.AUTHOR + word for author in authors for word in (*words(author), *_parts(author)))
    for edition_title, publisher, language in editions:
        if edition_title != title:
            found |= dict.fromkeys(Field.TITLE + word for word in (*words(edition_title), *_parts(edition_title)))
        if publisher:
            found |= dict.fromkeys(Field.PUBLISHER + word for word in words(publisher))
        found[language_term(language)] = None
    return Indexed(_cut(" ".join(of_title)), tuple(found)[:_MOST_TERMS])


def language_term(language: str) -> str:
    """The whole tag as one term: a search for English wants no British English alone, nor the other way round."""
    return Field.LANGUAGE + language.casefold().replace("-", "")
