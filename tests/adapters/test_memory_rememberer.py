"""The model in memory that knows books by name."""

import pytest

from bookbytes_adapters.memory import Rememberer
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion
from tests.contracts.llm import LanguageModelContract

HARBOUR = BookQuestion("The Harbour", ("Maria Santos",), "en")


class TestRememberer(LanguageModelContract):
    @pytest.fixture
    def model(self) -> Rememberer:
        return Rememberer({"The Harbour": {"The Departure": (), "The Crossing": ("They cross at night.",)}})

    async def test_it_knows_what_it_was_told_and_nothing_else(self, model: Rememberer) -> None:
        unknown = BookQuestion("The Lighthouse", (), "en")
        assert (await model.recall_chapters(HARBOUR)).titles == ("The Departure", "The Crossing")
        assert (await model.recall_chapters(unknown)).titles == ()
        told, untold, never = [
            (await model.recall_chapter(ChapterQuestion(book, 1, title, 100))).sentences
            for book, title in ((HARBOUR, "The Crossing"), (HARBOUR, "The Departure"), (unknown, "One"))
        ]
        assert [(sentence.text, sentence.sources) for sentence in told] == [("They cross at night.", ())]
        assert untold == never == ()
        assert len(model.questions) == 5
