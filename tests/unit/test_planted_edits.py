"""The edits that are planted to measure the judge: each changes one thing, and the same chance changes the same one."""

from collections.abc import Callable
from random import Random

import pytest

from tests.support.planted_edits import EDITS, names_of, renamed, retold

ENGLISH = "But on Monday the keeper told Santos that three boats were lost; the pilots had never seen them."


@pytest.mark.parametrize("edit", [renamed, *EDITS.values()])
def test_an_edit_changes_the_sentence_the_same_way_each_time(edit: Callable[[str, str, Random], str | None]) -> None:
    made = [edit(ENGLISH, "en", Random(seed)) for seed in (1, 1, 2, 3)]
    assert None not in made
    assert made[0] == made[1]
    assert ENGLISH not in made


@pytest.mark.parametrize(
    ("kind", "language", "sentence", "kept"),
    [
        ("number", "en", "There were three boats.", "There were {} boats."),
        ("number", "fr", "Il y avait trois bateaux.", "Il y avait {} bateaux."),
        ("number", "de", "Es waren 12 Boote.", "Es waren {} Boote."),
        ("number", "ja", "灯台には三人がいた。", "灯台には{}人がいた。"),
        ("date", "en", "They sailed for two weeks.", "They sailed for two {}."),
        ("date", "es", "Llegaron el lunes.", "Llegaron el {}."),
        ("negation", "en", "The pilots did not obey.", "The pilots did obey."),
        ("negation", "en", "The pilots were asleep.", "The pilots were not asleep."),
    ],
)
def test_one_thing_is_changed_and_the_rest_is_kept(kind: str, language: str, sentence: str, kept: str) -> None:
    made = EDITS[kind](sentence, language, Random(1))
    before, _, behind = kept.partition("{}")
    assert made is not None
    assert made != sentence
    assert made.startswith(before)
    assert made.endswith(behind)


def test_where_there_is_nothing_of_its_kind_nothing_is_planted() -> None:
    assert [edit("Ships sail.", "en", Random(1)) for edit in (EDITS["number"], EDITS["date"], EDITS["negation"])] == [
        None,
        None,
        None,
    ]
    assert renamed("Der Wärter rief Gregor.", "de", Random(1)) is None


def test_a_name_may_be_one_of_the_same_book() -> None:
    others = names_of(["It was told to Maria at dawn.", "They saw that Maria slept."])
    assert others == ("Maria",)
    assert any("Maria" in (renamed(ENGLISH, "en", Random(seed), others) or "") for seed in range(9))


def test_a_retelling_says_less_or_takes_the_next_sentence_in() -> None:
    made = {retold(ENGLISH, "en", Random(seed), "They slept in the harbour.") for seed in range(20)}
    assert made == {
        "On Monday the keeper told Santos that three boats were lost; the pilots had never seen them.",
        "But on Monday the keeper told Santos that three boats were lost.",
        ENGLISH[:-1] + ", and they slept in the harbour.",
    }
