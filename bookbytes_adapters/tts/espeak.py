"""eSpeak NG: speaks more than a hundred languages and installs everywhere, but less clearly. Package
``espeakng_loader``.

It runs in a helper process: it crashes with two threads in one process, and only what a fresh process says repeats.
"""

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bookbytes_adapters.tts.engine import Engine
from bookbytes_adapters.tts.espeak_scripts import reads_script
from bookbytes_adapters.tts.helper import python
from bookbytes_adapters.tts.kana import Kana
from bookbytes_adapters.tts.languages import closest

_VARIANT = "klatt4"
"""Of the voices' variants the clearest to an offline recogniser: word error rate 0.52, with none 0.79."""

_WORDS_A_MINUTE = 160
_SETTINGS_VERSION = 1
"""To be raised when ``espeak_process``, ``pronounceable`` or what stands above changes what is heard."""

_NEAR = 20
_FIRST_CHOICE = {"en": "en-us"}
_READS_HAN = frozenset({"cmn", "cmn-latn-pinyin", "yue", "hak", "zh"})
_HAN_AND_KANA = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class _Speaker:
    """``file`` is the name eSpeak knows it by; its ``id``, the main language, need not be one."""

    id: str
    file: str
    name: str
    languages: tuple[str, ...]


class Espeak(Engine):
    """One voice a language. Twenty-two thousand and fifty samples a second."""

    name = "espeak"
    title = "eSpeak NG"
    extra = "espeak"

    def __init__(self) -> None:
        self._kana = Kana()

    @cached_property
    def speakers(self) -> Mapping[str, str]:
        return {speaker.id: speaker.name for speaker in self._found}

    def speaker_for(self, language: str) -> str | None:
        first = _FIRST_CHOICE.get(language.lower())
        if first in self.speakers:
            return first
        offered = {tag: speaker.id for speaker in reversed(self._found) for tag in speaker.languages}
        match = closest(language, offered, _NEAR)
        return offered[match] if match else None

    def version(self, speaker: str) -> str:
        version = f"{self._package_version}.{_SETTINGS_VERSION}"
        return f"{version}.{self._kana.version}" if speaker == "ja" else version

    def pronounceable(self, text: str, speaker: str) -> str:
        """Without Han characters and kana, which most voices read as "Chinese letter" one by one; Japanese in kana."""
        if speaker == "ja":
            return self._kana.reading(text)
        return text if speaker in _READS_HAN else " ".join(_HAN_AND_KANA.sub(" ", text).split())

    def reads(self, script: str, speaker: str) -> bool:
        return reads_script(script, speaker)

    def command(self, speaker: str) -> tuple[str, ...]:
        script = Path(__file__).with_name("espeak_process.py")
        file = next(found.file for found in self._found if found.id == speaker)
        return python(script, self._library, str(self._data), f"{file}+{_VARIANT}", str(_WORDS_A_MINUTE))

    @cached_property
    def _package_version(self) -> str:
        return importlib.metadata.version("espeakng-loader")

    @cached_property
    def _found(self) -> tuple[_Speaker, ...]:
        """What the data's folder ``lang`` describes, in the order of the ids. Japanese needs kanji turned into kana."""
        data = self._data
        found = sorted(_described(data), key=lambda speaker: speaker.id) if data else []
        return tuple(speaker for speaker in found if speaker.id != "ja" or self._kana.installed)

    @property
    def _library(self) -> str:
        from espeakng_loader import get_library_path

        return str(get_library_path())

    @cached_property
    def _data(self) -> Path | None:
        if importlib.util.find_spec("espeakng_loader") is None:
            return None
        data = Path(self._library).with_name("espeak-ng-data")
        return data if data.is_dir() else None


def _described(data: Path) -> Iterator[_Speaker]:
    """Voice files hold lines such as "name German" and "language de 2", the main language first.

    A voice whose dictionary is missing (1.52 has three such drafts) is left out: it would say nothing.
    """
    for file in (data / "lang").rglob("*"):
        if file.is_file():
            lines = [line.partition("//")[0].split() for line in file.read_text(encoding="utf-8").splitlines()]
            names = [" ".join(line[1:]) for line in lines if line[:1] == ["name"]]
            languages = tuple(dict.fromkeys(line[1] for line in lines if line[:1] == ["language"]))
            if names and languages and _has_dictionary(data, lines, languages[0]):
                yield _Speaker(languages[0], file.name, names[0], languages)


def _has_dictionary(data: Path, lines: Sequence[Sequence[str]], language: str) -> bool:
    named = [line[1] for line in lines if line[:1] == ["dictionary"]]
    return (data / f"{named[0] if named else language.partition('-')[0]}_dict").is_file()
