"""AAC in an MP4 container: one chapter's part of the audiobook. Needs PyAV (the extra ``m4b``)."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from bookbytes_adapters.audio.pcm import Signal, bad_audio
from bookbytes_core.errors import Rejected

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

BIT_RATE = 64_000
CODER = {"aac_coder": "fast", "aac_tns": "0", "aac_pns": "0"}
"""FFmpeg's quick search without its tools for low bit rates: on speech at 64 kbit/s at least as near to the original as
the thorough search, for a third of its time or less."""

WITHOUT_VERSIONS = {"fflags": "+bitexact"}


def available() -> bool:
    """Whether AAC can be made here."""
    try:
        import av  # noqa: F401
    except ImportError:
        return False
    return True


def version() -> str:
    """Names the libraries that decide the bytes."""
    import av

    parts = ("libavcodec", "libavformat")
    return " ".join([f"av {av.__version__}", *(f"{part} {_dotted(av.library_versions[part])}" for part in parts)])


class AacEncoder:
    """Takes a track block by block and gives the file."""

    def __init__(self, rate: int) -> None:
        import av

        self._file = io.BytesIO()
        self._container = av.open(self._file, "w", format="mp4", options=WITHOUT_VERSIONS)
        self._stream = self._container.add_stream("aac", rate=rate, layout="mono", options=CODER)
        self._stream.bit_rate = BIT_RATE
        self._stream.codec_context.flags |= av.codec.context.Flags.bitexact
        self._rate = rate
        self._position = 0

    def add(self, block: Signal) -> None:
        """Encode the next block; its samples lie within 1.0."""
        import av

        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block[np.newaxis]), format="fltp", layout="mono")
        frame.sample_rate = self._rate
        frame.pts = self._position
        self._position += block.size
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()


class AacChapter:
    """A chapter's file, open for reading. Raises ``Rejected`` (code ``bad_audio``) if it is none."""

    def __init__(self, m4a: bytes) -> None:
        import av

        with _readable():
            self._container = av.open(io.BytesIO(m4a), "r", format="mp4")
            self.stream: AudioStream = self._container.streams.audio[0]

    @property
    def rate(self) -> int:
        return self.stream.sample_rate

    def packets(self, *, with_priming: bool) -> Iterator["Packet[AudioStream]"]:
        """The coded audio. The first packet only primes a decoder; one that has just decoded silence needs none."""
        with _readable():
            for packet in self._container.demux(self.stream):
                if packet.size and (with_priming or (packet.pts or 0) >= 0):
                    yield packet

    def close(self) -> None:
        self._container.close()


def unreadable() -> Rejected:
    return bad_audio("A chapter's AAC audio cannot be read: have the chapter made again.")


def recoded(m4a: bytes, rate: int) -> bytes:
    """The same chapter at another sample rate: for the rare book whose voices differ."""
    import av

    encoder = AacEncoder(rate)
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    with _readable(), av.open(io.BytesIO(m4a), "r", format="mp4") as container:
        for frame in chain(container.decode(audio=0), [None]):
            for changed in resampler.resample(frame):
                encoder.add(changed.to_ndarray()[0])
    return encoder.finish()


@contextmanager
def _readable() -> Iterator[None]:
    import av

    try:
        yield
    except (av.FFmpegError, IndexError) as error:
        raise unreadable() from error


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
