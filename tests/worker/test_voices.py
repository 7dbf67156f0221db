"""``bookbytes voices``, as a user runs it."""

from pathlib import Path

import mutagen

from tests.support.program import run


def test_voices_are_listed_and_heard(tmp_path: Path) -> None:
    data_dir, out = tmp_path / "data", tmp_path / "german.mp3"
    listed = run("voices", "--language", "de", "--json", data_dir=data_dir)
    assert listed.code == 0, listed.err
    assert "espeak:de" in [item["id"] for item in listed.json["items"]]
    assert all(set(item) == {"id", "provider", "language", "name"} for item in listed.json["items"])
    assert "espeak:de " in run("voices", data_dir=data_dir).out

    made = run("voices", "sample", "espeak:de", "--out", out, data_dir=data_dir)
    assert (made.code, made.out.strip()) == (0, str(out)), made.err
    assert mutagen.File(out).info.length > 10
    wrong = run("voices", "sample", "espeak:xx", data_dir=data_dir)
    assert (wrong.code, wrong.err.count("\n"), "no voice 'espeak:xx'" in wrong.err) == (2, 1, True)
