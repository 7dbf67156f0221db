"""Languages between MARC's three letters, which catalogues use, and BCP 47, which everybody else does."""

from functools import lru_cache

UNKNOWN = "und"

_NOT_ONE_LANGUAGE = {"mis", "mul", "und", "zxx"}
"""ISO 639-2's words for uncoded, several, undetermined and none."""

_DISCONTINUED = {
    "cam": "km",
    "esp": "eo",
    "eth": "gez",
    "far": "fo",
    "fri": "fy",
    "gae": "gd",
    "gag": "gl",
    "gal": "om",
    "gua": "gn",
    "int": "ia",
    "iri": "ga",
    "lan": "oc",
    "lap": "se",
    "max": "gv",
    "sao": "sm",
    "scc": "sr",
    "scr": "hr",
    "sho": "sn",
    "snh": "si",
    "sso": "st",
    "swz": "ss",
    "tag": "tl",
    "taj": "tg",
    "tar": "tt",
    "tsw": "tn",
}
"""Codes that stand in old records only (MARC Code List for Languages, "discontinued codes")."""


@lru_cache(maxsize=1024)
def bcp47(code: str) -> str:
    """The tag for a MARC, ISO 639 or BCP 47 code, as short as it can be: "de" for "ger"; "und" for what is none."""
    from langcodes import Language
    from langcodes.tag_parser import LanguageTagError

    code = code.strip().lower()
    if code in _NOT_ONE_LANGUAGE:
        return UNKNOWN
    try:
        language = Language.get(_DISCONTINUED.get(code, code))
        return language.to_tag() if language.is_valid() else UNKNOWN
    except LanguageTagError:
        return UNKNOWN


def first_bcp47(codes: tuple[str, ...]) -> str:
    """That of the first code that has one."""
    return next((tag for tag in map(bcp47, codes) if tag != UNKNOWN), UNKNOWN)


def marc(tag: str) -> str | None:
    """The three letters for a BCP 47 tag, "ger" for "de-AT"; None for what is no language."""
    from langcodes import Language
    from langcodes.tag_parser import LanguageTagError

    try:
        return Language.get(tag).to_alpha3(variant="B")
    except (LanguageTagError, LookupError):
        return None
