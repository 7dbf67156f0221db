"""The shortest story that still fails: delta debugging (A. Zeller, R. Hildebrandt, "Simplifying and Isolating
Failure-Inducing Input", 2002) over the faults, then fewer books."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from tests.system.stories.story import Fault, Story

Fails = Callable[[Story], bool]


def shortest(story: Story, fails: Fails) -> Story:
    """``story`` fails, and so does what is returned; no fault can be left out of that and no half of its books. Where
    ``fails`` does not always say the same of one story it may be longer. ``fails`` may end the search by raising
    ``OutOfTimeError``: then the shortest found so far is returned."""
    search = _Search(story, fails)
    with suppress(OutOfTimeError):
        search.run()
    return search.best


class OutOfTimeError(Exception):
    """The search has to end."""


class _Search:
    def __init__(self, story: Story, fails: Fails) -> None:
        self.best = story
        self._fails = fails

    def run(self) -> None:
        before = None
        while before != self.best:
            before = self.best
            self._fewer_faults()
            self._fewer_books()

    def _fewer_faults(self) -> None:
        if self._better(iter([self.best.with_faults([])])):
            return
        pieces = 2
        while len(self.best.faults) > 1:
            pieces = min(pieces, len(self.best.faults))
            if self._better(self.best.with_faults(some) for some in _parts(self.best.faults, pieces)):
                pieces = 2
            elif pieces > 2 and self._better(self.best.with_faults(most) for most in _rests(self.best.faults, pieces)):
                pieces -= 1
            elif pieces == len(self.best.faults):
                return
            else:
                pieces *= 2

    def _fewer_books(self) -> None:
        while self.best.books > 1 and self._better(iter([self.best.with_books(self.best.books // 2)])):
            pass

    def _better(self, candidates: Iterator[Story]) -> bool:
        for story in candidates:
            if self._fails(story):
                self.best = story
                return True
        return False


def _parts(faults: tuple[Fault, ...], pieces: int) -> Iterator[tuple[Fault, ...]]:
    for piece in range(pieces):
        first, last = (len(faults) * each // pieces for each in (piece, piece + 1))
        yield faults[first:last]


def _rests(faults: tuple[Fault, ...], pieces: int) -> Iterator[tuple[Fault, ...]]:
    for piece in range(pieces):
        first, last = (len(faults) * each // pieces for each in (piece, piece + 1))
        yield faults[:first] + faults[last:]
