"""OpenLibrary's client against a server that does as it is told."""

import socket
from collections.abc import AsyncIterator

import pytest

from bookbytes_adapters.memory import ManualClock
from bookbytes_adapters.metadata.author_names import AuthorNames
from bookbytes_adapters.metadata.openlibrary import OpenLibrary
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import Refused, Unavailable
from bookbytes_core.ports.metadata import WorkQuery
from tests.contracts.metadata import EDITIONS
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_clients import AGENT, START, CountedTurns, an_openlibrary

QUERY = WorkQuery(title="Lighthouse")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def turns() -> CountedTurns:
    return CountedTurns()


@pytest.fixture
async def provider(openlibrary: FakeOpenLibrary, clock: ManualClock, turns: CountedTurns) -> AsyncIterator[OpenLibrary]:
    async with an_openlibrary(openlibrary.address, clock=clock, pacer=turns) as provider:
        yield provider


@pytest.mark.parametrize("fault", ["server_error", "unavailable", "html", "a_list", "cut_before", "truncated"])
async def test_v13_passing_trouble_is_waited_out(
    fault: str, provider: OpenLibrary, openlibrary: FakeOpenLibrary, clock: ManualClock
) -> None:
    openlibrary.script(fault=fault, times=2)

    assert (await provider.search(QUERY)).total == 1
    assert openlibrary.requests() == 3
    assert 3 <= clock.monotonic() <= 5


@pytest.mark.parametrize("fault", ["server_error", "html", "a_list", "cut_before", "cut_inside", "truncated", "circle"])
async def test_v13_trouble_that_stays_is_told_after_three_attempts(
    fault: str, provider: OpenLibrary, openlibrary: FakeOpenLibrary
) -> None:
    openlibrary.script(fault=fault, times=-1)

    with pytest.raises(Unavailable):
        await provider.search(QUERY)
    assert openlibrary.requests() == (12 if fault == "circle" else 3)


async def test_too_many_requests_are_waited_out(provider: OpenLibrary, openlibrary: FakeOpenLibrary) -> None:
    openlibrary.script(fault="rate_limited", times=2)

    assert (await provider.search(QUERY)).total == 1


@pytest.mark.parametrize("fault", ["rate_limited", "unavailable"])
@pytest.mark.parametrize("named", [9, "Sun, 01 Mar 2026 12:00:09 GMT"])
async def test_a_pause_that_is_asked_for_is_kept(
    fault: str, named: str | int, provider: OpenLibrary, openlibrary: FakeOpenLibrary, clock: ManualClock
) -> None:
    openlibrary.script(fault=fault, retry_after=named)

    assert (await provider.search(QUERY)).total == 1
    assert clock.monotonic() == 9


async def test_a_long_pause_is_told_instead_of_waited_out(provider: OpenLibrary, openlibrary: FakeOpenLibrary) -> None:
    openlibrary.script(fault="rate_limited", retry_after=60)

    with pytest.raises(Unavailable) as caught:
        await provider.search(QUERY)
    assert caught.value.retry_after_seconds == 60
    assert openlibrary.requests() == 1


async def test_too_many_requests_for_ever_are_a_used_up_quota(
    provider: OpenLibrary, openlibrary: FakeOpenLibrary
) -> None:
    openlibrary.script(fault="rate_limited", times=-1)

    with pytest.raises(Refused) as caught:
        await provider.edition_by_isbn(Isbn("9780306406157"))
    assert caught.value.code == "quota"
    assert openlibrary.requests() == 3


async def test_an_agent_without_a_contact_is_refused_at_once(openlibrary: FakeOpenLibrary) -> None:
    async with an_openlibrary(openlibrary.address, agent="BookBytes/0.1") as provider:
        with pytest.raises(Refused, match="CONTACT") as caught:
            await provider.search(QUERY)
    assert caught.value.code == "vendor_refused"
    assert openlibrary.requests() == 1


