"""Words of the library that are spelt almost like others.

Of a word with one mistake either half is right: words that begin or end like it come from two indexes, and the nearest
of them are those meant. So both databases correct alike, without an extension and without reading every word.
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
    return {word.text: _nearest(word.text, await _alike(connection, word.text)) for word in missing}


def _is_whole(word: Word, known: Collection[str]) -> bool:
    """What begins with a long word is gathered from the whole index; for shorter ones it has an index of beginnings."""
    return word.text in known and len(word.text) > LONGEST_BEGINNING


def _begins(beginning: str, known: Collection[str]) -> bool:
    return any(word.startswith(beginning) for word in known)


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
    found = (await connection.execute(_ALIKE, values)).all()
    return sorted({text[::-1] if is_backwards else text for text, is_backwards in found})


def _nearest(word: str, others: Sequence[str]) -> Sequence[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, others, scorer=OSA.distance, score_cutoff=_mistakes(word), limit=_MOST_SPELLINGS)
    return [other for other, distance, _ in near if distance == near[0][1]]


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


def _between(column: sa.ColumnElement[Any], name: str, *, is_backwards: bool) -> sa.Select[Any]:
    """From the index of ``column`` alone: reading the words' rows, which lie anywhere, is what would cost."""
    first, beyond = (sa.bindparam(each, type_=sa.String) for each in (name, f"{name}_beyond"))
    lengths = sa.func.length(column).between(sa.bindparam("shortest"), sa.bindparam("longest"))
    some = sa.select(column.label("text")).where(column >= first, column < beyond, lengths).limit(_MOST_LOOKED_AT)
    return sa.select(some.subquery(name).c.text, sa.literal(is_backwards))


_ALIKE = sa.union_all(
    _between(search_words.c.word, "start", is_backwards=False),
    _between(search_words.c.backwards, "end", is_backwards=True),
)
