"""What every ``LanguageModel`` must do."""

import pytest

from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion, LanguageModel, SummaryRequest

PARAGRAPHS = tuple(
    Paragraph(f"p-{place}", text)
    for place, text in enumerate(
        [
            "The harbour lies on the north side of the island. Every morning the boats leave before the sun is up.",
            "They come back at noon with herring and mackerel. The oldest boat belongs to Maria Santos.",
            "In 1861 the lighthouse was lit for the first time. Its keeper wrote down the weather three times a day.",
            "The books of the keeper fill a whole shelf in the town hall. Nobody has counted their pages.",
            "When the lamp was made electric, the keeper stayed. A light needs somebody to look at it, he said.",
        ]
    )
)

BOOK = BookQuestion("The Harbour", ("Maria Santos",), "en")


def request(
    target_words: int, paragraphs: tuple[Paragraph, ...] = PARAGRAPHS, *, trouble: str | None = None
) -> SummaryRequest:
    return SummaryRequest("The Harbour", "en", paragraphs, target_words, trouble=trouble)


class LanguageModelContract:
    async def test_every_sentence_names_paragraphs_of_the_request(self, model: LanguageModel) -> None:
        draft = await model.summarise(request(40))
        known = {paragraph.id for paragraph in PARAGRAPHS}
        assert draft.sentences
        for sentence in draft.sentences:
            assert sentence.text.strip()
            assert sentence.sources
            assert set(sentence.sources) <= known

    async def test_the_length_is_near_the_target(self, model: LanguageModel) -> None:
        draft = await model.summarise(request(40))
        assert 25 <= sum(measure_words(sentence.text) for sentence in draft.sentences) <= 55

    async def test_a_chapter_shorter_than_the_target_comes_back_whole(self, model: LanguageModel) -> None:
        draft = await model.summarise(request(10_000))
        spoken = " ".join(sentence.text for sentence in draft.sentences)
        assert spoken == " ".join(paragraph.text for paragraph in PARAGRAPHS)

    async def test_a_chapter_without_a_sentence_gives_an_empty_draft(self, model: LanguageModel) -> None:
        only_heading = (Paragraph("h", "The Harbour", BlockKind.HEADING),)
        assert (await model.summarise(request(40, only_heading))).sentences == ()
        assert (await model.summarise(request(40, ()))).sentences == ()

    async def test_what_is_free_repeats_itself(self, model: LanguageModel) -> None:
        if model.provider.free:
            assert await model.summarise(request(40)) == await model.summarise(request(40))

    async def test_what_it_recalls_has_no_sources(self, model: LanguageModel) -> None:
        question = ChapterQuestion(BOOK, 2, "The Crossing", 40)
        if not model.remembers:
            with pytest.raises(InvalidInput) as caught:
                await model.recall_chapters(BOOK)
            assert caught.value.code == "source_text_required"
            with pytest.raises(InvalidInput):
                await model.recall_chapter(question)
        else:
            assert all((await model.recall_chapters(BOOK)).titles)
            assert {sentence.sources for sentence in (await model.recall_chapter(question)).sentences} == {()}

    async def test_an_answers_greatest_length_is_told_where_it_costs(self, model: LanguageModel) -> None:
        question = ChapterQuestion(BOOK, 2, "The Crossing", 40)
        for asked in (request(40), BOOK, question):
            assert (model.most_tokens(asked) > 0) is not model.provider.free
