"""Sounds made in code, and what a player would hear of a file."""

import io
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bookbytes_core.ports.tts import Speech

RATE = 16000

MP3_DELAY = 1105
"""Samples by which a file of ``mp3`` plays late."""

Sound = npt.NDArray[np.float64]


def tone(hertz: float, seconds: float, *, rate: int = RATE, amplitude: float = 0.3) -> Sound:
    """A cosine: it begins at its peak, so it clicks unless somebody fades it in."""
    return amplitude * np.cos(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def murmur(seconds: float, *, rate: int = RATE, seed: int = 1, peak: float = 0.7) -> Sound:
    """Noise shaped like speech: low-pitched, in syllables, with peaks far above its mean."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * rate))
    voice: Sound = np.convolve(noise, np.hanning(9), "same")
    syllables = np.clip(np.sin(2 * np.pi * 2.5 * np.arange(voice.size) / rate), 0, 1) ** 3
    spoken: Sound = voice * (0.02 + syllables)
    return peak * spoken / np.abs(spoken).max()


def babble(seconds: float, *, rate: int = RATE, seed: int = 1) -> Sound:
    """Noise in syllables and pauses of uneven length and loudness, as speech has them: it never repeats itself."""
    chance = np.random.default_rng(seed)
    syllables = [
        (chance.uniform(0.05, 1.0) if place % 4 else 0.01) * np.hanning(round(chance.uniform(0.08, 0.35) * rate))
        for place in range(round(seconds / 0.08) + 1)
    ]
    loudness = np.concatenate(syllables)[: round(seconds * rate)]
    spoken: Sound = 0.2 * loudness * chance.standard_normal(loudness.size)
    return spoken


def silence(seconds: float, *, rate: int = RATE) -> Sound:
    return np.zeros(round(seconds * rate))


def wav(sound: Sound, *, rate: int = RATE, channels: int = 1) -> bytes:
    """16-bit PCM; ``sound`` is one channel, given to all."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        samples = np.rint(sound * 32767).astype("<i2")
        writer.writeframes(np.repeat(samples, channels).tobytes())
    return file.getvalue()


def speech(sound: Sound, *, rate: int = RATE) -> Speech:
    return Speech(wav(sound, rate=rate), "audio/wav", sound.size / rate)


def mp3(sound: Sound, *, rate: int = 24000, kilobits: int = 64) -> bytes:
    """As a server would send it: frames only, no tag."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(kilobits)
    made = encoder.encode(np.rint(sound * 32767).astype("<i2").tobytes())
    return bytes(made + encoder.flush())


def aac(sound: Sound, *, rate: int = 24000) -> bytes:
    """AAC in ADTS frames: what a server may send that takes no notice of the format it is asked for."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="adts") as container:
        stream = container.add_stream("aac", rate=rate)
        samples = np.rint(sound * 32767).astype("<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()


def heard(mp3_file: bytes) -> tuple[Sound, int]:
    """What a player plays, full scale 1.0, and its sample rate."""
    import miniaudio

    decoded = miniaudio.mp3_read_s16(mp3_file)
    assert decoded.nchannels == 1
    return np.array(decoded.samples, dtype=np.float64) / 32768, decoded.sample_rate


def heard_m4b(file: Path) -> tuple[Sound, int]:
    """The whole audio of an MP4 file, as FFmpeg decodes it."""
    import av

    with av.open(str(file), "r") as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
        return np.concatenate(frames).astype(np.float64), container.streams.audio[0].rate


def chapter_marks(file: Path) -> list[tuple[float, float, str]]:
    """Start and end in seconds and the title of every chapter mark."""
    import av

    with av.open(str(file), "r") as container:
        return [
            (float(mark["start"] * base), float(mark["end"] * base), mark["metadata"]["title"])
            for mark in container.chapters()
            if (base := mark["time_base"])
        ]


def root_mean_square(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def loudness_of_tone(sound: Sound) -> float:
    """LUFS of a steady tone near 1 kHz: there the standard's weighting cancels its offset, and a full-scale sine
    measures -3.01 (ITU-R BS.1770-4, note to annex 1)."""
    return 20 * float(np.log10(root_mean_square(sound)))


def strength(sound: Sound, hertz: float, rate: int) -> float:
    """The amplitude of one frequency in ``sound``."""
    turning = np.exp(-2j * np.pi * hertz * np.arange(sound.size) / rate)
    return float(2 * np.abs(np.mean(sound * turning)))
