"""International Standard Book Numbers: any spelling in, one canonical ISBN-13 out.

Checksums as in the ISBN Users' Manual, 7th edition (International ISBN Agency), sections 4.5 and appendix 1.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bookbytes_core.errors import InvalidInput


class IsbnType(StrEnum):
    ISBN_10 = "isbn_10"
    ISBN_13 = "isbn_13"


@dataclass(frozen=True, slots=True, order=True)
class Isbn:
    """A valid ISBN, held as its thirteen digits."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> "Isbn":
        """Reads ISBN-10 or ISBN-13 with hyphens, spaces, an "ISBN" or "urn:isbn:" in front, and any Unicode digits.

        Raises ``InvalidInput`` (code ``invalid_isbn``) that says what is wrong.
        """
        plain = _plain(text)
        if len(plain) == len("0306406152"):
            return cls(_from_ten(plain, text))
        if len(plain) == len("9780306406157"):
            _check_thirteen(plain, text)
            return cls(plain)
        raise _invalid(text, "it must have 10 or 13 digits")

    @property
    def isbn_10(self) -> str | None:
        """The older form; numbers that start with 979 have none."""
        if not self.digits.startswith("978"):
            return None
        body = self.digits[3:12]
        return body + _check_digit_ten(body)

    def __str__(self) -> str:
        return self.digits


def _plain(text: str) -> str:
    lowered = text.strip().lower()
    for prefix in ("urn:isbn:", "isbn-13:", "isbn-10:", "isbn-13", "isbn-10", "isbn:", "isbn"):
        lowered = lowered.removeprefix(prefix).strip()
    kept = []
    for character in lowered:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            kept.append(str(digit))
        elif unicodedata.normalize("NFKC", character) == "x":
            kept.append("X")
        elif not (character.isspace() or unicodedata.category(character) in ("Pd", "Cf") or character == "\u2212"):
            raise _invalid(text, f"{character!r} does not belong in one")
    return "".join(kept)


def _from_ten(plain: str, text: str) -> str:
    body, check = plain[:9], plain[9]
    if "X" in body:
        raise _invalid(text, "X may only be its last digit")
    if _check_digit_ten(body) != check:
        raise _invalid(text, "its check digit is wrong")
    stem = "978" + body
    return stem + _check_digit_thirteen(stem)


def _check_thirteen(plain: str, text: str) -> None:
    if "X" in plain:
        raise _invalid(text, "X has no place in an ISBN-13")
    if not plain.startswith(("978", "979")):
        raise _invalid(text, "an ISBN-13 starts with 978 or 979")
    if plain.startswith("9790"):
        raise _invalid(text, "979-0 numbers are printed music (ISMN)")
    if _check_digit_thirteen(plain[:12]) != plain[12]:
        raise _invalid(text, "its check digit is wrong")


def _check_digit_ten(body: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), body, strict=True))
    return "0123456789X"[-total % 11]


def _check_digit_thirteen(stem: str) -> str:
    total = sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(stem))
    return str(-total % 10)


def _invalid(text: str, why: str) -> InvalidInput:
    return InvalidInput(f"{text[:40]!r} is not an ISBN: {why}.", code="invalid_isbn")
