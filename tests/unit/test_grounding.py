"""What the text bears out is spoken; what it does not is dropped."""

import pytest

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding import ground, support
from bookbytes_core.domain.summary import DraftSentence, Verdict

TEXT = (
    "In 1861 the lighthouse on the northern cape was lit for the first time. Its keeper, Maria Santos, wrote down the "
    "weather three times a day and never missed an entry in forty years."
)
PARAGRAPHS = (Paragraph("p-1", TEXT), Paragraph("p-2", "The harbour was built by Tomas Reyes after the great storm."))


def test_a_verbatim_sentence_is_fully_supported() -> None:
    assert support("In 1861 the lighthouse on the northern cape was lit for the first time.", [TEXT], "en").score == 1


def test_a_faithful_retelling_is_kept() -> None:
    draft = DraftSentence("The lighthouse on the northern cape was first lit in 1861.", ("p-1",))
    grounded = ground([draft], PARAGRAPHS, "en")
    assert [sentence.verdict for sentence in grounded.sentences] == [Verdict.KEPT]


@pytest.mark.parametrize(
    "falsehood",
    [
        "In 1871 the lighthouse on the northern cape was lit for the first time.",
        "Its keeper, Ana Duarte, wrote down the weather three times a day.",
        "A dragon burned the southern village and all its bakers fled over the mountains.",
    ],
)
def test_a_falsehood_is_dropped(falsehood: str) -> None:
    grounded = ground([DraftSentence(falsehood, ("p-1",))], PARAGRAPHS, "en")
    assert grounded.sentences == ()
    assert [draft.text for draft in grounded.dropped] == [falsehood]


def test_sources_that_do_not_exist_do_not_count() -> None:
    text = "The harbour was built by Tomas Reyes after the great storm."
    grounded = ground([DraftSentence(text, ("nowhere", "p-2")), DraftSentence(text, ("nowhere",))], PARAGRAPHS, "en")
    assert [sentence.sources for sentence in grounded.sentences] == [("p-2",)]
    assert len(grounded.dropped) == 1


def test_scores_repeat_and_lie_between_nought_and_one() -> None:
    for sentence in ("", "…", "Maria", "1861 1861 1861", "港は島の北側にある。"):
        score = support(sentence, [TEXT], "en").score
        assert 0 <= score <= 1
        assert score == support(sentence, [TEXT], "en").score
