"""Summaries in a book's own words in which one sentence in ten is false by one planted edit.

Nothing of the books is in the repository: all is made from the real books where these lie beside the checkout, by
chance with a fixed seed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bookbytes_adapters.llm.extractive import ExtractiveSummariser
from bookbytes_core.domain.book_text import BookText, ChapterText
from bookbytes_core.domain.grounding_terms import primary_language
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.ports.llm import SummaryRequest
from tests.support.grounding_corpus import CALIBRATION, KINDS, Labelled, LabelledChapter, book_text
from tests.support.planted_edits import EDITS, names_of, renamed, retold

PLANTED_CALIBRATION = CALIBRATION
PLANTED_HELD_OUT = (
    "the-prince",
    "moby-dick",
    "the-time-machine",
    "robinson-crusoe_en_gutenberg_epub3",
    "meditations",
    "importance-of-being-earnest",
    "alice_en_no-toc-at-all",
    "idpf_childrens-literature",
    "producing-oss_en_docbook-nested5_epub2",
    "todo-es-mio_es_epub2_no-mimetype-first_11-errors",
    "ubuntu-packaging-guide_fr_broken-nav-links",
    "developers-reference_ja_sphinx",
)
"""Books that no rule was made by. The English Metamorphosis is not among them: it is a calibration book in German."""

_CHAPTERS = 8
_LEAST_WORDS, _MOST_WORDS = 500, 9000
"""Words of a chapter worth a summary of ``_TARGET_WORDS``."""
_TARGET_WORDS = 300
_TRUE_FOR_EACH_FALSE = 9
_LEAST_CHARACTERS = 40
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|(?<=。)")


@dataclass(frozen=True, slots=True)
class _Told:
    """A chapter and the sentences an extractive summary takes from it, each with the one behind it in the book."""

    chapter: ChapterText
    sentences: tuple[tuple[DraftSentence, str | None], ...]


async def planted_chapters(stem: str) -> tuple[LabelledChapter, ...]:
    """For each of the first chapters one summary for each kind of fault. A true sentence is of kind "true" where it
    stands in the book word for word and of kind "retold" where it does not."""
    book = book_text(stem)
    language = primary_language(book.info.language)
    told = [await _told(chapter, book.info.language) for chapter in _worth_telling(book)]
    names = names_of([sentence.text for one in told for sentence, _ in one.sentences])
    known = (book.info.title, *book.info.authors)
    return tuple(
        LabelledChapter(one.chapter, book.info.language, known, tuple(_summary(kind, one, told, language, names, stem)))
        for one in told
        for kind in KINDS
    )


def _worth_telling(book: BookText) -> Sequence[ChapterText]:
    return [chapter for chapter in book.chapters if _LEAST_WORDS < chapter.word_count < _MOST_WORDS][:_CHAPTERS]


async def _told(chapter: ChapterText, language: str) -> _Told:
    request = SummaryRequest(chapter.title, language, chapter.paragraphs, _TARGET_WORDS)
    drafts = (await ExtractiveSummariser().summarise(request)).sentences
    texts = {paragraph.id: paragraph.text for paragraph in chapter.paragraphs}
    whole = [draft for draft in drafts if len(draft.text) >= _LEAST_CHARACTERS / (1 + (language == "ja"))]
    return _Told(chapter, tuple((draft, _following(draft.text, texts[draft.sources[0]])) for draft in whole))


def _following(sentence: str, paragraph: str) -> str | None:
    rest = paragraph.partition(sentence)[2].strip()
    following = _SENTENCE_END.split(rest)[0] if rest else ""
    return following if len(following) >= _LEAST_CHARACTERS else None


def _summary(
    kind: str, one: _Told, told: Sequence[_Told], language: str, names: Sequence[str], stem: str
) -> Iterator[Labelled]:
    """The chapter's sentences, half of them retold, one in ten made false where a fault of ``kind`` can be planted."""
    chance = Random(f"{stem} {one.chapter.number} {kind}")
    elsewhere = [sentence.text for other in told if other is not one for sentence, _ in other.sentences]
    true = [_perhaps_retold(draft, following, language, chance) for draft, following in one.sentences]
    false = {}
    for place in chance.sample(range(len(true)), len(true)):
        if len(false) * (_TRUE_FOR_EACH_FALSE + 1) >= len(true):
            break
        draft = true[place].draft
        text = _edited(kind, draft.text, language, chance, names, elsewhere)
        if text is not None and text != draft.text:
            false[place] = Labelled(kind, DraftSentence(text, draft.sources))
    yield from (false.get(place, sentence) for place, sentence in enumerate(true))


def _perhaps_retold(draft: DraftSentence, following: str | None, language: str, chance: Random) -> Labelled:
    text = retold(draft.text, language, chance, following) if chance.random() < 0.5 else None
    return Labelled("true", draft) if text is None else Labelled("retold", DraftSentence(text, draft.sources))


def _edited(
    kind: str, text: str, language: str, chance: Random, names: Sequence[str], elsewhere: Sequence[str]
) -> str | None:
    if kind == "name":
        return renamed(text, language, chance, names)
    if kind == "elsewhere":
        return chance.choice(elsewhere) if elsewhere else None
    return EDITS[kind](text, language, chance)
