"""Stored dataclasses: equal values give equal bytes, and what is read is what was written."""

from dataclasses import dataclass, make_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest

from bookbytes_core.domain import json_codec


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    amount: Decimal
    colour: Colour


@dataclass(frozen=True)
class Outer:
    id: UUID
    at: datetime
    data: bytes
    inner: tuple[Inner, ...]
    perhaps: Inner | None = None
    share: float = 0.0


VALUE = Outer(
    id=UUID(int=7),
    at=datetime(2026, 1, 2, tzinfo=UTC),
    data=b"\x00\xff",
    inner=(Inner(Decimal("0.10"), Colour.RED),),
    share=1,
)


def test_what_is_read_is_what_was_written() -> None:
    assert json_codec.load(Outer, json_codec.dump(VALUE)) == VALUE


def test_a_field_that_came_later_takes_its_default() -> None:
    data = json_codec.dump(VALUE).replace(b',"perhaps":null', b"")
    assert json_codec.load(Outer, data) == VALUE


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"id": 3}', b"nonsense"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the codec promises no more than its kind
        json_codec.load(Outer, data)


def test_a_shape_is_another_when_a_field_changes() -> None:
    def variant(**fields: object) -> type:
        return make_dataclass(
            "Any", list({"name": str, "inner": tuple[Inner, ...], "year": int | None, **fields}.items())
        )

    variants: list[dict[str, object]] = [
        {},
        {"name": int},
        {"more": str},
        {"year": int},
        {"inner": tuple[str, ...]},
        {"inner": Inner},
        {"inner": tuple[Outer, ...]},
    ]
    shapes = {json_codec.shape(variant(**fields)) for fields in variants}
    assert len(shapes) == len(variants)
    assert json_codec.shape(variant()) in shapes
