"""A18: guesses are counted by account and by where they really come from; the rest is refused before it costs."""

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.accounts.people import PASSWORD, Speaker, a_person, sign_in
from tests.support.asgi import WithState, running


async def statuses(client: httpx.AsyncClient, emails: list[str], forwarded: list[str] | None = None) -> list[int]:
    found = []
    for number, email in enumerate(emails):
        headers = {"X-Forwarded-For": forwarded[number]} if forwarded else None
        found.append((await sign_in(client, email, "a guess", headers)).status_code)
    return found


async def test_a18_by_account_from_wherever(app: WithState, stranger: httpx.AsyncClient) -> None:
    await a_person(stranger)
    seen = []
    for number in range(12):
        async with Speaker(app, peer=f"198.51.100.{number}") as guesser:
            seen += await statuses(guesser, ["ann@example.org"])
    assert seen == [401] * 9 + [429] * 3  # one attempt was Ann's own

    refused = await sign_in(stranger, "ANN@example.org", PASSWORD)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (429, "too_many_attempts")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Retry-After"] in error["message"]
    assert (await sign_in(stranger, "ben@example.org")).status_code == 401


async def test_a18_by_peer_whatever_it_says_it_forwards(app: WithState) -> None:
    many = [f"user-{number}@example.org" for number in range(15)]
    async with Speaker(app, peer="203.0.113.7") as guesser:
        forwarded = [f"198.51.100.{number}" for number in range(15)]
        assert await statuses(guesser, many, forwarded) == [401] * 10 + [429] * 5
    async with Speaker(app, peer="203.0.113.8") as other:
        assert await statuses(other, ["user-99@example.org"]) == [401]


async def test_a18_who_is_known_to_be_refused_has_nothing_read(app: WithState) -> None:
    address = "/api/v1/auth/login"
    async with Speaker(app, peer="203.0.113.7") as guesser, Speaker(app, peer="203.0.113.8") as other:
        assert (await guesser.post(address, content=b"{")).json()["error"]["code"] == "invalid_body"
        assert (await statuses(guesser, ["ann@example.org"] * 11))[-1] == 429
        refused = await guesser.post(address, content=b"{")
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_attempts")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["X-Request-ID"] == refused.json()["error"]["request_id"]
        assert refused.headers["X-Content-Type-Options"] == "nosniff"
        assert (await other.post(address, content=b"{")).json()["error"]["code"] == "invalid_body"
        assert (await guesser.get("/api/v1/auth/me")).status_code == 401
        counted = (await other.get("/metrics")).text.splitlines()
    requests = [line for line in counted if "requests_total" in line and f'method="POST",route="{address}"' in line]
    assert [line.rpartition(" ")[2] for line in requests] == ["14.0"], "also those that were turned away"


async def test_a18_only_a_trusted_proxy_is_believed_and_only_its_last_word(app: WithState) -> None:
    async with Speaker(app, peer="10.1.2.3") as proxy:
        many = [f"user-{number}@example.org" for number in range(15)]
        # the guesser puts names before the one that the proxy adds, and another proxy of ours adds the first one's
        forwarded = [f"198.51.100.{number}, 203.0.113.9, 10.1.9.9" for number in range(15)]
        assert await statuses(proxy, many, forwarded) == [401] * 10 + [429] * 5
        rotating = [f"203.0.113.{number}" for number in range(20, 32)]
        assert await statuses(proxy, [f"other-{number}@example.org" for number in range(12)], rotating) == [401] * 12
        garbage = [f"203.0.113.{number}, none{number}" for number in range(12)]
        seen = await statuses(proxy, [f"more-{number}@example.org" for number in range(12)], garbage)
        assert seen == [401] * 10 + [429] * 2, "what is no address makes it the proxy's own"


async def test_a18_of_ipv6_a_whole_network_is_one_place(app: WithState) -> None:
    seen = []
    for number in range(12):
        async with Speaker(app, peer=f"2001:db8:0:1::{number:x}") as guesser:
            seen += await statuses(guesser, [f"user-{number}@example.org"])
    assert seen == [401] * 10 + [429] * 2
    for peer in ("2001:db8:0:2::1", "::ffff:192.0.2.5"):
        async with Speaker(app, peer=peer) as neighbour:
            assert await statuses(neighbour, ["user-99@example.org"]) == [401]


async def test_registrations_are_throttled_too(stranger: httpx.AsyncClient) -> None:
    seen = []
    for number in range(12):
        body = {"email": f"user-{number}@example.org", "password": PASSWORD}
        seen.append((await stranger.post("/api/v1/auth/register", json=body)).status_code)
    assert seen == [201] * 10 + [429] * 2


async def test_a18_all_servers_count_together(app: WithState, settings: Settings, redis_url: str) -> None:
    with_redis = settings.model_copy(update={"redis_url": redis_url, "data_dir": settings.data_dir})
    for one in (settings, with_redis):
        many = [f"user-{number}@example.org" for number in range(12)]
        async with (
            running(create_app(one)) as first,
            running(create_app(one)) as second,
            Speaker(first, peer="203.0.113.1") as here,
            Speaker(second, peer="203.0.113.1") as there,
        ):
            seen = [await statuses(client, many[:6]) for client in (here, there)]
        assert seen[0].count(401) + seen[1].count(401) == 10, one.redis_url


@pytest.mark.parametrize("proto", ["https", "http, https"])
async def test_a_trusted_proxy_says_whether_the_way_to_it_was_safe(proto: str, app: WithState) -> None:
    for peer, secure in (("10.1.2.3", True), ("192.0.2.1", False)):
        async with Speaker(app, peer=peer) as client:
            ann = await a_person(client, f"{peer}@example.org")
            headers = {**ann.bearer, "X-Forwarded-Proto": proto}
            opened = await client.post("/api/v1/auth/session", headers=headers)
            assert ("Secure" in opened.headers["Set-Cookie"]) == secure
