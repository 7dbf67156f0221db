"""The offline voice, with the engines that are installed. eSpeak is part of every set-up; Pico needs a C compiler."""

import asyncio
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bookbytes_adapters.tts.espeak import Espeak
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_adapters.tts.wav import NOTHING_SAID, SENTENCE_PAUSE
from bookbytes_core.errors import InvalidInput, Rejected
from bookbytes_core.ports.tts import SpeechRequest, TextToSpeech
from tests.contracts.tts import SENTENCES, TextToSpeechContract, played

needs_pico = pytest.mark.skipif(importlib.util.find_spec("ttspico") is None, reason="Pico is not installed")
ENGINES = [pytest.param("pico:en-US", marks=needs_pico), "espeak:en-us"]

ODD_TEXTS = {
    "no punctuation": "ever on and on " * 150,
    "one long word": "supercalifragilistic" * 60,
    "one letter": "a" * 2000,
    "Chinese": "山高月小，水落石出。" * 20,
    "control characters": "be\x00fore \x07\x1b[31mand\x7f after\x00",
    "a lone surrogate": "half \ud83d a pair",
    "emoji": "🎧📚 music 🎻",
    "markup": '<speak><volume level="500">loud</volume></speak> & <b>bold</b> &lt;',
    "signs without a space": "#G_<{\\#I{J@;F_`]>^/=<`*=**^JC:E@=I" * 10,
    "phoneme markup": "[[h@'loU]]",
    "line breaks": "one\ntwo\r\nthree\u2028four",
}
NOTHING_TO_SAY = ["", " ", "…", "?!?!", "***", "🎧", "\x00", "—"]


class TestEspeak(TextToSpeechContract):
    @pytest.fixture
    def tts(self) -> TextToSpeech:
        return LocalSpeech("espeak:en-us")


@needs_pico
class TestPico(TextToSpeechContract):
    @pytest.fixture
    def tts(self) -> TextToSpeech:
        return LocalSpeech("pico:en-US")


def test_every_espeak_voice_that_is_offered_speaks() -> None:
    """As each would in a helper of its own, but in one process for all: the start of a hundred takes seconds."""
    engine = Espeak()
    commands = [engine.command(voice) for voice in engine.speakers]
    program = (
        "import json, sys; from bookbytes_adapters.tts.espeak_process import Speaker\n"
        "for library, data, voice, words_a_minute in json.loads(sys.argv[1]):\n"
        "    speaker = Speaker(library, data, voice, int(words_a_minute))\n"
        "    print(len(speaker.speak('Salamanda')) / 2 / speaker.rate)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps([each[-4:] for each in commands])],
        capture_output=True,
        text=True,
        check=True,
    )
    spoken = [float(line) for line in done.stdout.split()]
    assert len(spoken) == len(commands) > 100
    assert min(spoken) > 0.3


@pytest.mark.parametrize("voice", ENGINES)
async def test_odd_text_is_spoken(voice: str) -> None:
    tts = LocalSpeech()
    texts = [text for text in ODD_TEXTS.values() if tts.reads(text, voice, "en")]
    assert len(texts) >= len(ODD_TEXTS) - 1
    spoken = await asyncio.gather(*(tts.synthesize(SpeechRequest((text, "And on."), "en", voice)) for text in texts))
    for speech in spoken:
        assert len(speech.sentence_ends) == 2
        assert speech.duration_seconds < 600


@pytest.mark.parametrize("voice", ENGINES)
async def test_nothing_to_say_is_a_short_silence(voice: str) -> None:
    speech = await LocalSpeech().synthesize(SpeechRequest(tuple(NOTHING_TO_SAY), "en", voice))
    samples, _ = played(speech.audio)
    assert not samples.any()
    count = len(NOTHING_TO_SAY)
    assert speech.duration_seconds == pytest.approx(NOTHING_SAID * count + SENTENCE_PAUSE * (count - 1), abs=0.01)


