"""The extractive summariser: verbatim, in order, near its target, in any script."""

import asyncio
import json
import subprocess
import sys
import tracemalloc

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


RIVERS = ("Elbe", "Rhone", "Tagus", "Volga", "Douro", "Tiber", "Meuse", "Oder", "Ebro", "Seine", "Loire", "Thames")


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


def chapter(paragraphs: int, sentences: int = 4) -> list[str]:
    """Paragraphs about one thing each: the words of paragraph n stand nowhere else."""
    return [
        " ".join(
            f"The mill{p} grinds barley{p} for the town of Ford{p} in week {s}{p}." for s in range(1, sentences + 1)
        )
        for p in range(10, 10 + paragraphs)
    ]


@pytest.mark.parametrize("target", [20, 40, 60, 150, 450])
async def test_lengths_are_met_and_their_sum_does_not_lean_to_one_side(target: int) -> None:
    words = [
        "boats",
        "of",
        "the",
        "harbour",
        "that",
        "came",
        "home",
        "with",
        "herring",
        "before",
        "the",
        "great",
        "storm",
        "broke",
        "over",
        "the",
        "island",
        "and",
    ]
    total = 0
    for turn in range(8):
        texts = [
            " ".join(
                f"The {n}th {' '.join(words[: 3 + (7 * n + 5 * turn) % 15])} sank." for n in range(place, place + 3)
            )
            for place in range(0, 180, 3)
        ]
        total += sum(map(measure_words, await summary(target, *texts)))
    assert abs(total - 8 * target) <= 0.04 * 8 * target


async def test_every_part_of_the_chapter_is_heard() -> None:
    texts = chapter(40)
    chosen = await summary(240, *texts)
    heard = {place for place, text in enumerate(texts) for sentence in chosen if sentence in text}
    quarters = [sum(1 for place in heard if place // 10 == quarter) for quarter in range(4)]
    assert min(quarters) >= 1


async def test_headings_are_never_spoken() -> None:
    paragraphs = (
        Paragraph("h-1", "The Mill of Ford", BlockKind.HEADING),
        Paragraph("p-1", "The mill of Ford grinds barley for the town. It has done so for years."),
        Paragraph("h-2", "The Weir", BlockKind.HEADING),
        Paragraph("p-2", "The weir above the mill holds the water back in summer."),
    )
    for target in (12, 1000):
        draft = await ExtractiveSummariser().summarise(SummaryRequest("The Mill of Ford", "en", paragraphs, target))
        assert {source for sentence in draft.sentences for source in sentence.sources} <= {"p-1", "p-2"}


async def test_a_whole_chapter_keeps_its_lists_and_leaves_its_ornaments() -> None:
    paragraphs = (
        Paragraph("p-1", "Three things are needed."),
        Paragraph("p-2", "flour", BlockKind.LIST_ITEM),
        Paragraph("p-3", "* * *"),
        Paragraph("p-4", "water", BlockKind.LIST_ITEM),
    )
    draft = await ExtractiveSummariser().summarise(SummaryRequest("Bread", "en", paragraphs, 100))
    assert [sentence.text for sentence in draft.sentences] == ["Three things are needed.", "flour", "water"]


async def test_a_sentence_that_leans_is_not_chosen_without_the_one_before() -> None:
    telling = [
        f"The pilot of the {river} ferry knows every {n} bank of sand there. He learned the {river} from uncle {n}."
        for n, river in enumerate(RIVERS)
    ]
    chosen = await summary(40, *telling)
    for place, sentence in enumerate(chosen):
        assert not sentence.startswith("He ") or chosen[place - 1].startswith("The pilot")


async def test_prose_is_preferred_to_code_and_tables() -> None:
    paragraphs = []
    for n, river in enumerate(RIVERS):
        paragraphs += [
            Paragraph(
                f"p-{n}", f"The {river} branch is cut when keeper{n} has seen that all gates{n} of it are green{n}."
            ),
            Paragraph(f"c-{n}", f"git branch release/{n}.0 main && git push origin release/{n}.0", BlockKind.CODE),
            Paragraph(f"t-{n}", f"release {n}.0 | main branch | tests passed | branch cut", BlockKind.TABLE_ROW),
        ]
    draft = await ExtractiveSummariser().summarise(SummaryRequest("Releases", "en", tuple(paragraphs), 60))
    assert {source[0] for sentence in draft.sentences for source in sentence.sources} == {"p"}


async def test_what_was_said_is_not_said_again() -> None:
    refrain = "The old clock above the market hall of Ford had stopped at a quarter past four."
    texts = [f"{refrain} {text}" for text in chapter(12, 2)]
    assert (await summary(90, *texts)).count(refrain) <= 1


async def test_sentences_longer_than_the_target_still_give_something_near_it() -> None:
    endless = (
        "; ".join(f"and on the day number {n} the wind turned and the boats of Ford stayed in" for n in range(30)) + "."
    )
    chosen = await summary(30, endless, endless.replace("boats", "ships"))
    assert 15 <= sum(map(measure_words, chosen)) <= 45


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("he", "הסירה יצאה מן הנמל לפני הזריחה וחזרה בצהריים."),
        ("ar", "غادر القارب الميناء قبل الفجر وعاد عند الظهر."),
        ("zh", "渔船每天黎明前离开港口，中午带着鱼回来。"),
        ("th", "เรือประมงออกจากท่าเรือก่อนรุ่งสาง และกลับมาตอนเที่ยงพร้อมปลา "),
    ],
)
async def test_other_scripts_are_summarised_near_their_target(language: str, sentence: str) -> None:
    texts = [f"{sentence} {sentence}"] * 20
    chosen = await summary(40, *texts, language=language)
    assert 20 <= sum(map(measure_words, chosen)) <= 60


async def test_no_words_asked_for_give_none() -> None:
    assert await summary(0, "The mill of Ford grinds barley.") == []


async def test_a_chapter_of_20_000_words_is_bounded_in_memory_and_leaves_the_loop_free() -> None:
    texts = [
        " ".join(f"The miller {s} of Ford {p} weighed sack {s * p} of barley on day {p}." for s in range(10))
        for p in range(150)
    ]
    turns = 0
    tracemalloc.start()
    work = asyncio.create_task(summary(450, *texts))
    while not work.done():
        await asyncio.sleep(0.001)
        turns += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 400 <= sum(map(measure_words, await work)) <= 500
    assert turns > 10
    assert peak < 32 * 2**20


def test_the_provider_is_free_and_versioned() -> None:
    provider = ExtractiveSummariser().provider
    assert (provider.name, provider.model, provider.free) == ("extractive", "textrank", True)
    assert provider.version
