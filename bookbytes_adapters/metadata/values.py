"""Reading JSON that anybody may have written: each function takes what fits and leaves the rest.

A catalogue's records are edited by hand and imported from many places: a text may be a list, an object or missing.
"""

from collections.abc import Iterator, Mapping

JsonObject = Mapping[str, object]

_LONGEST_LINE = 1000
"""Characters. Titles of old books have hundreds; what is longer is something else in the wrong place."""
_LARGEST = 2**31 - 1
"""What the smaller of the databases' integers hold."""

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)])
"""Characters that no text has: control characters and halves of surrogate pairs."""


def text(value: object) -> str:
    """A string, or the one in ``{"value": …}`` or ``{"name": …}``, with white space folded within lines; "" for
    anything else."""
    if isinstance(value, Mapping):
        value = value.get("value") or value.get("name")
    if not isinstance(value, str):
        return ""
    plain = value.replace("\r\n", "\n").translate(_CONTROLS)
    return "\n".join(" ".join(each.split()) for each in plain.split("\n")).strip()


def line(value: object) -> str:
    """Likewise, on one line, cut where it is longer than any line is."""
    return " ".join(text(value).split())[:_LONGEST_LINE].rstrip()


def entries(value: object) -> list[object]:
    """The entries of a list; one value alone is a list of one, None an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def lines(value: object) -> tuple[str, ...]:
    """The different texts of a list, in order, each on one line."""
    return tuple(dict.fromkeys(each for each in map(line, entries(value)) if each))


def objects(value: object) -> Iterator[JsonObject]:
    """The objects of a list."""
    return (each for each in entries(value) if isinstance(each, Mapping))


def number(value: object) -> int | None:
    """A whole number above 0 that a database can hold, also one that is written as a string of digits."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= len(str(_LARGEST)):
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST else None


def id_in(value: object) -> str:
    """``OL45804W`` of ``"/works/OL45804W"`` or of ``{"key": "/works/OL45804W"}``; "" for anything else."""
    if isinstance(value, Mapping):
        value = value.get("key")
    return value.rpartition("/")[2].strip() if isinstance(value, str) else ""


def ids(value: object) -> tuple[str, ...]:
    """The different ids of a list, in order."""
    return tuple(dict.fromkeys(each for each in map(id_in, entries(value)) if each))
