"""Ranking and choosing, on chapters small enough to check by hand."""

import numpy as np
import pytest

from bookbytes_adapters.llm.quality import worths
from bookbytes_adapters.llm.ranking import centrality, vectors
from bookbytes_adapters.llm.selection import Score, blocks, choose
from bookbytes_adapters.llm.units import read_units
from bookbytes_core.domain.book_text import BlockKind, Paragraph

WORD = "grain "


def units_of(*lengths: int, paragraph: int = 3) -> tuple:
    """Sentences of those many words, ``paragraph`` of them in each paragraph."""
    texts = [f"A{n} {WORD * (length - 2)}end." for n, length in enumerate(lengths)]
    groups = [texts[start : start + paragraph] for start in range(0, len(texts), paragraph)]
    return read_units([Paragraph(f"p-{n}", " ".join(group)) for n, group in enumerate(groups)], "en", 1000)


def test_the_sentence_that_shares_most_is_the_most_central() -> None:
    terms = [["mill", "barley"], ["mill", "barley", "weir"], ["weir", "eel"], ["moon"]]
    ranks = centrality(*vectors(terms))
    assert ranks.argmax() == 1
    assert ranks.argmin() == 3


def test_the_title_draws_the_walk() -> None:
    terms = [["mill", "barley"], ["weir", "eel"], ["mill", "eel"], ["weir", "barley"]]
    plain = centrality(*vectors(terms))
    titled = centrality(*vectors(terms, ["weir"]))
    assert np.allclose(plain, plain[0])
    assert min(titled[1], titled[3]) > max(titled[0], titled[2])


def test_sentences_without_terms_or_company_have_ranks_too() -> None:
    assert centrality(*vectors([])).shape == (0,)
    assert np.isfinite(centrality(*vectors([[], []]))).all()
    assert np.isfinite(centrality(*vectors([["mill"], []]))).all()


def test_similarities_are_those_of_the_matrix_that_is_never_built() -> None:
    terms = [["mill", "barley", "mill"], ["mill", "weir"], ["eel", "weir"]]
    space, _ = vectors(terms)
    dense = np.zeros((space.sentences, space.terms))
    dense[space.row, space.term] = space.weight
    ones = np.ones(space.sentences)
    assert np.allclose(np.linalg.norm(dense, axis=1), 1)
    assert np.allclose(space.compare(space.project(ones)), dense @ dense.T @ ones)


def test_blocks_part_the_chapter_evenly_and_begin_at_paragraphs() -> None:
    units = units_of(*[10] * 30)
    parts = blocks(units, 5)
    assert [place for part in parts for place in part] == list(range(30))
    assert all(units[part.start].starts_paragraph for part in parts)
    assert all(40 <= 10 * len(part) <= 80 for part in parts)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_there_are_as_many_blocks_as_asked_for(count: int) -> None:
    parts = blocks(units_of(50, 3, 4, 90, 5, 6, 7), count)
    assert len(parts) == count
    assert all(len(part) for part in parts)


def test_of_equal_sentences_those_that_fit_the_target_are_taken() -> None:
    units = units_of(9, 14, 25, 11, 30, 8)
    chosen = choose(units, [Score(100, 100)] * 6, 36)
    assert abs(sum(passage.words for passage in chosen) - 36) <= 2


def test_the_better_of_two_sentences_of_one_length_is_taken() -> None:
    units = units_of(20, 20, 20)
    (passage,) = choose(units, [Score(50, 10), Score(90, 10), Score(60, 10)], 20)
    assert passage.places == (1,)


def test_equal_scores_go_to_the_earlier_sentence() -> None:
    (passage,) = choose(units_of(20, 20, 20), [Score(50, 10)] * 3, 20)
    assert passage.places == (0,)


def test_a_passage_passes_over_what_is_not_fit_to_be_spoken() -> None:
    units = units_of(10, 10, 10)
    (passage,) = choose(units, [Score(90, 90), Score(1, 1), Score(90, 90)], 20)
    assert passage.places == (0, 2)


def test_a_long_summary_is_chosen_in_batches_and_still_meets_its_target() -> None:
    units = units_of(*[7 + (5 * n) % 17 for n in range(600)])
    total = sum(unit.words for unit in units)
    chosen = choose(units, [Score(100 + n % 7, 100) for n in range(600)], total // 2)
    assert abs(sum(passage.words for passage in chosen) - total // 2) <= 10
    places = [place for passage in chosen for place in passage.places]
    assert places == sorted(set(places))


def worth(
    text: str, kind: BlockKind = BlockKind.PROSE, before: str = "The mill stood at the old weir of Ford."
) -> float:
    units = read_units([Paragraph("p-0", before), Paragraph("p-1", text, kind)], "en", 1000)
    return worths(units, "en")[1].alone


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            "The miller of Ford weighed every sack of barley that came.",
            "He weighed every sack of the barley that came in.",
        ),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "Did the miller of Ford weigh every sack of barley?",
        ),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "“The miller of Ford weighed every sack of barley.”",
        ),
        ("The miller of Ford weighed every sack of barley that came.", "Barley."),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "the miller and every sack of barley that came in",
        ),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "The sacks of the miller of Ford are as follows here:",
        ),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "[12] The miller of Ford weighed every sack of barley.",
        ),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "See https://mill.example/ford for every sack of barley.",
        ),
        ("The miller of Ford weighed every sack of barley that came.", "The mill stood at the old weir of Ford."),
        (
            "The miller of Ford weighed every sack of barley that came.",
            "THE MILLER OF FORD WEIGHED EVERY SACK OF BARLEY NOW.",
        ),
    ],
)
def test_what_stands_well_alone_is_worth_more(better: str, worse: str) -> None:
    assert worth(better) > 1.2 * worth(worse)


def test_following_its_neighbour_a_pronoun_costs_nothing() -> None:
    units = read_units([Paragraph("p-0", "The miller of Ford came in. He weighed every sack of barley.")], "en", 1000)
    leaning = worths(units, "en")[1]
    assert leaning.following > 2 * leaning.alone
