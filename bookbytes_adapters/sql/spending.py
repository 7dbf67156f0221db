"""What calls have cost so far, summed for each cap in one statement."""

from functools import cache

import sqlalchemy as sa

from bookbytes_adapters.sql.tables import audio_books, provider_calls
from bookbytes_core.domain.budget import Scope
from bookbytes_core.domain.cost import CallState

MONTHS = frozenset({Scope.USER_MONTH, Scope.INSTALLATION_MONTH})
"""Caps that several workers may draw on at once; an audio book has one."""

_BOOK = sa.bindparam("book", type_=provider_calls.c.audio_book_id.type)
_USD = provider_calls.c.cost_usd.type


@cache
def spending(scopes: frozenset[Scope]) -> sa.Executable:
    """A row a scope: its name, what is settled, what is under way. Parameters: ``book``, ``since`` and
    ``abandoned_before``."""
    return sa.union_all(*(_sums(scope) for scope in sorted(scopes)))


def _sums(scope: Scope) -> sa.Select[tuple[str, int, int]]:
    c = provider_calls.c
    abandoned_before = sa.bindparam("abandoned_before", type_=c.at.type)
    under_way = sa.and_(c.state == CallState.STARTED, c.at >= abandoned_before)
    zero = sa.literal(0, sa.BigInteger)
    settled = c.cost_usd + sa.case((under_way, zero), else_=c.reserved_usd)
    reserved = sa.case((under_way, c.reserved_usd), else_=zero)
    sums = sa.select(
        sa.literal(scope.value).label("scope"),
        *(
            sa.func.coalesce(sa.func.sum(amount, type_=_USD), zero, type_=_USD).label(name)
            for name, amount in (("settled", settled), ("under_way", reserved))
        ),
    )
    if scope is Scope.AUDIO_BOOK:
        return sums.where(c.audio_book_id == _BOOK)
    this_month = sums.where(c.at >= sa.bindparam("since", type_=c.at.type))
    return this_month.where(_is_theirs()) if scope is Scope.USER_MONTH else this_month


def _is_theirs() -> sa.ColumnElement[bool]:
    """Whether the call's audio book has the owner of the one that is asked about."""
    asked_about = audio_books.alias("asked_about")
    owner = sa.select(asked_about.c.owner_id).where(asked_about.c.id == _BOOK).scalar_subquery()
    return sa.exists().where(audio_books.c.id == provider_calls.c.audio_book_id, audio_books.c.owner_id == owner)
