"""JSON from one server, asked for politely: in turn, by name, a few times at most.

    404, 410             None                         there is no such thing
    401, 403             Refused (vendor_refused)     it does not want this program
    429                  Unavailable                  with the pause that the server names,
                         or Refused (quota)           where it names none and still says so at the last attempt
    408, 5xx             Unavailable
    no connection, a     Unavailable                  as is a body that is cut, too large or no JSON object, and a
      time-out                                        redirect to another server
    any other status     Rejected (vendor_said_no)    this request, and only this one

What is ``Unavailable`` is tried again, unless the server asks for a longer pause than we wait.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from bookbytes_adapters.metadata.values import JsonObject
from bookbytes_adapters.retry_after import retry_after
from bookbytes_core.errors import Refused, Rejected, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.pacer import Pacer

if TYPE_CHECKING:
    from httpx import URL, AsyncClient
    from tenacity import AsyncRetrying, RetryCallState

ATTEMPTS = 3
SHORTEST_WAIT, LONGEST_WAIT = 1.0, 10.0
"""Seconds between attempts."""

LONGEST_ANSWER = 16_000_000
"""Bytes. A thousand editions, the most that is asked for at once, have some four million."""

_MOST_REDIRECTS = 3
_NOBODY_SERVED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)

Parameters = Mapping[str, str | int]


class _TooManyRequests(Unavailable):
    pass


class _TooLarge(Unavailable):
    pass


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class JsonClient:
    """The server at ``base_url``, which is asked as ``agent`` and takes turns under ``name``.

    One attempt, from the request to the last byte, may take ``seconds``. Connections are made when they are needed;
    redirects are followed within the server alone. To be closed by whoever made it.
    """

    def __init__(self, name: str, base_url: str, *, agent: str, seconds: float, pacer: Pacer, clock: Clock) -> None:
        self.address = base_url
        self._name = name
        self._agent = agent
        self._seconds = seconds
        self._pacer = pacer
        self._clock = clock
        self._connections: AsyncClient | None = None

    async def get(self, path: str, parameters: Parameters | None = None) -> JsonObject | None:
        """The object at ``path``, None where the server has none."""
        from httpx import URL

        url = URL(self.address + path, params=dict(parameters or {}))
        try:
            return await self._retrying()(self._attempt, url)
        except _TooManyRequests as error:
            if error.retry_after_seconds is None:
                raise Refused(
                    f"What {self.address} allows this address is used up: try again later.", code="quota"
                ) from error
            raise

    async def greet(self, path: str) -> Mapping[str, str]:
        """See whether anybody is there, by one request that is tried once and waits for no turn. Any answer will do but
        a no to whoever asks and trouble of the server's own. Returns its headers, whatever the case of their names.

        Raises ``Refused`` and ``Unavailable``.
        """
        from httpx import URL

        answer = await self._exchange(self._open(), URL(self.address + path))
        if answer.status in _NOBODY_SERVED or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._raise_for(answer)
        return answer.headers

    async def close(self) -> None:
        if self._connections is not None:
            await self._connections.aclose()

    def _retrying(self) -> "AsyncRetrying":
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        return AsyncRetrying(
            sleep=self._clock.sleep,
            stop=stop_after_attempt(ATTEMPTS),
            wait=_pause,
            retry=retry_if_exception(_worth_another),
            reraise=True,
        )

    async def _attempt(self, url: "URL") -> JsonObject | None:
        """What takes time is done before the turn is taken, so that the request leaves when its turn has come."""
        connections = self._open()
        for _ in range(_MOST_REDIRECTS + 1):
            await self._pacer.turn(self._name)
            answer = await self._exchange(connections, url)
            if not (300 <= answer.status < 400 and "location" in answer.headers):  # noqa: PLR2004 - RFC 9110, 15.4
                return self._read(answer)
            url = self._within(url, answer.headers["location"])
        raise Unavailable(f"{self.address} leads around in a circle.")

    async def _exchange(self, connections: "AsyncClient", url: "URL") -> _Answer:
        from httpx import RequestError

        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds), connections.stream("GET", url) as response:
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > LONGEST_ANSWER:
                        raise _TooLarge(f"An answer of {self.address} has more than {LONGEST_ANSWER // 1_000_000} MB.")
                return _Answer(response.status_code, response.headers, bytes(body))
        except TimeoutError as error:
            raise Unavailable(f"{self.address} has not answered within {self._seconds:.0f} seconds.") from error
        except RequestError as error:
            raise Unavailable(f"{self.address} cannot be reached, or broke off: check the network.") from error

    def _open(self) -> "AsyncClient":
        """The connections of this process, made once."""
        from httpx import AsyncClient, Timeout

        if self._connections is None:
            self._connections = AsyncClient(
                headers={"User-Agent": self._agent, "Accept": "application/json"},
                timeout=Timeout(self._seconds),
                follow_redirects=False,
            )
        return self._connections

    def _within(self, url: "URL", location: str) -> "URL":
        """Where a redirect leads. Another server may be anybody: it is not asked."""
        from httpx import InvalidURL

        try:
            target = url.join(location)
        except InvalidURL as error:
            raise Unavailable(f"{self.address} leads to an address that is none.") from error
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            raise Unavailable(f"{self.address} leads to another server, {target.host}, which is not asked.")
        return target

    def _read(self, answer: _Answer) -> JsonObject | None:
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return None
        if answer.status != HTTPStatus.OK:
            self._raise_for(answer)
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise Unavailable(f"{self.address} answered with something that is no JSON.") from error
        if not isinstance(value, dict):
            raise Unavailable(f"{self.address} answered with JSON that is no object.")
        return value

    def _raise_for(self, answer: _Answer) -> None:
        status, pause = answer.status, retry_after(answer.headers, self._clock.now())
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Refused(f"{self.address} refuses this program ({status}): set CONTACT to an address of yours.")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise _TooManyRequests(f"{self.address} has too many requests (429).", retry_after_seconds=pause)
        if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(f"{self.address} has trouble of its own ({status}).", retry_after_seconds=pause)
        raise Rejected(f"{self.address} refused the request ({status}).", code="vendor_said_no")


def _worth_another(error: BaseException) -> bool:
    if not isinstance(error, Unavailable) or isinstance(error, _TooLarge):
        return False
    return (error.retry_after_seconds or 0) <= LONGEST_WAIT


def _pause(state: "RetryCallState") -> float:
    """Seconds before the next attempt: longer each time, never the same, never less than the server asked for."""
    from tenacity import wait_exponential_jitter

    usual = wait_exponential_jitter(initial=SHORTEST_WAIT, max=LONGEST_WAIT, jitter=1)(state)
    error = state.outcome.exception() if state.outcome else None
    return max(usual, (error.retry_after_seconds or 0) if isinstance(error, Unavailable) else 0)
