"""The smallest things a summary is made of: sentences, each with the paragraph it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bookbytes_adapters.llm.clauses import speakable
from bookbytes_adapters.llm.quotations import quotations, quoted_share
from bookbytes_adapters.llm.sentences import ends_sentence, is_spoken, split_sentences
from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.words import measure_words

MOST_WORDS = 80
"""A sentence longer than this takes half a minute to speak and is cut into its clauses."""
_LEAST_MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a clause of one too long: ``text`` is an exact part of ``paragraph.text``."""

    text: str
    paragraph: Paragraph
    words: int
    section: int
    """How many headings stand before it in the chapter."""
    starts_paragraph: bool
    starts_sentence: bool
    ends_sentence: bool
    fills_paragraph: bool
    """Nothing else is in its paragraph."""
    quoted: float
    """How much of it is somebody's speech: 0 to 1."""


def read_units(paragraphs: Iterable[Paragraph], language: str, target_words: int) -> tuple[Unit, ...]:
    """Every sentence of a chapter in book order, without headings and without what holds no letter or digit.

    The shorter the summary is to be, the shorter are the clauses into which long sentences fall.
    """
    return tuple(_units(paragraphs, language, max(_LEAST_MOST_WORDS, min(MOST_WORDS, target_words * 3 // 2))))


def _units(paragraphs: Iterable[Paragraph], language: str, most_words: int) -> Iterator[Unit]:
    section = 0
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.HEADING:
            section += 1
            continue
        yield from _of_paragraph(paragraph, section, language, most_words)


def _of_paragraph(paragraph: Paragraph, section: int, language: str, most_words: int) -> Iterator[Unit]:
    spans = quotations(paragraph.text)
    whole = len(paragraph.text.strip())
    end = 0
    for sentence in split_sentences(paragraph.text, language):
        clauses = [clause for clause in speakable(sentence, most_words) if is_spoken(clause)]
        for clause in clauses:
            first = end == 0
            start = paragraph.text.index(clause, end)
            end = start + len(clause)
            yield Unit(
                text=clause,
                paragraph=paragraph,
                words=measure_words(clause),
                section=section,
                starts_paragraph=first,
                starts_sentence=clause is clauses[0],
                ends_sentence=clause is clauses[-1] and ends_sentence(clause),
                fills_paragraph=len(clause) == whole,
                quoted=quoted_share(start, end, spans),
            )
