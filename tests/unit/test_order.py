"""Orders: which are equal, and which are refused."""

from decimal import Decimal
from uuid import UUID

import pytest

from bookbytes_core.domain.order import Options, Order, Recipe
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import InvalidInput

OWNER, EDITION = UUID(int=1), UUID(int=2)
RECIPE = Recipe(llm_provider="extractive", llm_model="m", tts_provider="local", tts_voice="v")


def key(options: Options, recipe: Recipe = RECIPE, owner: UUID = OWNER) -> str:
    return Order(edition_id=EDITION, options=options).key(owner, recipe)


def test_what_does_not_change_the_result_does_not_change_the_order() -> None:
    assert key(Options()) == key(Options(max_cost_usd=Decimal(3))) == key(Options(voice="v"))
    assert key(Options(chapters=(1, 2))) == key(Options(chapters=(2, 1, 2)))


def test_what_changes_the_result_makes_another_order() -> None:
    other = Recipe(llm_provider="extractive", llm_model="m", tts_provider="local", tts_voice="w")
    keys = {key(Options()), key(Options(minutes=5)), key(Options(), other), key(Options(), owner=UUID(int=9))}
    assert len(keys) == 4


def test_each_tier_is_an_order_of_its_own_and_what_may_be_remembered_is_no_matter_to_a_text() -> None:
    allowed = Order(edition_id=EDITION, options=Options(from_memory=True))
    keys = [allowed.key(OWNER, RECIPE, tier) for tier in Tier]
    assert len(set(keys)) == 3
    assert keys[0] == key(Options())
    assert allowed.effective(Tier.MEMORY).from_memory
    assert not allowed.effective(Tier.TEXT).from_memory


@pytest.mark.parametrize(
    "options",
    [
        {"minutes": 0},
        {"minutes": -5},
        {"minutes": float("nan")},
        {"words_per_chapter": 0},
        {"minutes": 5, "words_per_chapter": 100},
        {"chapters": (0,)},
        {"language": ""},
        {"language": "no language"},
        {"max_cost_usd": Decimal(-1)},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Options(**options)  # type: ignore[arg-type]
    assert caught.value.code == "invalid_options"
