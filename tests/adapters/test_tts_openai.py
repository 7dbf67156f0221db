"""The voice behind OpenAI's protocol, against a vendor that does as it is told."""

from collections.abc import AsyncIterator

import pytest

from bookbytes_adapters.audio.hearing import heard
from bookbytes_core.domain.cost import Usage
from bookbytes_core.errors import InvalidInput, NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.tts import SpeechRequest, TextToSpeech
from tests.contracts.tts import SENTENCES, TextToSpeechContract
from tests.support import sounds
from tests.support.fake_vendor import FakeVendor
from tests.support.openai_servers import KEY, a_server, a_voice

REQUEST = SpeechRequest(SENTENCES, "en")


@pytest.fixture
async def tts(vendor: FakeVendor) -> AsyncIterator[TextToSpeech]:
    async with a_server(vendor.base_url) as server:
        yield a_voice(server)


class TestOpenAiSpeech(TextToSpeechContract):
    pass


async def test_speech_is_mp3_of_its_measured_length_and_costs_its_characters(
    tts: TextToSpeech, vendor: FakeVendor
) -> None:
    speech = await tts.synthesize(REQUEST)
    assert speech.media_type == "audio/mpeg"
    assert speech.duration_seconds == pytest.approx(len(REQUEST.text) / 15, abs=0.1)
    assert (speech.sentence_ends, speech.usage) == (
        (),
        Usage(len(REQUEST.text), round(speech.duration_seconds * 1000)),
    )
    (billed,) = vendor.bill()
    assert (billed.input_units, billed.completed) == (len(REQUEST.text), True)


async def test_who_speaks_is_told_by_all_that_decides_the_sound() -> None:
    async with a_server("http://127.0.0.1:1/v1") as one, a_server("") as other:
        providers = {
            a_voice(one).provider("", "en"),
            a_voice(one).provider("nova", "en"),
            a_voice(one, "tts-1").provider("", "en"),
            a_voice(other).provider("", "en"),
            a_voice(one, instructions="Slowly.").provider("", "en"),
            a_voice(one, instructions="Quickly.").provider("", "en"),
        }
        assert len(providers) == 6
        assert {provider.free for provider in providers} == {False}
        assert a_voice(one, voice="nova").provider("", "en") == a_voice(one).provider("nova", "en")


async def test_a_server_of_ones_own_may_have_a_voice_of_its_own() -> None:
    async with a_server("http://127.0.0.1:1/v1") as own, a_server("") as vendors:
        assert a_voice(own, voice="af_heart").provider("", "en").model == "af_heart"
        assert len(a_voice(own).voices()) == 13
        with pytest.raises(InvalidInput, match="alloy, ash"):
            a_voice(vendors, voice="af_heart").provider("", "en")


@pytest.mark.parametrize(
    ("model", "text", "most"),
    [
        ("tts-1", "x", 4096),
        ("tts-1-hd", "灯", 4096),
        ("gpt-4o-mini-tts", "x", 4096),
        ("gpt-4o-mini-tts", "灯", 1900),
        ("one of a server's own", "я", 1900),
    ],
)
async def test_a_text_too_long_for_the_model_is_not_sent(model: str, text: str, most: int, vendor: FakeVendor) -> None:
    async with a_server(vendor.base_url) as server:
        voice = a_voice(server, model)
        assert voice.limit("").reach(text * 5000) == most
        with pytest.raises(InvalidInput) as caught:
            await voice.synthesize(SpeechRequest((text * (most + 1),), "en"))
    assert caught.value.code == "text_too_long"
    assert vendor.bill() == []


async def test_instructions_are_sent_and_leave_room_for_themselves(vendor: FakeVendor) -> None:
    async with a_server(vendor.base_url) as server:
        voice = a_voice(server, instructions="Speak as to a child. " * 20)
        await voice.synthesize(REQUEST)
        await a_voice(server).synthesize(REQUEST)
        assert voice.limit("").reach("灯" * 5000) == 1900 - 168
    assert [body.get("instructions") for body in vendor.asked()] == ["Speak as to a child. " * 20, None]


@pytest.mark.parametrize(
    "fault",
    ["truncated", "too_short", "too_long", "html", "json_error", "empty", "garbage", "silence", "doubled", "gap"],
)
async def test_v07_v08_what_is_no_whole_speech_is_rejected_and_its_price_is_known(
    fault: str, tts: TextToSpeech, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    with pytest.raises(Rejected) as caught:
        await tts.synthesize(REQUEST)
    assert (caught.value.code, caught.value.input_units) == ("bad_audio", len(REQUEST.text))
    assert bool(caught.value.answer) == (fault != "empty")
    assert len(vendor.bill()) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("insufficient_quota", Refused),
        ("unauthorized", Refused),
        ("bad_request", Rejected),
        ("server_error", Unavailable),
        ("rate_limited", Unavailable),
        ("cut_before", NoReply),
        ("cut_after", NoReply),
        ("cut_inside", NoReply),
    ],
)
async def test_v01_v02_v04_a_vendors_no_is_told_in_the_cores_words_after_one_call(
    fault: str, error: type[Exception], tts: TextToSpeech, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    with pytest.raises(error) as caught:
        await tts.synthesize(REQUEST)
    assert type(caught.value) is error
    assert KEY not in repr(caught.value)
    assert len(vendor.bill()) == 1


async def test_v05_speech_that_takes_too_long_is_lost(vendor: FakeVendor) -> None:
    vendor.script(delay=5)
    async with a_server(vendor.base_url, seconds=0.2) as server:
        with pytest.raises(NoReply):
            await a_voice(server).synthesize(REQUEST)


async def test_other_audio_than_was_asked_for_is_recognised_by_its_bytes() -> None:
    speech, facts = heard(sounds.wav(sounds.murmur(1.5), channels=2))
    assert (speech.media_type, speech.duration_seconds, facts.seconds) == ("audio/wav", 1.5, 1.5)
    samples = sounds.tone(440, 2, rate=24_000)
    assert heard(sounds.mp3(samples))[0].duration_seconds == pytest.approx(2, abs=0.1)
