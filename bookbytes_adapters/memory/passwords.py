"""Passwords, kept unreadable at little cost."""

import hashlib
import hmac
import secrets

from bookbytes_core.ports.passwords import PasswordHasher

_ROUNDS = 100
"""So few that a test does not notice: for accounts that live as long as a process. Those that are kept need more."""


class MemoryPasswordHasher(PasswordHasher):
    async def hash(self, password: str) -> str:
        salt = secrets.token_hex(16)
        return f"{salt}${_derived(password, salt)}"

    async def verify(self, password: str, hashed: str | None) -> bool:
        salt, _, derived = (hashed or "").partition("$")
        return hmac.compare_digest(_derived(password, salt), derived)


def _derived(password: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode("utf-8", "surrogatepass"), salt.encode(), _ROUNDS).hex()