async def test_an_answer_that_never_ends_is_not_read_to_its_end(
    provider: OpenLibrary, openlibrary: FakeOpenLibrary
) -> None:
    openlibrary.script(fault="huge")

    with pytest.raises(Unavailable, match="16 MB"):
        await provider.search(QUERY)
    assert openlibrary.requests() == 1


async def test_a_redirect_to_another_server_is_not_followed(
    provider: OpenLibrary, openlibrary: FakeOpenLibrary
) -> None:
    openlibrary.script(fault="elsewhere", times=-1)

    with pytest.raises(Unavailable, match="another server"):
        await provider.work("OL101W")


async def test_a_slow_server_is_given_up(openlibrary: FakeOpenLibrary, turns: CountedTurns) -> None:
    openlibrary.script(fault="slow", delay=1, times=-1)

    async with an_openlibrary(openlibrary.address, seconds=0.1, pacer=turns) as provider:
        with pytest.raises(Unavailable, match="has not answered"):
            await provider.search(QUERY)
    assert len(turns.names) == 3


async def test_a_server_that_is_away_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with an_openlibrary(f"http://127.0.0.1:{taken.getsockname()[1]}") as provider:
            with pytest.raises(Unavailable, match="cannot be reached"):
                await provider.search(QUERY)


async def test_something_else_at_the_address_is_no_catalogue(openlibrary: FakeOpenLibrary) -> None:
    async with an_openlibrary(openlibrary.address + "/elsewhere") as provider:
        with pytest.raises(Unavailable, match="OPENLIBRARY_BASE_URL"):
            await provider.search(QUERY)


async def test_every_request_takes_a_turn_and_says_who_asks(
    provider: OpenLibrary, openlibrary: FakeOpenLibrary, turns: CountedTurns
) -> None:
    openlibrary.script(fault="server_error")
    await provider.edition_by_isbn(Isbn("9780306406157"))

    assert openlibrary.requests() == 5  # twice for the number, then the record and its two authors
    assert turns.names == ["openlibrary"] * 5
    assert openlibrary.agents() == {AGENT}


async def test_names_are_asked_for_once(provider: OpenLibrary, openlibrary: FakeOpenLibrary) -> None:
    for _ in range(2):
        assert (await provider.work("OL101W")).authors == ("Maria Santos", "Jonas Weld")

    assert openlibrary.requests("/authors/") == 3  # one of two leads to another record


async def test_a_search_tells_names_too(provider: OpenLibrary, openlibrary: FakeOpenLibrary) -> None:
    await provider.search(WorkQuery(title="Tide Tables"))

    assert (await provider.work("OL2850W")).authors == ("Harbour Office",)
    assert openlibrary.requests("/authors/") == 0


async def test_few_names_are_asked_for_at_once_those_named_oftenest_first() -> None:
    asked: list[str] = []

    async def ask(key: str) -> str:
        asked.append(key)
        return f"Name of {key}"

    names = AuthorNames(ask)
    found = await names.of([*(f"OL{number}A" for number in range(100)), "OL99A"])

    assert (len(asked), asked[0]) == (30, "OL99A")
    assert found == {key: f"Name of {key}" for key in asked}


async def test_the_number_that_led_to_an_edition_is_one_of_its_numbers(provider: OpenLibrary) -> None:
    edition = await provider.edition_by_isbn(Isbn("9780198534532"))

    assert (edition.key, edition.isbns) == ("OL203M", (Isbn("9780198534532"),))


async def test_all_pages_of_editions_are_read(openlibrary: FakeOpenLibrary) -> None:
    openlibrary.reset(editions_a_page=1)
    async with an_openlibrary(openlibrary.address) as provider:
        editions = await provider.editions("OL101W")

    assert [edition.key for edition in editions] == [edition.key for edition in EDITIONS]
    assert openlibrary.requests("/editions") == 3