async def test_no_sentence_is_no_sound() -> None:
    speech = await LocalSpeech().synthesize(SpeechRequest((), "en"))
    assert (speech.duration_seconds, speech.sentence_ends) == (0, ())
    assert [piece async for piece in LocalSpeech().stream(SpeechRequest((), "en"))] == []


@pytest.mark.parametrize("voice", ENGINES)
async def test_no_sample_clips_and_no_edge_clicks(voice: str) -> None:
    speech = await LocalSpeech().synthesize(SpeechRequest(SENTENCES, "en", voice))
    samples, rate = played(speech.audio)
    assert 0.2 < np.abs(samples).max() < 0.85
    begin = 0.0
    for end in speech.sentence_ends:
        sentence = samples[round(begin * rate) : round(end * rate)]
        assert np.abs(sentence[[0, -1]]).max() < 0.01
        pause = samples[round(end * rate) : round((end + SENTENCE_PAUSE) * rate)]
        assert not pause.any()
        begin = end + SENTENCE_PAUSE
    assert begin - SENTENCE_PAUSE == pytest.approx(speech.duration_seconds)


@needs_pico
async def test_pico_does_not_shout_a_last_letter() -> None:
    """It obeys the end of an element too early: see ``pico_process``. Shouted, the last letter reaches 0.7."""
    sentence = "The older road had once belonged to the estate, but was seized and turned S. E."
    speech = await LocalSpeech().synthesize(SpeechRequest((sentence,), "en", "pico:en-US"))
    samples, _ = played(speech.audio)
    assert np.abs(samples).max() < 0.6


@pytest.mark.parametrize("voice", ENGINES)
async def test_another_process_makes_the_same_bytes(voice: str) -> None:
    """With other work before it and at the same time, and other memory addresses."""
    program = f"""
import asyncio, hashlib
from bookbytes_adapters.tts.espeak import Espeak
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.ports.tts import SpeechRequest
async def main():
    tts = LocalSpeech(workers=3)
    first = tts.synthesize(SpeechRequest(("Something else first.",), "en", {voice!r}))
    both = await asyncio.gather(first, tts.synthesize(SpeechRequest({SENTENCES!r}, "en", {voice!r})))
    print(hashlib.sha256(both[1].audio).hexdigest())
asyncio.run(main())
"""
    elsewhere = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE, env={**os.environ, "PAD": "x" * 999}
    )
    printed, _ = await elsewhere.communicate()
    here = await LocalSpeech().synthesize(SpeechRequest(SENTENCES, "en", voice))
    assert printed.decode().strip() == hashlib.sha256(here.audio).hexdigest()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process table")
@pytest.mark.parametrize("streamed", [False, True])
async def test_a_cancelled_call_leaves_no_process(*, streamed: bool) -> None:
    tts = LocalSpeech()
    request = SpeechRequest(("A very long story indeed. " * 400,) * 3, "en", "espeak:en-us")

    async def listen() -> None:
        async for _ in tts.stream(request):
            pass

    calls = [asyncio.create_task(listen() if streamed else tts.synthesize(request)) for _ in range(4)]
    while len(_helpers()) < 2:  # noqa: ASYNC110 - the process table sends no event
        await asyncio.sleep(0.005)
    for call in calls:
        call.cancel()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results)
    assert _helpers() == []
    assert (await tts.synthesize(SpeechRequest(SENTENCES, "en", "espeak:en-us"))).duration_seconds > 3


async def test_a_listener_who_leaves_ends_the_work() -> None:
    tts = LocalSpeech()
    stream = tts.stream(SpeechRequest(SENTENCES * 20, "en", "espeak:en-us"))
    assert (await anext(stream)).startswith(b"RIFF")
    await stream.aclose()  # type: ignore[attr-defined] # the adapter's stream is a generator
    assert _helpers() == []


async def test_the_event_loop_is_not_blocked() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await LocalSpeech().synthesize(SpeechRequest(("And on and on it goes. " * 80,), "en", "espeak:en-us"))
    ticking.cancel()
    assert ticks > 5


