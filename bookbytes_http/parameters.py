"""What stands in a request's path and query."""

import re
from uuid import UUID

from starlette.requests import Request

from bookbytes_core import PageRequest, Status
from bookbytes_core.errors import InvalidInput, NotFound
from bookbytes_http.schemas.bodies import LANGUAGE_PATTERN, LONGEST_LANGUAGE

_LANGUAGE = re.compile(LANGUAGE_PATTERN)


def path_id(request: Request, name: str) -> UUID:
    """The id in the path. What is no id names nothing: raises ``NotFound``."""
    try:
        return UUID(str(request.path_params[name]))
    except ValueError:
        raise NotFound("There is nothing under this address.") from None


def page_request(request: Request, *, walked: bool = False) -> PageRequest:
    """A list that is ``walked`` takes ``after`` too. Raises ``InvalidInput``: ``invalid_page``, ``use_after``."""
    after = request.query_params.get("after") if walked else None
    return PageRequest(_number(request, "page", 1), _number(request, "page_size", 50), after)


def statuses(request: Request) -> tuple[Status, ...]:
    """The statuses asked for, none for all. Raises ``InvalidInput`` (code ``invalid_status``)."""
    try:
        return tuple(Status(value) for value in request.query_params.getlist("status"))
    except ValueError:
        choices = ", ".join(status.value for status in Status)
        raise InvalidInput(f"status must be one of {choices}.", code="invalid_status") from None


def language(request: Request) -> str | None:
    """The language in the query. Raises ``InvalidInput`` (code ``invalid_language``)."""
    text = request.query_params.get("language")
    if text is not None and not (len(text) <= LONGEST_LANGUAGE and _LANGUAGE.fullmatch(text)):
        raise InvalidInput("language must be a language tag, such as en or pt-BR.", code="invalid_language")
    return text


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - more digits are no page
        raise InvalidInput(f"{name} must be a whole number from 1 on.", code="invalid_page")
    return int(text)
