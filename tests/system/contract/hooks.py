"""What schemathesis cannot guess from the document: values of our own formats, and what belongs together.

Loaded by schemathesis (``schemathesis.toml``), in the environment that it runs in.
"""

import base64
import itertools
import json
from typing import Any

import jsonschema_rs
import schemathesis
from hypothesis import strategies as st
from schemathesis.core import NotSet

from tests.support.small_books import CHAPTERS

_CURSORS = {
    "/api/v1/books": ["2026-01-02T03:04:05+00:00", "0198c0de-0000-7000-8000-000000000001"],
    "/api/v1/jobs": ["2026-01-02T03:04:05+00:00", "0198c0de-0000-7000-8000-000000000001"],
    "/api/v1/books/works": ["m", "0198c0de-0000-7000-8000-000000000001"],
    "/api/v1/books/{book_id}/chapters": [1],
}
"""A place in each list that is walked: what a client would have from an answer before."""

_NUMBERS = itertools.count()
_DEEPEST = 10_000
_LONGEST_SAYING = 100
_VOICE = "espeak:en-us"
"""One that every installation of the tests has. Which there are, no schema can say: GET /voices does."""


def _isbn(digits: list[int]) -> str:
    body = [9, 7, 8, *digits]
    check = -sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10
    return "".join(map(str, [*body, check]))


def _can_be_said(text: str) -> bool:
    return text.isprintable() and any(map(str.isalnum, text))


schemathesis.openapi.format("isbn", st.lists(st.integers(0, 9), min_size=9, max_size=9).map(_isbn))
schemathesis.openapi.format("voice", st.just(_VOICE))
schemathesis.openapi.format("saying", st.text(min_size=1, max_size=_LONGEST_SAYING).filter(_can_be_said))


@schemathesis.hook
def filter_case(_: Any, case: Any) -> bool:
    """Leaves out what is called valid although the document says that it is not, and the other way round."""
    return _is_valid(case) if _is_meant_well(case) else not _is_a_form_all_the_same(case)


@schemathesis.hook
def map_case(_: Any, case: Any) -> Any:
    """A cursor and the numbers of chapters come from an answer before, nobody makes them up."""
    if not _is_meant_well(case):
        return case
    if "after" in (case.query or {}):
        place = json.dumps(_CURSORS[case.operation.path]).encode()
        case.query["after"] = base64.urlsafe_b64encode(place).decode().rstrip("=")
    options = case.body.get("options") if isinstance(case.body, dict) else None
    if isinstance(options, dict) and isinstance(options.get("chapters"), list):
        options["chapters"] = [_existing(number) for number in options["chapters"]]
    return case


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Whoever means well takes a new key for each request."""
    if _is_meant_well(case) and "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"key-{next(_NUMBERS)}"


def _existing(number: Any) -> Any:
    """The number of a chapter of the small book that the installation has; JSON has 2.0 for a whole number, too."""
    is_whole = isinstance(number, int | float) and not isinstance(number, bool) and number == int(number)
    return 1 + number % len(CHAPTERS) if is_whole else number


def _is_meant_well(case: Any) -> bool:
    return case.meta is not None and bool(case.meta.generation.mode.is_positive)


def _is_valid(case: Any) -> bool:
    query = case.query or {}
    if "after" not in query and int(query.get("page", 1)) * int(query.get("page_size", 50)) > _DEEPEST:
        return False  # such pages are reached by walking
    has_json = case.media_type == "application/json" and not isinstance(case.body, NotSet)
    return not has_json or (_body_schema(case).is_valid(case.body) and _is_spoken(case.body))


def _is_spoken(body: Any) -> bool:
    """Which languages the voices speak, no schema can say either."""
    options = body.get("options") if isinstance(body, dict) else None
    return not options or options.get("language") in (None, "en")


def _body_schema(case: Any) -> Any:
    """The whole of it: where it combines schemas (`not`), examples at its boundaries are made from its parts."""
    document = case.operation.schema.raw_schema
    described = document["paths"][case.operation.path][case.operation.method.lower()]["requestBody"]
    schema = described["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(
        {**schema, "components": document["components"]},
        formats={"voice": lambda value: value == _VOICE},
        validate_formats=True,
    )


def _is_a_form_all_the_same(case: Any) -> bool:
    """What a form's field is made from, nobody sees: all of it are bytes, and a text file holds any."""
    return case.media_type == "multipart/form-data" and isinstance(case.body, dict) and "file" in case.body
