"""Accounts answer as the OpenAPI document says."""

import httpx

from tests.support.documented import Documented


async def test_accounts_answer_as_documented(stranger: httpx.AsyncClient) -> None:
    calls, ann = Documented(stranger), {"email": "ann@example.org", "password": "long enough"}
    await calls("POST", "/api/v1/auth/register", 201, json=ann)
    await calls("POST", "/api/v1/auth/register", 409, json=ann)
    await calls("POST", "/api/v1/auth/register", 422, json={**ann, "is_admin": True})
    await calls("POST", "/api/v1/auth/login", 401, json={**ann, "password": "wrong"})
    token = (await calls("POST", "/api/v1/auth/login", json=ann)).json()["access_token"]
    form = {"username": ann["email"], "password": ann["password"]}
    await calls("POST", "/api/v1/auth/login", data=form)
    await calls("GET", "/api/v1/auth/me", 401)
    await calls("GET", "/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
