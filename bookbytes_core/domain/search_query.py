"""What a search asks for, in the terms that works are found by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bookbytes_core.domain.search_text import Field, language_term, words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search: a work fits that has one of the ``forms``, which are terms of works, or, where
    ``is_beginning``, a term that starts with one."""

    text: str
    forms: tuple[str, ...]
    is_beginning: bool = False


Wanted = tuple[Word, ...]
"""All the words of a search; a work must fit each of them."""

_SHORTEST_BEGINNING = 3


def wanted(title: str | None, author: str | None, publisher: str | None, language: str | None) -> Wanted:
    """The last word of each field may be the beginning of one, for it may still be being typed."""
    found: list[Word] = []
    for mark, text in ((Field.TITLE, title), (Field.AUTHOR, author), (Field.PUBLISHER, publisher)):
        of_field = [Word(word, (mark + word,)) for word in dict.fromkeys(words(text or ""))]
        if of_field and len(of_field[-1].text) >= _SHORTEST_BEGINNING:
            of_field[-1] = replace(of_field[-1], is_beginning=True)
        found += of_field
    return (*found, *([Word("", (language_term(language),))] if found and language else []))


def whole(sought: Wanted) -> Wanted:
    """The same with every word complete as it is."""
    return tuple(replace(word, is_beginning=False) for word in sought)


def widened(sought: Wanted) -> Wanted:
    """The same with the words of a title looked for among authors' names too: many type both into one box."""
    return tuple(
        replace(word, forms=(*word.forms, Field.AUTHOR + word.text))
        if word.forms == (Field.TITLE + word.text,)
        else word
        for word in sought
    )


def respelt(sought: Wanted, spellings: Mapping[str, Sequence[str]]) -> Wanted:
    """The same with each word that ``spellings`` names replaced by those."""
    return tuple(
        Word(word.text, tuple(form[0] + other for form in word.forms for other in spellings[word.text]))
        if spellings.get(word.text)
        else word
        for word in sought
    )
