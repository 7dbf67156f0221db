"""Frozen dataclasses to JSON and back, by their type hints alone.

Knows: dataclasses, ``str``, ``int``, ``float``, ``bool``, ``None``, enums, ``UUID``, ``Decimal``, ``datetime``,
``bytes`` (base64), ``tuple[X, ...]`` and ``X | None``. The JSON is canonical: sorted keys, no spaces, so equal values
give equal bytes.
"""

import base64
import dataclasses
import hashlib
import json
import types
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
_Decoder = Callable[[object], object]

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
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
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    names = _field_names(cast("Hashable", kind))
    if names is not None:
        return {name: encode(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def decode(kind: object, data: object) -> object:
    """What ``encode`` made of a ``kind``."""
    return _decoder(kind)(data)


def shape(kind: object) -> str:
    """A short name for how a ``kind`` looks as JSON: another one when a field comes, goes or changes its type."""
    return _shape(kind)


@lru_cache(maxsize=256)
def _shape(kind: Hashable) -> str:
    return hashlib.sha256(_described(kind).encode()).hexdigest()[:16]


def _described(kind: object) -> str:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return f"{_described(_not_none(kind))}?"
    if origin is tuple:
        return f"[{_described(get_args(kind)[0])}]"
    if not isinstance(kind, type):
        return str(kind)
    if not dataclasses.is_dataclass(kind):
        return kind.__name__
    hints = get_type_hints(kind)
    return "{" + ",".join(f"{field.name}:{_described(hints[field.name])}" for field in dataclasses.fields(kind)) + "}"


@lru_cache(maxsize=256)
def _field_names(kind: object) -> tuple[str, ...] | None:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


@lru_cache(maxsize=256)
def _decoder(kind: Hashable) -> _Decoder:
    """Made once a type hint: looking at hints costs more than following them."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _decoder(_not_none(kind))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _decoder(get_args(kind)[0])
        return lambda data: tuple(map(item, cast("list[object]", data)))
    if isinstance(kind, type):
        return _plain_decoder(kind)
    return _as_it_is


def _plain_decoder(kind: type) -> _Decoder:
    if dataclasses.is_dataclass(kind):
        return partial(_whole, kind)
    if issubclass(kind, Enum):
        return kind
    if kind in _PLAIN:
        return cast("_Decoder", _PLAIN[kind])
    return cast("_Decoder", float) if kind is float else _as_it_is


def _whole(kind: type, data: object) -> object:
    fields = cast("dict[str, object]", data)
    return kind(**{name: decoder(fields[name]) for name, decoder in _decoders(kind) if name in fields})


@lru_cache(maxsize=256)
def _decoders(kind: type) -> tuple[tuple[str, _Decoder], ...]:
    hints: Mapping[str, Hashable] = get_type_hints(kind)
    return tuple((field.name, _decoder(hints[field.name])) for field in dataclasses.fields(kind))


def _as_it_is(data: object) -> object:
    return data


def _not_none(kind: object) -> Hashable:
    return next(cast("Hashable", option) for option in get_args(kind) if option is not type(None))
