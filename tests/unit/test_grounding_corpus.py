"""The judge on labelled sentences about real books: what it must go on catching, and may not begin to lose.

Only the books that the rules were made by are judged here: figures of the others belong to one look at the end
(``make bench``). Left out where the books do not lie beside the checkout.
"""

import json
from collections import Counter

import pytest

from bookbytes_core.domain.summary import Verdict
from tests.support.grounding_corpus import BOOKS, CALIBRATION, HELD_OUT, KINDS, SENTENCES, chapters, judged, table


def test_the_labels_are_whole_and_split_by_book() -> None:
    files = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in SENTENCES.glob("*.json")}
    assert set(files) == {*CALIBRATION, *HELD_OUT}
    assert not set(CALIBRATION) & set(HELD_OUT)
    for name, book in files.items():
        sentences = [sentence for chapter in book["chapters"] for sentence in chapter["sentences"]]
        assert Counter(sentence["kind"] for sentence in sentences) == {"true": 60} | dict.fromkeys(KINDS, 6), name
        assert len({sentence["text"] for sentence in sentences}) == len(sentences), name
        assert all(sentence["sources"] for sentence in sentences), name


@pytest.mark.skipif(not BOOKS.is_dir(), reason="the real books are not beside this checkout")
def test_falsehoods_about_the_calibration_books_are_caught_and_little_is_lost() -> None:
    found = {stem: [one for chapter in chapters(stem) for one in judged(chapter)] for stem in CALIBRATION}
    everything = [one for ones in found.values() for one in ones]
    spoken = Counter(one.kind for one in everything if one.verdict is not None)
    figures = table([*found.items(), ("all", everything)])
    assert sum(spoken[kind] for kind in KINDS) <= 16, figures
    assert spoken["true"] >= 220, figures
    assert sum(one.kind == "true" and one.verdict is Verdict.FLAGGED for one in everything) <= 8, figures
    assert max(spoken[kind] for kind in ("name", "number", "date", "invented", "elsewhere")) <= 6, figures
