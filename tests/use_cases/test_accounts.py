"""Accounts on memory: who gets in, who does not, and what everybody is told."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bookbytes_adapters.memory import ManualClock, MemoryAccessTokens, MemoryPasswordHasher, MemoryThrottle
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER
from bookbytes_core.errors import Conflict, InvalidInput, NotAuthenticated, NotFound, TooManyAttempts
from bookbytes_core.use_cases.accounts.accounts import Accounts

EMAIL, PASSWORD = "Ann@example.org", "correct horse battery"


class CountingHasher(MemoryPasswordHasher):
    def __init__(self) -> None:
        self.hashed: list[str | None] = []

    async def verify(self, password: str, hashed: str | None) -> bool:
        self.hashed.append(hashed)
        return await super().verify(password, hashed)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2024, 2, 29, tzinfo=UTC))


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def accounts(clock: ManualClock, hasher: CountingHasher) -> Accounts:
    tokens, throttle = MemoryAccessTokens(clock), MemoryThrottle(clock)
    return MemoryWorld(clock=clock, hasher=hasher, tokens=tokens, throttle=throttle).accounts()


async def refusal(accounts: Accounts, email: str, password: str, peer: str | None = None) -> NotAuthenticated:
    with pytest.raises(NotAuthenticated) as caught:
        await accounts.sign_in(email, password, peer=peer)
    return caught.value


async def test_whoever_registers_signs_in_and_is_recognised(accounts: Accounts, clock: ManualClock) -> None:
    user = await accounts.register(EMAIL, PASSWORD)
    token = await accounts.sign_in(" aNN@EXAMPLE.org ", PASSWORD)

    caller = await accounts.recognise(token.text)
    assert caller.user == user == await accounts.describe(user.id)
    assert (user.email, user.is_active, user.created_at) == (EMAIL, True, clock.now())
    assert PASSWORD not in repr(user)
    assert user.hashed_password not in repr(user)

    clock.advance(token.expires_in)
    with pytest.raises(NotAuthenticated):
        await accounts.recognise(token.text)


async def test_an_address_is_taken_once(accounts: Accounts) -> None:
    await accounts.register(EMAIL, PASSWORD)
    with pytest.raises(Conflict) as caught:
        await accounts.register(EMAIL.upper(), "another password")
    assert caught.value.code == "email_taken"


@pytest.mark.parametrize(("email", "password"), [("nobody", PASSWORD), (EMAIL, "short")])
async def test_what_cannot_be_used_opens_no_account(accounts: Accounts, email: str, password: str) -> None:
    with pytest.raises(InvalidInput):
        await accounts.register(email, password)
    await refusal(accounts, email, password)


async def test_a17_unknown_wrong_and_disabled_are_told_and_cost_the_same(
    accounts: Accounts, hasher: CountingHasher
) -> None:
    await accounts.register(EMAIL, PASSWORD)
    await accounts.register("ben@example.org", PASSWORD)
    await accounts.set_active("BEN@example.org", active=False)

    tries = [
        (EMAIL, "wrong"),
        ("nobody@example.org", PASSWORD),
        ("no address\x00\ud83d", ""),
        ("ben@example.org", PASSWORD),
    ]
    refusals = [await refusal(accounts, email, password) for email, password in tries]

    assert len({(error.code, error.message, *error.details) for error in refusals}) == 1
    assert [hashed is None for hashed in hasher.hashed] == [False, True, True, False]


async def test_a_disabled_account_is_out_at_once_and_in_again_when_it_is_enabled(accounts: Accounts) -> None:
    user = await accounts.register(EMAIL, PASSWORD)
    token = (await accounts.sign_in(EMAIL, PASSWORD)).text

    await accounts.set_active(EMAIL, active=False)
    for call in (accounts.recognise(token), accounts.describe(user.id), accounts.sign_in(EMAIL, PASSWORD)):
        with pytest.raises(NotAuthenticated):
            await call

    await accounts.set_active(EMAIL, active=True)
    assert (await accounts.recognise(token)).user.is_active
    with pytest.raises(NotFound):
        await accounts.set_active("nobody@example.org", active=False)


async def test_whoever_was_never_there_is_nobody(accounts: Accounts) -> None:
    for nobody in (uuid4(), SYSTEM_USER):
        with pytest.raises(NotAuthenticated):
            await accounts.describe(nobody)


async def test_a18_attempts_are_counted_by_account_wherever_they_come_from(
    accounts: Accounts, clock: ManualClock, hasher: CountingHasher
) -> None:
    await accounts.register(EMAIL, PASSWORD)
    for number in range(10):
        await refusal(accounts, EMAIL if number % 2 else EMAIL.lower(), "wrong", peer=f"10.0.0.{number}")

    for peer in ("10.0.0.99", None):
        with pytest.raises(TooManyAttempts) as caught:
            await accounts.sign_in(EMAIL, PASSWORD, peer=peer)
        assert caught.value.retry_after_seconds == 60
    assert len(hasher.hashed) == 10
    await refusal(accounts, "ben@example.org", "wrong", peer="10.0.0.99")

    clock.advance(60)
    assert (await accounts.sign_in(EMAIL, PASSWORD)).text


async def test_a18_attempts_are_counted_by_peer_whatever_account_they_are_for(
    accounts: Accounts, hasher: CountingHasher
) -> None:
    for number in range(10):
        await refusal(accounts, f"user-{number}@example.org", "wrong", peer="10.0.0.1")
    for number in range(100):
        with pytest.raises(TooManyAttempts):
            await accounts.sign_in(f"other-{number}@example.org", "wrong", peer="10.0.0.1")
    assert len(hasher.hashed) == 10
    await refusal(accounts, "other-1@example.org", "wrong", peer="10.0.0.2")


async def test_registrations_are_counted_apart_and_by_peer_alone(accounts: Accounts) -> None:
    for number in range(10):
        await accounts.register(f"user-{number}@example.org", PASSWORD, peer="10.0.0.1")
    with pytest.raises(TooManyAttempts):
        await accounts.register("one.more@example.org", PASSWORD, peer="10.0.0.1")
    await accounts.register("one.more@example.org", PASSWORD, peer="10.0.0.2")
    await accounts.register("and.more@example.org", PASSWORD)
    assert (await accounts.sign_in("user-1@example.org", PASSWORD, peer="10.0.0.1")).text
