"""Passwords under bcrypt."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from bookbytes_core.errors import Unavailable
from bookbytes_core.ports.passwords import PasswordHasher

T = TypeVar("T")

COST = 12
"""2 to the power of it is the number of rounds: about 0.2 seconds of one core. It stays as it is: accounts hashed at
another cost could be told from those that are not there, by time."""

THREADS = 2
MOST_WAITING = 40
"""So many at most wait for a thread, the last of them for some four seconds; the others are told to come back."""

_FOR_THESE_ALONE = b"bookbytes password 1"


class BcryptHasher(PasswordHasher):
    """bcrypt takes 72 bytes and no more, so it is given a digest of the password (HMAC-SHA-384, 64 characters): however
    long one is, all of it counts. The digest has a key of our own, so that a plain digest that leaked elsewhere is of
    no use against it.

    Hashing goes through threads of its own: whoever waits for one holds up nothing else. ``cost`` is for tests.
    """

    def __init__(self, *, cost: int = COST, threads: int = THREADS, most_waiting: int = MOST_WAITING) -> None:
        import bcrypt

        self._bcrypt = bcrypt
        self._cost = cost
        self._pool = ThreadPoolExecutor(threads, "passwords")
        self._room = threads + most_waiting
        self._nobodys = bcrypt.gensalt(cost) + b"." * 31  # has its salt and its cost, and is no password's

    async def hash(self, password: str) -> str:
        hashed: bytes = await self._run(
            lambda: self._bcrypt.hashpw(_digest(password), self._bcrypt.gensalt(self._cost))
        )
        return hashed.decode("ascii")

    async def verify(self, password: str, hashed: str | None) -> bool:
        known = hashed.encode("utf-8", "surrogatepass") if hashed is not None else self._nobodys
        right = await self._run(lambda: self._matches(password, known))
        return right and hashed is not None

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _matches(self, password: str, hashed: bytes) -> bool:
        with suppress(ValueError):  # a hash that is damaged
            return self._bcrypt.checkpw(_digest(password), hashed)
        return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._room <= 0:
            raise Unavailable("Too many passwords are being checked: try again in a moment.", retry_after_seconds=2.0)
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._room += 1


def _digest(password: str) -> bytes:
    """64 characters without NUL."""
    digest = hmac.digest(_FOR_THESE_ALONE, password.encode("utf-8", "surrogatepass"), hashlib.sha384)
    return base64.b64encode(digest)
