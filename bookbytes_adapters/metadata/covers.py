"""Covers of one server, fetched by the addresses that its catalogue tells."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from bookbytes_adapters.metadata.public_address import NotPublic, Resolve, public_address, resolved
from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import NotFound, Unavailable
from bookbytes_core.ports.covers import CoverSource

if TYPE_CHECKING:
    from httpx import URL, AsyncClient

LARGEST_COVER = 5_000_000
"""Bytes. OpenLibrary's large covers are JPEGs of 500 pixels, most below a hundred thousand bytes."""
ARCHIVES = ("archive.org",)
"""Where OpenLibrary's server of covers sends those on that it has put away: hosts, with all below them, by HTTPS."""

LONGEST_SECONDS = 10.0
"""For one cover, with all that it is led through: somebody waits for it."""

_AT_ONCE = 4
_MOST_REDIRECTS = 4

Safe = Callable[[bytes], Cover | None]
"""The picture decoded and encoded again, None where it is none. Blocks."""


class CoverServer(CoverSource):
    """Asks the server at ``base_url``, four covers at once, as ``agent``; one may take ``seconds``, ten at most.

    A redirect is followed within the server, which is the operator's choice and may be anywhere, and into its
    ``archives``, which must be on the public network. To be closed by whoever made it.
    """

    def __init__(
        self,
        base_url: str,
        safe: Safe,
        *,
        agent: str,
        seconds: float,
        archives: tuple[str, ...] = ARCHIVES,
        resolve: Resolve = resolved,
    ) -> None:
        self._base_url = base_url
        self._safe = safe
        self._agent = agent
        self._seconds = min(seconds, LONGEST_SECONDS)
        self._archives = archives
        self._resolve = resolve
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._connections: AsyncClient | None = None

    async def fetch(self, address: str) -> Cover:
        from httpx import URL, InvalidURL

        try:
            url = URL(address)
        except InvalidURL:
            raise _no_cover() from None
        if not address.startswith(self._base_url + "/") or not self._is_own(url):
            raise _no_cover()
        async with self._slots:
            picture = await self._picture(url.copy_merge_params({"default": "false"}))
            cover = await asyncio.to_thread(self._safe, picture)
        if cover is None:
            raise _no_cover()
        return cover

    async def close(self) -> None:
        if self._connections is not None:
            await self._connections.aclose()

    async def _picture(self, url: "URL") -> bytes:
        from httpx import InvalidURL, RequestError

        try:
            async with asyncio.timeout(self._seconds):
                for _ in range(_MOST_REDIRECTS):
                    found = await self._asked(url)
                    if isinstance(found, bytes):
                        return found
                    url = found
        except TimeoutError as error:
            raise Unavailable(f"{self._base_url} has not sent a cover in {self._seconds:.0f} seconds.") from error
        except RequestError as error:
            raise Unavailable(f"{self._base_url} cannot be reached, or broke off: check the network.") from error
        except InvalidURL as error:
            raise _no_cover() from error
        raise _no_cover()

    async def _asked(self, url: "URL") -> "bytes | URL":
        """The picture, or where it is."""
        where = url if self._is_own(url) else await self._pinned(url)
        more = {} if where is url else {"sni_hostname": url.host}
        host = {"Host": url.netloc.decode("ascii")}
        async with self._open().stream("GET", where, headers=host, extensions=more) as response:
            status = response.status_code
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
                raise Unavailable(f"{self._base_url} sends no covers at present ({status}).")
            if response.has_redirect_location:
                target = url.join(response.headers["location"])
                if not (self._is_own(target) or self._is_archive(target)):
                    raise _no_cover()
                return target
            if status != HTTPStatus.OK:
                raise _no_cover()
            body = bytearray()
            async for piece in response.aiter_raw():  # nothing compressed was asked for
                body += piece
                if len(body) > LARGEST_COVER:
                    raise _no_cover()
            return bytes(body)

    async def _pinned(self, url: "URL") -> "URL":
        """The same with the address in place of the name, which is checked against the certificate all the same."""
        try:
            return url.copy_with(host=await public_address(url.host, self._resolve))
        except NotPublic:
            raise _no_cover() from None

    def _is_own(self, url: "URL") -> bool:
        from httpx import URL

        own = URL(self._base_url)
        return (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port) and not url.userinfo

    def _is_archive(self, url: "URL") -> bool:
        known = any(url.host == host or url.host.endswith("." + host) for host in self._archives)
        return known and url.scheme == "https" and url.port is None and not url.userinfo

    def _open(self) -> "AsyncClient":
        from httpx import AsyncClient, Timeout

        if self._connections is None:
            self._connections = AsyncClient(
                headers={"User-Agent": self._agent, "Accept": "image/*", "Accept-Encoding": "identity"},
                timeout=Timeout(self._seconds),
                follow_redirects=False,
            )
        return self._connections


def _no_cover() -> NotFound:
    return NotFound("There is no cover at the address that the catalogue tells.", code="cover_not_found")
