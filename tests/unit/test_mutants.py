"""The mutants of tests/mutants fit the source and the tests as they are; `make mutants` runs them."""

import pytest

from tests.architecture.walls import ROOT
from tests.mutants.catalogue import MUTANTS, PROMISES
from tests.mutants.mutant import Mutant, Outdated, Patch


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.promise} {mutant.breaks}")
def test_what_a_mutant_changes_is_there(mutant: Mutant) -> None:
    for name, text in mutant.changed().items():
        compile(text, name, "exec")


def test_the_rows_of_mutants_are_there() -> None:
    contracts = [file.read_text(encoding="utf-8") for file in (ROOT / "tests/contracts").glob("*.py")]
    for row in {row for mutant in MUTANTS for row in mutant.rows}:
        file, *_, test = row.split("::")
        texts = [(ROOT / file).read_text(encoding="utf-8"), *contracts]
        assert any(f"def {test.partition('[')[0]}(" in text for text in texts), row


def test_each_promise_is_broken_twice() -> None:
    broken = [mutant.promise for mutant in MUTANTS]
    assert {promise: broken.count(promise) >= 2 for promise in PROMISES} == dict.fromkeys(PROMISES, True)


def test_a_patch_that_does_not_fit_says_so() -> None:
    with pytest.raises(Outdated, match="pyproject"):
        Patch("pyproject.toml", "no such text", "").changed()
