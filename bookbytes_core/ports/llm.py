"""Summaries, from a language model or without one."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """All that goes into one summary. ``target_words`` is measured by ``domain.words.measure_words``."""

    title: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    target_words: int


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """The sentences in the order in which they are to be spoken, and what the call used."""

    sentences: tuple[DraftSentence, ...]
    usage: Usage


class LanguageModel(Protocol):
    """Summarises one chapter from its own paragraphs.

    Every adapter promises, and ``tests/contracts/llm.py`` checks:

    - every sentence is not empty and names at least one paragraph, and only paragraphs of the request;
    - the length is near ``target_words``; a chapter shorter than that comes back whole;
    - a chapter without a sentence in it gives an empty draft, not an error;
    - an adapter whose ``provider.free`` is true answers equal requests with equal drafts.

    ``NoReply`` says that an answer was lost and ``Unavailable`` that none was made: both may be retried. ``Rejected``
    may not.
    """

    @property
    @abstractmethod
    def provider(self) -> Provider:
        """Who answers, with which model and version: part of every result's key."""
        ...

    def charges(self, request: SummaryRequest) -> bool:
        """Whether a vendor has to be asked for this one: what is not asked is neither limited nor put in the ledger."""
        return not self.provider.free

    @abstractmethod
    async def summarise(self, request: SummaryRequest) -> SummaryDraft: ...
