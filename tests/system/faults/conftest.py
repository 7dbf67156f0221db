"""A world for each row, and the table of all rows at the end."""

import secrets
from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.system.faults.audit import Audit, Row, table
from tests.system.faults.rows import line_of
from tests.system.faults.stores import Bucket
from tests.system.faults.world import World
from tests.system.faults.worlds import a_world

if TYPE_CHECKING:
    from tests.support.postgres import Databases

_PROPERTY = "fault row"


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    def databases() -> "Databases":
        made: Databases = request.getfixturevalue("postgres")
        return made

    bucket = Bucket(request.getfixturevalue("s3"), secrets.token_hex(8)) if request.param.s3 else None
    with a_world(request.param, tmp_path, databases, bucket) as world:
        request.node.stash[_WORLD] = world
        yield world


_WORLD = pytest.StashKey[World]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A property of the report travels from xdist's workers to whoever prints the table."""
    report = yield
    world = item.stash.get(_WORLD, None)
    if call.when == "call" and world is not None and isinstance(item, pytest.Function):
        line = world.records.until_it_answers(lambda: line_of(item, world, ok=report.passed))
        if line is not None:
            report.user_properties.append((_PROPERTY, asdict(line)))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    found = [value for report in reports for name, value in report.user_properties if name == _PROPERTY]
    rows = [Row(**{**value, "audit": Audit(**value["audit"])}) for value in found]
    if rows:
        terminalreporter.section("faults")
        for line in table(rows):
            terminalreporter.write_line(line)
