"""Searching the works: a bounded number of candidates from the full-text index, ranked by their titles.

Ranking every work that holds a common word costs tens of milliseconds at a million works; candidates are taken as they
come, together with those whose titles begin with the words themselves, so that the best ones are always among them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import SQLITE
from bookbytes_adapters.sql.tables import work_index
from bookbytes_core.domain.search_query import Wanted, Word
from bookbytes_core.ports.catalogue import MAX_RANKED

Place = tuple[int, int, int, str]
"""Where a work stands among those found: tier, length of its title, editions (negative), id."""

_CLOSE = 200
"""So many works whose titles begin with the words are candidates in any case."""

_LAST_CHARACTER = "\U0010ffff"


def expression(dialect: str, sought: Wanted) -> str:
    """``sought`` in the language of the full-text index; words hold letters, marks and numbers only."""
    return (" AND " if dialect == SQLITE else " & ").join(_either(dialect, word) for word in sought)


def values(dialect: str, sought: Wanted, phrase: str) -> Mapping[str, Any]:
    return {
        "sought": expression(dialect, sought),
        "phrase": phrase,
        "beyond": phrase + _LAST_CHARACTER,
    }


def _either(dialect: str, word: Word) -> str:
    if dialect == SQLITE:
        return "(" + " OR ".join(f'"{form}"{"*" if word.is_beginning else ""}' for form in word.forms) + ")"
    return "(" + " | ".join(f"'{form}'{':*' if word.is_beginning else ''}" for form in word.forms) + ")"


@cache
def ranked(dialect: str, *, by_title: bool, walking: bool) -> sa.Select[Any]:
    """``size`` places from ``skip`` on, ``walking`` behind the place (``tier``, ``length``, ``editions``, ``work_id``),
    each with the ``total`` of candidates. ``by_title``: nothing but a title is sought, which is ``phrase``."""
    candidates = _candidates(dialect, by_title)
    c = work_index.c
    is_phrase, begins = c.sort_key == _PHRASE, sa.and_(c.sort_key >= _PHRASE, c.sort_key < _BEYOND)
    places = (
        sa.select(
            (sa.case((is_phrase, 0), (begins, 1), else_=2) if by_title else sa.literal_column("0")).label("tier"),
            (sa.func.length(c.sort_key) if by_title else sa.literal_column("0")).label("length"),
            (-c.edition_count).label("editions"),
            c.work_id,
            c.shown,
        )
        .join(candidates, candidates.c.id == c.id)
        .subquery("places")
    )
    p = places.c
    order = (p.tier, p.length, p.editions, p.work_id)
    total = sa.select(sa.func.count()).select_from(candidates).scalar_subquery()
    page = sa.select(*order, p.shown, total.label("total")).order_by(*order)
    if walking:
        kinds = {"tier": sa.Integer, "length": sa.Integer, "editions": sa.Integer, "work_id": sa.Uuid}
        page = page.where(
            sa.tuple_(*order) > sa.tuple_(*(sa.bindparam(f"after_{n}", type_=k) for n, k in kinds.items()))
        )
    return page.limit(sa.bindparam("size", type_=sa.Integer)).offset(sa.bindparam("skip", type_=sa.Integer))


@cache
def count(dialect: str, *, by_title: bool) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(_candidates(dialect, by_title))


_PHRASE = sa.bindparam("phrase", type_=sa.String)
_BEYOND = sa.bindparam("beyond", type_=sa.String)


def _candidates(dialect: str, by_title: bool) -> sa.CTE:
    found = _matching(dialect)
    both = found.union(_beginning_with_phrase()) if by_title else found
    return both.cte("candidates").prefix_with("MATERIALIZED")


def _matching(dialect: str) -> sa.Select[Any]:
    if dialect == SQLITE:
        rows = sa.table("search_index", sa.column("rowid", sa.Integer))
        some = sa.select(rows.c.rowid.label("id")).where(sa.text("search_index MATCH :sought"))
    else:
        some = sa.select(work_index.c.id).where(sa.text(f"{DOCUMENT} @@ CAST(:sought AS tsquery)"))
    return sa.select(some.limit(MAX_RANKED + 1).subquery("some").c.id)


DOCUMENT = "array_to_tsvector(string_to_array(work_index.terms, ' '))"
"""Spelled as in its index: only then does PostgreSQL see that it fits."""


def _beginning_with_phrase() -> sa.Select[Any]:
    c = work_index.c
    close = sa.select(c.id).where(c.sort_key >= _PHRASE, c.sort_key < _BEYOND)
    some = close.order_by(c.sort_key, c.work_id).limit(_CLOSE)
    return sa.select(some.subquery("close").c.id)
