"""Where a call really comes from."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_ONE_PLACE = 64
"""Bits of an IPv6 address that a provider gives to one customer (RFC 6177): all that begin with them are one place."""


class ForwardedBy:
    """Believes X-Forwarded-For and X-Forwarded-Proto of proxies in ``trusted``, and of nobody else: every one of those
    on the way adds, at the end, whom it spoke to. The last one that is none of them is the client. Pure ASGI."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._trusts(_address((scope.get("client") or ("",))[0])):
            headers = Headers(scope=scope)
            if client := self._client(headers):
                scope["client"] = (str(client), 0)
            scheme = ",".join(headers.getlist("x-forwarded-proto")).rpartition(",")[2].strip().lower()
            if scheme in ("http", "https"):
                scope["scheme"] = scheme
        await self._app(scope, receive, send)

    def _client(self, headers: Headers) -> Address | None:
        """None where nobody was named."""
        found = None
        for address in _backwards(headers):
            found = address
            if not self._trusts(address):
                break
        return found

    def _trusts(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._trusted)


def _backwards(headers: Headers) -> Iterator[Address]:
    """From the last one named to the first; what is no address ends it, for nothing before it can be believed."""
    for part in reversed(",".join(headers.getlist("x-forwarded-for")).split(",")):
        address = _address(part.strip())
        if address is None:
            return
        yield address


def _address(text: str) -> Address | None:
    """Also with a port behind it, as some proxies write."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def peer(request: Request) -> str:
    """The place a request comes from, the same for all addresses that one customer of a provider has."""
    address = _address(request.client.host) if request.client else None
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), _ONE_PLACE), strict=False))
    return str(address) if address else "nowhere"
