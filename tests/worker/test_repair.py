"""``bookbytes doctor --repair``, as an operator runs it."""

import os
import time
from pathlib import Path

from tests.support.databases import a_database
from tests.support.entities import sha256
from tests.support.program import run


def test_a_dry_run_tells_and_yes_mends(tmp_path: Path) -> None:
    data_dir, key = tmp_path / "data", f"texts/{sha256('a')}.json"
    orphan, half = data_dir / "storage" / key, data_dir / "storage/.tmp/half"
    for file in (orphan, half):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
        os.utime(file, (time.time() - 7200,) * 2)
    a_database(data_dir)
    dry = run("doctor", "--repair", "--json", data_dir=data_dir)
    assert dry.code == 1, dry.err
    assert (dry.json["dry_run"], dry.json["found"], dry.json["mended"], dry.json["left"]) == (True, 2, 0, 0)
    assert [(each["trouble"], each["outcome"]) for each in dry.json["findings"]] == [
        ("half_written", "found"),
        ("orphan", "found"),
    ]
    assert orphan.is_file()
    assert half.is_file()

    mended = run("doctor", "--repair", "--yes", data_dir=data_dir)
    assert mended.code == 0, mended.err
    assert f"done  orphan        {key}: 1 bytes that nothing refers to; removed\n" in mended.out
    assert mended.out.endswith("2 mended.\n")
    assert [file for file in data_dir.glob("storage/**/*") if file.is_file()] == []
    again = run("doctor", "--repair", data_dir=data_dir)
    assert (again.code, again.out) == (0, "Nothing to mend.\n")


def test_yes_goes_with_repair_only(tmp_path: Path) -> None:
    wrong = run("doctor", "--yes", data_dir=tmp_path / "data")
    assert (wrong.code, wrong.err) == (2, "bookbytes: --yes goes with --repair only.\n")
