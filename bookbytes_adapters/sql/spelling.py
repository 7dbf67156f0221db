"""Words of the library that are spelt almost like others.

Of a word with one mistake either half is right: words that begin or end like it come from two indexes, and the nearest
of them are those meant. So both databases correct alike, without an extension and without reading every word.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
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
    known = set((await connection.scalars(_KNOWN, {"words": [word.text for word in told]})).all())
    missing = [
        word
        for word in told
        if word.text not in known and not (word.is_beginning and await _begins_a_word(connection, word.text))
    ]
    settled = (replace(word, is_beginning=word.is_beginning and not _is_whole(word, known)) for word in sought)
    return tuple(settled), tuple(missing)


async def spellings(connection: AsyncConnection, missing: Wanted) -> Mapping[str, Sequence[str]]:
    """What may be meant by each of these words, nearest first."""
    return {word.text: _nearest(word.text, await _alike(connection, word.text)) for word in missing}


def _is_whole(word: Word, known: Collection[str]) -> bool:
    """What begins with a long word is gathered from the whole index; for shorter ones it has an index of beginnings."""
    return word.text in known and len(word.text) > LONGEST_BEGINNING


async def _begins_a_word(connection: AsyncConnection, beginning: str) -> bool:
    values = {"first": beginning, "beyond": beginning + _LAST_CHARACTER}
    return await connection.scalar(_ANY, values) is not None


async def _alike(connection: AsyncConnection, word: str) -> Sequence[str]:
    half = (len(word) - 1) // 2
    start, end = word[:half], word[-half:][::-1]
    values = {
        "start": start,
        "start_beyond": start + _LAST_CHARACTER,
        "end": end,
        "end_beyond": end + _LAST_CHARACTER,
        "shortest": len(word) - _mistakes(word),
        "longest": len(word) + _mistakes(word),
    }
    return (await connection.scalars(_ALIKE, values)).all()


def _nearest(word: str, others: Sequence[str]) -> Sequence[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, others, scorer=OSA.distance, score_cutoff=_mistakes(word), limit=_MOST_SPELLINGS)
    return [other for other, distance, _ in near if distance == near[0][1]]


def _mistakes(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _between(column: sa.ColumnElement[Any], name: str) -> sa.Select[Any]:
    c = search_words.c
    first, beyond = (sa.bindparam(each, type_=sa.String) for each in (name, f"{name}_beyond"))
    lengths = sa.func.length(c.word).between(sa.bindparam("shortest"), sa.bindparam("longest"))
    some = sa.select(c.word).where(column >= first, column < beyond, lengths).limit(_MOST_LOOKED_AT)
    return sa.select(some.subquery(name).c.word)


_WORDS: sa.BindParameter[Any] = sa.bindparam("words", expanding=True)
_KNOWN = sa.select(search_words.c.word).where(search_words.c.word.in_(_WORDS))
_ALIKE = sa.union(_between(search_words.c.word, "start"), _between(search_words.c.backwards, "end"))
_ANY = (
    sa.select(sa.literal(1))
    .select_from(search_words)
    .where(search_words.c.word >= sa.bindparam("first"), search_words.c.word < sa.bindparam("beyond"))
    .limit(1)
)
