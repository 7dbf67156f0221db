"""Cutting a chapter that is too long for one call of a language model into consecutive parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise
from operator import attrgetter

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.tokens import estimated_tokens

PROMPT_TOKENS = 500
"""What a model is told besides the paragraphs."""
THOUGHT_TOKENS = 4_000
ANSWER_TOKENS_A_WORD = 8
"""A word is one to three tokens, its share of the ids and of the JSON as much again."""

ANSWER_SHARE = 3
"""No answer is given more than a third of the context: a model with a small one has to think less."""

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？]+[」』”’）]*\s*|\n+")
_BRACKET_TOKENS = 3


def answer_tokens(words: int) -> int:
    """The most tokens that a summary of ``words`` takes, thoughts before it included."""
    return THOUGHT_TOKENS + ANSWER_TOKENS_A_WORD * words


def room_tokens(context_tokens: int, target_words: int) -> int:
    """How many tokens of paragraphs go into one call, beside what it is told and an answer of ``target_words``."""
    answer = min(answer_tokens(target_words), context_tokens // ANSWER_SHARE)
    return max(context_tokens - PROMPT_TOKENS - answer, context_tokens // 4)


def answers_needed(context_tokens: int, target_words: int) -> int:
    """How many answers a summary of ``target_words`` fills, thoughts apart."""
    return max(1, -(-ANSWER_TOKENS_A_WORD * target_words // (context_tokens // ANSWER_SHARE)))


def shown_tokens(paragraphs: Sequence[Paragraph]) -> int:
    """What paragraphs are worth as a model is shown them: each as `[<id>] <text>`."""
    return sum(estimated_tokens(each.text) + _id_tokens(each) for each in paragraphs)


def parts(paragraphs: Sequence[Paragraph], most_tokens: int) -> tuple[tuple[Paragraph, ...], ...]:
    """``paragraphs`` in consecutive parts of about equal size, none of which is shown in more than ``most_tokens``.

    A paragraph too long for that by itself is cut, at sentences where it has any; its pieces keep its id.
    Where ``most_tokens`` is less than an id takes, each piece is a part.
    """
    pieces = [piece for paragraph in paragraphs for piece in _pieces(paragraph, most_tokens)]
    whole = sum(piece.tokens for piece in pieces)
    for number in count(max(1, -(-whole // most_tokens))):
        shares = _shared(pieces, whole, number)
        if all(len(share) == 1 or sum(piece.tokens for piece in share) <= most_tokens for share in shares):
            break
    return tuple(tuple(_joined(share)) for share in shares)


@dataclass(frozen=True, slots=True)
class _Piece:
    """``paragraph.text[start:end]``, shown in ``tokens``."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def tokens(self) -> int:
        return estimated_tokens(self.paragraph.text[self.start : self.end]) + _id_tokens(self.paragraph)


def _id_tokens(paragraph: Paragraph) -> int:
    """Ids are digits and letters without sense: about two of them a token."""
    return -(-len(paragraph.id) // 2) + _BRACKET_TOKENS


def _pieces(paragraph: Paragraph, most_tokens: int) -> Iterator[_Piece]:
    text = paragraph.text
    whole = _Piece(paragraph, 0, len(text))
    if whole.tokens <= most_tokens:
        yield whole
        return
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    longest = max(1, most_tokens - _id_tokens(paragraph))
    for start, end in pairwise(dict.fromkeys([0, *ends, len(text)])):
        if _Piece(paragraph, start, end).tokens <= most_tokens:
            yield _Piece(paragraph, start, end)
        else:
            yield from _chopped(paragraph, start, end, longest)


def _chopped(paragraph: Paragraph, start: int, end: int, longest: int) -> Iterator[_Piece]:
    """A sentence too long for any part, at white space if there is some. A character is never more than a token."""
    while start < end:
        cut = min(end, start + longest)
        if cut < end:
            cut = paragraph.text.rfind(" ", start + longest // 2, cut) + 1 or cut
        yield _Piece(paragraph, start, cut)
        start = cut


def _shared(pieces: Sequence[_Piece], whole: int, number: int) -> list[list[_Piece]]:
    """At most ``number`` runs of pieces: each piece goes where its middle lies when the whole is divided evenly."""
    shares: dict[int, list[_Piece]] = {}
    before = 0
    for piece in pieces:
        shares.setdefault((2 * before + piece.tokens) * number // (2 * whole), []).append(piece)
        before += piece.tokens
    return list(shares.values())


def _joined(share: Sequence[_Piece]) -> Iterator[Paragraph]:
    """The paragraphs of one part; neighbouring pieces of one paragraph are one piece again."""
    for paragraph, group in groupby(share, attrgetter("paragraph")):
        run = list(group)
        text = paragraph.text[run[0].start : run[-1].end].strip()
        if text:
            yield replace(paragraph, text=text)
