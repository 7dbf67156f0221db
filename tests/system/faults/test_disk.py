"""Power cuts, and disks that fail or are full (K, B)."""

import resource
import signal
import time

from bookbytes_core import Status
from tests.system.faults.bills import at_rest, slow_speech, sold, speech_under_way
from tests.system.faults.books import resume
from tests.system.faults.programs import Program
from tests.system.faults.rows import EMBEDDED, SERVERS, row
from tests.system.faults.seccomp import REFUSES_TO_FLUSH, TOLD
from tests.system.faults.world import World

SAFE = {"fsync": "on", "full_page_writes": "on"}


@row("K21", "kill -9 of database and worker at once, three times", own_postgres=True, postgres=SAFE)
def test_k21_what_was_committed_outlives_a_power_cut(world: World) -> None:
    world.vendor.script(delay=0.7, times=0)
    world.order(books=2, chapters=4)
    for cut in range(3):
        victim = world.worker()
        before = len(world.vendor.bill().calls)
        world.until(lambda seen=before: len(world.vendor.bill().calls) > seen + 2, f"calls after cut {cut}", seconds=90)
        known = {call.key for call in world.records.calls() if call.state == "done"}
        if world.postgres:
            world.postgres.kill()
            victim.send(signal.SIGKILL)
            victim.wait()
            world.postgres.start()
            world.fault()
        else:
            world.kill(victim)
        assert known <= {call.key for call in world.records.calls() if call.state == "done"}
    world.worker()
    world.finish(seconds=90)


def gave_up(world: World, worker: Program) -> bool:
    """Where the database lies on the same disk, it cannot be written there that the job was handed back."""
    return "check the disk" in worker.log if world.embedded else not world.at_work(worker)


@row("B09", "fsync fails while replies are under way", within=60)
def test_b09_what_is_not_on_the_disk_is_not_done(world: World) -> None:
    slow_speech(world)
    (job,) = world.order()
    worker = world.worker(first=REFUSES_TO_FLUSH)
    speech_under_way(world)
    done = {call.key for call in world.records.calls() if call.state == "done"}
    worker.send(TOLD)
    world.fault()
    asked = sold(world)
    world.until(lambda: not world.vendor.under_way() and gave_up(world, worker), "the end of the attempt")
    assert sold(world) == asked
    assert {call.key for call in world.records.calls() if call.state == "done"} == done
    assert not any(world.records.is_heard(chapter) for chapter in world.records.chapters())
    worker.send(signal.SIGKILL)
    worker.wait()
    world.vendor.fake.forget_script()
    if world.job(job).status is Status.PAUSED:
        resume(world.settings(), job)
    world.worker()
    world.finish()


FULL = 20_000
"""No file may grow beyond so many bytes: less than any speech, and than what a database writes in a while."""


def room(program: Program, size: int = resource.RLIM_INFINITY) -> None:
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@row("B07", "the disk full while speech is under way, then free again", on=[SERVERS], within=60)
def test_b07_a_full_disk_parks_the_job_before_more_is_paid(world: World) -> None:
    slow_speech(world)
    (job,) = world.order()
    worker = world.worker()
    speech_under_way(world)
    room(worker, FULL)
    world.fault()
    asked = sold(world)
    at_rest(world, job, Status.PAUSED, "storage_full")
    assert sold(world) == asked
    room(worker)
    resume(world.settings(), job)
    world.finish()


@row("B08", "the disk full for database and sound while speech is under way, then free again", on=[EMBEDDED], within=60)
def test_b08_a_full_disk_under_the_database_makes_each_call_unknown_once(world: World) -> None:
    slow_speech(world)
    (job,) = world.order()
    worker = world.worker()
    speech_under_way(world)
    room(worker, FULL)
    world.fault()
    asked = sold(world)
    world.until(lambda: not world.vendor.under_way() and "No room is left" in worker.log, "the end of the attempt")
    time.sleep(5)
    assert sold(world) == asked
    room(worker)
    world.until(lambda: world.job(job).status is not Status.PROCESSING, "the end of the lease", seconds=90)
    if world.job(job).status is Status.PAUSED:
        resume(world.settings(), job)
    world.finish()
