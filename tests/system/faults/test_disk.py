"""Power cuts and disks that fail (K21, B09)."""

import signal

from bookbytes_core import Status
from tests.system.faults.bills import sold
from tests.system.faults.books import resume
from tests.system.faults.programs import Program
from tests.system.faults.rows import row
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
    world.vendor.script(kind="tts", contains="Chapter", delay=2.0, times=0)
    (job,) = world.order()
    worker = world.worker(first=REFUSES_TO_FLUSH)
    world.until(lambda: world.vendor.under_way("tts") == len(world.unanswered()) == 3, "speech under way, nothing else")
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
