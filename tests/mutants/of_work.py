"""P2: no accepted job is lost. P3: none is stuck. P5: a late worker writes nothing. P6: a worker that is told to end
ends, and loses nothing."""

from tests.mutants.mutant import Mutant, Patch, row

LEASES = "bookbytes_adapters/sql/repositories/leases.py"
JOBS = "bookbytes_adapters/sql/repositories/jobs.py"
LEDGER = "bookbytes_adapters/sql/repositories/calls.py"
LEASE = "bookbytes_core/use_cases/jobs/lease.py"
JOB = "bookbytes_core/domain/job.py"

K01 = row("test_crashes", "test_k01_an_order_whose_message_was_never_sent_is_rung_for", "servers")
K04 = row("test_crashes", "test_k04_a_claimed_job_is_resumed_in_a_second_attempt", "servers")
K19 = row("test_crashes", "test_k19_a_worker_that_comes_back_late_can_write_nothing", "servers")
K20 = row("test_crashes", "test_k20_a_job_that_kills_is_given_up_and_others_are_done")
Q03 = row("test_broker", "test_q03_a_redis_that_comes_back_empty_loses_no_job", "servers")
Q08 = row("test_doorbell", "test_q08_order_is_that_of_the_book", "servers")
Q12 = row("test_broker", "test_q12_no_job_is_claimed_twice")
C03 = row("test_orders", "test_c03_an_order_with_a_key_is_placed_once")
C10 = row("test_concurrency", "test_c10_a_call_in_flight_is_finished_and_kept")
C11 = row("test_concurrency", "test_c11_a_call_that_takes_too_long_is_given_up")

MUTANTS = (
    Mutant(
        "P2",
        "the sweep rings for nobody",
        (
            Patch(
                "bookbytes_core/use_cases/upkeep/ring.py",
                "        ids = [job.id for job in self._in_turns(due, at_most)]",
                "        ids = [job.id for job in due if job is None]",
            ),
        ),
        (K01,),
    ),
    Mutant(
        "P2",
        "what was sent once is never sent again",
        (Patch(LEASES, "RESEND_SECONDS = 3.0", "RESEND_SECONDS = 1e9"),),
        (Q03,),
    ),
    Mutant(
        "P2",
        "the audio book is committed before its job",
        (
            Patch(
                "bookbytes_core/use_cases/audio_books/request.py",
                "            job = self._job(book, owner, request_id, claim=claim, remake=remake)\n",
                "            job = self._job(book, owner, request_id, claim=claim, remake=remake)\n"
                "            await uow.commit()\n",
            ),
        ),
        (C03,),
    ),
    Mutant(
        "P3",
        "a lease is as good as never over",
        (Patch(JOB, "LEASE_SECONDS = 15.0", "LEASE_SECONDS = 3600.0"),),
        (K04,),
    ),
    Mutant(
        "P3",
        "no attempt is counted at the claim",
        (Patch(LEASES, "attempts=jobs.c.attempts + 1,", "attempts=jobs.c.attempts,"),),
        (K20,),
    ),
    Mutant(
        "P5",
        "the fence is ignored",
        (
            Patch(
                LEASES,
                "jobs.c.id == job_id, jobs.c.fence == fence, jobs.c.status == Status.PROCESSING",
                "jobs.c.id == job_id, jobs.c.fence >= fence",
            ),
            Patch(JOBS, ".where(jobs.c.id == job.id, jobs.c.fence == job.fence)", ".where(jobs.c.id == job.id)"),
            Patch(
                LEDGER,
                'jobs.c.fence == sa.bindparam("claimed_fence"',
                'jobs.c.fence >= sa.bindparam("claimed_fence"',
            ),
            Patch(LEASE, "if job.fence != claimed.fence:", "if job.fence < claimed.fence:"),
        ),
        (K19,),
    ),
    Mutant(
        "P5",
        "a lease is never renewed",
        (Patch(JOB, "RENEW_SECONDS = 5.0", "RENEW_SECONDS = 3600.0"),),
        (Q08,),
    ),
    Mutant(
        "P5",
        "a claim does not look whether the job is free",
        (
            Patch(
                LEASES,
                """            jobs.c.status == Status.PENDING,
            sa.and_""",
                """            jobs.c.status != Status.PAUSED,
            sa.and_""",
            ),
        ),
        (Q12,),
    ),
    Mutant(
        "P6",
        "a worker that is told to end waits for no call",
        (Patch("bookbytes_core/use_cases/calls.py", "PATIENCE_SECONDS = 25.0", "PATIENCE_SECONDS = 0.0"),),
        (C10,),
    ),
    Mutant(
        "P6",
        "a worker that is told to end waits as long as a call takes",
        (
            Patch("bookbytes_core/use_cases/calls.py", "PATIENCE_SECONDS = 25.0", "PATIENCE_SECONDS = 600.0"),
            Patch("bookbytes_worker/lifecycle.py", "DRAIN_SECONDS = 27.0", "DRAIN_SECONDS = 600.0"),
            Patch("bookbytes_worker/stopping.py", "LAST_SECONDS = 29.0", "LAST_SECONDS = 600.0"),
        ),
        (C11,),
    ),
    Mutant(
        "P6",
        "a worker that is told to end does not hand its job back",
        (Patch(LEASE, "            await self.end(lease, Status.PENDING)\n            raise", "            raise"),),
        (C10,),
    ),
)
