"""The offline voice: the same bytes every time, whatever it is given."""

import subprocess
import sys

import pytest

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech
from tests.contracts.tts import TextToSpeechContract, request
from tests.support.broken import fails


class TestLocal(TextToSpeechContract):
    @pytest.fixture
    def voice(self) -> TextToSpeech:
        return LocalSpeech()


class TestEspeak(TextToSpeechContract):
    @pytest.fixture
    def voice(self) -> TextToSpeech:
        return LocalSpeech("espeak:en-us")


class TestTone(TextToSpeechContract):
    @pytest.fixture
    def voice(self) -> TextToSpeech:
        return ToneSpeech()


class Moody(ToneSpeech):
    """Lies about its length and never says the same thing twice."""

    async def synthesize(self, request: SpeechRequest) -> Speech:
        speech = await super().synthesize(request)
        extra = len(self.requests)
        return Speech(speech.audio, speech.media_type, speech.duration_seconds + extra, (9.0, 1.0, 5.0))


async def test_the_contract_notices_a_voice_that_breaks_it() -> None:
    contract = TextToSpeechContract()
    await fails(contract.test_the_duration_is_that_of_the_audio, Moody())
    await fails(contract.test_several_at_once_do_not_disturb_each_other, Moody())
    await fails(contract.test_sentence_ends_rise_to_the_end, Moody())
    await fails(contract.test_what_is_free_repeats_itself, Moody())


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "\x00\x01",
        "<speak>&amp;</speak>",
        "😀",
        "word " * 1200,
        "港は島の北側にある。",
        "x" * 3000,
        "3.5% of $1,000,000",
    ],
)
async def test_odd_texts_are_spoken_or_passed_over_in_silence(text: str) -> None:
    speech = await LocalSpeech().synthesize(request(text))
    assert speech.duration_seconds > 0


@pytest.mark.parametrize("language", ["en", "en-US", "de", "fr", "es", "it", "ru", "ja", "und"])
async def test_every_language_has_a_voice(language: str) -> None:
    voice = LocalSpeech()
    provider = voice.provider("", language)
    assert provider.free
    assert provider.model in {each.id for each in voice.voices()}


def test_without_any_engine_the_extra_to_install_is_named() -> None:
    code = (
        "import sys; sys.modules['ttspico'] = None; sys.modules['espeakng_loader'] = None\n"
        "from bookbytes_adapters.tts.local import LocalSpeech\n"
        "from bookbytes_core.errors import InvalidInput\n"
        "try: LocalSpeech().provider('', 'en')\n"
        "except InvalidInput as error: print(error.code, error.message)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "no_voice_installed" in ran.stdout
    assert "bookbytes[espeak]" in ran.stdout
