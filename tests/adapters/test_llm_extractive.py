"""The extractive summariser: verbatim, in order, near its target, in any script."""

import asyncio
import json
import subprocess
import sys

import pytest

from bookbytes_adapters.llm.extractive import ExtractiveSummariser
from bookbytes_adapters.memory import EchoSummariser
from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.ports.llm import LanguageModel, SummaryDraft, SummaryRequest
from tests.contracts.llm import PARAGRAPHS, LanguageModelContract, request
from tests.support.broken import fails


class TestExtractive(LanguageModelContract):
    @pytest.fixture
    def model(self) -> LanguageModel:
        return ExtractiveSummariser()


class TestEcho(LanguageModelContract):
    @pytest.fixture
    def model(self) -> LanguageModel:
        return EchoSummariser()


class Inventive(EchoSummariser):
    """Names paragraphs that are not there, and never the same ones."""

    def __init__(self) -> None:
        super().__init__()
        self._made = 0

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        self._made += 1
        draft = await super().summarise(request)
        return SummaryDraft((DraftSentence("Invented.", (f"x-{self._made}",)),), draft.usage)


async def test_the_contract_notices_a_model_that_breaks_it() -> None:
    contract, broken = LanguageModelContract(), Inventive()
    await fails(contract.test_every_sentence_names_paragraphs_of_the_request, broken)
    await fails(contract.test_the_length_is_near_the_target, broken)
    await fails(contract.test_a_chapter_shorter_than_the_target_comes_back_whole, broken)
    await fails(contract.test_a_chapter_without_a_sentence_gives_an_empty_draft, broken)
    await fails(contract.test_what_is_free_repeats_itself, broken)


async def summary(target: int, *texts: str, language: str = "en", kind: BlockKind = BlockKind.PROSE) -> list[str]:
    paragraphs = tuple(Paragraph(f"p-{place}", text, kind) for place, text in enumerate(texts))
    draft = await ExtractiveSummariser().summarise(SummaryRequest("A Title", language, paragraphs, target))
    for sentence in draft.sentences:
        source = next(paragraph.text for paragraph in paragraphs if paragraph.id == sentence.sources[0])
        assert sentence.text in source
    return [sentence.text for sentence in draft.sentences]


async def test_sentences_stand_word_for_word_in_the_paragraph_they_name_and_in_order() -> None:
    draft = await ExtractiveSummariser().summarise(request(45))
    texts = {paragraph.id: paragraph.text for paragraph in PARAGRAPHS}
    assert all(sentence.text in texts[sentence.sources[0]] for sentence in draft.sentences)
    order = [list(texts).index(sentence.sources[0]) for sentence in draft.sentences]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith went to St. Louis. He saw Dr. Jones there.", 2),
        ("J. R. R. Tolkien wrote it. It sold well.", 2),
        ('"Stop!" he said. Nobody moved.', 2),
        ("It cost 3.50 dollars, e.g. in May. That was much.", 2),
    ],
)
async def test_abbreviations_initials_and_quotes_do_not_end_a_sentence(text: str, count: int) -> None:
    assert len(await summary(1000, text)) == count


async def test_languages_without_spaces_are_cut_into_sentences() -> None:
    text = "港は島の北側にある。毎朝、船は日の出前に出る。昼には鰊を積んで戻る。一番古い船はマリアのものだ。"
    chosen = await summary(15, text, language="ja")
    assert chosen
    assert sum(measure_words(sentence) for sentence in chosen) <= 25
    assert all(sentence.endswith("。") for sentence in chosen)


@pytest.mark.parametrize("kind", [BlockKind.VERSE, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CODE])
async def test_chapters_of_nothing_but_verse_lists_tables_or_code_say_something(kind: BlockKind) -> None:
    texts = [f"Line number {place} of the thing tells of the harbour and the sea" for place in range(20)]
    assert await summary(30, *texts, kind=kind)


async def test_a_small_target_is_met_within_a_sentence() -> None:
    texts = [f"The {word} of the town was painted in the spring of that year." for word in "abcdefghij"]
    chosen = await summary(25, *texts)
    assert 13 <= sum(measure_words(sentence) for sentence in chosen) <= 39


async def test_another_process_chooses_the_same_sentences() -> None:
    code = (
        "import asyncio, json;"
        "from tests.contracts.llm import request;"
        "from bookbytes_adapters.llm.extractive import ExtractiveSummariser;"
        "draft = asyncio.run(ExtractiveSummariser().summarise(request(45)));"
        "print(json.dumps([s.text for s in draft.sentences]))"
    )
    other = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    here = await ExtractiveSummariser().summarise(request(45))
    assert json.loads(other.stdout) == [sentence.text for sentence in here.sentences]
