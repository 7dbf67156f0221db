"""What the judge catches of labelled falsehoods and what it loses of true sentences, on books it was not made by.

The figures are those of tests/data/grounding/README.md. Whoever works on the rules looks at the calibration books; the
others are for one look at the end.
"""

import time

import pytest

from tests.support.grounding_corpus import BOOKS, CALIBRATION, HELD_OUT, Judged, chapters, judged, rates, table

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
