"""Calls to whoever summarises and speaks, timed and told to the log and the trace."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from loguru import logger

from bookbytes_adapters.observed import milliseconds_since
from bookbytes_adapters.spans import Spans
from bookbytes_core.domain.cost import CallKind, Provider
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.llm import (
    BookQuestion,
    ChapterQuestion,
    LanguageModel,
    Question,
    RecalledChapters,
    SummaryDraft,
    SummaryRequest,
)
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice


class _Calls:
    """Tells of calls: those that a vendor is asked for at INFO, those to an engine on this machine at DEBUG."""

    def __init__(self, kind: CallKind, spans: Spans) -> None:
        self._kind = kind
        self._spans = spans

    @contextmanager
    def told(self, provider: Provider) -> Iterator[None]:
        started = time.perf_counter()
        fields: dict[str, str | int] = {"kind": self._kind.value, "provider": provider.name, "model": provider.model}
        outcome = "cancelled"
        try:
            with self._spans.span(f"{self._kind.value} call", fields):
                yield
            outcome = "done"
        except BookBytesError as error:
            outcome = error.code
            raise
        finally:
            level = "DEBUG" if provider.free else "INFO"
            logger.bind(**fields, outcome=outcome, ms=milliseconds_since(started)).log(level, "vendor call")


class ObservedModel(LanguageModel):
    def __init__(self, model: LanguageModel, spans: Spans) -> None:
        self._model = model
        self._calls = _Calls(CallKind.LLM, spans)

    @property
    def provider(self) -> Provider:
        return self._model.provider

    @property
    def remembers(self) -> bool:
        return self._model.remembers

    @property
    def context_tokens(self) -> int | None:
        return self._model.context_tokens

    def most_tokens(self, request: Question) -> int:
        return self._model.most_tokens(request)

    def charges(self, request: SummaryRequest) -> bool:
        return self._model.charges(request)

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        if not (self.provider.free or self._model.charges(request)):
            return await self._model.summarise(request)
        with self._calls.told(self.provider):
            return await self._model.summarise(request)

    async def recall_chapters(self, question: BookQuestion) -> RecalledChapters:
        with self._calls.told(self.provider):
            return await self._model.recall_chapters(question)

    async def recall_chapter(self, question: ChapterQuestion) -> SummaryDraft:
        with self._calls.told(self.provider):
            return await self._model.recall_chapter(question)


class ObservedVoice(TextToSpeech):
    def __init__(self, voice: TextToSpeech, spans: Spans) -> None:
        self._voice = voice
        self._calls = _Calls(CallKind.TTS, spans)

    def provider(self, voice: str, language: str) -> Provider:
        return self._voice.provider(voice, language)

    def limit(self, voice: str) -> SpeechLimit:
        return self._voice.limit(voice)

    def voices(self) -> tuple[Voice, ...]:
        return self._voice.voices()

    def reads(self, text: str, voice: str, language: str) -> bool:
        return self._voice.reads(text, voice, language)

    async def synthesize(self, request: SpeechRequest) -> Speech:
        with self._calls.told(self.provider(request.voice, request.language)):
            return await self._voice.synthesize(request)

    def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        return self._voice.stream(request)
