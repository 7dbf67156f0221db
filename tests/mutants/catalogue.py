"""All mutants, by promise."""

from tests.mutants import of_guards, of_payment, of_truth, of_work

PROMISES = tuple(f"P{number}" for number in range(1, 13))
_ALL = (*of_payment.MUTANTS, *of_work.MUTANTS, *of_truth.MUTANTS, *of_guards.MUTANTS)
MUTANTS = tuple(sorted(_ALL, key=lambda mutant: PROMISES.index(mutant.promise)))
