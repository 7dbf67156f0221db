"""A server that speaks OpenAI's protocol, asked through the vendor's own client.

The vendor's client never tries anything again by itself: retries are counted in one place, which is not here.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, aclosing
from typing import TYPE_CHECKING, Protocol

from bookbytes_adapters.openai.dialect import Dialect, Dialects
from bookbytes_adapters.openai.errors import FieldRefused, translated
from bookbytes_core.errors import NoReply, Refused, Rejected, Unavailable

if TYPE_CHECKING:
    import httpx2

DEFAULT_ADDRESS = "https://api.openai.com/v1"

LONGEST_ANSWER = 8_000_000
LONGEST_AUDIO = 64_000_000
"""Bytes. A summary has some thousands, and of a far longer answer the end is still read for what it costs; the longest
speech has some 35 million as uncompressed 24 kHz audio."""

_NO_KEY = "none"
"""What is sent as the key to a server that wants none: the vendor's client insists on one."""

_PIECE_BYTES = 16 * 1024


class _Response(Protocol):
    def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]: ...


_Asking = AbstractAsyncContextManager[_Response]
"""A request that leaves when it is entered, as the vendor's client makes it for answers that are streamed."""


def open_connections() -> "httpx2.AsyncClient":
    """The connections that all servers of a process share, without a limit: how much is asked at once is decided
    elsewhere. To be closed by whoever opened them."""
    import httpx2

    return httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None, max_keepalive_connections=100))


class OpenAiServer:
    """The server at ``address`` ("" is OpenAI's own), with ``key`` ("" for a server that wants none), reached through
    ``connections``.

    ``connect_seconds`` bounds the wait for a connection, ``seconds`` one whole call from the request to the last byte.
    Whatever goes wrong is raised as ``errors.translated`` says; an answer that grows too long is ``Rejected``.

    Which dialect of the protocol is spoken there is found out by the first request for a model and remembered.
    """

    def __init__(
        self, connections: "httpx2.AsyncClient", address: str, key: str, seconds: float, connect_seconds: float
    ) -> None:
        import httpx2
        from openai import AsyncOpenAI

        self.address = address or DEFAULT_ADDRESS
        self._seconds = seconds
        self._connect_seconds = min(connect_seconds, seconds)
        self._dialects = Dialects(Dialect.at(self.address))
        self._client = AsyncOpenAI(
            api_key=key or _NO_KEY,
            base_url=self.address,
            http_client=connections,
            timeout=httpx2.Timeout(seconds, connect=self._connect_seconds),
            max_retries=0,
        )

    async def greet(self) -> None:
        """See whether anybody is there, by GET /models: it costs nothing. Some servers do not have it, so any answer
        will do but a no to the key. It is waited for no longer than for a connection.

        Raises ``Refused`` for that one, ``Unavailable`` and ``NoReply``.
        """
        from openai import APIError

        try:
            async with asyncio.timeout(self._connect_seconds):
                await self._client.models.with_raw_response.list()
        except TimeoutError as error:
            raise NoReply(f"{self.address} has not answered within {self._connect_seconds:.0f} seconds.") from error
        except APIError as error:
            trouble = translated(error, self.address)
            if not isinstance(trouble, Rejected) or isinstance(trouble, Refused):
                raise trouble from error.__cause__

    async def chat(
        self, *, model: str, system: str, user: str, schema_name: str, schema: Mapping[str, object], most_tokens: int
    ) -> bytes:
        """POST /chat/completions: the body of the answer, whatever it is. The answer is to obey the JSON ``schema``,
        strictly where the server can see to that, and to be at most ``most_tokens`` long, thoughts included.

        A server that refuses a field of the request is asked once more without. If it refuses another one then, that is
        remembered and ``Unavailable`` raised: the next call will not meet either.
        """

        async def asked(dialect: Dialect) -> bytes:
            asking = self._client.chat.completions.with_streaming_response.create(
                model=model,
                messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                extra_body=dialect.fields(schema_name, schema, most_tokens),
            )
            return b"".join([piece async for piece in self._pieces(asking, LONGEST_ANSWER)])

        async with self._dialects.turn(model):
            dialect = self._dialects.of(model)
            try:
                return await asked(dialect)
            except FieldRefused as no:
                simpler = self._learn(model, dialect, no)
            try:
                return await asked(simpler)
            except FieldRefused as no:
                self._learn(model, simpler, no)
                raise Unavailable(f"{self.address} refused a second field of the request: ask again.") from no

    def limit_ignored(self, model: str) -> None:
        """An answer was longer than allowed: limit the next ones in the other way, if there is one."""
        other = self._dialects.of(model).unlimited()
        if other is not None:
            self._dialects.learn(model, other)

    def _learn(self, model: str, spoken: Dialect, no: FieldRefused) -> Dialect:
        """What to speak instead of what was ``spoken``, which another request may have found out meanwhile. Raises
        ``no`` when there is nothing."""
        if self._dialects.of(model) == spoken:
            simpler = spoken.without(no.field)
            if simpler is None:
                raise no
            self._dialects.learn(model, simpler)
        return self._dialects.of(model)

    def speech(self, *, model: str, voice: str, text: str, instructions: str = "") -> AsyncIterator[bytes]:
        """POST /audio/speech: what comes back, a piece at a time. MP3 is asked for; not every server sends it."""
        from openai import omit

        asking = self._client.audio.speech.with_streaming_response.create(
            model=model, voice=voice, input=text, response_format="mp3", instructions=instructions or omit
        )
        return self._pieces(asking, LONGEST_AUDIO)

    async def _pieces(self, asking: _Asking, most_bytes: int) -> AsyncIterator[bytes]:
        ends = asyncio.get_running_loop().time() + self._seconds
        length = 0
        async with aclosing(_body(asking)) as body:
            while piece := await self._next(body, ends):
                length += len(piece)
                if length > most_bytes:
                    raise Rejected(
                        f"The answer of {self.address} has more than {most_bytes // 1_000_000} MB: check what serves "
                        "there.",
                        code="answer_too_long",
                    )
                yield piece

    async def _next(self, body: AsyncIterator[bytes], ends: float) -> bytes:
        """The next piece, b"" after the last one. ``ends`` is a time of the event loop's clock."""
        from httpx2 import RequestError
        from openai import APIError

        try:
            async with asyncio.timeout_at(ends):
                return await anext(body, b"")
        except TimeoutError as error:
            raise NoReply(f"{self.address} has not answered within {self._seconds:.0f} seconds.") from error
        except (APIError, RequestError) as error:
            raise translated(error, self.address) from error.__cause__


async def _body(asking: _Asking) -> AsyncGenerator[bytes, None]:
    async with asking as response:
        async for piece in response.iter_bytes(_PIECE_BYTES):
            yield piece
