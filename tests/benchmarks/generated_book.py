"""A book of any size made from a seed: words of natural frequencies, sentences and paragraphs of mixed length."""

import random
from itertools import accumulate

_SYLLABLES = ["ka", "ro", "men", "ti", "sel", "bar", "on", "vi", "dus", "pe", "lor", "an", "ster", "mi", "gha", "wen"]
_SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "it",
    "was",
    "he",
    "for",
    "on",
    "with",
    "as",
    "his",
    "at",
    "by",
    "had",
]


def book(words: int, chapters: int, *, seed: int = 1) -> str:
    """Markdown of about ``words`` words in ``chapters`` chapters."""
    rng = random.Random(seed)
    vocabulary = _SMALL + ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(8000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    parts = ["---\ntitle: The Generated Book\nauthor: A Seed\nlang: en\n---\n\n# The Generated Book\n"]
    for number in range(1, chapters + 1):
        parts.append(f"\n## Part {number} of the journey\n")
        left = words // chapters
        while left > 0:
            paragraph = []
            for _ in range(rng.randint(2, 7)):
                length = rng.randint(6, 30)
                sentence = rng.choices(vocabulary, cum_weights=weights, k=length)
                paragraph.append(" ".join(sentence).capitalize() + ".")
                left -= length
            parts.append(" ".join(paragraph) + "\n")
    return "\n".join(parts)
