"""Which of the languages at hand is nearest to the one wanted."""

import re
from collections.abc import Collection

ANY = frozenset({"", "und", "mul", "zxx", "mis"})
"""Tags that name no language."""

_SIMPLE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,4})?", re.IGNORECASE)
"""Language and region; engines have tags of their own making as well."""


def bcp47(tag: str) -> str:
    """``tag`` as it is usually written: "en_gb" is "en-GB"."""
    primary, *rest = tag.replace("_", "-").split("-")
    two_letters = 2
    return "-".join([primary.lower(), *(part.upper() if len(part) == two_letters else part for part in rest)])


def closest(language: str, offered: Collection[str], most_distant: int) -> str | None:
    """The tag of ``offered`` that serves ``language``: equal, less special, or within ``most_distant`` of CLDR's
    measure
    (a region apart is about 5, Norwegian's two forms 20)."""
    known = {tag.lower(): tag for tag in offered}
    wanted = bcp47(language).lower()
    while wanted:
        if wanted in known:
            return known[wanted]
        wanted = wanted.rpartition("-")[0]
    return _by_distance(language, offered, most_distant)


def _by_distance(language: str, offered: Collection[str], most_distant: int) -> str | None:
    from langcodes import closest_match
    from langcodes.tag_parser import LanguageTagError

    try:
        match, distance = closest_match(bcp47(language), list(filter(_SIMPLE.fullmatch, offered)), most_distant)
    except LanguageTagError:
        return None
    return match if distance <= most_distant else None
