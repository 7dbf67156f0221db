"""Who owns an audio book, and what an account is signed in to with."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from bookbytes_core.errors import InvalidInput

SYSTEM_USER = UUID("00000000-0000-7000-8000-000000000001")
"""The owner of everything made from the command line or with the installation's own key."""

_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL_PATTERN = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*$"
"""What browsers take as an e-mail address (WHATWG HTML, "valid e-mail address"), of 64 characters at most before the @
(RFC 5321, 4.5.3.1)."""

LONGEST_EMAIL = 254
"""Characters (RFC 5321, 4.5.3.1.3, less the two brackets)."""

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
"""Characters; all of them count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account. ``email`` is as its owner wrote it; whether two are the same is decided by ``email_key``."""

    id: UUID
    email: str
    hashed_password: str = field(repr=False)
    is_active: bool = True
    created_at: datetime
    updated_at: datetime

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    def set_active(self, active: bool, at: datetime) -> "User":
        return replace(self, is_active=active, updated_at=at)


_FIRST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

SYSTEM = User(
    id=SYSTEM_USER,
    email="system@bookbytes.invalid",
    hashed_password="",
    created_at=_FIRST_MOMENT,
    updated_at=_FIRST_MOMENT,
)
"""The user that the installation's own key stands for: no account, nobody signs in to it (RFC 2606, 2: an address that
never leads anywhere)."""


def email_key(email: str) -> str:
    """The same for all ways to write one address: e-mail addresses compare without case."""
    return email.casefold()


def is_email(text: str) -> bool:
    return len(text) <= LONGEST_EMAIL and re.fullmatch(EMAIL_PATTERN, text) is not None


def checked_email(email: str) -> str:
    """The address without blanks around it. Raises ``InvalidInput`` (code ``invalid_email``)."""
    email = email.strip()
    if not is_email(email):
        raise InvalidInput("This is no e-mail address: write it as in ann@example.org.", code="invalid_email")
    return email


def checked_password(password: str) -> str:
    """The password as it is hashed. Raises ``InvalidInput`` (code ``invalid_password``)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.", code="invalid_password"
        )
    return same_password(password)


def same_password(password: str) -> str:
    """One spelling for what looks the same: keyboards differ in how they compose an é (RFC 8265, 4.2.2: NFC)."""
    return unicodedata.normalize("NFC", password)
