"""The helper process: what it hands over, and how it fails, hangs and is stopped."""

import struct
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from bookbytes_adapters.tts.helper import Helper, python
from bookbytes_adapters.tts.wav import Sentence, header, joined, trimmed
from bookbytes_core.errors import Unavailable
from tests.contracts.tts import played

ECHO = """
import struct, sys
*lines, _ = sys.stdin.buffer.read().decode().split("\\n")
sys.stdout.buffer.write(struct.pack("<I", 8000))
for line in lines:
    samples = line.encode()
    sys.stdout.buffer.write(struct.pack("<I", len(samples)) + samples)
"""
FAILURES = {
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": "signal 11",
    "import sys; sys.exit('no such voice')": "no such voice",
    "raise RuntimeError('engine gave up')": "engine gave up",
    "pass": "status 0",
    "import struct, sys; sys.stdout.buffer.write(struct.pack('<II', 8000, 99) + b'few')": "status 0",
    "import time; time.sleep(60)": "longer than",
}


def helper(tmp_path: Path, program: str, seconds: float = 30) -> Helper:
    script = tmp_path / "script.py"
    script.write_text(program, encoding="utf-8")
    return Helper(python(script), "Echo", seconds)


def test_every_line_is_handed_over_in_order(tmp_path: Path) -> None:
    heard: list[tuple[int, bytes]] = []
    helper(tmp_path, ECHO).run(["one", "", "größer"], lambda rate, samples: heard.append((rate, samples)))
    assert heard == [(8000, b"one"), (8000, b""), (8000, "größer".encode())]


def test_more_than_a_pipe_holds_goes_through(tmp_path: Path) -> None:
    lines = ["x" * 200_000] * 3
    heard: list[bytes] = []
    helper(tmp_path, ECHO).run(lines, lambda _, samples: heard.append(samples))
    assert heard == [line.encode() for line in lines]


@pytest.mark.parametrize("program", FAILURES)
def test_a_failure_is_told_with_its_reason(tmp_path: Path, program: str) -> None:
    seconds = 0.3 if "sleep" in program else 30
    with pytest.raises(Unavailable, match="Echo failed") as failed:
        helper(tmp_path, program, seconds).run(["one"], lambda rate, samples: None)
    assert FAILURES[program] in failed.value.message
    assert failed.value.code == "voice_failed"


def test_a_program_that_cannot_start_is_told() -> None:
    with pytest.raises(Unavailable, match="could not be started"):
        Helper(["/nowhere/at/all"], "Echo", 30).run(["one"], lambda rate, samples: None)


def test_stopping_ends_a_run(tmp_path: Path) -> None:
    endless = helper(tmp_path, "import time\nwhile True: time.sleep(1)", seconds=600)
    heard: list[bytes] = []
    running = threading.Thread(target=endless.run, args=(["one"], lambda _, samples: heard.append(samples)))
    running.start()
    time.sleep(0.1)
    endless.stop()
    running.join(timeout=30)
    assert not running.is_alive()
    assert heard == []


def test_a_run_stopped_before_it_begins_does_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    stopped = helper(tmp_path, f"open({str(marker)!r}, 'w')")
    stopped.stop()
    stopped.run(["one"], lambda rate, samples: None)
    assert not marker.exists()


def tone(seconds: float, rate: int = 16000) -> bytes:
    wave_form = 9000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return np.rint(wave_form).astype("<i2").tobytes()


def test_silence_around_speech_is_trimmed_to_the_same_edges() -> None:
    quiet = np.random.default_rng(1).integers(-20, 20, 16000, dtype=np.int16).tobytes()
    cut = trimmed(quiet + tone(1) + quiet + quiet, 16000)
    assert len(cut) / 32000 == pytest.approx(1.08, abs=0.005)
    samples = np.frombuffer(cut, dtype="<i2")
    assert np.abs(samples[[0, -1]]).max() <= 1


def test_trimming_loses_nothing_of_what_begins_at_once() -> None:
    cut = trimmed(tone(0.5), 16000)
    assert len(cut) == len(tone(0.5))
    assert trimmed(struct.pack("<h", 9000), 16000) != b""


def test_joined_sentences_end_where_they_say() -> None:
    parts = [Sentence(16000, tone(seconds)) for seconds in (1, 0.5, 0.25)]
    made = joined(parts, 16000)
    assert made.ends == pytest.approx((1, 1.8, 2.35))
    assert made.seconds == pytest.approx(2.35)
    samples, rate = played(made.audio)
    assert (samples.size, rate) == (round(2.35 * 16000), 16000)


def test_a_header_without_a_length_is_read_to_the_end() -> None:
    samples, rate = played(header(22050, None) + tone(0.1, 22050))
    assert (samples.size, rate) == (2205, 22050)
