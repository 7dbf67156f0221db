"""Speech by Google Translate, as the library gTTS asks for it: free of charge, without a key, and at Google's grace.

gTTS knows the languages and writes the requests; it does not send them here. Its own sending waits for ever by default,
asks nobody for a certificate (``verify=False``) and cannot be stopped in its thread. So its public ``get_bodies``
makes the bodies (in a thread: it blocks, and so does loading it), and they are sent over connections of our own, with a
limit for the whole call, certificates verified, and no file that could be left behind.
"""

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bookbytes_adapters.tts.checked import Heard, checked
from bookbytes_adapters.tts.languages import ANY, bcp47, closest
from bookbytes_core.domain.cost import Provider
from bookbytes_core.domain.narration import segments
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.errors import BookBytesError, InvalidInput, NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

if TYPE_CHECKING:
    from httpx import AsyncClient

VERSION = "1"
"""Raised with every change to what is sent or accepted: stored speech is kept under it."""

_PART = SpeechLimit(100)
"""What Google Translate speaks at once; each part is a request of its own."""
_MOST_CHARACTERS = 1000
"""Some twelve parts: what is lost when one of them fails."""
_PAUSE_SECONDS = 0.5
"""Waited before every request. Google blocks addresses that ask faster, for hours; users of gTTS found this to do."""
_NEAR = 20
_NAMED_CHOICES = 12
_GREETING_SECONDS = 30
_LONGEST_ANSWER = 4_000_000
"""Bytes; a hundred characters take some 100,000."""

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_ACCENTS: Mapping[str, Mapping[str, str]] = {
    "en": {"com.au": "AU", "co.uk": "GB", "ca": "CA", "co.in": "IN", "ie": "IE", "co.za": "ZA", "com.ng": "NG"},
    "pt": {"com.br": "BR"},
    "es": {"com.mx": "MX", "es": "ES"},
}
"""Domains of Google whose voice has an accent of its own, as gTTS documents them, and whose accent it is."""


def google_connections(connect_seconds: float) -> "AsyncClient":
    """Connections that verify certificates, also those an operator trusts by SSL_CERT_FILE. To be closed by whoever
    opened them."""
    from httpx import AsyncClient, Timeout

    return AsyncClient(timeout=Timeout(None, connect=connect_seconds))


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A voice, with gTTS' tag of its language and the domain of Google that has it."""

    voice: Voice
    tag: str
    domain: str = "com"


