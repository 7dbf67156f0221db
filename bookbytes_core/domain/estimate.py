"""What a chapter and a book will take, before anything is made: tokens, characters of speech, money.

Three figures each: ``likely`` is what a run without trouble takes, ``low`` what it takes when the summary comes out
short, ``high`` what it takes when it comes out long and an answer or a piece of speech has to be asked for twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from bookbytes_core.domain.book_text import BlockKind, ChapterText
from bookbytes_core.domain.cost import Usage
from bookbytes_core.domain.prices import Price, Tariffs
from bookbytes_core.domain.tokens import estimated_tokens
from bookbytes_core.domain.words import count_unspaced, is_unspaced, measure_words

_CHARACTERS_A_WORD = {False: 6, True: 2}
_SECONDS_A_CHARACTER = {False: Fraction(1, 15), True: Fraction(2, 9)}
"""By whether the script is written without spaces: a word with the space after it; speech at an easy pace."""

_SLOWEST = Fraction(3, 2)
_SPARE_SECONDS = 2
_LETTERS_A_DIGIT = 4
"""The slowest speech takes so many times as long, a digit as long as a word, and a file is silent at its ends."""

_PROMPT_TOKENS = 400
_TOKENS_A_PARAGRAPH = 12
"""Besides the text: what a model is told to do with it, and the id of each paragraph."""

_TOKENS_A_WORD = {False: 2, True: 3}
"""Of an answer: the word, and its share of the ids and of the form."""

_UNFORESEEN = Fraction(3, 2)
_UNFORESEEN_TOKENS = 1_000
"""How far an estimate of tokens may be off, and what a prompt and a schema may take."""

_SHORT, _LONG = Fraction(6, 10), Fraction(5, 4)
"""A summary against what was asked for: what passes the check of its length, and is usual."""

_HALF_A_SENTENCE = 8
_LEAST_TOLD = Fraction(7, 10)
"""Words that a summary of whole sentences mostly stays below its target; and how much of that it tells at least."""

_ENDLESS = 1_000_000
"""Words or characters: more than any summary has."""

_OPENING_CHARACTERS = 15
"""About what is said before a chapter, besides its title."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of something: whole units, or US dollars."""

    low: Decimal = Decimal(0)
    likely: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.low + other.low, self.likely + other.likely, self.high + other.high)


@dataclass(frozen=True, slots=True)
class Estimate:
    """``llm_tokens`` are those read and written together; ``tts_characters`` those spoken; ``cost_usd`` US dollars."""

    llm_tokens: Amount = Amount()
    tts_characters: Amount = Amount()
    cost_usd: Amount = Amount()

    def __add__(self, other: "Estimate") -> "Estimate":
        return Estimate(
            self.llm_tokens + other.llm_tokens,
            self.tts_characters + other.tts_characters,
            self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True, slots=True)
class ChapterSource:
    """What of a chapter decides its cost. ``words`` are measured ones, as ``target_words`` are; ``unspaced`` says that
    its script has no spaces between words."""

    title: str
    characters: int
    tokens: int
    words: int
    paragraphs: int
    unspaced: bool

    @classmethod
    def of(cls, chapter: ChapterText) -> "ChapterSource":
        texts = [paragraph.text for paragraph in chapter.paragraphs if paragraph.kind is not BlockKind.HEADING]
        text = "\n".join(texts)
        words = sum(map(measure_words, texts))
        return cls(chapter.title, len(text), estimated_tokens(text), words, len(texts), is_unspaced(text))

    def untold(self) -> "ChapterSource":
        """The same for a chapter that is told from memory: there is no text to read, and no end to what may be told."""
        return replace(self, characters=_ENDLESS, tokens=0, words=_ENDLESS, unspaced=is_unspaced(self.title))


def estimate_chapter(
    source: ChapterSource, target_words: int, tariffs: Tariffs, *, summarised: bool = False
) -> Estimate:
    """The estimate of a chapter that is to be told in ``target_words``. One that holds no more is spoken whole and no
    model is asked, nor is one for a chapter that is ``summarised`` already.

    Raises ``InvalidInput`` (code ``price_unknown``).
    """
    speech = _speech(source, target_words, tariffs.tts.known())
    if summarised or source.words <= target_words:
        return speech
    return _summary(source, target_words, tariffs.llm.known()) + speech


def estimate_book(chapters: Iterable[Estimate]) -> Estimate:
    return sum(chapters, Estimate())


def most_of_summary(request: str, answer_tokens: int) -> Usage:
    """The most that a question to a model may use, from the text of the request and the most it may answer."""
    return Usage(_UNFORESEEN_TOKENS + ceil(_UNFORESEEN * estimated_tokens(request)), answer_tokens)


def most_of_speech(text: str) -> Usage:
    """The most that speaking ``text`` may use: its characters, and milliseconds at the slowest pace."""
    digits = sum(character.isdigit() for character in text)
    unspaced = count_unspaced(text)
    spaced = len(text) - unspaced + (_LETTERS_A_DIGIT - 1) * digits
    pace = unspaced * _SECONDS_A_CHARACTER[True] + spaced * _SECONDS_A_CHARACTER[is_unspaced(text)]
    seconds = _SLOWEST * pace + _SPARE_SECONDS
    return Usage(len(text), ceil(seconds * 1000))


def _summary(source: ChapterSource, target_words: int, price: Price) -> Estimate:
    read = source.tokens + _PROMPT_TOKENS + _TOKENS_A_PARAGRAPH * source.paragraphs
    written = _TOKENS_A_WORD[source.unspaced] * target_words
    low = Usage(ceil(read / _UNFORESEEN), ceil(_SHORT * written))
    likely = Usage(read, written)
    high = Usage(2 * ceil(_UNFORESEEN * read), 2 * ceil(_LONG * written))
    each = (low, likely, high)
    return Estimate(
        llm_tokens=Amount(*(Decimal(usage.input_units + usage.output_units) for usage in each)),
        cost_usd=Amount(*(price.cost(usage) for usage in each)),
    )


def _speech(source: ChapterSource, target_words: int, price: Price) -> Estimate:
    opening = _OPENING_CHARACTERS + len(source.title)
    most = min(source.characters, _CHARACTERS_A_WORD[source.unspaced] * target_words)
    whole = source.words <= target_words
    told = source.characters if whole else ceil(most * max(_LEAST_TOLD, 1 - Fraction(_HALF_A_SENTENCE, target_words)))
    low = opening // 2 + ceil((1 if whole else _SHORT) * most)
    likely = opening + told
    high = 4 * opening + ceil(2 * (1 if whole else _LONG) * most)
    pace = _SECONDS_A_CHARACTER[source.unspaced]
    each = [
        Usage(characters, ceil(characters * pace * slower * 1000))
        for characters, slower in ((low, 1 / _SLOWEST), (likely, Fraction(1)), (high, _SLOWEST))
    ]
    return Estimate(
        tts_characters=Amount(*(Decimal(usage.input_units) for usage in each)),
        cost_usd=Amount(*(price.cost(usage) for usage in each)),
    )
