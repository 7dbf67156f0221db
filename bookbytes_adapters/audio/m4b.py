"""One M4B from chapters already coded: packets are copied, nothing is decoded or coded again."""

import errno
import io
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from bookbytes_adapters.audio import aac
from bookbytes_adapters.audio import tags as tag_items
from bookbytes_adapters.audio.track import AAC_FRAME
from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import InvalidInput, StorageFull, StorageUnavailable
from bookbytes_core.ports.audio_encoder import Tags

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.container.core import Chapter

_PICTURES = {"JPEG": "mjpeg", "PNG": "png"}
_OPTIONS = {"brand": "M4B ", "movflags": "+faststart", **aac.WITHOUT_VERSIONS}


class M4bWriter:
    """Writes beside ``out`` and moves the file there once it is whole and on the disk.

    Chapters are whole AAC frames and silent at both ends, so one follows the other with no frame between: a chapter's
    mark is where its own timeline begins, to the sample. Players that know only Nero's list see the first 255 marks.

    Methods block, may be called from any thread, and raise ``StorageFull`` or ``StorageUnavailable`` when the file
    cannot be written. ``close`` must be called in the end: it removes whatever is unfinished.
    """

    def __init__(self, out: Path, tags: Tags) -> None:
        self._out = out
        self._part = out.parent.resolve() / f".{secrets.token_hex(8)}.part"
        self._tags = tags
        self._lock = threading.Lock()
        self._container: OutputContainer | None = None
        self._stream: AudioStream | None = None
        self._rate = 0
        self._position = 0
        self._marks: list[Chapter] = []

    def add(self, title: str, m4a: bytes) -> None:
        """Append a chapter. Raises ``Rejected`` (code ``bad_audio``) if ``m4a`` cannot be read."""
        with self._lock, _storage_errors(self._out):
            chapter = aac.AacChapter(m4a)
            try:
                if self._stream is None:
                    self._begin(chapter)
                elif chapter.rate != self._rate:
                    chapter.close()
                    chapter = aac.AacChapter(aac.recoded(m4a, self._rate))
                self._copy(title, chapter)
            finally:
                chapter.close()

    def finish(self) -> None:
        """Write the marks, make sure that the file is on the disk, and move it to its place."""
        with self._lock, _storage_errors(self._out):
            if self._container is None:
                raise InvalidInput("An audiobook needs at least one chapter to bind.", code="no_chapters")
            self._container.set_chapters(self._marks)
            self._close_container()
            _to_disk(self._part)
            self._part.replace(self._out)
            _to_disk(self._out.parent)

    def close(self) -> None:
        """Remove the unfinished file, if there is one."""
        with self._lock, _storage_errors(self._out):
            # What is given up need not be whole: a full disk is no news here.
            with suppress(OSError):
                self._close_container()
            self._part.unlink(missing_ok=True)

    def _begin(self, first: aac.AacChapter) -> None:
        import av

        self._rate = first.rate
        self._container = av.open(f"file:{self._part}", "w", format="mp4", options=_OPTIONS)
        self._container.metadata.update(tag_items.itunes(self._tags))
        self._stream = self._container.add_stream_from_template(first.stream)
        self._stream.metadata["language"] = tag_items.language_code(self._tags.language)
        if self._tags.cover:
            _attach(self._container, self._tags.cover)

    def _copy(self, title: str, chapter: aac.AacChapter) -> None:
        if self._container is None or self._stream is None:
            raise AssertionError("the file is begun before a chapter is copied")
        a_sample = Fraction(1, self._rate)
        start = self._position
        if start == 0:
            self._position = -AAC_FRAME
        for packet in chapter.packets(with_priming=start == 0):
            packet.stream = self._stream
            packet.time_base = a_sample
            packet.pts = packet.dts = self._position
            self._container.mux_one(packet)
            self._position += AAC_FRAME
        if self._position <= start:
            raise aac.unreadable()
        self._marks.append(
            {
                "id": len(self._marks) + 1,
                "start": start,
                "end": self._position,
                "time_base": a_sample,
                "metadata": {"title": title},
            }
        )

    def _close_container(self) -> None:
        container, self._container = self._container, None
        if container is not None:
            container.close()


def _attach(container: "OutputContainer", cover: Cover) -> None:
    """Add the cover: MP4 keeps it as an item of its own, handed over as the one packet of a picture stream."""
    import av
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(cover.data), formats=tuple(_PICTURES)) as picture:
            codec, (width, height) = _PICTURES[str(picture.format)], picture.size
    except UnidentifiedImageError as error:
        raise InvalidInput("The cover is neither JPEG nor PNG: encode it again.", code="bad_cover") from error
    stream = container.add_mux_stream(codec, width=width, height=height)
    stream.disposition = av.stream.Disposition.attached_pic
    packet = av.Packet(cover.data)
    packet.stream = stream
    packet.pts = packet.dts = 0
    container.mux_one(packet)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _storage_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(f"The disk is full: make room for {out.name} and run it again.") from error
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StorageUnavailable(f"{out} cannot be written ({reason}): choose another folder.") from error
