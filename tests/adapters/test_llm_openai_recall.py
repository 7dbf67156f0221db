"""A book's chapters from a model's memory: what is sent, what is believed, and how it may decline."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bookbytes_adapters.llm.openai_chapters import MOST_CHAPTERS, read_chapters
from bookbytes_adapters.llm.openai_reply import Reply
from bookbytes_core.domain.cost import Usage
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import REPAIRABLE, BookQuestion, ChapterQuestion, LanguageModel
from tests.support.fake_vendor import FakeVendor
from tests.support.fake_vendor_answers import REMEMBERED_TITLES
from tests.support.openai_servers import a_server, a_summariser

BOOK = BookQuestion('The "Sea"\nand I', ("Ada Smith", "Bo Lind"), "en")


@pytest.fixture
async def model(vendor: FakeVendor) -> AsyncIterator[LanguageModel]:
    async with a_server(vendor.base_url) as server:
        yield a_summariser(server)


async def test_the_list_is_asked_for_as_the_interface_fixes(model: LanguageModel, vendor: FakeVendor) -> None:
    recalled = await model.recall_chapters(BOOK)
    (body,), (billed,) = vendor.asked(), vendor.bill()
    assert recalled.titles == REMEMBERED_TITLES
    assert recalled.usage == Usage(billed.input_units, billed.output_units)
    system, user = (message["content"] for message in body["messages"])
    assert json.loads(user) == {"title": 'The "Sea" and I', "authors": ["Ada Smith", "Bo Lind"]}
    assert "Sea" not in system
    described = body["response_format"]["json_schema"]
    assert (described["name"], described["strict"]) == ("chapter_list", True)
    assert described["schema"]["required"] == ["known", "chapters"]
    assert body["max_tokens"] == model.most_tokens(BOOK)


async def test_a_chapter_is_asked_for_by_its_number_and_title(model: LanguageModel, vendor: FakeVendor) -> None:
    draft = await model.recall_chapter(ChapterQuestion(BOOK, 3, "The Return", 40))
    assert draft.sentences
    assert all(sentence.sources == () and "The Return" in sentence.text for sentence in draft.sentences)
    (body,) = vendor.asked()
    system, user = (message["content"] for message in body["messages"])
    assert json.loads(user)["chapter"] == {"number": 3, "title": "The Return"}
    assert "about 40 words in English" in system
    assert "Return" not in system
    assert body["response_format"]["json_schema"]["name"] == "chapter_summary"


@pytest.mark.parametrize("fault", ["unknown", "unknown_word"])
async def test_v10_a_book_that_the_model_does_not_know_has_no_chapters(
    fault: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    assert (await model.recall_chapters(BOOK)).titles == ()


@pytest.mark.parametrize(
    "fault",
    ["no_chapters", "many_chapters", "same_chapters", "empty_title", "long_title", "disorder", "invalid_json", "html"],
)
async def test_v09_a_list_that_cannot_be_one_is_rejected_and_may_be_repaired(
    fault: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    with pytest.raises(Rejected) as caught:
        await model.recall_chapters(BOOK)
    assert caught.value.code == "summary_invalid"
    assert caught.value.code in REPAIRABLE
    repaired = await model.recall_chapters(BookQuestion("The Sea", (), "en", trouble=caught.value.code))
    assert repaired.titles == REMEMBERED_TITLES
    assert "Your first answer" in vendor.asked()[1]["messages"][0]["content"]


@pytest.mark.parametrize(("fault", "code"), [("refusal", "summary_refused"), ("excuse", "summary_refused")])
async def test_a_model_may_decline(fault: str, code: str, model: LanguageModel, vendor: FakeVendor) -> None:
    vendor.script(fault=fault, times=2)
    with pytest.raises(Rejected) as of_list:
        await model.recall_chapters(BOOK)
    with pytest.raises(Rejected) as of_chapter:
        await model.recall_chapter(ChapterQuestion(BOOK, 3, "The Return", 40))
    assert (of_list.value.code, of_chapter.value.code) == (code, code)
    vendor.script(fault="no_sentences")
    with pytest.raises(Rejected) as of_nothing:
        await model.recall_chapter(ChapterQuestion(BOOK, 3, "The Return", 40))
    assert of_nothing.value.code == "summary_refused"


def titles(*chapters: tuple[Any, str], known: bool = True) -> tuple[str, ...]:
    listed = [{"number": number, "title": title} for number, title in chapters]
    return read_chapters(Reply(json.dumps({"known": known, "chapters": listed}), Usage())).titles


class TestReadChapters:
    def test_what_does_no_harm_is_tidied(self) -> None:
        assert titles((0, " One\u200b "), (3, "**Two**"), (3, "**Two**"), (7, "Three")) == ("One", "Two", "Three")
        assert titles((1, "I a"), (2, "I b"), (1, "II a"), (2, "II b")) == ("I a", "I b", "II a", "II b")
        assert titles(("1", "One")) == ("One",)
        assert len(titles(*((place, f"T {place}") for place in range(MOST_CHAPTERS)))) == MOST_CHAPTERS

    def test_one_that_is_not_known_is_not_believed(self) -> None:
        assert titles((1, "One"), known=False) == ()

    @pytest.mark.parametrize(
        "chapters", [[(1, "One"), (5, "Two"), (4, "Three")], [(-1, "One")], [("one", "One")], [(1, "…")]]
    )
    def test_what_makes_no_sense_is_rejected(self, chapters: list[tuple[Any, str]]) -> None:
        with pytest.raises(Rejected):
            titles(*chapters)


async def test_long_names_are_cut(model: LanguageModel, vendor: FakeVendor) -> None:
    await model.recall_chapters(BookQuestion("x " * 50_000, ("y" * 9_000,) * 90, "en"))
    assert len(vendor.asked()[0]["messages"][1]["content"]) < 4_000
