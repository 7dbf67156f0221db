"""What the judge catches of labelled falsehoods and what it loses of true sentences, on books it was not made by.

The figures are those of tests/data/grounding/README.md. Whoever works on the rules looks at the calibration books; the
others are for one look at the end.
"""

import time
from pathlib import Path

import pytest

from tests.support.grounding_corpus import BOOKS, CALIBRATION, HELD_OUT, Judged, chapters, judged, rates, table
from tests.support.lying_summariser import spoken_of

pytestmark = pytest.mark.skipif(not BOOKS.is_dir(), reason="the real books are not beside this checkout")


def test_planted_falsehoods_by_kind_book_and_language() -> None:
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
