"""A cover picture from a stranger's file, made safe: decoded within bounds and encoded again by us."""

import base64
import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

from bookbytes_core.domain.book_text import Cover

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 1600
"""Pixels; larger covers are scaled down to it."""
MAX_PIXELS = 50_000_000
"""Read from the picture's header before anything else. What is below and still too much fails at the memory limit."""

_LONGEST_ON_A_PAGE = 600
_MAX_PIXELS_ON_A_PAGE = 12_000_000
_SMALLEST_SIDE = 10

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_QUALITY = 85
_WHITE = (255, 255, 255)
_SVG_WITHIN = 1024
_EMBEDDED = re.compile(rb"""["']data:image/(?:jpeg|jpg|png|webp|gif);base64,([A-Za-z0-9+/=\s]{100,})["']""")


def safe_cover(picture: bytes, *, longest_side: int = LONGEST_SIDE, max_pixels: int = MAX_PIXELS) -> Cover | None:
    """``picture`` as a fresh JPEG, at most ``longest_side`` pixels long; the same bytes give the same JPEG.

    Of an SVG, which is a program as much as a picture, only a photograph inside it is used. ``None`` for anything else
    but a JPEG, PNG, GIF or WebP, for a picture of more than ``max_pixels``, for one that is damaged, and for one that
    needs more memory than there is.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(_photograph(picture)), formats=_FORMATS) as opened:
            if opened.width * opened.height > max_pixels:
                return None
            opened.draft("RGB", (longest_side, longest_side))  # a JPEG is decoded at a fraction of its size
            opened.load()
            flat = _on_white(opened)
        flat.thumbnail((longest_side, longest_side))
        return Cover(_as_jpeg(ImageOps.exif_transpose(flat)), "image/jpeg")
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, struct.error, zlib.error):
        return None
    except Image.DecompressionBombError:
        return None


def cover_of_a_catalogue(picture: bytes) -> Cover | None:
    """As ``safe_cover``, within bounds for a process that does other things too, and for a page of many. What is too
    small to be a cover says that there is none."""
    from PIL import Image

    cover = safe_cover(picture, longest_side=_LONGEST_ON_A_PAGE, max_pixels=_MAX_PIXELS_ON_A_PAGE)
    if cover is None:
        return None
    with Image.open(io.BytesIO(cover.data)) as opened:
        return cover if min(opened.size) >= _SMALLEST_SIDE else None


def _photograph(picture: bytes) -> bytes:
    """The first picture embedded in an SVG; any other file as it is."""
    if b"<svg" not in picture[:_SVG_WITHIN]:
        return picture
    embedded = _EMBEDDED.search(picture)
    return base64.b64decode(embedded[1]) if embedded else b""


def _on_white(image: "Image") -> "Image":
    """``image`` in red, green and blue; a second copy is made only where it must be."""
    from PIL import Image

    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    page = Image.new("RGB", image.size, _WHITE)
    layer = image if image.mode == "RGBA" else image.convert("RGBA")
    page.paste(layer, mask=layer)
    page.info = image.info
    return page


def _as_jpeg(image: "Image") -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=_QUALITY, exif=b"", icc_profile=None, comment=b"")
    return encoded.getvalue()
