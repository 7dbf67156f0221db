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

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_QUALITY = 85
_WHITE = (255, 255, 255)
_SVG_WITHIN = 1024
_EMBEDDED = re.compile(rb"""["']data:image/(?:jpeg|jpg|png|webp|gif);base64,([A-Za-z0-9+/=\s]{100,})["']""")


def safe_cover(picture: bytes) -> Cover | None:
    """``picture`` as a fresh JPEG, at most ``LONGEST_SIDE`` pixels long; the same bytes give the same JPEG.

    Of an SVG, which is a program as much as a picture, only a photograph inside it is used. ``None`` for anything else
    but a JPEG, PNG, GIF or WebP, for a picture of more than ``MAX_PIXELS``, for one that is damaged, and for one that
    needs more memory than there is.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(_photograph(picture)), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return None
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
            opened.load()
            flat = _on_white(opened)
        flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return Cover(_as_jpeg(ImageOps.exif_transpose(flat)), "image/jpeg")
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, struct.error, zlib.error):
        return None
    except Image.DecompressionBombError:
        return None


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