class GttsSpeech(TextToSpeech):
    """Speaks with the voices "gtts:<language>" and "gtts:<language>-<domain>", as in "gtts:en-co.uk".

    ``voice`` is used where a request names none and it speaks the request's language. ``address`` replaces Google's
    ("" for the domain of each voice). A request for speech takes ``seconds`` at most, all its parts and pauses
    together. ``heard`` recognises and measures what came back, in a thread.

    Raises ``InvalidInput`` (``unknown_voice``, ``unsupported_language``), ``Refused`` (``vendor_blocked``: Google has
    had enough of this address), ``Rejected`` (``bad_audio``, ``vendor_said_no``), ``Unavailable``, ``NoReply``.
    """

    def __init__(
        self,
        connections: "AsyncClient",
        heard: Heard,
        voice: str = "",
        *,
        address: str = "",
        seconds: float = 90.0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._connections = connections
        self._heard = heard
        self._preferred = voice
        self._address = address
        self._seconds = seconds
        self._sleep = sleep

    def provider(self, voice: str, language: str) -> Provider:
        chosen = self._choose(voice, language).voice.id
        made_by = f"gTTS {version('gTTS')}; adapter {VERSION}; {self._address or 'google'}"
        return Provider(name="gtts", model=chosen, version=made_by, free=False)

    def limit(self, voice: str) -> SpeechLimit:
        return SpeechLimit(_MOST_CHARACTERS)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(speaker.voice for speaker in self._speakers)

    def reads(self, text: str, voice: str, language: str) -> bool:
        return True

    async def synthesize(self, request: SpeechRequest) -> Speech:
        audio = b"".join([piece async for piece in self.stream(request)])
        return await checked(audio, request.text, self._heard)

    async def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        speaker = self._choose(request.voice, request.language)
        server = self._address or f"https://translate.google.{speaker.domain}"
        bodies = await asyncio.to_thread(_bodies, request, speaker.tag)
        ends = asyncio.get_running_loop().time() + self._seconds
        for body in bodies:
            try:
                async with asyncio.timeout_at(ends):
                    await self._sleep(_PAUSE_SECONDS)
                    audio = await self._asked(server, body)
            except TimeoutError as error:
                raise NoReply(f"{_host(server)} has not spoken within {self._seconds:.0f} seconds.") from error
            yield audio

    async def greet(self) -> None:
        """See whether anybody is there; nothing is spoken. Raises ``Unavailable`` and ``NoReply``."""
        server = self._address or "https://translate.google.com"
        async with _safely(server), self._connections.stream("HEAD", server, timeout=_GREETING_SECONDS):
            pass

    async def _asked(self, server: str, body: str) -> bytes:
        async with (
            _safely(server),
            self._connections.stream("POST", f"{server}{_PATH}", content=body, headers=_headers()) as answer,
        ):
            if answer.status_code != HTTPStatus.OK:
                raise _said_no(answer.status_code, _host(server))
            return _audio(await _whole(answer.aiter_bytes()), _host(server))

    def _choose(self, voice: str, language: str) -> _Speaker:
        if voice:
            return self._known(voice)
        if self._preferred:
            preferred = self._known(self._preferred)
            if language in ANY or _primary(preferred.tag) == _primary(language):
                return preferred
        speakers = {speaker.voice.language: speaker for speaker in reversed(self._speakers)}
        match = closest("en" if language in ANY else language, speakers, _NEAR)
        if match is None:
            raise InvalidInput(
                f"Google Translate does not speak the language {language!r}: set TTS_PROVIDER to another voice, or "
                "correct the `language`.",
                code="unsupported_language",
            )
        return speakers[match]

    def _known(self, voice: str) -> _Speaker:
        for speaker in self._speakers:
            if speaker.voice.id.lower() == voice.lower():
                return speaker
        choices = [speaker.voice.id for speaker in self._speakers]
        language = _primary(voice.lower().removeprefix("gtts:"))
        near = [choice for choice in choices if _primary(choice.removeprefix("gtts:")) == language] or choices
        raise InvalidInput(
            f"There is no voice {voice!r}: choose {', '.join(near[:_NAMED_CHOICES])}.",
            code="unknown_voice",
            details={"choices": choices},
        )

    @cached_property
    def _speakers(self) -> tuple[_Speaker, ...]:
        return tuple(_found())


def _found() -> Iterator[_Speaker]:
    from gtts.lang import tts_langs

    for tag, name in sorted(tts_langs().items()):
        yield _Speaker(Voice(f"gtts:{tag}", "gtts", bcp47(tag), f"Google Translate, {name}"), tag)
        for domain, region in _ACCENTS.get(tag, {}).items():
            voice = Voice(f"gtts:{tag}-{domain}", "gtts", f"{tag}-{region}", f"Google Translate, {name} ({region})")
            yield _Speaker(voice, tag, domain)


def _bodies(request: SpeechRequest, language: str) -> list[str]:
    """A request's body for each part. Raises ``Rejected`` (code ``bad_audio``) where there is nothing to be said."""
    from gtts import gTTS

    parts = [" ".join(piece.text for piece in part.pieces) for part in segments((), request.sentences, _PART)]
    spoken = [part for part in parts if any(map(str.isalnum, part))]
    if not spoken:
        raise Rejected("There is not a word in this text to speak.", code="bad_audio")
    return [
        body
        for part in spoken
        for body in gTTS(part, lang=language, lang_check=False, pre_processor_funcs=[]).get_bodies()
    ]


@asynccontextmanager
async def _safely(server: str) -> AsyncIterator[None]:
    """Connections' troubles in the core's words: ``Unavailable`` before anything was asked, ``NoReply`` after it."""
    from httpx import ConnectError, ConnectTimeout, RequestError

    try:
        yield
    except (ConnectError, ConnectTimeout) as error:
        raise Unavailable(
            f"{_host(server)} cannot be reached safely: check the network, and its certificate."
        ) from error
    except RequestError as error:
        raise NoReply(f"The connection to {_host(server)} broke before its answer was complete.") from error


def _headers() -> Mapping[str, str]:
    from gtts import gTTS

    headers: Mapping[str, str] = gTTS.GOOGLE_TTS_HEADERS
    return headers


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for piece in pieces:
        body += piece
        if len(body) > _LONGEST_ANSWER:
            break
    return bytes(body)


def _audio(answer: bytes, host: str) -> bytes:
    """The MP3 in an answer: base64 within JSON within a line of JSON.

    Raises ``Rejected`` (code ``bad_audio``) where there is none.
    """
    from gtts import gTTS

    for line in answer.splitlines():
        if gTTS.GOOGLE_TTS_RPC.encode() not in line:
            continue
        try:
            made = next(item[2] for item in json.loads(line) if item[1] == gTTS.GOOGLE_TTS_RPC)
            return base64.b64decode(json.loads(made)[0], validate=True)
        except (ValueError, TypeError, LookupError, StopIteration, binascii.Error) as error:
            raise _no_audio(answer, host) from error
    raise _no_audio(answer, host)


def _no_audio(answer: bytes, host: str) -> Rejected:
    return Rejected(
        f"{host} answered without any audio: it may not speak this language or this text.",
        code="bad_audio",
        answer=answer,
    )


def _said_no(status: int, host: str) -> BookBytesError:
    elsewhere = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST  # to a page that asks who is there
    if elsewhere or status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN):
        return Refused(
            f"{host} blocks this address for having asked too often ({status}): resume the job in some hours, or make "
            "the book with another voice (TTS_PROVIDER).",
            code="vendor_blocked",
        )
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"{host} has trouble of its own ({status}).")
    return Rejected(f"{host} refused the request ({status}): it may have changed.", code="vendor_said_no")


def _host(server: str) -> str:
    return urlsplit(server).netloc


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
