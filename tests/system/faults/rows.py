"""What makes a test a row of the table.

    @row("K07", "kill -9 while a reply is under way")
    def test_k07_a_reply_in_flight_is_asked_for_once_more_at_most(world: World) -> None:
        world.order()
        victim = world.worker()
        world.until(world.vendor.under_way, "a call")
        world.kill(victim)
        world.worker()
        world.finish()

The audit follows by itself, and its figures go to the table. What a row has to say besides stands in its own asserts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps

import pytest

from tests.system.faults.audit import RECOVERY_SECONDS, Row
from tests.system.faults.world import SEED, Setup, World

EMBEDDED = "embedded"
SERVERS = "servers"
BOTH = (EMBEDDED, SERVERS)
SECONDS = 600
"""The longest a row may take: some wait for leases to run out, others make 16,000 attempts at a claim."""

Test = Callable[[World], None]


def row(
    number: str,
    done: str,
    *,
    on: Sequence[str] = BOTH,
    short: Sequence[str] = (),
    within: float = RECOVERY_SECONDS,
    seconds: float = SECONDS,
    **wants: object,
) -> Callable[[Test], Test]:
    """Run the test in each world of ``on``, audit it, put it into the table as ``number``: ``done`` says what is done.

    In those of ``short`` it is part of `make test`, in the others of `make faults` only. ``within`` is the row's own
    limit for recoveries, ``seconds`` for all it does. ``wants`` are fields of ``Setup``.
    """

    def decorate(test: Test) -> Test:
        assert test.__name__.startswith(f"test_{number.lower()}_"), "a row carries its id in its name"

        @wraps(test)
        def run(world: World) -> None:
            test(world)
            broken = world.audit().broken_promises(within=within)
            assert not broken, "\n".join([*broken, world.logs()])

        run.__dict__["row"] = (number, done)
        marks = [pytest.mark.faults, pytest.mark.timeout(seconds)]
        params = [
            pytest.param(_setup(kind, wants), id=kind, marks=marks[1:] if kind in short else marks) for kind in on
        ]
        return pytest.mark.parametrize("world", params, indirect=True)(run)

    return decorate


def _setup(kind: str, wants: dict[str, object]) -> Setup:
    return replace(Setup(kind=kind), **wants)  # type: ignore[arg-type]  # the names are Setup's


def line_of(item: pytest.Function, world: World, *, ok: bool) -> Row:
    number, done = getattr(item.obj, "row")  # noqa: B009 - set by the decorator
    return Row(
        id=number,
        world=world.setup.kind,
        done=done,
        result="ok" if ok else "FAILED",
        audit=world.audit(),
        seed=SEED,
    )
