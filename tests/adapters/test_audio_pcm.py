"""Decoding: what the bytes are, whether they are whole, and changing the sample rate."""

import io
import struct
from fractions import Fraction
from typing import Literal

import numpy as np
import pytest

from bookbytes_adapters.audio import pcm
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.tts import Speech
from tests.support import sounds

TONE = sounds.tone(440, 1.5, rate=24000)


def decoded(audio: bytes, *, seconds: float = 1.5, media_type: str = "audio/mpeg") -> pcm.Pcm:
    return pcm.decode(Speech(audio, media_type, seconds))


def compressed(container: str, codec: str, layout: Literal["mono", "stereo"] = "mono") -> bytes:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format=container) as writer:
        stream = writer.add_stream(codec, rate=24000, layout=layout, options={"strict": "experimental"})
        frame = av.AudioFrame.from_ndarray((TONE * 32767).astype(np.int16)[np.newaxis], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 24000, 0, Fraction(1, 24000)
        writer.mux(stream.encode(frame))
        writer.mux(stream.encode(None))
    return file.getvalue()


def test_wav_is_taken_as_it_is() -> None:
    made = decoded(sounds.wav(TONE, rate=24000))
    assert made.rate == 24000
    assert np.array_equal(made.samples, np.rint(TONE * 32767))


def test_channels_are_averaged() -> None:
    made = decoded(sounds.wav(TONE, rate=24000, channels=2))
    assert np.array_equal(made.samples, np.rint(TONE * 32767))


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_mp3_is_decoded_whatever_its_media_type_says(rate: int) -> None:
    sound = sounds.tone(440, 1.5, rate=rate)
    made = decoded(sounds.mp3(sound, rate=rate), media_type="audio/wav")
    assert made.rate == rate
    assert made.samples.size == pytest.approx(sound.size, abs=0.2 * rate)
    assert sounds.strength(made.samples[rate // 2 : rate] / 32768, 440, rate) == pytest.approx(0.3, rel=0.1)


def test_a_tag_before_the_frames_is_stepped_over() -> None:
    tag = b"ID3\x03\x00\x00" + bytes([0, 0, 2, 5]) + bytes(261)
    assert decoded(tag + sounds.mp3(TONE)).rate == 24000


@pytest.mark.parametrize("audio", [compressed("flac", "flac"), compressed("ogg", "vorbis", "stereo")])
def test_flac_and_vorbis_are_decoded(audio: bytes) -> None:
    made = decoded(audio)
    assert made.rate == 24000
    assert sounds.strength(made.samples[12000:24000] / 32768, 440, 24000) > 0.2


def test_a_streamed_wav_of_unknown_length_is_read_to_its_end() -> None:
    whole = sounds.wav(TONE, rate=24000)
    for unknown in (0xFFFFFFFF, 0x7FFFFFFF):
        header = whole[:4] + struct.pack("<I", unknown) + whole[8:40] + struct.pack("<I", unknown)
        assert decoded(header + whole[44:]).samples.size == TONE.size
        with pytest.raises(Rejected):
            decoded(header + whole[44:40000])


FAULTS = {
    "WAV without a data chunk": sounds.wav(TONE)[:36],
    "WAV cut in its header": sounds.wav(TONE)[:20],
    "WAV in another codec": sounds.wav(TONE)[:20] + b"\x02" + sounds.wav(TONE)[21:],
    "WAV with 8-bit samples": sounds.wav(TONE)[:34] + b"\x08" + sounds.wav(TONE)[35:],
    "MP3 cut in a frame": sounds.mp3(TONE)[:-50],
    "MP3 that lacks frames": sounds.mp3(TONE)[:192],
    "MP3 followed by an error": sounds.mp3(TONE)[:2000] + b'{"error": "timed out"}',
    "FLAC cut short": compressed("flac", "flac")[:6000],
    "FLAC in name only": b"fLaC" + bytes(5000),
    "Ogg in name only": b"OggS" + bytes(5000),
    "Opus": compressed("ogg", "libopus"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_damaged_audio_is_refused(fault: str) -> None:
    with pytest.raises(Rejected) as refused:
        decoded(FAULTS[fault])
    assert refused.value.code == "bad_audio"
    assert refused.value.message.endswith(".")


def test_audio_shorter_than_promised_is_refused() -> None:
    with pytest.raises(Rejected, match="cut off"):
        decoded(sounds.wav(TONE, rate=24000), seconds=2.0)


@pytest.mark.parametrize(("rate", "new"), [(16000, 24000), (22050, 24000), (44100, 48000), (48000, 16000)])
def test_resampling_keeps_the_tone(rate: int, new: int) -> None:
    """Longer than one piece, so that the seams are heard if there are any."""
    sound = sounds.tone(440, 21.3, rate=rate)
    made = pcm.resample(pcm.Pcm(rate, (sound * 32767).astype(np.int16)), new) / 32767
    ideal = sounds.tone(440, 21.3, rate=new)
    assert made.size == pytest.approx(ideal.size, abs=1)
    inner = slice(new // 10, 21 * new)
    assert np.abs(made[inner] - ideal[inner]).max() < 0.005


def test_resampling_folds_nothing_back() -> None:
    sound = sounds.tone(11000, 3, rate=48000)
    made = pcm.resample(pcm.Pcm(48000, (sound * 32767).astype(np.int16)), 16000) / 32767
    assert sounds.root_mean_square(made[1600:-1600]) < 0.001
