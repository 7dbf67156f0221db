"""Conditional requests (RFC 9110, 13)."""

from starlette.requests import Request


def not_modified(request: Request, etag: str) -> bool:
    """Whether the client has what ``etag`` tags."""
    wanted = request.headers.get("if-none-match", "")
    return wanted.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in wanted.split(",")]
