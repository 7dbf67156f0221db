"""The frame walker, and the files that LAME and we make."""

import io

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from bookbytes_adapters.audio import mp3_frames
from bookbytes_adapters.audio.mp3 import Mp3Encoder
from bookbytes_adapters.audio.track import RATES
from tests.support import sounds

BURST = 0.7


def made(rate: int) -> tuple[bytes, float]:
    """Two seconds of silence with a burst of tone in it."""
    sound = sounds.silence(2, rate=rate)
    burst = sounds.tone(500, 0.5, rate=rate)
    sound[round(BURST * rate) :][: burst.size] = burst
    encoder = Mp3Encoder(rate)
    for part in np.array_split(sound.astype(np.float32), 3):
        encoder.add(part)
    return encoder.finish(b"")


@pytest.mark.parametrize("rate", RATES)
def test_every_reader_finds_the_same_length(rate: int) -> None:
    file, seconds = made(rate)
    info = MP3(io.BytesIO(file)).info
    sound, played_at = sounds.heard(file)
    assert played_at == info.sample_rate == rate
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.length == pytest.approx(seconds, abs=0.001)
    assert sound.size / rate == pytest.approx(seconds, abs=0.001)
    assert 2 <= seconds < 2.3


@pytest.mark.parametrize("rate", RATES)
def test_every_decoder_plays_each_moment_where_it_was(rate: int) -> None:
    import av

    file, _ = made(rate)
    with av.open(io.BytesIO(file), "r") as container:
        by_ffmpeg = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    for sound in (sounds.heard(file)[0], by_ffmpeg):
        onset = int(np.argmax(np.abs(sound) > 0.1)) / rate
        assert onset == pytest.approx(BURST, abs=0.003)


@pytest.mark.parametrize("rate", RATES)
def test_lame_does_not_change_the_volume(rate: int) -> None:
    sound, _ = sounds.heard(made(rate)[0])
    during = sound[round(0.9 * rate) : round(1.1 * rate)]
    assert sounds.strength(during, 500, rate) == pytest.approx(0.3, rel=0.02)


def test_the_walker_counts_every_frame() -> None:
    frames = sounds.mp3(sounds.tone(440, 3, rate=24000))
    measured = mp3_frames.measure(frames)
    assert measured.seconds == pytest.approx(measured.frames * 576 / 24000)
    assert measured.seconds == pytest.approx(3, abs=0.1)
    assert measured.complete


def test_the_walker_steps_over_tags_and_rubbish() -> None:
    frames = sounds.mp3(sounds.tone(440, 1, rate=24000))
    tag = b"ID3\x04\x00\x00\x00\x00\x01\x00" + b"\xff\xfb\x90\x00" * 32
    alone = mp3_frames.measure(frames)
    assert mp3_frames.measure(tag + frames + b"TAG".ljust(128)) == alone
    twice = mp3_frames.measure(tag + frames + b"between \xff\xff\xff" + frames)
    assert twice.frames == 2 * alone.frames
    assert twice.complete


def test_the_walker_sees_what_is_missing() -> None:
    file, _ = made(16000)
    assert mp3_frames.measure(file).complete
    assert not mp3_frames.measure(file[:-1]).complete
    assert not mp3_frames.measure(file + b"\xff\xfb").complete, "the next frame has just begun"
    assert mp3_frames.measure(file + b"\x00\x00").complete
    assert not mp3_frames.measure(file[: 288 * 20]).complete, "the index promises more"


@pytest.mark.parametrize(
    "data", [b"", b"ID3", b"<html>", b"\xff\xfb", bytes(1000), b"\xff" * 1000, b"ID3\x03\0\0\0\0\1\0"]
)
def test_what_is_no_mp3_has_no_frames(data: bytes) -> None:
    assert not mp3_frames.begins_with_frame(data)
    assert mp3_frames.measure(data).frames == 0
