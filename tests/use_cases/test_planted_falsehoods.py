"""A model whose summaries hold one false sentence in ten: how many of these are spoken in the chapters that are made.

Left out where the real books do not lie beside the checkout; `make bench` counts over all ten books.
"""

from pathlib import Path

import pytest

from tests.support.grounding_corpus import BOOKS
from tests.support.lying_summariser import spoken_of

pytestmark = pytest.mark.skipif(not BOOKS.is_dir(), reason="the real books are not beside this checkout")


async def test_of_planted_falsehoods_few_are_spoken_and_of_the_true_sentences_most(tmp_path: Path) -> None:
    books = ("candide_fr_epub2_ncx-only", "verwandlung_de_3-chapters-in-1-file")
    counts = [await spoken_of(stem, tmp_path) for stem in books]
    false_spoken, false, true_spoken, true = (sum(column) for column in zip(*counts, strict=True))
    assert false >= 0.08 * (false + true)
    assert false_spoken <= 0.25 * false, counts
    assert true_spoken >= 0.9 * true, counts
