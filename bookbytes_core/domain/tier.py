"""What an audio book is made from."""

from enum import StrEnum


class Tier(StrEnum):
    """Where the words come from: the book's own text, a real table of contents, or a model's memory.

    An audio book is of one tier as a whole.
    """

    TEXT = "A"
    CONTENTS = "B"
    MEMORY = "C"
