"""``bookbytes make`` and ``bookbytes chapters``, as a user runs them."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mutagen
import pytest

from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.program import run
from tests.support.small_books import CHAPTERS, MARKDOWN, a_small_book


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return a_small_book(tmp_path)


@dataclass(frozen=True, slots=True)
class Made:
    """A book made by a program that was started afresh, for all tests that look at it or go on from it."""

    book: Path
    data_dir: Path
    out: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    book, data_dir, out = a_small_book(folder), folder / "data", folder / "out"
    first = run("make", book, "--out", out, "--json", data_dir=data_dir, afresh=True)
    assert first.code == 0, first.err
    return Made(book, data_dir, out, first.json)


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
        if file.name != "manifest.json"
    }


def test_a_book_becomes_files_that_play(made: Made) -> None:
    out, manifest = made.out, made.manifest
    assert manifest == json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["title"], manifest["authors"], manifest["tier"]) == ("The Small Book", ["Ada Writer"], "A")
    assert manifest["calls"] == {"llm": 3, "tts": manifest["calls"]["tts"], "llm_reused": 0, "tts_reused": 0}
    assert manifest["coverage"]["paragraphs"] == manifest["coverage"]["in_chapters"] + manifest["coverage"]["skipped"]
    assert [chapter["title"] for chapter in manifest["chapters"]] == list(CHAPTERS)
    for chapter in manifest["chapters"]:
        sound = mutagen.File(out / chapter["file"])
        assert sound.info.length == pytest.approx(chapter["duration_seconds"], abs=0.1)
        assert str(sound["TIT2"]) == chapter["title"]
        assert str(sound["TRCK"]) == f"{chapter['number']}/3"
        assert all(sentence["text"] in MARKDOWN.replace("\n", " ") for sentence in chapter["sentences"])
        ends = [sentence["end"] for sentence in chapter["sentences"]]
        assert ends == sorted(ends)
        assert ends[-1] <= chapter["duration_seconds"]
    assert set(hashes(out)) == {f"0{n} - {title}.mp3" for n, title in enumerate(CHAPTERS, 1)} | {
        "The Small Book.m4b",
        "summary.md",
    }


def sounds_of(data_dir: Path, suffix: str) -> list[Path]:
    return sorted(data_dir.glob(f"**/audio/*/*{suffix}"))


@pytest.mark.parametrize("suffix", [".mp3", ".m4a"])
def test_b10_sound_that_was_damaged_or_lost_is_made_again(made: Made, tmp_path: Path, suffix: str) -> None:
    data_dir, out = shutil.copytree(made.data_dir, tmp_path / "data"), tmp_path / "out"
    cut, gone, _ = sounds_of(data_dir, suffix)
    cut.write_bytes(cut.read_bytes()[:10])
    gone.unlink()
    mended = run("make", made.book, "--out", out, data_dir=data_dir)
    assert mended.code == 0, mended.err
    assert "The sound of 2 chapters was gone or damaged: made again.\n" in mended.err
    assert hashes(out) == hashes(made.out)
    again = run("make", made.book, "--out", out, data_dir=data_dir)
    assert (again.code, "made again" in again.err) == (0, False)


def test_b10_a_store_without_any_sound_is_not_filled_anew(made: Made, tmp_path: Path) -> None:
    data_dir, out = shutil.copytree(made.data_dir, tmp_path / "data"), tmp_path / "out"
    for sound in sounds_of(data_dir, ".mp3"):
        sound.unlink()
    stopped = run("make", made.book, "--out", out, data_dir=data_dir)
    assert (stopped.code, out.exists()) == (5, False)
    assert "see that its disk is mounted" in stopped.err
    assert run("doctor", "--repair", "--yes", data_dir=data_dir).code == 0
    assert run("make", made.book, "--out", out, data_dir=data_dir).code == 0
    assert hashes(out) == hashes(made.out)


def test_a_second_run_finds_them(made: Made, tmp_path: Path) -> None:
    out = shutil.copytree(made.out, tmp_path / "out")
    second = run("make", made.book, "--out", out, data_dir=made.data_dir)
    assert second.code == 0
    assert "already there" in second.err
    assert hashes(out) == hashes(made.out)
    again = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (again["calls"]["llm"], again["calls"]["tts"]) == (0, 0)


def test_the_same_book_elsewhere_gives_the_same_bytes(made: Made, book: Path, data_dir: Path) -> None:
    out = data_dir.parent / "out"
    assert run("make", book, "--out", out, data_dir=data_dir, afresh=True).code == 0
    assert hashes(out) == hashes(made.out)


def test_an_export_that_was_harmed_is_rebuilt_without_a_call(made: Made, tmp_path: Path) -> None:
    out = shutil.copytree(made.out, tmp_path / "out")
    (out / "01 - The Harbour.mp3").write_bytes(b"harmed")
    (out / "The Small Book.m4b").unlink()
    again = run("make", made.book, "--out", out, "--json", data_dir=made.data_dir)
    assert (again.json["calls"]["llm"], again.json["calls"]["tts"]) == (0, 0)
    assert hashes(out) == hashes(made.out)


def test_options_choose_chapters_and_lengths(book: Path, data_dir: Path) -> None:
    out = data_dir.parent / "out"
    made = run("make", book, "--out", out, "--chapters", "2-3", "--words", "10", "--json", data_dir=data_dir)
    assert made.code == 0, made.err
    assert [chapter["number"] for chapter in made.json["chapters"]] == [2, 3]
    assert all(chapter["word_count"] <= 16 for chapter in made.json["chapters"])
    assert "not chosen" in [skipped["reason"] for skipped in made.json["coverage"]["reasons"]]


def test_chapters_lists_without_keeping_anything(book: Path, data_dir: Path) -> None:
    listed = run("chapters", book, "--json", data_dir=data_dir)
    assert listed.code == 0, listed.err
    assert [chapter["title"] for chapter in listed.json["chapters"]] == list(CHAPTERS)
    assert set(listed.json) == {"title", "authors", "language", "word_count", "chapters", "skipped", "coverage"}
    assert not data_dir.exists()
    assert "The Lighthouse" in run("chapters", book, data_dir=data_dir).out


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("nothing.epub", None, 3),
        ("empty.epub", b"", 3),
        ("picture.epub", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, 3),
        ("cut.epub", b"PK\x03\x04\x14\x00", 3),
        ("program.exe", b"MZ\x90", 3),
        ("folder.epub", "folder", 3),
    ],
)
def test_bad_sources_get_one_sentence_and_leave_nothing(
    tmp_path: Path, data_dir: Path, name: str, content: bytes | str | None, code: int
) -> None:
    file = tmp_path / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content == "folder":
        file.mkdir()
    made = run("make", file, "--out", tmp_path / "out", data_dir=data_dir)
    assert made.code == code, made.err
    assert made.err.startswith("bookbytes: ")
    assert made.err.count("\n") == 1
    assert "Traceback" not in made.err
    assert not (tmp_path / "out").exists()
    assert [file for file in (data_dir / "storage").rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--minutes", "5", "--words", "5"], 2, "not both"),
        (["--minutes", "0"], 2, "minutes"),
        (["--chapters", "9"], 2, "no chapter 9"),
        (["--chapters", "x"], 2, "numbers and ranges"),
        (["--chapters", "1-999999999"], 2, "too many"),
        (["--chapters", f"1,{'9' * 5000}"], 2, "no chapter 999999999"),
        (["--chapters", ""], 2, "numbers and ranges"),
        (["--voice", "nobody"], 2, "nobody"),
        (["--max-cost", "much"], 2, "US dollars"),
        (["--minutes", "0.05"], 2, "at least"),
    ],
)
def test_wrong_usage_gets_one_sentence(book: Path, data_dir: Path, arguments: list[str], code: int, says: str) -> None:
    made = run("make", book, "--quiet", *arguments, data_dir=data_dir)
    assert made.code == code, made.err
    assert says in made.err
    assert "Traceback" not in made.err
    assert not (data_dir.parent / "The Small Book").exists()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("LLM_PROVIDER", "wizard", "extractive"),
        ("WORKER_MAX_JOBS", "many", "integer"),
        ("WORKER_MAX_JOBS", "0", "greater than or equal to 1"),
        ("DATABASE_URL", "oracle://x", "sqlite"),
        ("API_KEY", "short", "16"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(book: Path, data_dir: Path, variable: str, value: str, says: str) -> None:
    made = run("make", book, data_dir=data_dir, **{variable: value})
    assert made.code == 2
    assert made.err.startswith(f"bookbytes: {variable}: ")
    assert says in made.err
    assert made.err.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_this_machines_fault(book: Path, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "in-the-way"
    file.write_text("x", encoding="utf-8")
    assert run("make", book, "--out", file, data_dir=data_dir).code == 2
    assert run("make", book, "--out", file / "below", data_dir=data_dir).code == 5


def test_doctor_tells_what_answers(data_dir: Path, openlibrary: FakeOpenLibrary) -> None:
    seen = run("doctor", "--json", data_dir=data_dir, OPENLIBRARY_BASE_URL=openlibrary.address)
    assert seen.code == 0, seen.out
    assert {check["name"] for check in seen.json["checks"]} == {
        "database",
        "storage",
        "queue",
        "cache",
        "summaries",
        "voice",
        "catalogue",
        "m4b",
        "disk",
        "clock",
    }
    blocked = data_dir.parent / "file"
    blocked.write_text("x", encoding="utf-8")
    where = {"cwd": data_dir.parent, "OPENLIBRARY_BASE_URL": openlibrary.address}
    assert run("doctor", data_dir=blocked / "data", **where).code == 1


def test_migrate_can_be_run_again(data_dir: Path) -> None:
    for _ in range(2):
        assert run("migrate", data_dir=data_dir).code == 0


def test_the_version_is_shown(data_dir: Path) -> None:
    shown = run("--version", data_dir=data_dir)
    assert (shown.code, shown.out, shown.err) == (0, f"bookbytes {version('bookbytes')}\n", "")


def test_help_loads_no_vendor(data_dir: Path) -> None:
    shown = run("--help", data_dir=data_dir, afresh=True, PYTHONPROFILEIMPORTTIME="1")
    assert shown.code == 0
    loaded = {line.rpartition("|")[2].strip() for line in shown.err.splitlines() if line.startswith("import time:")}
    assert "typer" in loaded
    assert not loaded & {"sqlalchemy", "dramatiq", "numpy", "lxml", "pydantic", "httpx", "starlette", "loguru"}


def test_pronunciations_come_from_a_file_whose_faults_are_named(book: Path, data_dir: Path) -> None:
    file = data_dir.parent / "said.txt"
    file.write_text("# names\nMaria Santos = Maree-a Santosh\nharbour\n", encoding="utf-8")
    wrong = run("make", book, "--pronunciations", file, data_dir=data_dir)
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert f"{file}, line 3: the pronunciation of 'harbour' is missing" in wrong.err
    assert run("make", book, "--pronunciations", data_dir.parent / "none.txt", data_dir=data_dir).code == 2
    folder = data_dir.parent / "lexicons"
    folder.mkdir()
    (folder / "en.txt").write_text("= nothing", encoding="utf-8")
    start = run("chapters", book, "--json", data_dir=data_dir, PRONUNCIATIONS_DIR=str(folder))
    assert start.code == 0, "chapters speaks nothing"
    start = run("doctor", data_dir=data_dir, PRONUNCIATIONS_DIR=str(folder))
    assert (start.code, "en.txt, line 1" in start.err) == (2, True)
