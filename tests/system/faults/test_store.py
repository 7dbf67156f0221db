"""A store that is written half, and one that is away (K, B)."""

import os
import resource
import signal
import time

from bookbytes_core import Status
from tests.system.faults.bills import at_rest, slow_speech, sold, speech_under_way
from tests.system.faults.books import resume
from tests.system.faults.proxy import Cut
from tests.system.faults.rows import SERVERS, row
from tests.system.faults.world import World

FULL = 20_000
"""Bytes, less than any speech: there a file ends, and with it the program."""
ENDS_IN_MID_WRITE = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)"
AN_HOUR = 3600.0


@row("K11", "ended by the system in the middle of writing a sound", on=[SERVERS])
def test_k11_what_is_half_written_is_never_seen_and_swept(world: World) -> None:
    slow_speech(world)
    world.order()
    worker = world.worker(first=ENDS_IN_MID_WRITE)
    speech_under_way(world)
    before = world.records.sizes()
    world.fault()
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
    assert worker.wait() == -signal.SIGXFSZ
    assert world.records.half_written() > 0
    assert world.records.sizes() == before, "what was being written can be seen"
    for file in (world.folder / "storage/.tmp").iterdir():
        os.utime(file, (time.time() - AN_HOUR, time.time() - AN_HOUR))
    world.worker()
    world.finish()
    assert world.records.half_written() == 0


@row(
    "B12",
    "the store's replies cut, then the store away while speech is under way",
    on=[SERVERS],
    s3=True,
    proxied=("s3",),
    within=60,
)
def test_b12_a_store_that_is_away_parks_the_job_before_more_is_paid(world: World) -> None:
    proxy = world.proxies["s3"]
    proxy.cut_next(b"PUT ", Cut.REPLY, times=2)
    world.order(chapters=1)
    world.worker()
    world.finish()
    assert (proxy.cuts, sold(world)) == (2, 3)

    slow_speech(world)
    (job,) = world.order()
    speech_under_way(world)
    proxy.go_down()
    world.fault()
    asked = sold(world)
    at_rest(world, job, Status.PAUSED, "storage_unavailable")
    assert sold(world) == asked
    proxy.come_up()
    resume(world.settings(), job)
    world.finish()
    assert sold(world) == asked, "the answers that found no store were kept"
