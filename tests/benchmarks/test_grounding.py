"""What the judge catches of labelled falsehoods and what it loses of true sentences, on books it was not made by.

Two kinds of data: labelled sentences written by hand, as an abstractive summary would have them, and the book's own
sentences, some lightly retold, with edits planted in one of ten (figures: tests/data/grounding/README.md). Whoever
works on the rules looks at the calibration books; the others are for one look at the end.
"""

import time
from pathlib import Path

import pytest

from tests.support.grounding_corpus import BOOKS, CALIBRATION, HELD_OUT, KINDS, Judged, chapters, judged, rates, table
from tests.support.lying_summariser import spoken_of
from tests.support.planted_corpus import PLANTED_CALIBRATION, PLANTED_HELD_OUT, planted_chapters

pytestmark = [
    pytest.mark.skipif(not BOOKS.is_dir(), reason="the real books are not beside this checkout"),
    pytest.mark.timeout(900),
]

LEAST_CAUGHT, MOST_LOST = 0.95, 0.03
"""What is asked of the judge on planted edits; it does not reach that on labelled sentences."""


def test_labelled_falsehoods_by_kind_book_and_language() -> None:
    for name, stems in (("calibration", CALIBRATION), ("held out", HELD_OUT)):
        books = {stem: chapters(stem) for stem in stems}
        began = time.process_time()
        found = {stem: [one for chapter in book for one in judged(chapter)] for stem, book in books.items()}
        cost = (time.process_time() - began) / sum(len(book) for book in books.values())
        languages: dict[str, list[Judged]] = {}
        for stem, ones in found.items():
            languages.setdefault(books[stem][0].language, []).extend(ones)
        everything = [one for ones in found.values() for one in ones]
        print(f"\n{name}: {cost * 1000:.0f} CPU ms a chapter of about {len(everything) / 2 / len(stems):.0f} sentences")
        print(table([*found.items(), *languages.items(), ("all", everything)]))
        caught, lost = rates(everything)
        assert caught > lost


async def test_falsehoods_spoken_when_one_sentence_in_ten_is_false(tmp_path: Path) -> None:
    for name, stems in (("calibration", CALIBRATION), ("held out", HELD_OUT)):
        counts = [await spoken_of(stem, tmp_path) for stem in stems]
        false_spoken, false, true_spoken, true = (sum(column) for column in zip(*counts, strict=True))
        print(f"\n{name}, as made: {false_spoken} of {false} false sentences spoken, {true_spoken} of {true} true ones")
        assert false_spoken / false < true_spoken / true


async def test_planted_edits_by_kind_and_book() -> None:
    for name, stems in (("calibration", PLANTED_CALIBRATION), ("held out", PLANTED_HELD_OUT)):
        found = {stem: [one for chapter in await planted_chapters(stem) for one in judged(chapter)] for stem in stems}
        everything = [one for ones in found.values() for one in ones]
        print(f"\n{name}, planted edits\n{table([*found.items(), ('all', everything)])}")
        retold = [one for one in everything if one.kind == "retold"]
        lost_retold = sum(one.verdict is None for one in retold)
        true = sum(one.kind not in KINDS for one in everything)
        print(f"of {true} true sentences {len(retold)} are retold; {lost_retold} of these are lost")
        caught, lost = rates(everything)
        assert caught >= LEAST_CAUGHT, name
        assert lost <= MOST_LOST, name
        assert lost_retold <= MOST_LOST * len(retold), name
