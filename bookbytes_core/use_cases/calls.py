"""The one gate through which every call to a summariser or a voice goes.

A result is stored under the hash of all that went into its request and found there by every later run. A call that
costs money writes its ledger row ``started`` before the request leaves and ``done`` once its result is stored, so
that a crash between the two can be told; a call to an engine on this machine writes only ``done``.

There is one retry layer, here: trouble that may pass is tried three times in all, with exponential pauses. A vendor
that names its own pause is obeyed; that wait is no attempt, and all callers share it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.cost import Call, CallKind, CallState, Provider, Usage, call_key
from bookbytes_core.domain.order import Recipe
from bookbytes_core.errors import ObjectNotFound, Refused, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.llm import LanguageModel, SummaryDraft, SummaryRequest
from bookbytes_core.ports.rate_limiter import RateLimiter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.results import pack_speech, unpack_speech

T = TypeVar("T")

ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 1.0
LONGEST_OBEYED_PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class Tally:
    """How many calls this run made and how many results it found made."""

    llm: int = 0
    tts: int = 0
    llm_reused: int = 0
    tts_reused: int = 0

    def count(self, kind: CallKind, *, reused: bool, times: int = 1) -> None:
        name = f"{kind.value}_reused" if reused else kind.value
        setattr(self, name, getattr(self, name) + times)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A call ready to be made: ``perform`` gives the result as it is stored, and what it used."""

    kind: CallKind
    provider: Provider
    key: str
    content_type: str
    perform: Callable[[], Awaitable[tuple[bytes, Usage]]]

    @property
    def result_key(self) -> str:
        return _result_key(self.kind, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Summaries and speech for one audio book at a time, each asked for at most once."""

    new_uow: UnitOfWorkFactory
    storage: Storage
    limiter: RateLimiter
    clock: Clock
    summariser: LanguageModel
    voice: TextToSpeech

    async def summarise(self, request: SummaryRequest, *, audio_book_id: UUID, tally: Tally) -> SummaryDraft:
        async def perform() -> tuple[bytes, Usage]:
            draft = await self.summariser.summarise(request)
            return json_codec.dump(draft), draft.usage

        call = self._prepare(CallKind.LLM, self.summariser.provider, request, "application/json", perform)
        return await self._result(call, partial(json_codec.load, SummaryDraft), audio_book_id, tally)

    async def speak(self, request: SpeechRequest, *, audio_book_id: UUID, tally: Tally) -> Speech:
        async def perform() -> tuple[bytes, Usage]:
            speech = await self.voice.synthesize(request)
            return pack_speech(speech), speech.usage

        provider = self.voice.provider(request.voice, request.language)
        call = self._prepare(CallKind.TTS, provider, request, "application/octet-stream", perform)
        return await self._result(call, unpack_speech, audio_book_id, tally)

    def recipe(self, voice: str, language: str) -> Recipe:
        """Who would summarise and who would speak. Raises ``InvalidInput`` for a voice or language there is none of."""
        speaker = self.voice.provider(voice, language)
        writer = self.summariser.provider
        return Recipe(
            llm_provider=writer.name, llm_model=writer.model, tts_provider=speaker.name, tts_voice=speaker.model
        )

    def speaker(self, voice: str, language: str) -> Provider:
        return self.voice.provider(voice, language)

    def speech_limit(self, voice: str) -> int:
        """The most characters one request for speech may hold."""
        return self.voice.max_characters(voice)

    def speech_result_key(self, request: SpeechRequest) -> str | None:
        """Where the speech is stored if it may be thrown away once its chapter is finished: only what is free may."""
        provider = self.voice.provider(request.voice, request.language)
        key = call_key(CallKind.TTS, provider, _canonical(request))
        return _result_key(CallKind.TTS, key) if provider.free else None

    async def discard(self, result_keys: tuple[str, ...]) -> None:
        """Throw stored results away; their ledger rows stay."""
        async with self.new_uow() as uow:
            await uow.calls.forget_results(result_keys)
            await uow.commit()
        for key in result_keys:
            await self.storage.delete(key)

    @staticmethod
    def _prepare(
        kind: CallKind,
        provider: Provider,
        request: object,
        content_type: str,
        perform: Callable[[], Awaitable[tuple[bytes, Usage]]],
    ) -> _Prepared:
        key = call_key(kind, provider, _canonical(request))
        return _Prepared(kind=kind, provider=provider, key=key, content_type=content_type, perform=perform)

    async def _result(self, call: _Prepared, parse: Callable[[bytes], T], audio_book_id: UUID, tally: Tally) -> T:
        known = await self._known(call)
        if known is not None:
            found = await self._stored(call, parse)
            if found is not None:
                if known.state is not CallState.DONE:
                    await self._record(call, CallState.DONE, audio_book_id)
                tally.count(call.kind, reused=True)
                return found
        async with self.limiter.slot(call.provider.name):
            if not call.provider.free:
                await self._record(call, CallState.STARTED, audio_book_id)
            tally.count(call.kind, reused=False)
            data, usage = await self._attempted(call)
        await self.storage.put(call.result_key, data, content_type=call.content_type)
        await self._record(call, CallState.DONE, audio_book_id, usage)
        return parse(data)

    async def _attempted(self, call: _Prepared) -> tuple[bytes, Usage]:
        attempt = 1
        while True:
            try:
                return await call.perform()
            except Unavailable as error:
                pause = error.retry_after_seconds
                if pause is not None:
                    await self._obey(call.provider, pause, error)
                    continue
                if attempt == ATTEMPTS:
                    raise
                await self.clock.sleep(_backoff(attempt, call.key))
                attempt += 1

    async def _obey(self, provider: Provider, pause: float, error: Unavailable) -> None:
        if pause > LONGEST_OBEYED_PAUSE_SECONDS:
            raise Refused(
                f"{provider.name} asks to wait {pause:.0f} seconds; resume the job after that.", code="quota"
            ) from error
        await self.limiter.pause(provider.name, pause)
        await self.clock.sleep(pause)

    async def _known(self, call: _Prepared) -> Call | None:
        async with self.new_uow() as uow:
            rows = await uow.calls.find([call.key])
        return rows[0] if rows else None

    async def _stored(self, call: _Prepared, parse: Callable[[bytes], T]) -> T | None:
        """The result an earlier run left, or None where it is gone or damaged."""
        try:
            return parse(await self.storage.get(call.result_key))
        except (ObjectNotFound, ValueError):
            return None

    async def _record(self, call: _Prepared, state: CallState, audio_book_id: UUID, usage: Usage | None = None) -> None:
        async with self.new_uow() as uow:
            await uow.calls.record(
                Call(
                    key=call.key,
                    kind=call.kind,
                    provider=call.provider.name,
                    model=call.provider.model,
                    state=state,
                    audio_book_id=audio_book_id,
                    at=self.clock.now(),
                    result_key=call.result_key if state is CallState.DONE else None,
                    usage=usage or Usage(),
                )
            )
            await uow.commit()


def _result_key(kind: CallKind, key: str) -> str:
    return f"results/{kind.value}/{key[:2]}/{key}.{'json' if kind is CallKind.LLM else 'speech'}"


def _canonical(request: object) -> Mapping[str, object]:
    encoded = json_codec.encode(request)
    if not isinstance(encoded, dict):
        raise TypeError("a request is a dataclass")
    return encoded


def _backoff(attempt: int, key: str) -> float:
    """Doubles with each attempt; the jitter of up to a half comes from the key, so that a run can be repeated."""
    jitter = int(key[:4], 16) / 0xFFFF / 2
    return float(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * (1 + jitter))
