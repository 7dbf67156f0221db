"""Conditional requests (RFC 9110, 13)."""

from starlette.requests import Request


def not_modified(request: Request, etag: str) -> bool:
    """Whether the client has what ``etag`` tags."""
    return matches(request.headers.get("if-none-match", ""), etag)


def matches(wanted: str, etag: str) -> bool:
    """Whether If-None-Match ``wanted`` names ``etag``, by the weak comparison."""
    tag = etag.removeprefix("W/")
    return wanted.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in wanted.split(",")]
