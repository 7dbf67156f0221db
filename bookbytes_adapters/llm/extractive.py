"""Summaries without a language model: the book's own sentences, the most central ones of every part of a chapter."""

import asyncio

from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.ports.llm import LanguageModel, SummaryDraft, SummaryRequest

_VERSION = "2"
"""Raised with every change that can choose other sentences: stored summaries are kept under it."""


class ExtractiveSummariser(LanguageModel):
    """Chooses sentences word for word, in book order: the same ones for the same request, in any process.

    Each sentence is an exact part of the one paragraph it names. Costs nothing, needs no network, never fails.
    """

    @property
    def provider(self) -> Provider:
        return Provider(name="extractive", model="textrank", version=_VERSION, free=True)

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        return SummaryDraft(await asyncio.to_thread(_sentences, request), Usage())


def _sentences(request: SummaryRequest) -> tuple[DraftSentence, ...]:
    from bookbytes_adapters.llm.abridgement import abridge

    units = abridge(request.paragraphs, request.language, request.title, request.target_words)
    return tuple(DraftSentence(unit.text, (unit.paragraph.id,)) for unit in units)
