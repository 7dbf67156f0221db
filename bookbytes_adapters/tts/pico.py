"""Pico: the clearer of the two engines, for six languages. Package ``ttspico``, compiled when it is installed.

It runs in a helper process: its Python module leaks every block of samples it hands over (32 KB for each second of
speech, measured with 0.3.2) and reads past its arguments when the text holds NUL.
"""

import importlib.metadata
import importlib.util
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from bookbytes_adapters.tts.engine import Engine
from bookbytes_adapters.tts.helper import python
from bookbytes_adapters.tts.languages import closest

_NAMES = {
    "en-US": "English (United States)",
    "en-GB": "English (United Kingdom)",
    "de-DE": "German",
    "fr-FR": "French",
    "es-ES": "Spanish",
    "it-IT": "Italian",
}
"""Ordered: the first of a language is its best. An offline recogniser (of American English) had a word error rate of
0.26 with en-US and 0.35 with en-GB on the same 45 sentences."""

_SETTINGS_VERSION = 1
"""To be raised when ``pico_process`` or ``pronounceable`` changes what is heard."""

_NEAR = 10
_DATA = "{}_ta.bin"
_PUNCTUATION = frozenset(" .,;:!?'-/%+=$£€°¿¡")
_PLAIN_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "ı": "i", "ŋ": "ng", "ſ": "s"})


class Pico(Engine):
    """Six voices, a language each. Sixteen thousand samples a second."""

    name = "pico"
    title = "Pico"
    extra = "pico"

    @cached_property
    def speakers(self) -> Mapping[str, str]:
        data = self._data
        if data is None or not all(self._folders):
            return {}
        return {language: name for language, name in _NAMES.items() if (data / _DATA.format(language)).is_file()}

    def speaker_for(self, language: str) -> str | None:
        primary = language.lower()
        alike = [speaker for speaker in self.speakers if speaker.lower().startswith(f"{primary}-")]
        return alike[0] if alike else closest(language, self.speakers, _NEAR)

    def version(self, speaker: str) -> str:
        return f"{self._package_version}.{_SETTINGS_VERSION}"

    def pronounceable(self, text: str, speaker: str) -> str:
        """Letters of Western Europe, digits and common punctuation. Accents of other languages are dropped; letters of
        other scripts, which Pico does not know, are left out."""
        kept = "".join(map(_western, text.translate(_PLAIN_LETTERS)))
        return " ".join(kept.split()) if any(map(str.isalnum, kept)) else ""

    def reads(self, script: str, speaker: str) -> bool:
        return script == "LATIN"

    def command(self, speaker: str) -> tuple[str, ...]:
        folders = [folder for folder in self._folders if folder is not None]
        return python(Path(__file__).with_name("pico_process.py"), *folders, str(self._data), speaker)

    @cached_property
    def _package_version(self) -> str:
        return importlib.metadata.version("ttspico")

    @cached_property
    def _folders(self) -> tuple[str | None, ...]:
        """Where the engine's two modules lie. They are found, not imported."""
        return tuple(_folder_of(module) for module in ("ttspico", "ctts"))

    @cached_property
    def _data(self) -> Path | None:
        """The folder of voice data; the package puts it beside the environment's ``lib``, not into it."""
        return next((folder for folder in _recorded_data() if folder.is_dir()), None)


def _western(character: str) -> str:
    if character in _PUNCTUATION or character in "œŒ":
        return character
    if character.isalnum():
        base = character if character < "Ā" else unicodedata.normalize("NFD", character)[0]
        return base if base < "Ā" else " "
    return "" if unicodedata.combining(character) else " "


def _folder_of(module: str) -> str | None:
    spec = importlib.util.find_spec(module)
    return str(Path(spec.origin).parent) if spec is not None and spec.origin else None


def _recorded_data() -> Iterator[Path]:
    try:
        files = importlib.metadata.files("ttspico") or []
    except importlib.metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name.endswith(_DATA.format("")):
            yield Path(str(file.locate())).resolve().parent
