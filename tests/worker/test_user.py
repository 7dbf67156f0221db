"""``bookbytes user``: an account from a line on standard input; what goes wrong is one sentence and a code."""

from pathlib import Path

import pytest

from tests.support.databases import a_database
from tests.support.program import Ran, run

QUICK = {"APP_ENV": "test", "BB_BCRYPT_COST": "4"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("users") / "data"
    folder.mkdir()
    a_database(folder)
    return folder


def add(email: str, typed: str, data_dir: Path) -> Ran:
    stdin = data_dir.parent / "typed.txt"
    stdin.write_text(typed, encoding="utf-8")
    return run("user", "add", email, data_dir=data_dir, stdin=stdin, **QUICK)


def test_an_account_is_added_once_and_can_be_disabled(data_dir: Path) -> None:
    added = add("Ann@example.org", "correct horse battery\nmore\n", data_dir)
    assert (added.code, added.err) == (0, "")
    assert "Ann@example.org can sign in now" in added.out
    assert "correct" not in added.out

    again = add("ann@EXAMPLE.org", "correct horse battery", data_dir)
    assert (again.code, again.out) == (2, "")
    assert again.err == "bookbytes: There is an account with this e-mail address already.\n"

    disabled = run("user", "disable", "ann@example.org", data_dir=data_dir, **QUICK)
    assert (disabled.code, disabled.out) == (0, "Ann@example.org is let in no longer.\n")
    enabled = run("user", "enable", "ann@example.org", data_dir=data_dir, **QUICK)
    assert (enabled.code, enabled.out) == (0, "Ann@example.org can sign in again.\n")
    unknown = run("user", "enable", "ben@example.org", data_dir=data_dir, **QUICK)
    assert (unknown.code, unknown.err) == (2, "bookbytes: There is no account with this e-mail address.\n")


def test_what_cannot_be_used_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    for email, password, says in (("ann", "correct horse", "no e-mail address"), ("a@b.org", "short", "8 to 1024")):
        refused = add(email, password, tmp_path / "data")
        assert refused.code == 2
        assert says in refused.err
        assert "Traceback" not in refused.err
    assert not (tmp_path / "data").exists()
