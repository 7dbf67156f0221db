"""Binding: many chapters, differing voices, covers, and disks that do not take it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.mp4 import MP4

from bookbytes_adapters.audio.aac import AacEncoder
from bookbytes_adapters.audio.m4b import M4bWriter
from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import InvalidInput, Rejected, StorageUnavailable
from bookbytes_core.ports.audio_encoder import Tags
from tests.contracts.audio_encoder import cover
from tests.support import sounds

TAGS = Tags("A Book", "Ada Author", "A Book", 1, 1, "de-CH", "A comment")


def chapter(*, rate: int = 16000, frames: int = 4, hertz: float = 440) -> bytes:
    """Some AAC frames of silence with a tone in the middle."""
    sound = sounds.silence(frames * 1024 / rate, rate=rate).astype(np.float32)
    sound[1024:-1024] = sounds.tone(hertz, (frames - 2) * 1024 / rate, rate=rate)
    encoder = AacEncoder(rate)
    encoder.add(sound)
    return encoder.finish()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "a: book, 100%.m4b"


@pytest.fixture
def writer(out: Path) -> Iterator[M4bWriter]:
    writer = M4bWriter(out, TAGS)
    yield writer
    writer.close()


def test_every_mark_of_a_long_book_is_kept(writer: M4bWriter, out: Path) -> None:
    m4a = chapter()
    for number in range(364):
        writer.add(f"Chapter {number}", m4a)
    writer.finish()
    seconds = 4 * 1024 / 16000
    starts, ends, titles = zip(*sounds.chapter_marks(out), strict=True)
    assert list(starts) == pytest.approx([number * seconds for number in range(364)], abs=0.001)
    assert list(ends) == pytest.approx([(number + 1) * seconds for number in range(364)], abs=0.001)
    assert list(titles) == [f"Chapter {number}" for number in range(364)]
    assert MP4(out).info.length == pytest.approx(364 * seconds, abs=0.1)


def test_chapters_of_another_rate_are_fitted_in(writer: M4bWriter, out: Path) -> None:
    for rate, hertz in ((16000, 440), (24000, 700), (16000, 440)):
        writer.add(f"{rate}", chapter(rate=rate, frames=rate // 1024, hertz=hertz))
    writer.finish()
    sound, rate = sounds.heard_m4b(out)
    assert rate == 16000
    for (start, end, title), hertz in zip(sounds.chapter_marks(out), (440, 700, 440), strict=True):
        assert end - start == pytest.approx(1, abs=0.13), title
        middle = sound[round((start + 0.3) * rate) : round((start + 0.7) * rate)]
        assert sounds.strength(middle, hertz, rate) == pytest.approx(0.3, rel=0.1)


def test_what_is_bound_is_what_was_coded(writer: M4bWriter, out: Path, tmp_path: Path) -> None:
    """Nothing is coded a second time: each chapter decodes to the same samples as alone."""
    alone = []
    for hertz in (440, 700):
        m4a = chapter(frames=20, hertz=hertz)
        (tmp_path / "alone.m4a").write_bytes(m4a)
        alone.append(sounds.heard_m4b(tmp_path / "alone.m4a")[0])
        writer.add("", m4a)
    writer.finish()
    sound, _ = sounds.heard_m4b(out)
    assert np.abs(sound - np.concatenate(alone)[: sound.size]).max() < 1e-4


def test_language_genre_and_kind_are_those_of_an_audiobook(writer: M4bWriter, out: Path) -> None:
    writer.add("One", chapter())
    writer.finish()
    read = MP4(out)
    assert (read["©gen"], read["stik"]) == (["Audiobook"], [2])
    assert out.read_bytes()[4:12] == b"ftypM4B "
    with av.open(str(out)) as container:
        assert container.streams.audio[0].metadata["language"] == "deu"


def test_the_index_comes_first(writer: M4bWriter, out: Path) -> None:
    """So that a player on the network need not fetch the end before it begins."""
    writer.add("One", chapter())
    writer.finish()
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_covers_are_kept_byte_by_byte(out: Path, kind: str) -> None:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (30, 40), (200, 30, 30)).save(file, kind)
    writer = M4bWriter(out, replace(TAGS, cover=Cover(file.getvalue(), f"image/{kind.lower()}")))
    writer.add("One", chapter())
    writer.finish()
    assert [bytes(picture) for picture in MP4(out)["covr"]] == [file.getvalue()]


def test_a_cover_that_is_no_picture_is_refused(out: Path) -> None:
    writer = M4bWriter(out, replace(TAGS, cover=Cover(b"<svg/>", "image/svg+xml")))
    with pytest.raises(InvalidInput) as refused:
        writer.add("One", chapter())
    writer.close()
    assert refused.value.code == "bad_cover"
    assert not list(out.parent.iterdir())


def test_no_chapters_make_no_book(writer: M4bWriter, out: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        writer.finish()
    assert refused.value.code == "no_chapters"
    assert not out.exists()


@pytest.mark.parametrize("m4a", [b"", b"not audio", chapter()[:-200], sounds.wav(sounds.tone(440, 1))])
def test_a_damaged_chapter_is_refused(writer: M4bWriter, m4a: bytes) -> None:
    writer.add("One", chapter())
    with pytest.raises(Rejected) as refused:
        writer.add("Two", m4a)
    assert refused.value.code == "bad_audio"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    writer = M4bWriter(tmp_path / "missing" / "book.m4b", TAGS)
    with pytest.raises(StorageUnavailable, match="No such file or directory"):
        writer.add("One", chapter())
    writer.close()


def test_a_place_that_cannot_be_replaced_is_said(tmp_path: Path) -> None:
    (tmp_path / "book.m4b" / "occupied").mkdir(parents=True)
    writer = M4bWriter(tmp_path / "book.m4b", replace(TAGS, cover=cover(size=20)))
    writer.add("One", chapter())
    with pytest.raises(StorageUnavailable):
        writer.finish()
    writer.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.m4b"]
