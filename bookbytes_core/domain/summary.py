"""A chapter's summary: sentences, each with the paragraphs it rests on and how well they carry it."""

from dataclasses import dataclass
from enum import StrEnum

from bookbytes_core.domain.words import count_words


class Verdict(StrEnum):
    """What became of a sentence: spoken as it is, spoken but weakly supported, or replaced by one of the book's own."""

    KEPT = "kept"
    FLAGGED = "flagged"
    EXTRACTED = "extracted"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as a summariser proposes it, before it is judged."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence that will be spoken. ``support`` lies between 0 and 1."""

    text: str
    sources: tuple[str, ...]
    support: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Summary:
    sentences: tuple[SummarySentence, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def word_count(self) -> int:
        return sum(count_words(sentence.text) for sentence in self.sentences)
