"""The offline voice: Pico where it is installed and speaks the language, eSpeak NG otherwise."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from bookbytes_adapters.tts.engine import Engine
from bookbytes_adapters.tts.espeak import Espeak
from bookbytes_adapters.tts.helper import Helper
from bookbytes_adapters.tts.languages import ANY, bcp47
from bookbytes_adapters.tts.pico import Pico
from bookbytes_adapters.tts.prepare import preparation, spoken
from bookbytes_adapters.tts.scripts import share_read
from bookbytes_adapters.tts.wav import SENTENCE_PAUSE, Sentence, header, joined, silence, trimmed
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.speech_audit import check_spoken_whole
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

MOST_CHARACTERS = 1000
"""A minute of speech and half a second of work: short enough to share two cores among chapters, long enough for the
start of a process (some 20 ms) not to count."""

_RATE_OF_NOTHING = 16000
_CHARACTERS_A_SECOND = 20
"""Allowed on top of the time limit for texts far longer than ``MOST_CHARACTERS``; engines make thousands."""

_NAMED_CHOICES = 12

_LONGEST_WORD = 60
"""Characters; of one that is longer, as data in a text may be, engines say only the beginning."""

_MOST = 0.5
"""The share of a text's letters from which on a voice is said to read it."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    engine: Engine
    speaker: str

    @property
    def id(self) -> str:
        return f"{self.engine.name}:{self.speaker}"

    @property
    def voice(self) -> Voice:
        name = f"{self.engine.title}, {self.engine.speakers[self.speaker]}"
        return Voice(self.id, "local", bcp47(self.speaker), name)


class LocalSpeech(TextToSpeech):
    """Speaks on this machine, for nothing. Voices are named "pico:en-GB" or "espeak:fr".

    ``voice`` is preferred wherever the request names none and it speaks the request's language. ``workers`` segments
    are spoken at once, each in a helper process that is ended after ``timeout_seconds``; a cancelled call ends its
    own.

    Raises ``InvalidInput``: ``unknown_voice``, ``unsupported_language``, ``no_voice_installed``; ``Unavailable``
    (``voice_failed``) when an engine crashes or hangs; ``Rejected`` (``bad_audio``) for sound that cannot hold the
    text.
    """

    def __init__(self, voice: str = "", *, workers: int = 2, timeout_seconds: float = 90.0) -> None:
        self._preferred = voice
        self._timeout = timeout_seconds
        self._engines: tuple[Engine, ...] = (Pico(), Espeak())
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="voice")

    def provider(self, voice: str, language: str) -> Provider:
        chosen = self._choose(voice, language)
        version = f"{chosen.engine.version(chosen.speaker)}+{preparation()}"
        return Provider(name="local", model=chosen.id, version=version, free=True)

    def limit(self, voice: str) -> SpeechLimit:
        return SpeechLimit(MOST_CHARACTERS)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(choice.voice for choice in self._all())

    def reads(self, text: str, voice: str, language: str) -> bool:
        chosen = self._choose(voice, language)
        return share_read(text, lambda script: chosen.engine.reads(script, chosen.speaker)) >= _MOST

    async def synthesize(self, request: SpeechRequest) -> Speech:
        sentences: list[Sentence] = []
        await self._speak(request, sentences.append)
        made = joined(sentences, sentences[0].rate if sentences else _RATE_OF_NOTHING)
        return Speech(made.audio, "audio/wav", made.seconds, made.ends, Usage(input_units=len(request.text)))

    async def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        """A WAV file of unknown length: its header, then sentence by sentence."""
        loop = asyncio.get_running_loop()
        made: asyncio.Queue[Sentence | None] = asyncio.Queue()
        work = asyncio.create_task(
            self._speak(request, lambda sentence: loop.call_soon_threadsafe(made.put_nowait, sentence))
        )
        work.add_done_callback(lambda _: made.put_nowait(None))
        first = True
        try:
            while (sentence := await made.get()) is not None:
                yield header(sentence.rate, None) if first else silence(SENTENCE_PAUSE, sentence.rate)
                yield sentence.samples
                first = False
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _speak(self, request: SpeechRequest, heard: Callable[[Sentence], object]) -> None:
        chosen = self._choose(request.voice, request.language)
        if not request.sentences:
            return
        seconds = self._timeout + len(request.text) / _CHARACTERS_A_SECOND
        helper = Helper(chosen.engine.command(chosen.speaker), chosen.engine.title, seconds)
        language = chosen.speaker if request.language in ANY else request.language

        made = 0.0

        def keep(rate: int, samples: bytes) -> None:
            nonlocal made
            sentence = Sentence(rate, trimmed(samples, rate))
            made += sentence.seconds
            heard(sentence)

        def work() -> None:
            said = [spoken(each, language) for each in request.sentences]
            helper.run([chosen.engine.pronounceable(each, chosen.speaker) for each in said], keep)
            check_spoken_whole(_expected(said), made)

        await _finished(self._executor.submit(work), helper)

    def _choose(self, voice: str, language: str) -> _Chosen:
        if voice:
            return self._named(voice, language)
        if self._preferred:
            preferred = self._named(self._preferred, language)
            if language in ANY or _primary(preferred.speaker) == _primary(language):
                return preferred
        return self._best(language)

    def _named(self, voice: str, language: str) -> _Chosen:
        for choice in self._all():
            if choice.id.lower() == voice.lower():
                return choice
        self._require_an_engine()
        choices = [choice.id for choice in self._all()]
        near = [choice for choice in choices if _primary(choice.partition(":")[2]) == _primary(language)] or choices
        named = ", ".join(near[:_NAMED_CHOICES])
        missing = next((engine for engine in self._engines if voice.lower().startswith(f"{engine.name}:")), None)
        hint = f' (it needs `pip install "bookbytes[{missing.extra}]"`)' if missing and not missing.speakers else ""
        raise InvalidInput(
            f"There is no voice {voice!r} here{hint}: choose {named}.",
            code="unknown_voice",
            details={"choices": choices},
        )

    def _best(self, language: str) -> _Chosen:
        self._require_an_engine()
        wanted = "en" if language in ANY else language
        for engine in self._engines:
            if engine.speakers and (speaker := engine.speaker_for(wanted)):
                return _Chosen(engine, speaker)
        raise InvalidInput(
            f"No voice installed here speaks the language {language!r}: choose another `voice`, or "
            "correct the `language`.",
            code="unsupported_language",
        )

    def _require_an_engine(self) -> None:
        if not any(engine.speakers for engine in self._engines):
            extras = " or ".join(f'`pip install "bookbytes[{engine.extra}]"`' for engine in self._engines)
            raise InvalidInput(f"No offline voice is installed: run {extras}.", code="no_voice_installed")

    def _all(self) -> Iterator[_Chosen]:
        return (_Chosen(engine, speaker) for engine in self._engines for speaker in engine.speakers)


async def _finished(work: Future[None], helper: Helper) -> None:
    """Wait for ``work``; when cancelled, end the helper and wait until it is gone."""
    try:
        await asyncio.wrap_future(work)
    except asyncio.CancelledError:
        helper.stop()
        if not work.cancel():
            await asyncio.gather(asyncio.wrap_future(work), return_exceptions=True)
        raise


def _expected(said: Iterable[str]) -> str:
    return " ".join(word[:_LONGEST_WORD] for text in said for word in text.split())


def _primary(tag: str) -> str:
    return bcp47(tag).partition("-")[0]
