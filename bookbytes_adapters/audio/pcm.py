"""Speech as samples: whatever a voice sent, decoded to 16-bit mono.

What the bytes are is recognised by the bytes; the media type a server names is often wrong.
"""

import io
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from bookbytes_adapters.audio import mp3_frames
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.tts import Speech

if TYPE_CHECKING:
    from miniaudio import SoundFileInfo

Samples = npt.NDArray[np.int16]
Signal = npt.NDArray[np.float32]

FULL_SCALE = 32768.0
"""The amplitude of 0 dBFS in 16-bit samples."""

SILENT_PEAK = int(FULL_SCALE * 10 ** (-40 / 20))
"""Speech whose loudest sample stays below -40 dBFS holds no voice: real voices peak above -20."""

MISSING_SECONDS = 0.25
"""How much shorter than promised speech may be; decoders differ by a frame or two at either end."""

_BYTES_A_SAMPLE = 2
_UNKNOWN_LENGTH = 0x7FFF_0000
"""A WAV header written before its length was known (a stream) promises about this many bytes, or twice as many."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono samples and how many of them make a second."""

    rate: int
    samples: Samples


def bad_audio(sentence: str) -> Rejected:
    """Speech that cannot become part of a chapter."""
    return Rejected(sentence, code="bad_audio")


def sample_rate(audio: bytes) -> int:
    """Samples a second of ``audio``, from its header. Raises ``Rejected`` (code ``bad_audio``) if it is not audio."""
    return _wav_rate(audio) if _kind(audio) == "wav" else _compressed_info(audio).sample_rate


def decode(speech: Speech) -> Pcm:
    """The samples of ``speech``; several channels are averaged.

    Raises ``Rejected`` (code ``bad_audio``) for what is not WAV with 16-bit PCM, MP3, FLAC or Ogg Vorbis, for audio
    that ends before its header or its promised duration says, and for silence.
    """
    pcm = _decode_wav(speech.audio) if _kind(speech.audio) == "wav" else _decode_compressed(speech.audio)
    if pcm.samples.size < (speech.duration_seconds - MISSING_SECONDS) * pcm.rate:
        raise _truncated()
    if pcm.samples.size == 0 or max(int(pcm.samples.max()), -int(pcm.samples.min())) < SILENT_PEAK:
        raise bad_audio("The speech is silent: have it spoken again, or choose another voice.")
    return pcm


def resample(pcm: Pcm, rate: int) -> Samples:
    """The same sound at ``rate`` samples a second, by cutting or padding its spectrum (the ideal band limit).

    Works through pieces of ten seconds that overlap by a second, so memory does not grow with the length and the
    piecewise transform's edges are never heard.
    """
    if pcm.rate == rate:
        return pcm.samples
    body, margin = 10, 1
    length = -(-pcm.samples.size * rate // pcm.rate)
    made = []
    for second in range(0, -(-pcm.samples.size // pcm.rate), body):
        piece = _between(pcm.samples, (second - margin) * pcm.rate, (second + body + margin) * pcm.rate)
        spectrum = np.fft.rfft(piece.astype(np.float32))
        size = (body + 2 * margin) * rate
        wave_form = np.fft.irfft(spectrum[: size // 2 + 1], size) * (rate / pcm.rate)
        made.append(wave_form[margin * rate : -margin * rate])
    return np.clip(np.rint(np.concatenate(made)[:length]), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def _between(samples: Samples, start: int, end: int) -> Samples:
    """``samples[start:end]`` with zeros where there are none."""
    inside = samples[max(start, 0) : end]
    before = max(-start, 0)
    return np.pad(inside, (before, end - start - before - inside.size))


def _kind(audio: bytes) -> str:
    if audio[:4] == b"RIFF" and audio[8:12] == b"WAVE":
        return "wav"
    if audio[:4] == b"fLaC":
        return "flac"
    if audio[:4] == b"OggS":
        return "vorbis"
    if mp3_frames.begins_with_frame(audio):
        return "mp3"
    if not audio:
        raise bad_audio("The voice sent no audio at all: have it spoken again.")
    raise bad_audio("What the voice sent is not WAV, MP3, FLAC or Ogg Vorbis audio: check the address of its server.")


def _truncated() -> Rejected:
    return bad_audio("The speech was cut off before its end: have it spoken again.")


def _open_wav(audio: bytes) -> wave.Wave_read:
    try:
        return wave.Wave_read(io.BytesIO(audio))
    except (wave.Error, EOFError) as error:
        raise bad_audio("The WAV audio is damaged or not PCM: ask the voice for MP3 instead.") from error


def _wav_rate(audio: bytes) -> int:
    with _open_wav(audio) as wav:
        return wav.getframerate()


def _decode_wav(audio: bytes) -> Pcm:
    with _open_wav(audio) as wav:
        channels, width, rate, promised = wav.getparams()[:4]
        if width != _BYTES_A_SAMPLE or rate < 1:
            raise bad_audio("The WAV audio does not hold 16-bit samples: ask the voice for MP3 instead.")
        frame_bytes = channels * width
        streamed = promised * frame_bytes >= _UNKNOWN_LENGTH
        data = wav.readframes(len(audio) // frame_bytes if streamed else promised)
    frames = len(data) // frame_bytes
    if frames < promised and not streamed:
        raise _truncated()
    samples = np.frombuffer(data, "<i2", frames * channels)
    return Pcm(rate, samples if channels == 1 else _mixed(samples.reshape(-1, channels)))


def _mixed(channels: Samples) -> Samples:
    mean: Signal = channels.mean(axis=1, dtype=np.float32)
    return np.rint(mean).astype(np.int16)


def _compressed_info(audio: bytes) -> "SoundFileInfo":
    import miniaudio

    readers = {"mp3": miniaudio.mp3_get_info, "flac": miniaudio.flac_get_info, "vorbis": miniaudio.vorbis_get_info}
    try:
        return readers[_kind(audio)](audio)
    except miniaudio.DecodeError as error:
        raise bad_audio("The audio is damaged and cannot be decoded: have it spoken again.") from error


def _decode_compressed(audio: bytes) -> Pcm:
    import miniaudio

    info = _compressed_info(audio)
    if _kind(audio) == "mp3" and not mp3_frames.measure(audio).complete:
        raise _truncated()
    try:
        decoded = miniaudio.decode(audio, miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=info.sample_rate)
    except miniaudio.DecodeError as error:
        raise bad_audio("The audio is damaged and cannot be decoded: have it spoken again.") from error
    samples = np.frombuffer(decoded.samples, np.int16)
    if samples.size < info.num_frames - MISSING_SECONDS * info.sample_rate:
        raise _truncated()
    return Pcm(info.sample_rate, samples)
