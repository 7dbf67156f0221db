"""Roman numerals."""

LARGEST = 3999

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_STEPS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def to_roman(number: int) -> str:
    """``number``, from 1 to ``LARGEST``, in capital letters."""
    letters: list[str] = []
    for value, step in _STEPS:
        count, number = divmod(number, value)
        letters.append(step * count)
    return "".join(letters)


def from_roman(letters: str) -> int | None:
    """The value of a numeral in capital letters; None for anything else, such as "DIM" or "". Old printers' IIII for IV
    and VIIII for IX count."""
    letters = letters.replace("VIIII", "IX").replace("IIII", "IV")
    if not letters or any(letter not in _VALUES for letter in letters):
        return None
    values = [_VALUES[letter] for letter in letters]
    total = sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total if 0 < total <= LARGEST and to_roman(total) == letters else None
