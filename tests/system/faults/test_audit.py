"""The audit sees what it is there to see, and the table says it."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from bookbytes_core.domain.cost import CallKind
from tests.system.faults.audit import Audit, Bill, Row, table
from tests.system.faults.reconciling import unrecorded
from tests.system.faults.records import CallRow

GOOD = Audit(
    needed=9,
    paid=10,
    paid_twice=1,
    unknown=1,
    in_flight=2,
    chapters=3,
    chapters_lost=0,
    jobs=1,
    jobs_stuck=0,
    orphans=0,
    half_written=0,
    recoveries=(15.2, 3.0),
    exits=(26.8,),
    peak_mib=160.0,
)


def test_a_good_run_keeps_every_promise() -> None:
    assert GOOD.broken_promises() == []


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"chapters_lost": 1}, "1 chapters were lost"),
        ({"jobs_stuck": 2}, "2 jobs are stuck"),
        ({"paid_twice": 3, "unknown": 3}, "3 calls were paid twice, 2 were under way"),
        ({"unknown": 0}, "1 calls were paid twice, 0 are listed as unknown"),
        ({"unknown": 3}, "3 calls are listed as unknown, 2 were under way"),
        ({"orphans": 1}, "1 stored objects belong to nobody"),
        ({"server_errors": 2, "unforeseen": 1}, "1 answers were 500"),
        ({"recoveries": (61.0,)}, "recovery took 61.0 s"),
        ({"exits": (91.0,)}, "the exit took 91.0 s"),
        ({"findings": ("a job failed",)}, "a job failed"),
    ],
)
def test_a_broken_promise_is_named(broken: dict[str, object], says: str) -> None:
    assert says in replace(GOOD, **broken).broken_promises()  # type: ignore[arg-type]  # the names are Audit's


def test_a_row_may_want_a_quicker_recovery() -> None:
    assert GOOD.broken_promises(within=5) == ["recovery took 15.2 s"]


def test_a_bill_tells_what_was_paid_twice() -> None:
    bill = Bill({"one": 1, "two": 3})
    assert (bill.paid, bill.paid_twice) == (4, 2)


def test_the_table_has_a_line_a_row_and_the_totals() -> None:
    row = Row(id="K07", world="servers", done="killed in mid call", result="ok", audit=GOOD, seed=7)
    lines = table([row, replace(row, id="C11", result="FAILED")])
    assert [line.split()[:3] for line in lines[1:3]] == [["C11", "servers", "FAILED"], ["K07", "servers", "ok"]]
    text = "\n".join(lines)
    for figure in (
        "runs 2 of 2 rows, failed 1, seed 7",
        "paid 20, paid twice 2",
        "p50 9.1 s, p99 15.2 s",
        "26.8 s",
        "5xx 0, of 500 0",
    ):
        assert figure in text
    assert table([]) == []


UNREACHED = CallRow("c0ffee00", uuid4(), "failed", None, 0, 1, CallKind.TTS, "alloy", Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("call", "wanted", "asked", "good"),
    [
        (UNREACHED, False, 0, True),
        (replace(UNREACHED, state="unknown", lost=1, kind=CallKind.LLM), False, 0, True),
        (replace(UNREACHED, state="done"), True, 1, True),
        (UNREACHED, True, 0, False),
        (replace(UNREACHED, error_code="summary_refused"), False, 0, False),
        (replace(UNREACHED, state="done"), False, 0, False),
        (replace(UNREACHED, state="done"), True, 2, False),
    ],
)
def test_the_ledger_has_what_the_vendor_was_asked_and_what_was_given_up_before(
    call: CallRow, wanted: bool, asked: int, good: bool
) -> None:
    found = unrecorded(asked, [call], {call.audio_book_id} if wanted else ())
    assert (found == []) is good, found
    if not good:
        assert f"the vendor got {asked} different requests, the ledger has 1" in found[0]
