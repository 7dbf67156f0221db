"""Accounts as clients send and see them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from bookbytes_core import User
from bookbytes_core.domain.user import EMAIL_PATTERN, LONGEST_EMAIL, LONGEST_PASSWORD, SHORTEST_PASSWORD
from bookbytes_core.ports.access_tokens import AccessToken


class RegisterIn(BaseModel):
    """An address that compares without case, and a password of which every character counts."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    email: Annotated[str, Field(max_length=LONGEST_EMAIL, pattern=EMAIL_PATTERN)]
    password: Annotated[str, Field(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]


class LoginIn(BaseModel):
    """What an account was registered with."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    email: Annotated[str, Field(max_length=LONGEST_EMAIL)]
    password: Annotated[str, Field(max_length=LONGEST_PASSWORD)]


class LoginForm(BaseModel):
    """The same as OAuth2's password form (RFC 6749, 4.3.2); what else such a form holds is left alone."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    username: Annotated[str, Field(max_length=LONGEST_EMAIL)]
    password: Annotated[str, Field(max_length=LONGEST_PASSWORD)]
    grant_type: Literal["password", ""] = "password"


class UserOut(BaseModel):
    id: UUID
    email: str
    is_active: bool
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls(id=user.id, email=user.email, is_active=user.is_active, created_at=user.created_at)


class TokenOut(BaseModel):
    """``expires_in`` counts seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind of token, not one
    expires_in: int

    @classmethod
    def of(cls, token: AccessToken) -> "TokenOut":
        return cls(access_token=token.text, expires_in=token.expires_in)
