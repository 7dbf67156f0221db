"""Words of the library that are spelt almost like others.

Of a word with one mistake either half is right, unless it is the two letters in the middle that changed places: words
that begin or end like it come from two indexes, and the nearest of them are those meant. So both databases correct
alike, without an extension and without reading every word.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bookbytes_adapters.sql.indexing import SHORTEST_RESPELT
from bookbytes_adapters.sql.tables import search_words
from bookbytes_core.domain.search_query import Wanted, Word

_LAST_CHARACTER = "\U0010ffff"
LONGEST_BEGINNING = 5
"""Letters of the longest beginnings that SQLite's full-text index has at hand."""

_MOST_LOOKED_AT = 3_000
_MOST_SPELLINGS = 5
_LONG = 8
"""Two mistakes are forgiven in words of so many letters, one in shorter ones."""


async def unknown(connection: AsyncConnection, sought: Wanted) -> tuple[Wanted, Wanted]:
    """``sought`` with long words that are words themselves taken as whole, and its words that no work has."""
    told = [word for word in sought if len(word.text) >= SHORTEST_RESPELT]
    typed = [word.text for word in told if word.is_beginning]
    values = {"words": [word.text for word in told], **{f"typed_{place}": text for place, text in enumerate(typed)}}
    known = set((await connection.scalars(_known(len(typed)), values)).all())
    missing = [
        word for word in told if word.text not in known and not (word.is_beginning and _begins(word.text, known))
    ]
    settled = (replace(word, is_beginning=word.is_beginning and not _is_whole(word, known)) for word in sought)
    return tuple(settled), tuple(missing)


async def spellings(connection: AsyncConnection, missing: Wanted) -> Mapping[str, Sequence[str]]:
    """What may be meant by each of these words, nearest first."""
    return {word.text: await _nearest(connection, word.text) for word in missing}


def _is_whole(word: Word, known: Collection[str]) -> bool:
    """What begins with a long word is gathered from the whole index; for shorter ones it has an index of beginnings."""
    return word.text in known and len(word.text) > LONGEST_BEGINNING


def _begins(beginning: str, known: Collection[str]) -> bool:
    return any(word.startswith(beginning) for word in known)


async def _nearest(connection: AsyncConnection, word: str) -> Sequence[str]:
    half = len(word) // 2
    start, end = word[:half], word[-half:][::-1]
    values = {
        "start": start,
        "start_beyond": start + _LAST_CHARACTER,
        "end": end,
        "end_beyond": end + _LAST_CHARACTER,
        "turned": _turned_in_the_middle(word),
        "letters": range(len(word) - _mistakes(word), len(word) + _mistakes(word) + 1),
    }
    forwards, backwards, turned = (await connection.execute(_ALIKE, values)).one()
    near = _near(word, [*(forwards or "").split(), *([turned] if turned else [])])
    near |= {other[::-1]: distance for other, distance in _near(word[::-1], (backwards or "").split()).items()}
    least = min(near.values(), default=0)
    return sorted(other for other, distance in near.items() if distance == least)[:_MOST_SPELLINGS]


def _turned_in_the_middle(word: str) -> str:
    """``word`` where its two halves meet the other way round; one of an odd number of letters as it stands."""
    half = len(word) // 2
    return word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :] if len(word) % 2 == 0 else word


def _near(word: str, others: Sequence[str]) -> dict[str, int]:
    """Those of the ``others`` that can be meant, and by how many mistakes they differ: as many from the end as from the
    beginning, so that words spelt backwards need not be turned round first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=_mistakes(word), limit=None)
    return {other: distance for other, distance, _ in found}


def _mistakes(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


@cache
def _known(beginnings: int) -> sa.Executable:
    """Those of the ``words`` that there are, and the first word at or behind each of the beginnings ``typed_0``,
    ``typed_1`` …: if any word begins so, that one does."""
    c = search_words.c
    typed = [sa.bindparam(f"typed_{place}", type_=sa.String) for place in range(beginnings)]
    firsts = [sa.select(c.word).where(c.word >= text).order_by(c.word).limit(1) for text in typed]
    there = sa.select(c.word).where(c.word.in_(sa.bindparam("words", expanding=True)))
    return sa.union_all(there, *(sa.select(first.subquery("first").c.word) for first in firsts))


def _between(column: sa.ColumnElement[Any], name: str) -> sa.ScalarSelect[str]:
    """From the index of ``letters`` and ``column`` alone: reading the words' rows, which lie anywhere, would cost.
    Thousands of words come in one string, since each row of an answer costs more than its word."""
    first, beyond = (sa.bindparam(each, type_=sa.String) for each in (name, f"{name}_beyond"))
    fits = search_words.c.letters.in_(sa.bindparam("letters", expanding=True))
    some = sa.select(column.label("text")).where(fits, column >= first, column < beyond).limit(_MOST_LOOKED_AT)
    return sa.select(sa.func.aggregate_strings(some.subquery(name).c.text, " ")).scalar_subquery()


_ALIKE = sa.select(
    _between(search_words.c.word, "start"),
    _between(search_words.c.backwards, "end"),
    sa.select(search_words.c.word).where(search_words.c.word == sa.bindparam("turned")).scalar_subquery(),
)
