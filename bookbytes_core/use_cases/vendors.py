"""The summariser and the voice as use cases see them: whatever they are asked goes through the gate of ``calls``."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.cost import CallKind, Provider, Usage, call_key
from bookbytes_core.domain.estimate import most_of_speech, most_of_summary
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.order import Recipe
from bookbytes_core.domain.prices import Tariffs
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.errors import InvalidInput, ObjectNotFound, Refused, StorageUnavailable
from bookbytes_core.ports.llm import (
    BookQuestion,
    ChapterQuestion,
    LanguageModel,
    Question,
    RecalledChapters,
    SummaryDraft,
    SummaryRequest,
)
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech
from bookbytes_core.use_cases.calls import Calls, Tally
from bookbytes_core.use_cases.prepared_call import PreparedCall, canonical, result_key_of
from bookbytes_core.use_cases.results import pack_speech, unpack_speech

NOTHING_STORED = (ObjectNotFound, StorageUnavailable)
"""How a store says so: one into which nothing was put yet may not even be there."""

A = TypeVar("A", SummaryDraft, RecalledChapters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendors:
    """Summaries and speech for one audio book at a time. ``extractor`` is free and takes sentences from the text;
    ``tariffs`` say what the others cost."""

    calls: Calls
    summariser: LanguageModel
    extractor: LanguageModel
    voice: TextToSpeech
    tariffs: Tariffs = field(default_factory=Tariffs)

    async def summarise(self, request: SummaryRequest, *, claim: Claim, tally: Tally) -> SummaryDraft:
        if not self.summariser.provider.free and not self.summariser.charges(request):
            return await self.summariser.summarise(request)
        ask = partial(self.summariser.summarise, request)
        return await self._written(SummaryDraft, request, ask, claim, tally)

    async def recall_chapters(self, question: BookQuestion, *, claim: Claim, tally: Tally) -> RecalledChapters:
        ask = partial(self.summariser.recall_chapters, question)
        return await self._written(RecalledChapters, question, ask, claim, tally)

    async def recall_chapter(self, question: ChapterQuestion, *, claim: Claim, tally: Tally) -> SummaryDraft:
        ask = partial(self.summariser.recall_chapter, question)
        return await self._written(SummaryDraft, question, ask, claim, tally)

    async def extract(self, request: SummaryRequest) -> SummaryDraft:
        """Sentences of the text itself: free, made anew each time, in no ledger."""
        return await self.extractor.summarise(request)

    async def speak(self, request: SpeechRequest, *, claim: Claim, tally: Tally) -> Speech:
        async def perform() -> tuple[bytes, Usage]:
            speech = await self.voice.synthesize(request)
            return pack_speech(speech), speech.usage

        provider = self.voice.provider(request.voice, request.language)
        most = most_of_speech(request.text)
        call = self._prepared(CallKind.TTS, provider, request, claim, perform, most=most)
        return await self.calls.result(call, unpack_speech, claim=claim, tally=tally)

    @property
    def can_recall(self) -> bool:
        """Whether the summariser can be asked about books whose text is not here."""
        return self.summariser.remembers

    async def sample(self, request: SpeechRequest) -> Speech | None:
        """Speech for no job: made where that is free, else what a job has paid for, or None."""
        provider = self.speaker(request.voice, request.language)
        if provider.free:
            async with self.calls.limiter.slot(provider.name):
                return await self.voice.synthesize(request)
        key = call_key(CallKind.TTS, provider, canonical(request))
        try:
            return unpack_speech(await self.calls.storage.get(result_key_of(CallKind.TTS, key)))
        except (*NOTHING_STORED, ValueError):
            return None

    def recipe(self, voice: str, language: str, *, verbatim: bool = False) -> Recipe:
        """Who would summarise, unless all is taken over ``verbatim``, and who would speak. Raises ``InvalidInput`` for
        a voice or language there is none of, and (code ``price_unknown``) for a model whose cost could not be
        bounded."""
        speaker = self.voice.provider(voice, language)
        writer = (self.extractor if verbatim else self.summariser).provider
        self.tariffs.known()
        return Recipe(
            llm_provider=writer.name,
            llm_model=writer.model,
            tts_provider=speaker.name,
            tts_voice=speaker.model,
            llm_version=writer.version,
            tts_version=speaker.version,
        )

    def speaker(self, voice: str, language: str) -> Provider:
        return self.voice.provider(voice, language)

    def reads(self, text: str, voice: str, language: str) -> bool:
        """Whether the voice can say most of ``text``."""
        return self.voice.reads(text, voice, language)

    def speech_limit(self, voice: str) -> SpeechLimit:
        """How much text one request for speech may hold."""
        return self.voice.limit(voice)

    def speech_result_key(self, request: SpeechRequest, generation: int) -> str | None:
        """Where the speech is stored if it may be thrown away once its chapter is finished: only what is free may."""
        provider = self.voice.provider(request.voice, request.language)
        key = call_key(CallKind.TTS, provider, canonical(request), generation=generation)
        return result_key_of(CallKind.TTS, key) if provider.free else None

    async def discard(self, result_keys: tuple[str, ...]) -> None:
        await self.calls.discard(result_keys)

    async def _written(
        self, kind: type[A], request: Question, ask: Callable[[], Awaitable[A]], claim: Claim, tally: Tally
    ) -> A:
        async def perform() -> tuple[bytes, Usage]:
            answer = await ask()
            return json_codec.dump(answer), answer.usage

        most = most_of_summary(json_codec.dump(request).decode(), self.summariser.most_tokens(request))
        call = self._prepared(CallKind.LLM, self.summariser.provider, request, claim, perform, most=most)
        return await self.calls.result(call, partial(json_codec.load, kind), claim=claim, tally=tally)

    def _prepared(
        self,
        kind: CallKind,
        provider: Provider,
        request: object,
        claim: Claim,
        perform: Callable[[], Awaitable[tuple[bytes, Usage]]],
        *,
        most: Usage,
    ) -> PreparedCall:
        try:
            price = self.tariffs.of(kind).known()
        except InvalidInput as error:  # the settings have changed since the order
            raise Refused(error.message, code=error.code) from error
        key = call_key(kind, provider, canonical(request), generation=claim.generation)
        return PreparedCall(
            kind=kind,
            provider=provider,
            key=key,
            content_type=_CONTENT_TYPES[kind],
            perform=perform,
            price=price,
            most=most,
        )


_CONTENT_TYPES = {CallKind.LLM: "application/json", CallKind.TTS: "application/octet-stream"}
