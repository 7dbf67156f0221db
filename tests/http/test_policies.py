"""What a policy lets through, for each kind of caller; and that there is no operation without one."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import SYSTEM_USER
from bookbytes_core.domain.user import SYSTEM, User
from bookbytes_core.errors import NotAuthenticated
from bookbytes_core.use_cases.accounts.recognise import Caller
from bookbytes_http.auth import Gate, Policy
from bookbytes_http.errors import exception_handlers
from bookbytes_http.middleware import RequestLog
from bookbytes_http.routes import OPERATIONS, Operation, route
from bookbytes_http.sessions import Sessions
from tests.support.asgi import WithState
from tests.support.entities import a_user

ANN = a_user()


class ByName(Gate):
    """Whoever says who they are is believed."""

    challenge = "Name"
    has_accounts = True
    sessions = Sessions("key")

    async def caller(self, request: Request) -> Caller:
        known: dict[str, User] = {"ann": ANN, "system": SYSTEM}
        if (name := request.headers.get("name")) in known:
            return Caller(known[name or ""], datetime(2100, 1, 1, tzinfo=UTC))
        raise NotAuthenticated("Say your name.")


async def whose(request: Request) -> Response:
    names = {ANN.id: "ann", SYSTEM_USER: "system", None: "nobody"}
    return JSONResponse(names[request.state.user])


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = Starlette(
        routes=[route(Operation("POST", f"/{policy.value}", whose, policy)) for policy in Policy],
        exception_handlers=exception_handlers(),
    )
    app.add_middleware(RequestLog)
    transport = httpx.ASGITransport(WithState(app, {"gate": ByName(), "redact": str}))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.mark.parametrize(
    ("policy", "name", "status", "user"),
    [
        (Policy.PUBLIC, "", 200, "nobody"),
        (Policy.PUBLIC, "ann", 200, "ann"),
        (Policy.USER, "", 401, None),
        (Policy.USER, "ann", 200, "ann"),
        (Policy.USER, "system", 200, "system"),
        (Policy.ADMIN, "", 401, None),
        (Policy.ADMIN, "ann", 403, None),
        (Policy.ADMIN, "system", 200, "system"),
    ],
)
async def test_r84_a_policy_lets_through_whom_it_names(
    policy: Policy, name: str, status: int, user: str | None, client: httpx.AsyncClient
) -> None:
    async with client:
        answer = await client.post(f"/{policy.value}", headers={"Name": name})
    assert (answer.status_code, answer.json() if user else None) == (status, user)
    assert answer.headers.get("WWW-Authenticate") == ("Name" if status == 401 else None)


def test_there_is_no_operation_without_a_policy() -> None:
    incomplete: Any = Operation
    with pytest.raises(TypeError, match="policy"):
        incomplete("GET", "/anything", whose)


def test_nothing_but_registering_and_signing_in_is_public() -> None:
    public = {(each.method, each.path) for each in OPERATIONS if each.policy is Policy.PUBLIC}
    assert public == {("POST", "/auth/register"), ("POST", "/auth/login")}
