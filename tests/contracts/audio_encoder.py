"""What every audio encoder promises (the docstring of ``AudioEncoder``)."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import InvalidInput, ObjectNotFound, Rejected
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter, ChapterAudio, Segment, Tags
from bookbytes_core.ports.tts import Speech
from tests.support import sounds

RATE = sounds.RATE
PITCHES = (440.0, 700.0, 1100.0)
SILENT = 10 ** (-60 / 20)
START_TOLERANCE = 0.03
MARK_TOLERANCE = 0.05
CLICK = 0.0005
"""A seventh of what an edge without a fade adds."""


def tags(title: str = "The First Part", *, track: int = 1, cover: Cover | None = None) -> Tags:
    return Tags(title, "Ada Author", "A Book", track, 3, "en", "An audio summary", cover)


def cover(*, size: int = 600) -> Cover:
    """A picture that does not compress: some hundred kilobytes."""
    file = io.BytesIO()
    noise = np.random.default_rng(5).integers(0, 255, (size, size), dtype=np.uint8)
    Image.fromarray(noise).save(file, "JPEG", quality=95)
    return Cover(file.getvalue(), "image/jpeg")


def spoken(*pitches: float, seconds: float = 1.2, pause: float = 0.5) -> list[Segment]:
    return [Segment(sounds.speech(sounds.tone(pitch, seconds)), pause) for pitch in pitches]


def saying(audio: bytes, seconds: float = 1.0) -> list[Segment]:
    return [*spoken(440), Segment(Speech(audio, "audio/wav", seconds), 0.5)]


UNUSABLE = {
    "no bytes": b"",
    "silence": sounds.wav(sounds.silence(1)),
    "near silence": sounds.wav(sounds.tone(440, 1, amplitude=0.001)),
    "no samples": sounds.wav(sounds.silence(0)),
    "cut WAV": sounds.wav(sounds.tone(440, 2))[: 16000 * 2],
    "cut MP3": sounds.mp3(sounds.tone(440, 2, rate=24000))[:9001],
    "web page": b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>",
    "JSON": b'{"error": {"message": "overloaded"}}',
    "another codec": b"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00" + bytes(4000),
    "noise": bytes(np.random.default_rng(3).integers(0, 255, 4000, dtype=np.uint8)),
}


async def bound(encoder: AudioEncoder, out: Path) -> list[tuple[BoundChapter, ChapterAudio]]:
    """Three chapters, one tone each, bound into ``out``."""
    chapters = []
    for number, pitch in enumerate(PITCHES, start=1):
        audio = await encoder.encode(spoken(pitch, seconds=1 + number / 7), tags(track=number))
        chapters.append((BoundChapter(f"Chapter {number} — “{pitch:.0f}”", loading(audio)), audio))
    await encoder.bind([chapter for chapter, _ in chapters], tags("A Book", cover=cover()), out)
    return chapters


def loading(audio: ChapterAudio) -> Callable[[], Awaitable[bytes]]:
    async def load() -> bytes:
        assert audio.m4a is not None
        return audio.m4a

    return load


class AudioEncoderContract:
    """Subclass with a fixture ``encoder``."""

    async def test_segments_follow_each_other_with_their_pauses(self, encoder: AudioEncoder) -> None:
        pauses = (0.5, 0.8, 0.3)
        segments = [Segment(spoken(pitch)[0].speech, pause) for pitch, pause in zip(PITCHES, pauses, strict=True)]
        audio = await encoder.encode(segments, tags())
        sound, rate = sounds.heard(audio.mp3)
        for pitch, pause, start in zip(PITCHES, pauses, audio.starts, strict=True):
            assert _onset(sound, rate, after=start - 0.2) == pytest.approx(start, abs=START_TOLERANCE)
            during = _between(sound, rate, start + 0.1, start + 1.1)
            assert sounds.strength(during, pitch, rate) > 0.8 * np.sqrt(2) * sounds.root_mean_square(during)
            silent = _between(sound, rate, start + 1.2 + 0.05, start + 1.2 + pause - 0.05)
            assert sounds.root_mean_square(silent) < SILENT
        assert audio.starts[2] - audio.starts[1] == pytest.approx(1.2 + 0.8, abs=0.01)

    async def test_segments_do_not_click(self, encoder: AudioEncoder) -> None:
        audio = await encoder.encode(spoken(PITCHES[0], PITCHES[0], pause=0.1), tags())
        sound, rate = sounds.heard(audio.mp3)
        steady = _brightness(_between(sound, rate, audio.starts[0] + 0.3, audio.starts[0] + 0.34), rate)
        for edge in (*audio.starts, *(start + 1.2 for start in audio.starts)):
            assert _brightness(_between(sound, rate, edge - 0.02, edge + 0.02), rate) < steady + CLICK

    @pytest.mark.parametrize("amplitude", [0.03, 0.9])
    async def test_loudness_is_about_16_lufs(self, encoder: AudioEncoder, amplitude: float) -> None:
        segments = [Segment(sounds.speech(sounds.tone(997, 3, amplitude=amplitude)), 0.2)]
        audio = await encoder.encode(segments, tags())
        sound, rate = sounds.heard(audio.mp3)
        steady = _between(sound, rate, audio.starts[0] + 0.5, audio.starts[0] + 2.5)
        assert sounds.loudness_of_tone(steady) == pytest.approx(-16, abs=1)

    async def test_no_sample_clips(self, encoder: AudioEncoder) -> None:
        audio = await encoder.encode([Segment(sounds.speech(sounds.murmur(6, peak=0.9)), 0.2)], tags())
        sound, _ = sounds.heard(audio.mp3)
        assert 0.5 < np.abs(sound).max() < 10 ** (-1 / 20)

    async def test_duration_is_what_a_player_shows(self, encoder: AudioEncoder) -> None:
        from mutagen.mp3 import MP3

        audio = await encoder.encode(spoken(*PITCHES), tags(cover=cover()))
        sound, rate = sounds.heard(audio.mp3)
        assert sound.size / rate == pytest.approx(audio.duration_seconds, abs=0.1)
        assert MP3(io.BytesIO(audio.mp3)).info.length == pytest.approx(audio.duration_seconds, abs=0.1)

    async def test_same_input_gives_the_same_bytes(self, encoder: AudioEncoder) -> None:
        segments = [Segment(sounds.speech(sounds.murmur(3)), 0.4), *spoken(440)]
        first = await encoder.encode(segments, tags(cover=cover(size=60)))
        _, other, again = await asyncio.gather(
            encoder.encode(spoken(700), tags()),
            encoder.encode(spoken(440), tags()),
            encoder.encode(segments, tags(cover=cover(size=60))),
        )
        assert (again.mp3, again.m4a) == (first.mp3, first.m4a)
        assert other.mp3 != first.mp3

    async def test_the_file_carries_its_tags(self, encoder: AudioEncoder) -> None:
        from mutagen.id3 import ID3

        picture = cover(size=60)
        audio = await encoder.encode(spoken(440), tags("Čapek — 山月記 🎧", track=2, cover=picture))
        read = ID3(io.BytesIO(audio.mp3))
        texts = {name: str(read.get(name)) for name in ("TIT2", "TPE1", "TPE2", "TALB", "TRCK", "TLAN", "COMM::eng")}
        assert texts == {
            "TIT2": "Čapek — 山月記 🎧",
            "TPE1": "Ada Author",
            "TPE2": "Ada Author",
            "TALB": "A Book",
            "TRCK": "2/3",
            "TLAN": "eng",
            "COMM::eng": "An audio summary",
        }
        assert [(each.mime, each.data) for each in read.getall("APIC")] == [("image/jpeg", picture.data)]

    @pytest.mark.parametrize("trouble", UNUSABLE)
    async def test_unusable_speech_is_refused(self, encoder: AudioEncoder, trouble: str) -> None:
        with pytest.raises(Rejected) as refused:
            await encoder.encode(saying(UNUSABLE[trouble]), tags())
        assert refused.value.code == "bad_audio"

    async def test_no_speech_is_refused(self, encoder: AudioEncoder) -> None:
        with pytest.raises(Rejected) as refused:
            await encoder.encode([], tags())
        assert refused.value.code == "bad_audio"

    async def test_m4a_comes_where_it_can_be_bound(self, encoder: AudioEncoder, tmp_path: Path) -> None:
        audio = await encoder.encode(spoken(440), tags())
        assert (audio.m4a is not None) == encoder.can_bind
        if not encoder.can_bind:
            with pytest.raises(InvalidInput) as refused:
                await encoder.bind([BoundChapter("One", loading(audio))], tags(), tmp_path / "book.m4b")
            assert refused.value.code == "m4b_not_installed"

    async def test_bind_marks_every_chapter(self, encoder: AudioEncoder, tmp_path: Path) -> None:
        out = tmp_path / "book.m4b"
        chapters = await bound(encoder, out)
        sound, rate = sounds.heard_m4b(out)
        starts, ends, titles = zip(*sounds.chapter_marks(out), strict=True)
        assert list(titles) == [chapter.title for chapter, _ in chapters]
        assert list(starts) == pytest.approx([0, *ends[:-1]], abs=0.001)
        assert ends[-1] == pytest.approx(sound.size / rate, abs=MARK_TOLERANCE)
        for start, pitch, (_, audio) in zip(starts, PITCHES, chapters, strict=True):
            begins = start + audio.starts[0]
            assert _onset(sound, rate, after=begins - 0.15) == pytest.approx(begins, abs=MARK_TOLERANCE)
            during = _between(sound, rate, begins + 0.1, begins + 1)
            assert sounds.strength(during, pitch, rate) > 0.8 * np.sqrt(2) * sounds.root_mean_square(during)

    async def test_bind_keeps_tags_and_cover(self, encoder: AudioEncoder, tmp_path: Path) -> None:
        from mutagen.mp4 import MP4

        out = tmp_path / "book.m4b"
        await bound(encoder, out)
        read = MP4(out)
        texts = {name: read.get(name) for name in ("©nam", "©ART", "aART", "©alb", "©cmt")}
        assert texts == {
            "©nam": ["A Book"],
            "©ART": ["Ada Author"],
            "aART": ["Ada Author"],
            "©alb": ["A Book"],
            "©cmt": ["An audio summary"],
        }
        assert [bytes(picture) for picture in read.get("covr", [])] == [cover().data]

    async def test_bind_gives_the_same_bytes(self, encoder: AudioEncoder, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        await bound(encoder, tmp_path / "one.m4b")
        await bound(encoder, tmp_path / "elsewhere" / "two.m4b")
        assert (tmp_path / "one.m4b").read_bytes() == (tmp_path / "elsewhere" / "two.m4b").read_bytes()

    async def test_bind_loads_one_chapter_at_a_time(self, encoder: AudioEncoder, tmp_path: Path) -> None:
        audio = await encoder.encode(spoken(440), tags())
        loads: list[str] = []

        async def load() -> bytes:
            loads.append("begins")
            await asyncio.sleep(0.001)
            loads.append("ends")
            return await loading(audio)()

        await encoder.bind([BoundChapter(str(number), load) for number in range(4)], tags(), tmp_path / "book.m4b")
        assert loads == ["begins", "ends"] * 4

    @pytest.mark.parametrize("before", [None, b"an older book"])
    async def test_a_failing_bind_leaves_nothing_behind(
        self, encoder: AudioEncoder, tmp_path: Path, before: bytes | None
    ) -> None:
        audio = await encoder.encode(spoken(440), tags())

        async def lost() -> bytes:
            raise ObjectNotFound("gone")

        async def damaged() -> bytes:
            return b"not audio"

        for load, error in ((lost, ObjectNotFound), (damaged, Rejected)):
            chapters = [BoundChapter("One", loading(audio)), BoundChapter("Two", load)]
            with pytest.raises(error):
                await _bind_over(before, encoder, chapters, tmp_path)
            assert _left(tmp_path) == before

    @pytest.mark.parametrize("before", [None, b"an older book"])
    async def test_a_cancelled_bind_leaves_nothing_behind(
        self, encoder: AudioEncoder, tmp_path: Path, before: bytes | None
    ) -> None:
        audio = await encoder.encode(spoken(440), tags())
        waiting = asyncio.Event()

        async def never() -> bytes:
            waiting.set()
            return await asyncio.Future()

        chapters = [BoundChapter("One", loading(audio)), BoundChapter("Two", never)]
        task = asyncio.create_task(_bind_over(before, encoder, chapters, tmp_path))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert _left(tmp_path) == before


async def _bind_over(before: bytes | None, encoder: AudioEncoder, chapters: list[BoundChapter], folder: Path) -> None:
    if before is not None:
        (folder / "book.m4b").write_bytes(before)
    await encoder.bind(chapters, tags(), folder / "book.m4b")


def _left(folder: Path) -> bytes | None:
    """The content of the only file in ``folder``; None if it is empty."""
    files = list(folder.iterdir())
    assert [file.name for file in files] in ([], ["book.m4b"])
    return files[0].read_bytes() if files else None


def _between(sound: sounds.Sound, rate: int, start: float, end: float) -> sounds.Sound:
    return sound[round(start * rate) : round(end * rate)]


def _onset(sound: sounds.Sound, rate: int, *, after: float) -> float:
    """The second, not before ``after``, at which sound first reaches a third of the loudest."""
    first = max(round(after * rate), 0)
    return (first + int(np.argmax(np.abs(sound[first:]) > np.abs(sound).max() / 3))) / rate


def _brightness(sound: sounds.Sound, rate: int) -> float:
    """How much sound lies above 3 kHz, as an amplitude; a click is bright, a low tone is not."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    bright = spectrum[np.fft.rfftfreq(sound.size, 1 / rate) > 3000]
    return float(np.sqrt(np.sum(bright**2)) / sound.size)
