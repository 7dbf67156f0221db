"""People with accounts, and clients that come from where they are told to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.asgi import WithState

SECRET = "a secret of thirty-two bytes and more, of sixty-four for HS512 even"
PASSWORD = "correct horse battery"


class Speaker(httpx.AsyncClient):
    """Speaks to ``app`` from the address ``peer``."""

    def __init__(self, app: WithState, headers: Mapping[str, str] | None = None, peer: str = "192.0.2.1") -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(peer, 50_000))
        super().__init__(transport=transport, base_url="http://test", headers=headers)


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    token: str
    user: dict[str, Any]

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


async def a_person(client: httpx.AsyncClient, email: str = "Ann@example.org", password: str = PASSWORD) -> Person:
    """Registered and signed in."""
    registered = await client.post("/api/v1/auth/register", json={"email": email, "password": password})
    assert registered.status_code == 201, registered.text
    answer = await sign_in(client, email, password)
    assert answer.status_code == 200, answer.text
    return Person(email, answer.json()["access_token"], registered.json())


async def sign_in(
    client: httpx.AsyncClient, email: str, password: str = PASSWORD, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    body = {"email": email, "password": password}
    return await client.post("/api/v1/auth/login", json=body, headers=headers)


async def me(client: httpx.AsyncClient, headers: Mapping[str, str]) -> httpx.Response:
    return await client.get("/api/v1/auth/me", headers=headers)
