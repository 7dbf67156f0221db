"""The year in a date as catalogues write it: "March 2009", "c1987", "[1999?]", "MDCCCXC", "1st ed. 2004"."""

import re

from bookbytes_core.domain.roman import from_roman

_FIRST, _LAST = 1000, 2100
"""Years of other calendars that stand beside ours are mostly outside of these: 5765 [2005], Shōwa 55 [1980]."""
_OLDEST_ROMAN = 1400
"""Nothing was printed before, and short numerals are words: MIX, DIM, MD."""

_CORRECTED = re.compile(r"\bi\.\s?e\.,?\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:[01]\d[0-3]\d)?(?!\d)")
_ROMAN = re.compile(r"\b[MDCLXVI](?:[ .]{0,2}[MDCLXVI]){3,}\b")


def year_in(date: str) -> int | None:
    """The first year named in ``date``, a corrected one ("1954 [i.e. 1945]") before all others."""
    for found in (*_CORRECTED.findall(date), *_YEAR.findall(date)):
        if _FIRST <= int(found) <= _LAST:
            return int(found)
    for found in _ROMAN.findall(date):
        year = from_roman(re.sub(r"[ .]", "", found))
        if year is not None and _OLDEST_ROMAN <= year <= _LAST:
            return year
    return None
