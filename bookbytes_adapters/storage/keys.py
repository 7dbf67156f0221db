"""What a storage key may look like."""

import re

from bookbytes_core.errors import InvalidInput

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_MAX_LENGTH = 900


def parts_of(key: str) -> list[str]:
    """The parts of ``key`` between its slashes. Raises ``InvalidInput`` (code ``invalid_key``)."""
    parts = key.split("/")
    if len(key) > _MAX_LENGTH or not all(_PART.fullmatch(part) for part in parts):
        raise InvalidInput(f"{key[:80]!r} is not a storage key.", code="invalid_key")
    return parts
