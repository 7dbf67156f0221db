"""Where a name leads: servers that others name are asked only on the public network.

A name is resolved once, here, and the connection is made to the very address that was looked at: a name server that
answers another time with an address of this machine or its network gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Awaitable[list[str]]]

_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 addresses that stand for IPv4 ones, whichever those are."""


class NotPublic(Exception):
    """The name leads to this machine, to its network, or nowhere."""


async def resolved(host: str) -> list[str]:
    """The addresses of ``host``, as this machine finds them. Raises ``OSError``."""
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


async def public_address(host: str, resolve: Resolve = resolved) -> str:
    """An address of ``host``. Raises ``NotPublic`` if any of its addresses is one that the public network does not
    lead to."""
    try:
        found = [ipaddress.ip_address(each.partition("%")[0]) for each in await resolve(host)]
    except (OSError, ValueError, UnicodeError) as error:
        raise NotPublic(host) from error
    if not found or not all(map(is_public, found)):
        raise NotPublic(host)
    return str(found[0])


def is_public(address: Address) -> bool:
    """Whether it is somebody's on the public network, for sure."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast
