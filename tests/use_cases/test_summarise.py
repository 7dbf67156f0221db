"""A chapter's summary: one call when all is well, and what happens when it is not."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Chapter, ChapterStatus, Options, Status
from bookbytes_core.domain.parts import room_tokens, shown_tokens
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import Refused, Rejected
from bookbytes_core.ports.llm import REPAIRABLE, SummaryRequest, Task
from tests.support.storytellers import Storyteller, a_long_chapter, false
from tests.use_cases.steps import chapters_of, ordered

Drafts = tuple[DraftSentence, ...]


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    file = tmp_path / "island.txt"
    file.write_text(a_long_chapter(), encoding="utf-8")
    return file


async def made(teller: Storyteller, file: Path, options: Options | None = None) -> Chapter:
    world = MemoryWorld(summariser=teller)
    receipt = await ordered(world, file, options)
    await world.application().generate_audio_book(receipt.job_id)
    (chapter,) = await chapters_of(world, receipt.audio_book_id)
    return chapter


async def told(teller: Storyteller, file: Path, options: Options | None = None) -> tuple[SummarySentence, ...]:
    chapter = await made(teller, file, options)
    assert chapter.status is ChapterStatus.COMPLETED
    assert chapter.summary
    return chapter.summary.sentences


def places(sentences: tuple[SummarySentence, ...]) -> list[int]:
    """The number of the first paragraph each cites, from its id."""
    return [min(int(source.rpartition("-")[2]) for source in sentence.sources) for sentence in sentences]


def some_false(request: SummaryRequest, drafts: Drafts) -> Drafts:
    """The third sentence of a first try is false."""
    return tuple(
        false(draft) if place == 2 and request.task is not Task.AGAIN else draft for place, draft in enumerate(drafts)
    )


async def test_a_chapter_within_the_context_is_one_call(long_file: Path) -> None:
    teller = Storyteller(context_tokens=32_000)
    sentences = await told(teller, long_file)
    assert teller.tasks == [Task.CHAPTER]
    assert {sentence.verdict for sentence in sentences} == {Verdict.KEPT}


@pytest.mark.parametrize("code", sorted(REPAIRABLE))
async def test_an_answer_of_no_use_is_repaired_once(long_file: Path, code: str) -> None:
    def useless(request: SummaryRequest, drafts: Drafts) -> Drafts:
        if request.trouble is None:
            raise Rejected("That was no summary.", code=code)
        return drafts

    teller = Storyteller(useless)
    assert await told(teller, long_file)
    assert [request.trouble for request in teller.requests] == [None, code]


@pytest.mark.parametrize(("code", "calls"), [("summary_invalid", 2), ("summary_refused", 1)])
async def test_a_chapter_without_an_answer_fails_with_its_reason(long_file: Path, code: str, calls: int) -> None:
    def useless(request: SummaryRequest, drafts: Drafts) -> Drafts:
        raise Rejected("That was no summary.", code=code)

    teller = Storyteller(useless)
    chapter = await made(teller, long_file)
    assert len(teller.requests) == calls
    assert chapter.error
    assert (chapter.status, chapter.error.code) == (ChapterStatus.FAILED, code)


class TestFalseSentences:
    async def test_a_second_try_sees_only_what_they_cite_and_stands_where_they_stood(self, long_file: Path) -> None:
        teller = Storyteller(some_false)
        sentences = await told(teller, long_file)
        honest = await told(Storyteller(), long_file)
        assert teller.tasks == [Task.CHAPTER, Task.AGAIN]
        (cited,) = teller.requests[1].paragraphs
        assert cited.id == honest[2].sources[0]
        assert teller.requests[1].target_words >= 20
        assert sentences[:3] == honest[:3]
        assert places(sentences) == sorted(places(sentences))

    @pytest.mark.parametrize("second_try", ["false", "rejected"])
    async def test_after_a_second_try_in_vain_the_book_speaks(self, long_file: Path, second_try: str) -> None:
        def change(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is Task.AGAIN and second_try == "rejected":
                raise Rejected("That was no summary.", code="summary_invalid")
            return tuple(map(false, drafts)) if request.task is Task.AGAIN else some_false(request, drafts)

        teller = Storyteller(change)
        sentences = await told(teller, long_file)
        honest = await told(Storyteller(), long_file)
        assert teller.tasks == [Task.CHAPTER, Task.AGAIN]
        assert sentences[2] == SummarySentence(honest[2].text, honest[2].sources, 1.0, Verdict.EXTRACTED)
        assert {each.sources for each in sentences} == {each.sources for each in honest}

    async def test_nothing_but_falsehoods_leaves_a_summary_in_the_books_own_words(self, long_file: Path) -> None:
        sentences = await told(Storyteller(lambda _, drafts: tuple(map(false, drafts))), long_file)
        assert {sentence.verdict for sentence in sentences} == {Verdict.EXTRACTED}
        assert places(sentences) == sorted(places(sentences))
        assert len({sentence.text for sentence in sentences}) == len(sentences)

    async def test_a_refusal_of_the_second_try_parks_the_job(self, long_file: Path) -> None:
        def change(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is Task.AGAIN:
                raise Refused("The key is not valid.")
            return some_false(request, drafts)

        world = MemoryWorld(summariser=Storyteller(change))
        receipt = await ordered(world, long_file)
        await world.application().generate_audio_book(receipt.job_id)
        view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
        assert view.job.status is Status.PAUSED

    async def test_what_others_cite_anyway_needs_no_second_try(self, long_file: Path) -> None:
        def repeated(request: SummaryRequest, drafts: Drafts) -> Drafts:
            return (*drafts, false(drafts[0]))

        teller = Storyteller(repeated)
        assert await told(teller, long_file) == await told(Storyteller(), long_file)
        assert teller.tasks == [Task.CHAPTER]

    async def test_a_sentence_about_many_paragraphs_is_made_up_for_in_all_of_them(self, long_file: Path) -> None:
        def change(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is Task.AGAIN:
                return tuple(map(false, drafts))
            about_all = tuple(source for draft in drafts[:2] for source in draft.sources)
            return (DraftSentence(false(drafts[0]).text, about_all), *drafts[2:])

        sentences = await told(Storyteller(change), long_file)
        assert [sentence.verdict for sentence in sentences[:3]] == [Verdict.EXTRACTED, Verdict.EXTRACTED, Verdict.KEPT]
        assert places(sentences[:2]) == places((await told(Storyteller(), long_file))[:2])


class TestLongChapters:
    CONTEXT = 2_200

    async def test_parts_are_summarised_and_made_one(self, long_file: Path) -> None:
        teller = Storyteller(context_tokens=self.CONTEXT)
        chapter = await made(teller, long_file)
        *parts, join = teller.requests
        assert [*{request.task for request in parts}, join.task] == [Task.PART, Task.JOIN]
        ids = [paragraph.id for request in parts for paragraph in request.paragraphs]
        assert len(ids) == len(set(ids)) == 31
        for request in teller.requests:
            assert shown_tokens(request.paragraphs) <= room_tokens(self.CONTEXT, chapter.target_words)
        wanted = sum(request.target_words for request in parts)
        assert wanted == pytest.approx(2 * chapter.target_words, rel=0.1)
        assert [paragraph.id for paragraph in join.paragraphs] == [str(n + 1) for n in range(len(join.paragraphs))]
        assert join.target_words == chapter.target_words

    async def test_what_is_made_one_cites_the_books_paragraphs(self, long_file: Path) -> None:
        def merged(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is not Task.JOIN:
                return drafts
            first, second, *rest = drafts
            sources = (*first.sources, "999", *second.sources)
            return (DraftSentence(f"{first.text[:-1]}; {second.text}", sources), *rest)

        sentences = await told(Storyteller(merged, context_tokens=self.CONTEXT), long_file)
        assert places(sentences) == sorted(places(sentences))
        first, second = sentences[0].sources
        text = a_long_chapter().split("\n\n")
        assert [int(first.rpartition("-")[2]), int(second.rpartition("-")[2])] == [2, 3]
        assert all(part in "".join(text) for part in sentences[0].text[:-1].split("; "))

    async def test_falsehoods_of_parts_and_of_the_whole_are_not_spoken(self, long_file: Path) -> None:
        def change(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is Task.PART and len(request.paragraphs[0].text) < 15:
                return tuple(map(false, drafts))
            return some_false(request, drafts)

        teller = Storyteller(change, context_tokens=self.CONTEXT)
        sentences = await told(teller, long_file)
        assert teller.tasks[-2:] == [Task.JOIN, Task.AGAIN]
        join = teller.requests[-2]
        assert not any("Napoleon" in line.text for line in join.paragraphs)
        assert not any("Napoleon" in sentence.text for sentence in sentences)
        assert places(sentences)[0] == 2
        assert all(paragraph.id.count("-") for paragraph in teller.requests[-1].paragraphs)

    async def test_paragraphs_beyond_the_context_get_no_second_try(self, long_file: Path) -> None:
        def about_everything(request: SummaryRequest, drafts: Drafts) -> Drafts:
            sources = tuple(paragraph.id for paragraph in request.paragraphs)
            first = false(drafts[0]) if request.task is Task.JOIN else drafts[0]
            return (DraftSentence(first.text, sources), *(drafts[1:] if request.task is Task.PART else ()))

        teller = Storyteller(about_everything, context_tokens=self.CONTEXT)
        sentences = await told(teller, long_file)
        assert teller.tasks[-1] is Task.JOIN
        assert {sentence.verdict for sentence in sentences} == {Verdict.EXTRACTED}

    async def test_sentences_beyond_the_context_are_made_one_in_rounds(self, tmp_path: Path) -> None:
        file = tmp_path / "long.txt"
        file.write_text(a_long_chapter(240), encoding="utf-8")
        teller = Storyteller(context_tokens=1_500)
        sentences = await told(teller, file, Options(words_per_chapter=60))
        joins = [request for request in teller.requests if request.task is Task.JOIN]
        assert len(joins) > 2
        assert all(shown_tokens(request.paragraphs) <= room_tokens(1_500, 60) for request in teller.requests)
        assert sum(measure_words(sentence.text) for sentence in sentences) == pytest.approx(60, rel=0.12)
        assert places(sentences) == sorted(places(sentences))

    @pytest.mark.parametrize("context", [2_000, 20_000])
    async def test_a_summary_too_long_for_one_answer_is_told_part_by_part(self, tmp_path: Path, context: int) -> None:
        file = tmp_path / "long.txt"
        file.write_text(a_long_chapter(120), encoding="utf-8")
        teller = Storyteller(context_tokens=context)
        sentences = await told(teller, file, Options(words_per_chapter=1_000))
        assert set(teller.tasks) == {Task.PART}
        assert max(request.target_words for request in teller.requests) * 8 <= context // 3
        assert sum(measure_words(sentence.text) for sentence in sentences) == pytest.approx(1_000, rel=0.12)

    async def test_a_model_that_shortens_nothing_is_not_asked_for_ever(self, tmp_path: Path) -> None:
        file = tmp_path / "long.txt"
        file.write_text(a_long_chapter(120), encoding="utf-8")

        def all_of_it(request: SummaryRequest, drafts: Drafts) -> Drafts:
            return tuple(DraftSentence(each.text, (each.id,)) for each in request.paragraphs)

        teller = Storyteller(all_of_it, context_tokens=1_500)
        sentences = await told(teller, file, Options(words_per_chapter=60))
        assert teller.tasks.count(Task.JOIN) < teller.tasks.count(Task.PART)
        assert sum(measure_words(sentence.text) for sentence in sentences) == pytest.approx(60, rel=0.12)


class TestLengths:
    @staticmethod
    def wordy(request: SummaryRequest, drafts: Drafts) -> Drafts:
        """Twice as many sentences as asked for."""
        return tuple(DraftSentence(each.text, (each.id,)) for each in request.paragraphs if " was " in each.text)[:10]

    async def test_without_a_budget_nothing_that_passed_is_cut(self, long_file: Path) -> None:
        assert len(await told(Storyteller(self.wordy), long_file)) == 10

    async def test_with_a_budget_the_length_is_kept(self, long_file: Path) -> None:
        sentences = await told(Storyteller(self.wordy), long_file, Options(words_per_chapter=100))
        assert sum(measure_words(sentence.text) for sentence in sentences) == pytest.approx(100, rel=0.12)
        assert places(sentences) == sorted(places(sentences))

    @staticmethod
    def one_for_five(request: SummaryRequest, drafts: Drafts) -> Drafts:
        """A false sentence of thirteen words about what five of ten words tell; no second try is of use."""
        if request.task is Task.AGAIN:
            return tuple(map(false, drafts))
        sources = tuple(source for draft in drafts[:5] for source in draft.sources)
        return (DraftSentence(false(drafts[0]).text, sources), *drafts[5:])

    async def test_with_a_budget_replacements_fill_what_is_left_of_it(self, long_file: Path) -> None:
        sentences = await told(Storyteller(self.one_for_five), long_file, Options(words_per_chapter=200))
        assert sum(measure_words(sentence.text) for sentence in sentences) == pytest.approx(200, rel=0.1)

    async def test_what_stands_in_for_one_sentence_is_not_a_chapter(self, long_file: Path) -> None:
        def about_everything(request: SummaryRequest, drafts: Drafts) -> Drafts:
            if request.task is Task.AGAIN:
                return tuple(map(false, drafts))
            return (DraftSentence(false(drafts[0]).text, tuple(each.id for each in request.paragraphs)), *drafts)

        sentences = await told(Storyteller(about_everything), long_file)
        assert sum(sentence.verdict is Verdict.EXTRACTED for sentence in sentences) == 3
