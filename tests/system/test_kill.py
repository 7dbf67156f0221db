"""kill -9 at any moment of ``bookbytes make``: run again, it ends as if nothing had happened."""

import json
import random
import time
from pathlib import Path

import pytest

from tests.support.program import run, start

KILLS = 2
SEED = 20_240_229

_SENTENCES = [
    "The {0} lies on the north side of the island.",
    "Every morning the {0} is opened before the sun is up.",
    "In {1} the {0} was painted for the first time.",
    "Nobody remembers who built the {0}, but {2} has kept its books for {3} years.",
    "When the storm of {1} came, the {0} was the only place with a light.",
    "The {0} has {3} windows and one door.",
]
_PLACES = ["harbour", "lighthouse", "school", "chapel", "mill"]


def a_longer_book(folder: Path) -> Path:
    rng = random.Random(SEED)
    parts = ["# The Island\n"]
    for place in _PLACES:
        parts.append(f"## The {place.title()}\n")
        for _ in range(5):
            chosen = rng.sample(_SENTENCES, 4)
            names = (place, rng.randint(1700, 1990), rng.choice(["Maria", "Tomas", "Ada"]), rng.randint(2, 60))
            parts.append(" ".join(sentence.format(*names) for sentence in chosen) + "\n")
    path = folder / "island.md"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def comparable(out: Path) -> dict[str, object]:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {key: value for key, value in manifest.items() if key not in ("calls", "cost_usd")}


def sounds(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.iterdir() if file.suffix in (".mp3", ".m4b", ".md")}


@pytest.mark.again
def test_k10_k11_k12_k13_k15_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    book = a_longer_book(tmp_path)
    began = time.monotonic()
    whole = run("make", book, "--out", tmp_path / "whole", "--json", data_dir=tmp_path / "data-whole")
    length = time.monotonic() - began
    assert whole.code == 0, whole.err
    needed = whole.json["calls"]

    rng = random.Random(SEED)
    moments = sorted(rng.uniform(0.2, 0.95) * length for _ in range(KILLS))
    for moment in moments:
        process = start("make", book, "--out", tmp_path / "killed", data_dir=tmp_path / "data-killed")
        time.sleep(moment)
        process.kill()
        process.communicate()
    last = run("make", book, "--out", tmp_path / "killed", "--json", data_dir=tmp_path / "data-killed", afresh=True)
    assert last.code == 0, last.err
    assert comparable(tmp_path / "killed") == comparable(tmp_path / "whole")
    assert sounds(tmp_path / "killed") == sounds(tmp_path / "whole")
    calls = last.json["calls"]
    assert calls["llm"] + calls["llm_reused"] <= needed["llm"]
    assert calls["tts"] <= needed["tts"]
    left = [file for file in (tmp_path / "killed").iterdir() if file.name.startswith(".")]
    assert left == []
