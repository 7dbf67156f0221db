"""LAME and FFmpeg's AAC keep the audio encoder's promises; encoders that break one are caught."""

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bookbytes_adapters.audio.encoder import LameEncoder
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter, ChapterAudio, Segment, Tags
from bookbytes_core.ports.tts import Speech
from tests.contracts.audio_encoder import AudioEncoderContract, spoken
from tests.support import sounds

ROOT = Path(__file__).parents[2]


@pytest.fixture
def encoder() -> Iterator[LameEncoder]:
    encoder = LameEncoder()
    yield encoder
    encoder.close()


class TestLameEncoder(AudioEncoderContract):
    pass


class WithoutPauses(LameEncoder):
    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        return await super().encode([replace(segment, pause_after=0.0) for segment in segments], tags)


class Spoiling(LameEncoder):
    """Encodes the finished sound once more, ``spoiled``."""

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        audio = await super().encode(segments, tags)
        sound, rate = sounds.heard(audio.mp3)
        spoiled = self.spoiled(sound, [round(start * rate) for start in audio.starts])
        return replace(audio, mp3=sounds.mp3(spoiled[sounds.MP3_DELAY :], rate=rate))

    def spoiled(self, sound: sounds.Sound, starts: Sequence[int]) -> sounds.Sound:
        raise NotImplementedError


class Unlevelled(Spoiling):
    def spoiled(self, sound: sounds.Sound, starts: Sequence[int]) -> sounds.Sound:
        return sound / 2


class Clipping(Spoiling):
    def spoiled(self, sound: sounds.Sound, starts: Sequence[int]) -> sounds.Sound:
        return (sound * 4).clip(-1, 1)


class Clicking(Spoiling):
    def spoiled(self, sound: sounds.Sound, starts: Sequence[int]) -> sounds.Sound:
        sound[starts[1]] += 0.1
        return sound


class PromisingMore(LameEncoder):
    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        audio = await super().encode(segments, tags)
        return replace(audio, duration_seconds=audio.duration_seconds + 0.2)


class StartingLate(LameEncoder):
    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        audio = await super().encode(segments, tags)
        return replace(audio, starts=tuple(start + 0.07 for start in audio.starts))


class Numbering(LameEncoder):
    """Writes how many files it has made into each of them."""

    made = 0

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        self.made += 1
        return await super().encode(segments, replace(tags, comment=f"{tags.comment} {self.made}"))


class Untagged(LameEncoder):
    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        return await super().encode(segments, Tags("", "", "", 0, 0))

    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        await super().bind(chapters, Tags("", "", "", 0, 0), out)


class Credulous(LameEncoder):
    """Replaces what it cannot use by something that it can."""

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        return await super().encode(spoken(440), tags)


class Backwards(LameEncoder):
    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        await super().bind(chapters[::-1], tags, out)


class Greedy(LameEncoder):
    """Loads a chapter before the one that it is asked for has ended."""

    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        await asyncio.gather(*(chapter.load() for chapter in chapters))
        await super().bind(chapters, tags, out)


class Untidy(LameEncoder):
    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        out.with_suffix(".part").touch()
        await super().bind(chapters, tags, out)


BROKEN: list[tuple[type[LameEncoder], str, dict[str, object]]] = [
    (WithoutPauses, "test_segments_follow_each_other_with_their_pauses", {}),
    (StartingLate, "test_segments_follow_each_other_with_their_pauses", {}),
    (Clicking, "test_segments_do_not_click", {}),
    (Unlevelled, "test_loudness_is_about_16_lufs", {"amplitude": 0.9}),
    (Clipping, "test_no_sample_clips", {}),
    (PromisingMore, "test_duration_is_what_a_player_shows", {}),
    (Numbering, "test_same_input_gives_the_same_bytes", {}),
    (Untagged, "test_bind_keeps_tags_and_cover", {}),
    (Credulous, "test_unusable_speech_is_refused", {"trouble": "silence"}),
    (Credulous, "test_no_speech_is_refused", {}),
    (Backwards, "test_bind_marks_every_chapter", {}),
    (Greedy, "test_bind_loads_one_chapter_at_a_time", {}),
    (Untidy, "test_a_failing_bind_leaves_nothing_behind", {"before": None}),
    (Untidy, "test_a_cancelled_bind_leaves_nothing_behind", {"before": b"an older book"}),
]


