"""Japanese as it is pronounced: eSpeak reads kana, but not kanji. Needs the package ``pykakasi``."""

import importlib.metadata
import importlib.util
import threading
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pykakasi import kakasi


class Kana:
    """Readings from a dictionary (about two seconds and 100 MB when first used, then kept)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def installed(self) -> bool:
        return importlib.util.find_spec("pykakasi") is not None

    @cached_property
    def version(self) -> str:
        return f"pykakasi{importlib.metadata.version('pykakasi')}"

    def reading(self, text: str) -> str:
        """``text`` in hiragana, its words apart; what the dictionary does not know is left out."""
        with self._lock:
            words = self._converter.convert(text)
        spaced = " ".join(word["hira"] for word in words)
        return "".join(character for character in spaced if not "\u3400" <= character <= "\u9fff").strip()

    @cached_property
    def _converter(self) -> "kakasi":
        from pykakasi import kakasi

        return kakasi()
