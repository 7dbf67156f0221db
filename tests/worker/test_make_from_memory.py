"""``bookbytes make ISBN --from-memory`` as a user runs it, with a language model on loopback: labelled wherever it is
shown or heard, and what it ends with where the model does not know or fails."""

import json
from pathlib import Path

import mutagen
import pytest

from tests.support.databases import a_database
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.fake_vendor import FakeVendor
from tests.support.openlibrary_records import OLD_ISBN
from tests.support.program import Ran, run

NOTE = "This comes from a language model's memory, not from the book, and may be wrong."
TITLES = ("The Departure", "The Crossing", "The Return")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    a_database(tmp_path / "data")
    return tmp_path


def made(openlibrary: FakeOpenLibrary, vendor: FakeVendor, folder: Path, *arguments: str | Path) -> Ran:
    return run(
        "make",
        OLD_ISBN,
        "--words",
        "20",
        *arguments,
        data_dir=folder / "data",
        OPENLIBRARY_BASE_URL=openlibrary.address,
        OPENLIBRARY_COVERS_URL=openlibrary.address,
        CONTACT="tests@example.org",
        OPENAI_BASE_URL=vendor.base_url,
        TTS_PROVIDER="openai",
    )


def test_it_is_labelled_in_all_places_and_asked_once(
    openlibrary: FakeOpenLibrary, vendor: FakeVendor, folder: Path
) -> None:
    out = folder / "out"
    without = made(openlibrary, vendor, folder, "--out", out)
    assert (without.code, "--from-memory" in without.err, vendor.bill()) == (3, True, [])

    done = made(openlibrary, vendor, folder, "--out", out, "--from-memory")
    assert done.code == 0, done.err
    assert "may be wrong" in done.err
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["tier"], manifest["calls"]["llm"]) == ("C", 4)
    files = [f"0{place} - {title} (from memory).mp3" for place, title in enumerate(TITLES, 1)]
    assert sorted(each.name for each in out.iterdir()) == sorted(
        [*files, "The Salt Road (from memory).m4b", "manifest.json", "summary.md"]
    )
    for name in files:
        assert "(tier C)" in str(mutagen.File(out / name)["COMM::eng"])
    assert "(tier C)" in (out / "summary.md").read_text(encoding="utf-8")
    sentences = [each for chapter in manifest["chapters"] for each in chapter["sentences"]]
    assert {(tuple(each["sources"]), each["support"], each["verdict"]) for each in sentences} == {((), 0.0, "flagged")}
    said = [asked["input"] for asked in vendor.asked() if "input" in asked]
    assert sum(NOTE in text for text in said) == 3

    paid = len(vendor.bill())
    again = made(openlibrary, vendor, folder, "--out", out, "--from-memory")
    assert (again.code, len(vendor.bill())) == (0, paid)


@pytest.mark.parametrize(("fault", "code", "says"), [("unknown", 3, "does not know"), ("refusal", 4, "declined")])
def test_a_model_that_does_not_know_or_will_not_say_leaves_nothing_spoken(
    openlibrary: FakeOpenLibrary, vendor: FakeVendor, folder: Path, fault: str, code: int, says: str
) -> None:
    vendor.script(fault=fault, times=1, kind="llm")
    ended = made(openlibrary, vendor, folder, "--out", folder / "out", "--from-memory", "--quiet")
    assert (ended.code, says in ended.err, ended.err.count("\n")) == (code, True, 1), ended.err
    assert [call.kind for call in vendor.bill()] == ["llm"]
    assert not (folder / "out").exists()
