"""Covers: decoded within bounds, encoded anew, and never a reason to refuse a book."""

import base64
import io

import pytest
from PIL import Image

from bookbytes_adapters.books.cover import LONGEST_SIDE, safe_cover
from tests.support import hostile_files

KINDS = {"PNG": "RGB RGBA L LA P 1", "JPEG": "RGB L CMYK", "GIF": "P", "WEBP": "RGB RGBA"}


def picture(kind: str, size: tuple[int, int] = (60, 90), mode: str = "RGB", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 0).save(made, kind, **options)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    cover = safe_cover(data)
    assert cover is not None
    assert cover.media_type == "image/jpeg"
    return Image.open(io.BytesIO(cover.data))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind, modes in KINDS.items() for mode in modes.split()],
)
def test_every_usual_picture_becomes_a_jpeg(kind: str, mode: str) -> None:
    cover = opened(picture(kind, mode=mode))

    assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (60, 90))


def test_large_covers_shrink_and_keep_their_shape() -> None:
    assert opened(picture("JPEG", (2400, 3600))).size == (1067, LONGEST_SIDE)
    assert opened(picture("PNG", (2000, 1000), "L")).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = picture("PNG")

    assert safe_cover(data) == safe_cover(data)


def test_transparency_becomes_white() -> None:
    assert opened(picture("PNG", mode="RGBA")).getpixel((5, 5)) == (255, 255, 255)


def test_what_the_camera_wrote_is_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned right
    exif[0x010E] = "secret place"
    data = picture("JPEG", exif=exif, comment=b"secret remark")
    cover = safe_cover(data)

    assert b"secret" in data
    assert cover is not None
    assert b"secret" not in cover.data
    assert opened(data).size == (90, 60)
    assert not opened(data).getexif()


def test_a_photograph_inside_a_drawing_is_used() -> None:
    embedded = base64.b64encode(picture("PNG")).decode()
    drawing = f'<?xml version="1.0"?><svg xmlns:x="x"><image x:href="data:image/png;base64,{embedded}"/></svg>'

    assert opened(drawing.encode()).size == (60, 90)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        hostile_files.SCRIPTED_SVG,
        b"<html><body>no picture</body></html>",
        hostile_files.png(60_000, 60_000),
        hostile_files.png(100, 100),
        hostile_files.white_png(100, 100)[:200],
        b"GIF89a\xff\xff\xff\xff" + b"*/=1;alert(1)//",
        picture("TIFF"),
        b"\xff\xd8\xff" + b"\0" * 100,
    ],
    ids=["empty", "nul", "svg", "html", "huge", "no rows", "cut", "polyglot", "tiff", "broken"],
)
def test_a05_anything_else_is_no_cover(data: bytes) -> None:
    assert safe_cover(data) is None


def test_a05_what_follows_a_picture_is_dropped() -> None:
    cover = safe_cover(hostile_files.white_png(50, 50) + b"<script>alert(1)</script>")

    assert cover is not None
    assert b"script" not in cover.data
