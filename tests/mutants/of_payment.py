"""P1: no call is paid twice. P7: what is spent is bounded."""

from tests.mutants.mutant import Mutant, Patch, row

CALLS = "bookbytes_core/use_cases/calls.py"
LEDGER = "bookbytes_core/use_cases/ledger.py"

K06 = row("test_crashes", "test_k06_a_call_that_never_left_is_made_once")
K08 = row("test_crashes", "test_k08_a_reply_that_was_not_stored_is_asked_for_once_more_at_most")
K12 = row("test_crashes", "test_k12_a_stored_result_is_adopted_and_not_paid_for_again")
C04 = row("test_orders", "test_c04_two_users_who_want_one_book_pay_for_it_once")
C15 = row("test_orders", "test_c15_after_a_cancel_nothing_more_is_asked")
V04 = row("test_vendors", "test_v04_what_never_works_is_tried_three_times_in_all")
V12 = row("test_budgets", "test_v12_a_job_stops_before_the_call_that_its_cap_has_no_room_for")

MUTANTS = (
    Mutant(
        "P1",
        "a call is entered into the ledger after it was made",
        (
            Patch(
                CALLS,
                """            await entry.begin()
            found = await self._found(call, entry, parse)
            if found is None and not entry.has_to_wait:
                await entry.check()
                answer = await self._answer(call, entry, tally)
""",
                """            found = await self._stored(call, parse)
            if found is None:
                answer = await self._answer(call, entry, tally)
                await entry.begin()
""",
            ),
        ),
        (K06, K08),
    ),
    Mutant(
        "P1",
        "a result that a crash left in the store is not looked for",
        (
            Patch(
                LEDGER,
                "return self.row.state is CallState.DONE or self.row.lost > 0",
                "return self.row.state is CallState.DONE",
            ),
        ),
        (K12,),
    ),
    Mutant(
        "P1",
        "the ledger says done before the result is stored",
        (
            Patch(
                CALLS,
                """        await self.storage.put(call.result_key, data, content_type=call.content_type)
        await entry.done(usage)
""",
                """        await entry.done(usage)
        await self.storage.put(call.result_key, data, content_type=call.content_type)
""",
            ),
        ),
        (K12,),
    ),
    Mutant(
        "P1",
        "what another book's run has under way is not waited for",
        (Patch(LEDGER, "return elsewhere or self.short", "return self.short"),),
        (C04,),
    ),
    Mutant(
        "P7",
        "the vendor's client tries again by itself",
        (Patch("bookbytes_adapters/openai/server.py", "max_retries=0", "max_retries=2"),),
        (V04,),
    ),
    Mutant(
        "P7",
        "each process counts attempts by itself, and has ten",
        (Patch(LEDGER, "\nATTEMPTS = 3\n", "\nATTEMPTS = 10\n"),),
        (V04,),
    ),
    Mutant(
        "P7",
        "a job that was cancelled goes on calling",
        (
            Patch(
                "bookbytes_core/use_cases/jobs/cancel.py",
                "await uow.jobs.save(job.ended(Status.CANCELLED, now), raise_fence=True)",
                "await uow.jobs.save(job.ended(Status.CANCELLED, now))",
            ),
        ),
        (C15,),
    ),
    Mutant(
        "P7",
        "no cap is looked at before a call",
        (
            Patch(
                "bookbytes_core/domain/budget.py", "settled + spending[scope].under_way + wanted > cap", "settled < 0"
            ),
        ),
        (V12,),
    ),
)
