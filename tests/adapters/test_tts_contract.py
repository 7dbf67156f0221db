"""The voice's contract: kept by the voice in memory, and each promise missed by an adapter that breaks it."""

import dataclasses
from collections.abc import AsyncIterator, Callable

import pytest

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_core.domain.cost import Provider
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech
from tests.contracts.tts import TextToSpeechContract
from tests.support.broken import fails


class TestToneSpeech(TextToSpeechContract):
    @pytest.fixture
    def tts(self) -> TextToSpeech:
        return ToneSpeech()


class _Altered(ToneSpeech):
    """Changes every finished piece of speech."""

    def __init__(self, change: Callable[[Speech, int], Speech]) -> None:
        super().__init__()
        self._change = change

    async def synthesize(self, request: SpeechRequest) -> Speech:
        return self._change(await super().synthesize(request), len(self.requests))


def _too_long(speech: Speech, call: int) -> Speech:
    return dataclasses.replace(speech, duration_seconds=speech.duration_seconds + 0.1)


def _falling_ends(speech: Speech, call: int) -> Speech:
    return dataclasses.replace(speech, sentence_ends=speech.sentence_ends[::-1])


def _late_end(speech: Speech, call: int) -> Speech:
    return dataclasses.replace(speech, sentence_ends=(*speech.sentence_ends[:-1], speech.duration_seconds + 1))


def _never_the_same(speech: Speech, call: int) -> Speech:
    noise = bytes([call % 256, 40 + call % 40]) * 500
    return dataclasses.replace(speech, audio=speech.audio[:-1000] + noise)


class _TakesAnyVoice(ToneSpeech):
    async def synthesize(self, request: SpeechRequest) -> Speech:
        return await super().synthesize(dataclasses.replace(request, voice=""))


class _KeepsTheChoicesSecret(ToneSpeech):
    async def synthesize(self, request: SpeechRequest) -> Speech:
        raise InvalidInput("No.", code="unknown_voice")


class _StreamsLess(ToneSpeech):
    async def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        pieces = [piece async for piece in super().stream(request)]
        for piece in pieces[:-1]:
            yield piece


class _StreamsAtOnce(ToneSpeech):
    async def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        yield b"".join([piece async for piece in super().stream(request)])


class _RefusesItsOwnLimit(ToneSpeech):
    async def synthesize(self, request: SpeechRequest) -> Speech:
        if len(request.text) > self.limit("").characters // 2:
            raise InvalidInput("Too long.")
        return await super().synthesize(request)


class _ForgetsWhoItIs(ToneSpeech):
    def provider(self, voice: str, language: str) -> Provider:
        self.requests.append(SpeechRequest((), language))
        return Provider("tone", "tone", str(len(self.requests)), free=True)


Contract = TextToSpeechContract()


async def test_a_wrong_duration_is_seen() -> None:
    await fails(Contract.test_the_duration_is_that_of_the_audio, _Altered(_too_long))


@pytest.mark.parametrize("change", [_falling_ends, _late_end])
async def test_wrong_sentence_ends_are_seen(change: Callable[[Speech, int], Speech]) -> None:
    await fails(Contract.test_sentence_ends_rise_within_the_duration, _Altered(change))


async def test_disturbed_calls_are_seen() -> None:
    await fails(Contract.test_calls_at_once_do_not_disturb_each_other, _Altered(_never_the_same))


async def test_an_engine_that_does_not_repeat_is_seen() -> None:
    await fails(Contract.test_a_free_engine_repeats_itself, _Altered(_never_the_same))


@pytest.mark.parametrize("broken", [_TakesAnyVoice, _KeepsTheChoicesSecret])
async def test_a_voice_taken_for_another_is_seen(broken: type[ToneSpeech]) -> None:
    await fails(Contract.test_an_unknown_voice_names_the_choices, broken())


@pytest.mark.parametrize("broken", [_StreamsLess, _StreamsAtOnce])
async def test_a_stream_that_differs_is_seen(broken: type[ToneSpeech]) -> None:
    await fails(Contract.test_stream_holds_the_same_audio, broken())


async def test_a_limit_that_does_not_hold_is_seen() -> None:
    with pytest.raises(InvalidInput):
        await Contract.test_its_own_longest_text_is_spoken(_RefusesItsOwnLimit())


async def test_an_unstable_provider_is_seen() -> None:
    await fails(Contract.test_the_provider_is_stable_and_tells_voices_apart, _ForgetsWhoItIs())