@pytest.mark.parametrize(("broken", "promise", "arguments"), BROKEN)
async def test_the_contract_catches(
    broken: type[LameEncoder], promise: str, arguments: dict[str, object], tmp_path: Path
) -> None:
    test = getattr(AudioEncoderContract(), promise)
    if "tmp_path" in inspect.signature(test).parameters:
        arguments = {**arguments, "tmp_path": tmp_path}
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await test(encoder=broken(), **arguments)


def test_it_can_bind_where_the_extra_is_installed(encoder: AudioEncoder) -> None:
    assert encoder.can_bind


def test_version_names_the_libraries_that_decide_the_bytes(encoder: AudioEncoder) -> None:
    assert all(library in encoder.version for library in ("bookbytes-audio", "lameenc", "numpy", "libavcodec"))


async def test_another_process_gives_the_same_bytes(encoder: AudioEncoder) -> None:
    audio = await encoder.encode(SAID, TAGS)
    assert audio.m4a is not None
    assert _elsewhere("") == [encoder.version, sha256(audio.mp3).hexdigest(), sha256(audio.m4a).hexdigest()]


async def test_without_the_extra_mp3_is_made_and_bind_says_what_is_missing(encoder: AudioEncoder) -> None:
    audio = await encoder.encode(SAID, TAGS)
    version, mp3, refusal = _elsewhere("sys.modules['av'] = None")
    assert "libavcodec" not in version
    assert mp3 == sha256(audio.mp3).hexdigest()
    assert refusal == "M4B needs PyAV, which is not installed: pip install bookbytes[m4b]."


async def test_segments_of_different_rates_join_at_the_highest(encoder: AudioEncoder) -> None:
    low, high = sounds.tone(440, 1, rate=16000), sounds.tone(700, 1, rate=24000)
    as_mp3 = Speech(sounds.mp3(high), "audio/mpeg", 1.0)
    audio = await encoder.encode([Segment(sounds.speech(low), 0.5), Segment(as_mp3, 0.5)], TAGS)
    sound, rate = sounds.heard(audio.mp3)
    assert rate == 24000
    for pitch, start in zip((440, 700), audio.starts, strict=True):
        during = sound[round((start + 0.2) * rate) : round((start + 0.8) * rate)]
        assert sounds.strength(during, pitch, rate) > 0.1


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.3])
async def test_a_word_shorter_than_the_gate_is_heard(encoder: AudioEncoder, seconds: float) -> None:
    audio = await encoder.encode([Segment(sounds.speech(sounds.tone(440, seconds)), 0)], TAGS)
    sound, _ = sounds.heard(audio.mp3)
    assert 0.2 < abs(sound).max() < 0.9


SAID = [Segment(sounds.speech(sounds.murmur(2)), 0.4)]
TAGS = Tags("Title", "Author", "Album", 1, 1, "en")
SCRIPT = """
import asyncio, sys
from hashlib import sha256
from pathlib import Path
{before}
from bookbytes_adapters.audio.encoder import LameEncoder
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.audio_encoder import Segment, Tags
from tests.support import sounds

async def main():
    encoder = LameEncoder()
    tags = Tags("Title", "Author", "Album", 1, 1, "en")
    audio = await encoder.encode([Segment(sounds.speech(sounds.murmur(2)), 0.4)], tags)
    print(encoder.version, sha256(audio.mp3).hexdigest(), sep="\\n")
    if audio.m4a:
        print(sha256(audio.m4a).hexdigest())
    else:
        try:
            await encoder.bind([], tags, Path("never.m4b"))
        except InvalidInput as refused:
            print(refused.message)

asyncio.run(main())
"""


def _elsewhere(before: str) -> list[str]:
    """The lines that the script above prints in a process of its own, after the statement ``before``."""
    script = SCRIPT.format(before=before)
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()
