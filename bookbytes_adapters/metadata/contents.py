"""A printed table of contents in the three shapes that OpenLibrary's records have.

[{"level": 0, "label": "1", "title": "The Harbour", "pagenum": "7"}]      entries as objects
[{"type": "/type/text", "value": "The Harbour"}], ["The Harbour"]         titles alone
"* 1 | The Harbour | 7\\n** The Boats"                                     a text: stars, label | title | page
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bookbytes_adapters.metadata.values import entries, line, number
from bookbytes_core.domain.edition import ContentsEntry

_STARS = re.compile(r"\s*(\*+)")
_DEEPEST = 9


def contents_in(value: object) -> tuple[ContentsEntry, ...]:
    """The entries that have a title, the outermost of them on level 0."""
    found = list(_entries(value))
    outermost = min((entry.level for entry in found), default=0)
    return tuple(replace(entry, level=entry.level - outermost) for entry in found)


def _entries(value: object) -> Iterator[ContentsEntry]:
    for each in entries(value):
        if isinstance(each, str):
            yield from _of_lines(each.splitlines())
        elif isinstance(each, Mapping) and "title" not in each and isinstance(each.get("value"), str):
            yield from _of_lines(str(each["value"]).splitlines())
        elif isinstance(each, Mapping):
            yield from _entry(each.get("level"), each.get("label"), each.get("title"), each.get("pagenum"))


def _of_lines(written: Iterable[str]) -> Iterator[ContentsEntry]:
    for each in written:
        stars = _STARS.match(each)
        rest = each[stars.end() :] if stars else each
        label, title, page = (*rest.split("|", 3), "", "")[:3] if "|" in rest else ("", rest, "")
        yield from _entry(len(stars.group(1)) if stars else 0, label, title, page)


def _entry(level: object, label: object, title: object, page: object) -> Iterator[ContentsEntry]:
    """Nothing where there is no title; a line with a label alone ("Introduction | | 1") is called that."""
    label, title, page = line(label), line(title), line(page)
    if title or label:
        yield ContentsEntry(
            title or label, min(number(level) or 0, _DEEPEST), label if title and label else None, page or None
        )
