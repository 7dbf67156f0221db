"""A story of a thousand faults is brought down to those that matter, by a runner that runs nothing."""

import pytest

from tests.system.stories.shrink import OutOfTimeError, shortest
from tests.system.stories.story import Fault, Story

STORY = Story.drawn(7, kind="servers", books=100, faults=1000)


def needs(*guilty: Fault, books: int = 1) -> "Runner":
    return Runner(set(guilty), books)


class Runner:
    """Says that a story fails which has all the ``guilty`` faults, whenever they come, and enough books."""

    def __init__(self, guilty: set[Fault], books: int) -> None:
        self.guilty = {(fault.what, fault.chance) for fault in guilty}
        self.books = books
        self.runs = 0

    def __call__(self, story: Story) -> bool:
        self.runs += 1
        return story.books >= self.books and self.guilty <= {(fault.what, fault.chance) for fault in story.faults}


def chances(story: Story) -> list[int]:
    return [fault.chance for fault in story.faults]


def test_one_guilty_fault_is_found_in_a_few_runs() -> None:
    fails = needs(STORY.faults[617])
    found = shortest(STORY, fails)
    assert (chances(found), found.books) == ([STORY.faults[617].chance], 1)
    assert fails.runs < 50


def test_two_that_fail_together_are_found_in_their_order() -> None:
    guilty = STORY.faults[3], STORY.faults[990]
    fails = needs(*guilty, books=20)
    found = shortest(STORY, fails)
    assert chances(found) == [fault.chance for fault in guilty]
    assert found.books == 25
    assert fails.runs < 150


def test_what_fails_without_any_fault_says_so() -> None:
    assert shortest(STORY, needs()).faults == ()


def test_a_search_that_is_out_of_time_gives_the_best_so_far() -> None:
    fails = needs(STORY.faults[617])

    def three_times(story: Story) -> bool:
        if fails.runs == 3:
            raise OutOfTimeError
        return fails(story)

    found = shortest(STORY, three_times)
    assert len(found.faults) < 1000
    assert STORY.faults[617].chance in chances(found)


def test_a_seed_is_a_story_and_a_story_can_be_written_down() -> None:
    assert Story.drawn(7, kind="servers", books=100, faults=1000) == STORY
    assert Story.drawn(8, kind="servers", books=100, faults=1000) != STORY
    assert Story.read(STORY.written()) == STORY


@pytest.mark.faults  # for what it imports
@pytest.mark.parametrize("kind", ["embedded", "servers"])
def test_every_fault_is_one_that_can_be_done_there(kind: str) -> None:
    from tests.system.faults.deeds import DEEDS

    drawn = {fault.what for fault in Story.drawn(1, kind=kind, books=100, faults=3000).faults}
    assert drawn <= set(DEEDS)
    assert ("Redis restarts" in drawn) is (kind == "servers")
