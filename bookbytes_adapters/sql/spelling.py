"""Words of the library that are spelt almost like others.

Of a word with one mistake either half is right: words that begin or end like it come from two indexes, and the nearest
of them are those meant. So both databases correct alike, without an extension and without reading every word.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bookbytes_adapters.sql.indexing import SHORTEST_RESPELT
from bookbytes_adapters.sql.tables import search_words
from bookbytes_core.domain.search_query import Wanted, Word

_LAST_CHARACTER = "\U0010ffff"
_MOST_LOOKED_AT = 3_000
_MOST_SPELLINGS = 5
_LONG = 8
"""Two mistakes are forgiven in words of so many letters, one in shorter ones."""


async def spellings(connection: AsyncConnection, sought: Wanted) -> Mapping[str, Sequence[str]]:
    """What is meant by the words of ``sought`` that no work has, nearest first; nothing for words that are known or
    too short to tell."""
    found: dict[str, Sequence[str]] = {}
    for word in sought:
        if len(word.text) >= SHORTEST_RESPELT and not await _is_known(connection, word):
            found[word.text] = _nearest(word.text, await _alike(connection, word.text))
    return found


async def _is_known(connection: AsyncConnection, word: Word) -> bool:
    beyond = word.text + (_LAST_CHARACTER if word.is_beginning else " ")
    return await connection.scalar(_ANY, {"first": word.text, "beyond": beyond}) is not None


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


_ALIKE = sa.union(_between(search_words.c.word, "start"), _between(search_words.c.backwards, "end"))
_ANY = (
    sa.select(sa.literal(1))
    .select_from(search_words)
    .where(search_words.c.word >= sa.bindparam("first"), search_words.c.word < sa.bindparam("beyond"))
    .limit(1)
)
