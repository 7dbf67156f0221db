"""Accounts: register, sign in, see who one is."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_core import BookBytes
from bookbytes_core.errors import InvalidInput, NotAllowed
from bookbytes_http.proxies import peer
from bookbytes_http.schemas.accounts import LoginForm, LoginIn, RegisterIn, TokenOut, UserOut
from bookbytes_http.schemas.bodies import parsed, read_body

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_JSON = "application/json"


async def register(request: Request) -> Response:
    """POST /auth/register: 201 and the new account. 409 ``email_taken``."""
    accounts = _application(request).accounts
    body = await read_body(request, RegisterIn)
    user = await accounts.register(body.email, body.password, peer=peer(request))
    return Response(UserOut.of(user).model_dump_json(), 201, media_type=_JSON)


async def login(request: Request) -> Response:
    """POST /auth/login: an access token. 401 ``invalid_credentials``; 429 after too many attempts."""
    accounts = _application(request).accounts
    email, password = await _credentials(request)
    token = await accounts.sign_in(email, password, peer=peer(request))
    return Response(TokenOut.of(token).model_dump_json(), headers={"Cache-Control": "no-store"}, media_type=_JSON)


async def me(request: Request) -> Response:
    """GET /auth/me: the caller."""
    return Response(UserOut.of(request.state.caller.user).model_dump_json(), media_type=_JSON)


def _application(request: Request) -> BookBytes:
    """Raises ``NotAllowed`` (code ``no_accounts``) where there is nothing to sign in to."""
    if not request.state.gate.has_accounts:
        raise NotAllowed(
            "This installation has no accounts (AUTH_MODE=api_key): send its key in the X-API-Key header.",
            code="no_accounts",
        )
    application: BookBytes = request.state.application
    return application


async def _credentials(request: Request) -> tuple[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        raise InvalidInput(f"Send {_JSON} or {_FORM}.", code="unsupported_media_type")
    if kind == _FORM:
        form = parsed(json.dumps(_fields(await request.body())).encode(), LoginForm)
        return form.username, form.password
    given = await read_body(request, LoginIn)
    return given.email, given.password


def _fields(body: bytes) -> dict[str, str]:
    """Ours: others say nothing to us (RFC 6749, section 3.2). Raises ``InvalidInput`` (code ``invalid_body``)."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise InvalidInput("The body is no form.", code="invalid_body") from error
    ours = [(name, value) for name, value in pairs if name in LoginForm.model_fields]
    if len(dict(ours)) < len(ours):
        raise InvalidInput("The form has a field twice.", code="invalid_body")
    return dict(ours)
