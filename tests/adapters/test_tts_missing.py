"""Without one engine the other speaks; without any, the error names what to install. Imports are made to fail in a
process of their own."""

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

_PROGRAM = """
import asyncio, json, sys
for name in {missing!r}:
    sys.modules[name] = None
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import SpeechRequest

def found(tts):
    try:
        speech = asyncio.run(tts.synthesize(SpeechRequest(("Good morning.",), "en", {voice!r})))
        return [tts.provider({voice!r}, "en").model, speech.duration_seconds > 0.5, len(tts.voices())]
    except InvalidInput as error:
        return [error.code, error.message, len(tts.voices())]

print(json.dumps(found(LocalSpeech())))
"""


def outcome(missing: Sequence[str], voice: str = "") -> list[object]:
    program = _PROGRAM.format(missing=list(missing), voice=voice)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found: list[object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("missing", [("ttspico",), ("ctts",)])
def test_without_pico_espeak_speaks(missing: tuple[str, ...]) -> None:
    model, spoken, voices = outcome(missing)
    assert (model, spoken) == ("espeak:en-us", True)
    assert isinstance(voices, int)
    assert voices > 100


def test_without_espeak_pico_speaks() -> None:
    pytest.importorskip("ttspico")
    assert outcome(["espeakng_loader"]) == ["pico:en-US", True, 6]


def test_without_both_the_extras_are_named() -> None:
    code, message, voices = outcome(["ttspico", "espeakng_loader"])
    assert (code, voices) == ("no_voice_installed", 0)
    assert "bookbytes[pico]" in str(message)
    assert "bookbytes[espeak]" in str(message)


def test_a_voice_of_a_missing_engine_names_its_extra() -> None:
    code, message, _ = outcome(["ttspico"], voice="pico:en-GB")
    assert code == "unknown_voice"
    assert "bookbytes[pico]" in str(message)
    assert "espeak:en-us" in str(message)


def test_japanese_needs_its_readings() -> None:
    """Without them eSpeak would say "Chinese letter" for every kanji."""
    program = (
        "import sys; sys.modules['pykakasi'] = None\n"
        "from bookbytes_adapters.tts.local import LocalSpeech\n"
        "from bookbytes_core.errors import InvalidInput\n"
        "try: LocalSpeech().provider('', 'ja')\n"
        "except InvalidInput as error: print(error.code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "unsupported_language"


def test_a_voice_costs_nothing_before_it_speaks() -> None:
    program = (
        "import sys; from bookbytes_adapters.tts.local import LocalSpeech; LocalSpeech('pico:en-US')\n"
        "print([name for name in ('ctts', 'ttspico', 'espeakng_loader', 'num2words', 'numpy', 'langcodes', 'pykakasi')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
