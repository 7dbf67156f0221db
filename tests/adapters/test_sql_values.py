"""What goes into columns comes back as it was, on both databases: moments, money, words and JSON."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_adapters.sql.column_types import JsonOf, Usd, UtcDateTime, Word
from bookbytes_adapters.sql.dialect import sync_url
from bookbytes_core.domain.audio_book import SentenceTime, Times
from bookbytes_core.domain.order import Options
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.summary import Summary, SummarySentence, Verdict

values = sa.Table(
    "values_",
    sa.MetaData(),
    sa.Column("at", UtcDateTime),
    sa.Column("cost", Usd),
    sa.Column("status", Word(Status)),
    sa.Column("options", JsonOf(Options)),
    sa.Column("summary", JsonOf(Summary)),
    sa.Column("times", JsonOf(Times)),
)

Stored = Callable[..., Any]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").empty())
            engine = sa.create_engine(sync_url(url), connect_args={"options": "-c timezone=UTC"})
        values.metadata.create_all(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def stored(engine: sa.Engine) -> Stored:
    """The value of the one given column, written and read back."""

    def write_and_read(**given: Any) -> Any:
        with engine.begin() as connection:
            connection.execute(sa.delete(values))
            connection.execute(sa.insert(values).values(**given))
            return connection.scalar(sa.select(values.c[next(iter(given))]))

    return write_and_read


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone.max])))
def test_moments(stored: Stored, at: datetime) -> None:
    try:
        at.astimezone(UTC)
    except OverflowError:
        return

    assert stored(at=at) == at
    assert stored(at=at).utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(stored: Stored) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        stored(at=datetime(2024, 2, 29))  # noqa: DTZ001 - the mistake that is shown


def test_moments_sort_by_time(engine: sa.Engine) -> None:
    moments = [datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=hours))) for hours in (-3, 9, 0, 2)]
    with engine.begin() as connection:
        connection.execute(sa.delete(values))
        connection.execute(sa.insert(values), [{"at": at} for at in moments])
        read = connection.scalars(sa.select(values.c.at).order_by(values.c.at)).all()

    assert list(read) == sorted(moments)


@given(st.decimals(min_value=0, max_value=9_000_000, places=12))
def test_money(stored: Stored, cost: Decimal) -> None:
    assert stored(cost=cost) == cost


@pytest.mark.parametrize("cost", ["0", "0.1", "100", "2.5", "0.000000000001"])
def test_money_is_written_as_people_write_it(stored: Stored, cost: str) -> None:
    assert str(stored(cost=Decimal(cost))) in (cost, f"{Decimal(cost)}")


@given(st.lists(st.decimals(min_value=0, max_value=1000, places=12), min_size=1, max_size=10))
def test_money_adds_up_exactly(engine: sa.Engine, costs: list[Decimal]) -> None:
    with engine.begin() as connection:
        connection.execute(sa.delete(values))
        connection.execute(sa.insert(values), [{"cost": cost} for cost in costs])

        assert connection.scalar(sa.select(sa.func.sum(values.c.cost, type_=Usd))) == sum(costs)


@pytest.mark.parametrize("status", Status)
def test_words(stored: Stored, status: Status) -> None:
    assert stored(status=status) is status


def test_a_word_of_another_language_is_refused(stored: Stored) -> None:
    with pytest.raises(sa.exc.StatementError, match="finished"):
        stored(status="finished")


options = st.builds(
    Options,
    minutes=st.none() | st.floats(min_value=0.1, max_value=6000),
    language=st.none() | st.from_regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", fullmatch=True),
    voice=st.none() | st.text(),
    chapters=st.lists(st.integers(1, 10**6)).map(tuple),
    all_matter=st.booleans(),
    max_cost_usd=st.none() | st.decimals(0, 1000, places=6),
)

sentences = st.builds(
    SummarySentence,
    text=st.text(),
    sources=st.lists(st.text()).map(tuple),
    support=st.floats(0, 1),
    verdict=st.sampled_from(Verdict),
)


@given(options)
def test_options(stored: Stored, given_options: Options) -> None:
    assert stored(options=given_options) == given_options


@given(st.lists(sentences, max_size=4).map(lambda many: Summary(tuple(many))))
def test_summaries(stored: Stored, summary: Summary) -> None:
    assert stored(summary=summary) == summary


@given(st.lists(st.none() | st.builds(SentenceTime, st.floats(0, 1e5), st.floats(0, 1e5)), max_size=4).map(tuple))
def test_times(stored: Stored, times: Times) -> None:
    assert stored(times=times) == times


@pytest.mark.parametrize("column", ["at", "cost", "status", "options", "summary"])
def test_nothing_is_null(stored: Stored, engine: sa.Engine, column: str) -> None:
    assert stored(**{column: None}) is None
    with engine.begin() as connection:
        assert connection.scalar(sa.select(values.c[column].is_(None)))
