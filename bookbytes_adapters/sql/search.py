"""Searching the works: a bounded number of candidates from the full-text index, ranked by their titles.

Ranking every work that holds a common word costs tens of milliseconds at a million works; candidates are taken as they
come, together with those whose titles begin with the words themselves, so that the best ones are always among them.

PostgreSQL's full-text index tells all works that hold a word before it gives the first one. So there is a second index,
of every eighth thousand of the works, which is asked first: where it has candidates enough, the other one is not asked.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import SQLITE
from bookbytes_adapters.sql.tables import LOOKED_THROUGH_FIRST, work_index
from bookbytes_core.domain.search_query import Wanted, Word
from bookbytes_core.ports.catalogue import MAX_RANKED

Place = tuple[int, int, int, str]
"""Where a work stands among those found: tier, length of its title, editions (negative), id."""

_CLOSE = 100
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
    each with what it shows and the ``total`` of candidates. ``by_title``: nothing but a title is sought, which is
    ``phrase``."""
    candidates = _candidates(dialect, by_title)
    c = candidates.c
    is_phrase, begins = c.sort_key == _PHRASE, sa.and_(c.sort_key >= _PHRASE, c.sort_key < _BEYOND)
    zero = sa.literal_column("0", sa.Integer)
    places = sa.select(
        (sa.case((is_phrase, 0), (begins, 1), else_=2) if by_title else zero).label("tier"),
        (sa.func.length(c.sort_key) if by_title else zero).label("length"),
        (-c.edition_count).label("editions"),
        c.work_id,
        c.id,
    ).subquery("places")
    page = sa.select(places)
    if walking:
        kinds = {"tier": sa.Integer, "length": sa.Integer, "editions": sa.Integer, "work_id": sa.Uuid}
        place = sa.tuple_(*(sa.bindparam(f"after_{name}", type_=kind) for name, kind in kinds.items()))
        page = page.where(sa.tuple_(*_order(places)) > place)
    limited = page.order_by(*_order(places)).limit(_SIZE).offset(_SKIP).subquery("page")
    total = sa.select(sa.func.count()).select_from(candidates).scalar_subquery()
    return (
        sa.select(*_order(limited), work_index.c.shown, total.label("total"))
        .join(work_index, work_index.c.id == limited.c.id)
        .order_by(*_order(limited))
    )


def _order(places: sa.Subquery) -> list[sa.ColumnElement[Any]]:
    return [places.c[name] for name in ("tier", "length", "editions", "work_id")]


@cache
def count(dialect: str, *, by_title: bool) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(_candidates(dialect, by_title))


_RANKED_BY = sa.select(*(work_index.c[name] for name in ("id", "work_id", "sort_key", "edition_count")))
_SIZE, _SKIP = (sa.bindparam(name, type_=sa.Integer) for name in ("size", "skip"))
_PHRASE = sa.bindparam("phrase", type_=sa.String)
_BEYOND = sa.bindparam("beyond", type_=sa.String)


def _candidates(dialect: str, by_title: bool) -> sa.CTE:
    found = _matching(dialect)
    both = found.union(_beginning_with_phrase()) if by_title else found
    return both.cte("candidates").prefix_with("MATERIALIZED")


def _matching(dialect: str) -> sa.Select[Any]:
    if dialect == SQLITE:
        rows = sa.table("search_index", sa.column("rowid", sa.Integer))
        fits = sa.select(rows.c.rowid).where(sa.text("search_index MATCH :sought")).limit(MAX_RANKED + 1)
        return _RANKED_BY.where(work_index.c.id.in_(fits))
    fitting = _RANKED_BY.where(sa.text("work_index.terms @@ CAST(:sought AS tsquery)"))
    first, others = fitting.where(LOOKED_THROUGH_FIRST), fitting.where(sa.not_(LOOKED_THROUGH_FIRST))
    return sa.select(sa.union_all(first, others).limit(MAX_RANKED + 1).subquery("fits"))


def _beginning_with_phrase() -> sa.Select[Any]:
    c = work_index.c
    close = _RANKED_BY.where(c.sort_key >= _PHRASE, c.sort_key < _BEYOND).order_by(c.sort_key, c.work_id)
    return sa.select(close.limit(_CLOSE).subquery("close"))
