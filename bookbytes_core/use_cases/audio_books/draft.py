"""Have a chapter summarised: in one call, or where it is too long for that part by part, the parts then made one."""

from collections.abc import Sequence

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.mending import LONGEST, spoken_words
from bookbytes_core.domain.parts import answers_needed, parts, room_tokens, shown_tokens
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.ports.llm import Task
from bookbytes_core.use_cases.audio_books.telling import LEAST_WORDS, Telling
from bookbytes_core.use_cases.audio_books.together import together

PARTS_TO_WHOLE = 2
"""The summaries of the parts are together so many times longer than the chapter's, which is chosen from them."""

_Drafts = tuple[DraftSentence, ...]


async def drafted(telling: Telling) -> _Drafts:
    """The sentences of a chapter's summary, not yet judged. Raises what ``Telling.answer`` does."""
    whole = telling.request(telling.text.paragraphs, telling.target_words, Task.CHAPTER)
    if telling.context_tokens is None or telling.is_one_call(whole):
        return await telling.answer(whole)
    return await _in_parts(telling, telling.context_tokens)


async def _in_parts(telling: Telling, context_tokens: int) -> _Drafts:
    """A summary too long for one answer is not made one: its parts follow each other, each in an answer of its own."""
    paragraphs, target = telling.text.paragraphs, telling.target_words
    answers = answers_needed(context_tokens, target)
    found = parts(paragraphs, min(room_tokens(context_tokens, target), -(-shown_tokens(paragraphs) // answers)))
    share = target * (PARTS_TO_WHOLE if answers == 1 else 1) / max(1, sum(map(_words, found)))
    told = await together(_part(telling, part, max(LEAST_WORDS, round(_words(part) * share))) for part in found)
    sentences = tuple(sentence for part in told for sentence in part)
    return await _made_one(telling, sentences, context_tokens) if answers == 1 else sentences


async def _part(telling: Telling, part: Sequence[Paragraph], words: int) -> _Drafts:
    """What the text bears out of a part's summary; where that is nothing, sentences of the part's own."""
    request = telling.request(part, words, Task.PART)
    return await _borne_out(telling, await telling.answer(request)) or await telling.extract(request)


async def _made_one(telling: Telling, sentences: _Drafts, context_tokens: int) -> _Drafts:
    """``sentences`` made as short as the chapter's summary is to be, in as many rounds as the context takes.

    A round that shortens nothing is the last one.
    """
    while spoken_words(sentences) > LONGEST * telling.target_words:
        lines = [Paragraph(str(number), sentence.text) for number, sentence in enumerate(sentences, 1)]
        groups = parts(lines, room_tokens(context_tokens, telling.target_words))
        if len(groups) == 1:
            return await _join(telling, groups[0], sentences, telling.target_words)
        share = max(telling.target_words / spoken_words(sentences), 1 / PARTS_TO_WHOLE)
        joined = await together(_join_some(telling, group, sentences, share) for group in groups)
        shorter = tuple(sentence for group in joined for sentence in group)
        if spoken_words(shorter) >= spoken_words(sentences):
            break
        sentences = shorter
    return sentences


async def _join_some(telling: Telling, lines: Sequence[Paragraph], sentences: _Drafts, share: float) -> _Drafts:
    words = max(LEAST_WORDS, round(_words(lines) * share))
    return await _borne_out(telling, await _join(telling, lines, sentences, words))


async def _join(telling: Telling, lines: Sequence[Paragraph], sentences: _Drafts, words: int) -> _Drafts:
    """``lines`` made one summary: each is a sentence under its number; what cites it cites what the sentence cites."""
    sources = {str(number): sentence.sources for number, sentence in enumerate(sentences, 1)}
    drafts = await telling.answer(telling.request(lines, words, Task.JOIN))
    return tuple(
        DraftSentence(draft.text, tuple(dict.fromkeys(id_ for number in draft.sources for id_ in sources[number])))
        for draft in drafts
    )


async def _borne_out(telling: Telling, drafts: _Drafts) -> _Drafts:
    grounded = await telling.judge(drafts)
    return tuple(DraftSentence(sentence.text, sentence.sources) for sentence in grounded.sentences)


def _words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(measure_words(paragraph.text) for paragraph in paragraphs)
