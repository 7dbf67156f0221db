"""The voice of Google Translate, against a fake of it on loopback."""

import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bookbytes_adapters import build
from bookbytes_adapters.audio.hearing import heard
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.tts.gtts import GttsSpeech, google_connections
from bookbytes_core import SYSTEM_USER, Options, Order, Status
from bookbytes_core.errors import BookBytesError, InvalidInput, NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.tts import SpeechRequest, TextToSpeech
from tests.contracts.tts import SENTENCES, TextToSpeechContract
from tests.support.fake_gtts import FakeGtts, fake_gtts
from tests.support.small_books import a_small_book

REQUEST = SpeechRequest(SENTENCES, "en")


@pytest.fixture(scope="module")
def running() -> Iterator[FakeGtts]:
    with fake_gtts() as fake:
        yield fake


@pytest.fixture
def google(running: FakeGtts) -> FakeGtts:
    running.reset()
    return running


def signed_by_itself(certificate: Path) -> ssl.SSLContext:
    """A server's context with a new certificate for loopback, which nobody else vouches for."""
    key = certificate.with_suffix(".key")
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*made, *subject, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Sleeper:
    """Counts the pauses instead of making them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
async def connections() -> AsyncIterator[httpx.AsyncClient]:
    async with google_connections(2.0) as client:
        yield client


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


@pytest.fixture
def tts(google: FakeGtts, connections: httpx.AsyncClient, sleeper: Sleeper) -> GttsSpeech:
    return GttsSpeech(connections, heard, address=google.address, seconds=10, sleep=sleeper)


class TestGttsSpeech(TextToSpeechContract):
    @pytest.fixture
    def tts(self, tts: GttsSpeech) -> TextToSpeech:
        return tts


async def test_parts_of_a_hundred_characters_are_asked_for_one_by_one_with_a_pause_before_each(
    tts: GttsSpeech, google: FakeGtts, sleeper: Sleeper
) -> None:
    sentence = (
        "The librarian, who knows every shelf by heart, walks slowly between the tables and collects what was left."
    )
    speech = await tts.synthesize(SpeechRequest((*SENTENCES, sentence, "***", "No."), "en"))
    assert [text for text, _ in google.spoken] == [
        " ".join(SENTENCES[:2]),
        f"{SENTENCES[2]}",
        "The librarian, who knows every shelf by heart, walks slowly between the tables and collects what",
        "was left. *** No.",
    ]
    assert sleeper.pauses == [0.5] * 4
    assert speech.media_type == "audio/mpeg"
    assert speech.usage.output_units == pytest.approx(speech.duration_seconds * 1000, abs=1)
    assert speech.usage.input_units == len(" ".join((*SENTENCES, sentence, "***", "No.")))


@pytest.mark.parametrize(
    ("language", "voice", "tag"),
    [
        ("en", "gtts:en", "en"),
        ("en-GB", "gtts:en-co.uk", "en"),
        ("en-US", "gtts:en", "en"),
        ("und", "gtts:en", "en"),
        ("pt-BR", "gtts:pt-com.br", "pt"),
        ("fr-CA", "gtts:fr-CA", "fr-CA"),
        ("nb", "gtts:no", "no"),
        ("zh-TW", "gtts:zh-TW", "zh-TW"),
    ],
)
async def test_the_books_language_chooses_the_voice(
    language: str, voice: str, tag: str, tts: GttsSpeech, google: FakeGtts
) -> None:
    assert tts.provider("", language).model == voice
    await tts.synthesize(SpeechRequest(SENTENCES[:1], language))
    assert google.spoken == [(SENTENCES[0], tag)]


async def test_the_voice_of_the_settings_is_used_for_its_language_alone(
    google: FakeGtts, connections: httpx.AsyncClient
) -> None:
    voice = GttsSpeech(connections, heard, "gtts:en-com.au", address=google.address)
    assert voice.provider("", "en").model == "gtts:en-com.au"
    assert voice.provider("", "de").model == "gtts:de"
    assert voice.provider("gtts:de", "en").model == "gtts:de"
    assert not voice.provider("", "en").free
    other = GttsSpeech(connections, heard, "gtts:en-com.au")
    assert other.provider("", "en") != voice.provider("", "en")


def test_a_language_google_does_not_speak_is_refused_before_anything_is_asked(tts: GttsSpeech) -> None:
    with pytest.raises(InvalidInput) as caught:
        tts.provider("", "tlh")
    assert caught.value.code == "unsupported_language"


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        (429, Refused, "vendor_blocked"),
        (403, Refused, "vendor_blocked"),
        ("sorry", Refused, "vendor_blocked"),
        (500, Unavailable, "unavailable"),
        (503, Unavailable, "unavailable"),
        (400, Rejected, "vendor_said_no"),
        ("no_audio", Rejected, "bad_audio"),
        ("no_base64", Rejected, "bad_audio"),
        ("html", Rejected, "bad_audio"),
        ("cut", NoReply, "no_reply"),
        ("cut_before", NoReply, "no_reply"),
    ],
)
async def test_what_goes_wrong_is_told_apart_and_ends_the_call(
    fault: int | str, error: type[BookBytesError], code: str, tts: GttsSpeech, google: FakeGtts
) -> None:
    google.faults += ["", fault]
    with pytest.raises(error) as caught:
        await tts.synthesize(SpeechRequest(SENTENCES * 2, "en"))
    assert (type(caught.value), caught.value.code) == (error, code)
    assert len(google.spoken) == 2


async def test_a_call_has_a_limit_over_all_its_parts(google: FakeGtts, connections: httpx.AsyncClient) -> None:
    google.faults += ["", "slow"]
    voice = GttsSpeech(connections, heard, address=google.address, seconds=0.3, sleep=Sleeper())
    with pytest.raises(NoReply, match="has not spoken within"):
        await voice.synthesize(REQUEST)


async def test_nobody_there_is_unavailable(connections: httpx.AsyncClient) -> None:
    voice = GttsSpeech(connections, heard, address="http://127.0.0.1:1", sleep=Sleeper())
    with pytest.raises(Unavailable) as caught:
        await voice.synthesize(REQUEST)
    assert type(caught.value) is Unavailable


async def test_a_server_that_cannot_prove_who_it_is_gets_no_text(
    tmp_path: Path, connections: httpx.AsyncClient
) -> None:
    certificate = tmp_path / "certificate.pem"
    with fake_gtts(signed_by_itself(certificate)) as forger:
        with pytest.raises(Unavailable, match="certificate"):
            await GttsSpeech(connections, heard, address=forger.address, sleep=Sleeper()).synthesize(REQUEST)
        assert forger.spoken == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        async with httpx.AsyncClient(verify=trusting) as client:
            voice = GttsSpeech(client, heard, address=forger.address, sleep=Sleeper())
            assert (await voice.synthesize(REQUEST)).usage.input_units == len(REQUEST.text)


async def test_a_text_without_a_word_is_not_asked_for(tts: GttsSpeech, google: FakeGtts) -> None:
    with pytest.raises(Rejected, match="not a word"):
        await tts.synthesize(SpeechRequest(("***", "—"), "en"))
    assert google.spoken == []


async def test_a_blocked_address_parks_the_job_which_goes_on_when_it_is_resumed(
    google: FakeGtts, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path / "data", app_env="test", tts_provider="gtts", gtts_base_url=google.address)
    file = a_small_book(tmp_path)
    google.faults += ["", 429]
    async with build(settings) as app:
        book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
        order = Order(edition_id=book.edition.id, options=Options(words_per_chapter=10, chapters=(3,)))
        receipt = await app.request_audio_book(order, owner=SYSTEM_USER)
        await app.generate_audio_book(receipt.job_id)
        job = (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job
        assert (job.status, job.error and job.error.code) == (Status.PAUSED, "vendor_blocked")
        asked = len(google.spoken)
        await app.resume_job(receipt.job_id, owner=SYSTEM_USER)
        await app.generate_audio_book(receipt.job_id)
        assert (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job.status is Status.COMPLETED
    assert (asked, len(google.spoken)) == (2, 3)