@needs_pico
@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "pico:en-US"),
        ("en-US", "pico:en-US"),
        ("en_GB", "pico:en-GB"),
        ("en-AU", "pico:en-GB"),
        ("eng", "pico:en-US"),
        ("und", "pico:en-US"),
        ("", "pico:en-US"),
        ("de-AT", "pico:de-DE"),
        ("es-MX", "pico:es-ES"),
        ("fr", "pico:fr-FR"),
        ("pt", "espeak:pt"),
        ("pt-BR", "espeak:pt-br"),
        ("zh-Hant-TW", "espeak:cmn"),
        ("nn", "espeak:nb"),
        ("la", "espeak:la"),
    ],
)
def test_the_best_voice_for_a_language(language: str, voice: str) -> None:
    provider = LocalSpeech().provider("", language)
    assert (provider.name, provider.model, provider.free) == ("local", voice, True)


@needs_pico
def test_a_voice_can_be_chosen_or_preferred() -> None:
    assert LocalSpeech().provider("ESPEAK:en-gb", "en").model == "espeak:en-gb"
    assert LocalSpeech().provider("pico:it-IT", "en").model == "pico:it-IT"
    preferred = LocalSpeech("pico:en-GB")
    assert [preferred.provider("", language).model for language in ("en", "und", "fr")] == [
        "pico:en-GB",
        "pico:en-GB",
        "pico:fr-FR",
    ]


@pytest.mark.parametrize("language", ["tlh-Latn-x", "ceb", "not a tag!"])
def test_a_language_without_a_voice_is_refused(language: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        LocalSpeech().provider("", language)
    assert refused.value.code == "unsupported_language"


def test_an_unknown_preferred_voice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="espeak:de") as refused:
        LocalSpeech("alloy").provider("", "de")
    assert refused.value.code == "unknown_voice"
    assert "espeak:fr-fr" in refused.value.details["choices"]  # type: ignore[operator] # details are objects


SCRIPTS = {
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में समानता प्राप्त है।",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน",
    "cmn": "人人生而自由，在尊严和权利上一律平等。",
    "ja": "すべての人間は生まれながらにして自由である。",
}
"""The first article of the Universal Declaration of Human Rights."""
LENT = {"ko", "hi"}
"""What eSpeak reads with any of its voices."""


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_voice_knows_which_letters_it_reads(language: str) -> None:
    local, text = LocalSpeech(), SCRIPTS[language]
    assert local.reads(text, f"espeak:{language}", language)
    assert local.reads(text, "espeak:en-us", "en") is (language in LENT)
    assert not local.reads(text, "pico:en-US", "en")
    quoted = f"The founders wrote the words “{text[:12]}” over the door of their house, and there they still are."
    assert local.reads(quoted, "pico:en-US", "en")
    assert local.reads(quoted, "espeak:en-us", "en")


async def test_what_a_voice_leaves_out_is_no_speech() -> None:
    with pytest.raises(Rejected, match="cut off"):
        await LocalSpeech().synthesize(SpeechRequest((SCRIPTS["ru"],), "en", "pico:en-US"))


async def test_japanese_is_read_in_kana() -> None:
    pytest.importorskip("pykakasi")
    tts = LocalSpeech()
    assert tts.provider("", "ja").model == "espeak:ja"
    kanji, kana = [
        await tts.synthesize(SpeechRequest((text,), "ja"))
        for text in ("山の上に月が出た。", "やまのうえにつきがでた。")
    ]
    assert kanji.duration_seconds == pytest.approx(kana.duration_seconds, rel=0.3)


def _helpers() -> list[str]:
    """The command lines of this process's children that speak."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [pid for file in children for pid in file.read_text(encoding="ascii").split()]
    lines = [_command_line(pid) for pid in pids]
    return [line for line in lines if "_process.py" in line]


def _command_line(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
