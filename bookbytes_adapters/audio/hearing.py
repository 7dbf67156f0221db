"""What a voice on the network sent, before it is believed."""

import io
import wave

from bookbytes_adapters.audio import mp3_frames, pcm
from bookbytes_adapters.audio.sound_facts import measured
from bookbytes_core.domain.speech_audit import SoundFacts
from bookbytes_core.ports.tts import Speech


def heard(audio: bytes) -> tuple[Speech, SoundFacts]:
    """``audio`` as speech, with its measured length: MP3 as it is, WAV, FLAC and Ogg Vorbis as 16-bit mono WAV; and
    what was measured of it.

    Blocks while it decodes. Raises ``Rejected`` (code ``bad_audio``) for what is none of these, for audio that is cut
    off, empty or silent.
    """
    decoded = pcm.decode(Speech(audio, "", 0.0))
    facts = measured(decoded)
    if mp3_frames.begins_with_frame(audio):
        return Speech(audio, "audio/mpeg", facts.seconds), facts
    return Speech(_wav(decoded), "audio/wav", facts.seconds), facts


def _wav(sound: pcm.Pcm) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(sound.rate)
        writer.writeframes(sound.samples.astype("<i2").tobytes())
    return file.getvalue()
