"""Judge a summary by the book and make up for what it does not bear out: by one more try, then in the book's words."""

from collections.abc import Sequence

from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.mending import (
    SHORTEST,
    Gap,
    Placed,
    cited_by,
    extracted,
    fitted,
    in_book_order,
    put_in_place,
    says_again,
    spoken_words,
    stretched,
    taken_apart,
    to_fill,
    words_of,
)
from bookbytes_core.domain.summary import DraftSentence, SummarySentence
from bookbytes_core.errors import Refused, Rejected
from bookbytes_core.ports.llm import SummaryRequest, Task
from bookbytes_core.use_cases.audio_books.telling import LEAST_WORDS, Telling

_FOR_COVERAGE = 2
"""Without a budget, what stands in for a sentence about many paragraphs may be so many times longer than it was."""


async def mended(telling: Telling, drafts: Sequence[DraftSentence]) -> tuple[SummarySentence, ...]:
    """The sentences to speak, in the book's order. Without a budget, nothing that passed is cut.

    Raises ``Unavailable`` and what concerns the whole job; a second try that is of no use is no trouble.
    """
    paragraphs = telling.text.paragraphs
    placed, gaps = taken_apart(drafts, await telling.judge(drafts), {paragraph.id for paragraph in paragraphs})
    least = _least_words(telling, drafts)
    gaps = to_fill(gaps, placed, least)
    if gaps and telling.has_budget:
        gaps = stretched(gaps, placed, telling.target_words)
    if gaps:
        placed += await _tried_again(telling, gaps, placed)
        placed += await _in_its_own_words(telling, gaps, placed, least)
    sentences = in_book_order(placed, paragraphs)
    return fitted(sentences, telling.target_words) if telling.has_budget else sentences


def _least_words(telling: Telling, drafts: Sequence[DraftSentence]) -> float:
    if telling.has_budget:
        return telling.target_words
    return SHORTEST * min(telling.target_words, spoken_words(drafts))


async def _tried_again(telling: Telling, gaps: Sequence[Gap], placed: Sequence[Placed]) -> list[Placed]:
    """What a second summary of the gaps' paragraphs alone has to say that is borne out and not said already."""
    request, asked = _second_try(telling, gaps)
    if not asked:
        return []
    try:
        drafts = await telling.first_answer(request)
    except Refused:
        raise
    except Rejected:
        return []
    reader = TermReader(telling.context.language)
    new: list[Placed] = []
    for sentence in (await telling.judge(drafts)).sentences:
        if not says_again(sentence.text, (*placed, *new), reader):
            new.append(put_in_place(sentence, asked))
    return new


def _second_try(telling: Telling, gaps: Sequence[Gap]) -> tuple[SummaryRequest, list[Gap]]:
    """The request for as many of ``gaps`` as fit the model's context, and those."""
    asked: list[Gap] = []
    request = telling.request((), LEAST_WORDS, Task.AGAIN)
    for gap in gaps:
        wider = _about(telling, (*asked, gap))
        if telling.fits(wider.paragraphs, wider.target_words):
            asked.append(gap)
            request = wider
    return request, asked


def _about(telling: Telling, gaps: Sequence[Gap]) -> SummaryRequest:
    ids = {source for gap in gaps for source in gap.sources}
    words = max(LEAST_WORDS, sum(gap.words for gap in gaps))
    return telling.request([each for each in telling.text.paragraphs if each.id in ids], words, Task.AGAIN)


async def _in_its_own_words(
    telling: Telling, gaps: Sequence[Gap], placed: Sequence[Placed], least: float
) -> list[Placed]:
    """The book's own sentences about what is still not covered, or for the length that is still missing."""
    new: list[Placed] = []
    for gap in gaps:
        standing = (*placed, *new)
        lacking = [source for source in gap.sources if source not in cited_by(standing)]
        if not lacking and words_of(standing) < least:
            lacking = list(gap.sources)
        new += await _extracts(telling, gap, lacking, standing)
    return new


async def _extracts(telling: Telling, gap: Gap, lacking: Sequence[str], standing: Sequence[Placed]) -> list[Placed]:
    """From each of the paragraphs in turn, until as much is said as the dropped sentence said."""
    reader = TermReader(telling.context.language)
    missing = gap.words - words_of(each for each in standing if each.place == gap.place)
    most = missing if telling.has_budget else gap.words * _FOR_COVERAGE
    texts = {paragraph.id: paragraph for paragraph in telling.text.paragraphs}
    new: list[Placed] = []
    for source in lacking:
        if words_of(new) >= most:
            break
        words = max(1, missing // len(lacking))
        for draft in await telling.extract(telling.request((texts[source],), words, Task.AGAIN)):
            if not says_again(draft.text, (*standing, *new), reader):
                new.append(Placed(gap.place, extracted(draft)))
    return new
