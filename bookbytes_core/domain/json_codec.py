"""Frozen dataclasses to JSON and back, by their type hints alone.

Knows: dataclasses, ``str``, ``int``, ``float``, ``bool``, ``None``, enums, ``UUID``, ``Decimal``, ``datetime``,
``bytes`` (base64), ``tuple[X, ...]`` and ``X | None``. The JSON is canonical: sorted keys, no spaces, so equal values
give equal bytes.
"""

import base64
import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")

_PLAIN: Mapping[type, Callable[[str], object]] = {
    UUID: UUID,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    bytes: base64.b64decode,
}


def dump(value: object) -> bytes:
    """``value`` as canonical UTF-8 JSON."""
    return json.dumps(encode(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def load(kind: type[T], data: bytes) -> T:
    """The ``kind`` that ``dump`` wrote. Raises ``ValueError`` for anything else."""
    try:
        return cast("T", decode(kind, json.loads(data)))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a stored {kind.__name__}") from error


def encode(value: object) -> object:  # noqa: PLR0911 - one line a type
    """``value`` as what ``json`` can write."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def decode(kind: object, data: object) -> object:  # noqa: PLR0911 - one line a type
    """What ``encode`` made of a ``kind``."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else decode(_not_none(kind), data)
    if origin is tuple:
        item = get_args(kind)[0]
        return tuple(decode(item, each) for each in cast("list[object]", data))
    if not isinstance(kind, type):
        return data
    if dataclasses.is_dataclass(kind):
        fields = cast("dict[str, object]", data)
        return kind(**{name: decode(hint, fields[name]) for name, hint in _hints(kind).items() if name in fields})
    if issubclass(kind, Enum):
        return kind(data)
    if kind in _PLAIN:
        return _PLAIN[kind](cast("str", data))
    return float(cast("float", data)) if kind is float else data


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _not_none(kind: object) -> object:
    return next(option for option in get_args(kind) if option is not type(None))
