"""A15: tokens that are none of ours, each 401. They are signed with the right key wherever that makes them likelier."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import httpx
import jwt
import pytest

from tests.http.accounts.people import SECRET, Person, a_person, me

HOUR = 3600


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed(token: str, key: str = SECRET, **header: Any) -> str:
    """The claims of ``token`` signed anew, with more or other words in the header."""
    return jwt.encode(claims(token), key, header.pop("alg", "HS256"), header or None)


def changed(token: str, without: str = "", **others: Any) -> str:
    """With other claims, rightly signed."""
    kept = {name: value for name, value in {**claims(token), **others}.items() if name != without}
    body = ".".join([part({"alg": "HS256", "typ": "JWT"}), part(kept)])
    key = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mac = key.sign(body.encode(), SECRET.encode())
    return f"{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def claims(token: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return read


def forgeries(token: str, other_user: str) -> dict[str, str]:
    """By what is wrong with them."""
    head, body, mac = token.split(".")
    now = int(time.time())
    none = part({"alg": "none", "typ": "JWT"})
    return {
        "alg none": f"{none}.{body}.",
        "alg none with our mac": f"{none}.{body}.{mac}",
        "alg NoNe": f"{part({'alg': 'NoNe', 'typ': 'JWT'})}.{body}.",
        "alg HS512": signed(token, alg="HS512"),
        "alg RS256, the key as public key": f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{body}.{mac}",
        "another key": signed(token, "another key of thirty-two bytes!!"),
        "an empty mac": f"{head}.{body}.",
        "another mac": f"{head}.{body}.{mac[:-4]}AAAA",
        "another user under our mac": f"{head}.{part({**claims(token), 'sub': other_user})}.{mac}",
        "another issuer": changed(token, iss="elsewhere"),
        "another audience": changed(token, aud="elsewhere"),
        "our audience among others": changed(token, aud=["bookbytes", "elsewhere"]),
        "another scope": changed(token, scope="refresh"),
        "scopes": changed(token, scope=["access"]),
        "sub is no id": changed(token, sub="1' OR '1'='1"),
        "sub is a number": changed(token, sub=1),
        "sub is nobody": changed(token, sub="0198c0de-0000-7000-8000-000000000001"),
        "sub is the system": changed(token, sub="00000000-0000-7000-8000-000000000001"),
        "exp over": changed(token, exp=now - 1, iat=now - HOUR),
        "exp far": changed(token, exp=now + 10 * 365 * 24 * HOUR),
        "exp far, iat with it": changed(token, exp=now + 24 * HOUR, iat=now + 23 * HOUR),
        "exp a text": changed(token, exp=str(now + 60)),
        "exp true": changed(token, exp=True),
        "exp without end": changed(token, exp=float("inf")),
        "exp a fraction": changed(token, exp=now + 60.5),
        "iat to come": changed(token, iat=now + HOUR),
        **{f"no {name}": changed(token, without=name) for name in claims(token)},
        "typ": signed(token, typ="at+jwt"),
        "no typ": signed(token, typ=None),
        "kid": signed(token, kid="../../dev/null"),
        "kid with SQL": signed(token, kid="x' UNION SELECT 'key"),
        "jku": signed(token, jku="http://127.0.0.1:1/keys"),
        "jwk": signed(token, jwk={"kty": "oct", "k": "AAAA"}),
        "x5u": signed(token, x5u="http://127.0.0.1:1/cert"),
        "crit": signed(token, crit=["exp"]),
        "a megabyte": changed(token, more="x" * 1_000_000),
        "a megabyte of nothing": "x" * 1_000_000,
        "four parts": f"{token}.{mac}",
        "deep": f"{head}.{base64.urlsafe_b64encode(b'[' * 2000).decode()}.{mac}",
        "nothing": "",
    }


@pytest.fixture
async def ann(stranger: httpx.AsyncClient) -> Person:
    return await a_person(stranger)


async def test_a15_whatever_is_no_token_of_ours_is_401(stranger: httpx.AsyncClient, ann: Person) -> None:
    other = await a_person(stranger, "ben@example.org")
    seen = {}
    for what, token in forgeries(ann.token, other.user["id"]).items():
        answer = await me(stranger, {"Authorization": f"Bearer {token}"})
        seen[what] = answer.status_code
        assert answer.json()["error"]["code"] == "not_authenticated", what
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert {what: status for what, status in seen.items() if status != 401} == {}
    assert len(seen) > 40


async def test_a15_the_forger_would_make_a_good_one_if_he_changed_nothing(
    stranger: httpx.AsyncClient, ann: Person
) -> None:
    for token in (ann.token, changed(ann.token), signed(ann.token)):
        assert (await me(stranger, {"Authorization": f"bearer  {token}"})).json() == ann.user


@pytest.mark.parametrize("scheme", ["", "Basic", "Token", "Bearer,"])
async def test_another_scheme_is_401(scheme: str, stranger: httpx.AsyncClient, ann: Person) -> None:
    assert (await me(stranger, {"Authorization": f"{scheme} {ann.token}"})).status_code == 401


async def test_two_headers_are_none(stranger: httpx.AsyncClient, ann: Person) -> None:
    twice = [("Authorization", f"Bearer {ann.token}"), ("Authorization", f"Bearer {ann.token}")]
    assert (await stranger.get("/api/v1/auth/me", headers=twice)).status_code == 401
    assert (await stranger.get(f"/api/v1/auth/me?access_token={ann.token}")).status_code == 401
