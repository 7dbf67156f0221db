"""What an operation of the API is: its address, who may call it, and what the OpenAPI document says of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from bookbytes_core.errors import InvalidInput
from bookbytes_http.auth import Endpoint, Policy, guarded
from bookbytes_http.body_limit import accepting

Schema = Mapping[str, object]
"""A JSON Schema, 2020-12."""

MIB = 1024 * 1024
EVENTS = "text/event-stream"

_ID = re.compile(r"\{(\w+_id)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value in the query or a header. ``example`` is one that works."""

    name: str
    text: str
    schema: Schema
    example: object = None
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes with one status: JSON by its ``model``, or other ``media_types``, or nothing. ``headers`` are names
    with what each says, ``links`` operations that follow with the parameters that the answer has for them."""

    text: str
    model: type[BaseModel] | None = None
    media_types: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """``errors`` are the codes that this operation has beside those that its kind has anyway. A ``body`` is JSON;
    ``other_bodies`` are media types with the schema of each."""

    tag: str
    summary: str
    details: str = ""
    answers: Mapping[int, Answer]
    errors: tuple[str, ...] = ()
    body: type[BaseModel] | None = None
    body_example: object = None
    body_required: bool = True
    other_bodies: Mapping[str, Schema] = field(default_factory=dict)
    path: Mapping[str, Parameter] = field(default_factory=dict)
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    is_kept: bool = True
    """Whether clients may keep the answer, to ask later whether it is still good."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, under /api/v1 unless it stands among the ``SERVICE`` ones. There is none without a
    policy; a test sees to it that there is none without a description."""

    method: str
    path: str
    endpoint: Endpoint
    policy: Policy
    described: Description | None = None
    largest_body: int = MIB
    """Bytes."""

    @property
    def address(self) -> str:
        """The path for the router. What is no id has no address: it is answered like one that is not there."""
        return _ID.sub(r"{\1:uuid}", self.path)

    def guarded_endpoint(self) -> Endpoint:
        """The endpoint, for who may call it, with what it knows, and no more than it takes."""
        endpoint = _strict(self.endpoint, self.described) if self.described else self.endpoint
        return guarded(accepting(self.largest_body, endpoint), self.policy)


def _strict(endpoint: Endpoint, described: Description) -> Endpoint:
    """The endpoint, for the query parameters that it knows: one that is misspelt would otherwise change nothing."""
    known = [parameter.name for parameter in described.query]

    async def checked(request: Request) -> Response:
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            choices = f"it knows {', '.join(known)}" if known else "it knows none"
            raise InvalidInput(
                f"This address has no query parameter {unknown[0][:40]!r}: {choices}.", code="unknown_parameter"
            )
        return await endpoint(request)

    return checked
