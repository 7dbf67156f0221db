"""Make the tables of ``configuration.md`` from the settings and what ``.env.example`` says of them.

    python docs/settings_table.py

writes them between the page's two marks. Names, defaults and values come from the settings, the rest from the comments.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import SecretStr, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bookbytes_adapters.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/configuration.md"
EXAMPLE = ROOT / ".env.example"

_MARKS = re.compile(r"(<!-- settings -->\n).*(<!-- end of settings -->)", re.DOTALL)
_SECTION = re.compile(r"# ---- (.+) ----")
_VARIABLE = re.compile(r"(#? ?)([A-Z][A-Z0-9_]+)=(.*)")
_DEFAULT = re.compile(r" ?Default: (.+?)\.(?=\s|$)")
_ACTIVE, _ESCAPED = re.compile(r"([|*])"), r"\\\1"
"""What would end a cell or begin emphasis."""
_KINDS = {"integer": "a whole number", "number": "a number", "path": "a path", "password": "a secret"}
_LIMITS = {
    "minLength": "of {} characters or more",
    "minimum": "from {}",
    "exclusiveMinimum": "above {}",
    "maximum": "up to {}",
    "exclusiveMaximum": "below {}",
}
"""By the words of JSON Schema."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``value`` is what follows the ``=``; ``unset`` says that the line is commented out."""

    name: str
    value: str
    unset: bool

    @property
    def field(self) -> FieldInfo | None:
        return Settings.model_fields.get(self.name.lower())


@dataclass(frozen=True, slots=True)
class Entry:
    """Variables that one comment is about."""

    section: str
    about: str
    variables: tuple[Variable, ...]


def entries(example: str) -> Iterator[Entry]:
    """What ``.env.example`` says, in its order."""
    section = ""
    for paragraph in example.split("\n\n"):
        lines = paragraph.splitlines()
        found = [match for line in lines if (match := _VARIABLE.fullmatch(line))]
        if heading := _SECTION.fullmatch(paragraph.strip()):
            section = heading[1]
        elif found:
            about = " ".join(line.removeprefix("#").strip() for line in lines if not _VARIABLE.fullmatch(line))
            variables = tuple(Variable(name, value, bool(mark)) for mark, name, value in (m.groups() for m in found))
            yield Entry(section, about, variables)


def page(text: str, example: str) -> str:
    """``text`` with its tables made anew."""
    return _MARKS.sub(lambda marks: f"{marks[1]}{_tables(example)}\n{marks[2]}", text)


def _tables(example: str) -> str:
    lines: list[str] = []
    section = ""
    for entry in entries(example):
        if entry.section != section:
            section = entry.section
            lines += ["", f"## {section}", "", "| variable | default | values | what it does |", "|---|---|---|---|"]
        lines.append(_row(entry))
    return "\n".join([*lines, ""])


def _row(entry: Entry) -> str:
    told = _DEFAULT.search(entry.about)
    names = ", ".join(f"`{each.name}`" for each in entry.variables)
    defaults = told[1] if told else ", ".join(dict.fromkeys(_default(each) for each in entry.variables))
    values = ", ".join(dict.fromkeys(_values(each) for each in entry.variables))
    about = _DEFAULT.sub("", entry.about).strip()
    return f"| {' | '.join(_ACTIVE.sub(_ESCAPED, cell) for cell in (names, defaults, values, about))} |"


def _default(variable: Variable) -> str:
    field = variable.field
    if field is None:
        return "unset"
    if field.default is PydanticUndefined:
        return f"`{variable.value}`"
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    return "unset" if value in (None, "") else f"`{value}`"


def _values(variable: Variable) -> str:
    field = variable.field
    if field is None:
        return "text"
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    schema = TypeAdapter(kind).json_schema()
    schema = schema.get("anyOf", [schema])[0] | schema  # "or null" says nothing new
    if "enum" in schema:
        return ", ".join(f"`{choice}`" for choice in schema["enum"])
    kind_named = _KINDS.get(schema.get("format") or schema["type"], "text")
    name = "an address" if variable.name.endswith("_URL") else kind_named
    said = {key: limit for key, limit in schema.items() if (key, limit) != ("minLength", 1)}
    limits = (text.format(f"{said[key]:,.0f}") for key, text in _LIMITS.items() if key in said)
    return " ".join([name, *limits])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
