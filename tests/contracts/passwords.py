"""What keeps passwords. Its adapters' tests provide ``hasher``."""

import pytest

from bookbytes_core.ports.passwords import PasswordHasher

PASSWORDS = {
    "72 bytes": "p" * 72,
    "73 bytes": "p" * 73,
    "37 x é, 74 bytes": "é" * 37,
    "a megabyte": "long " * 200_000,
    "NUL": "before\x00after",
    "emoji": "🔑🗝" * 40,
    "half a surrogate": "lone \ud83d lone",
    "nothing": "",
}


class PasswordHasherContract:
    @pytest.mark.parametrize("password", PASSWORDS.values(), ids=PASSWORDS.keys())
    async def test_a16_a_password_verifies_and_none_that_begins_like_it(
        self, password: str, hasher: PasswordHasher
    ) -> None:
        hashed = await hasher.hash(password)

        assert await hasher.verify(password, hashed)
        assert not await hasher.verify(password + "x", hashed)
        assert not await hasher.verify(password[:-1] if password else "y", hashed)

    async def test_the_same_password_gives_two_hashes(self, hasher: PasswordHasher) -> None:
        one, two = await hasher.hash("correct horse"), await hasher.hash("correct horse")

        assert one != two
        assert await hasher.verify("correct horse", one)
        assert await hasher.verify("correct horse", two)
        assert "correct" not in one

    @pytest.mark.parametrize("hashed", [None, "", "damaged", "$2b$12$", "$2b$04$" + "." * 53, "é" * 60, "\x00"])
    async def test_what_is_no_hash_of_it_is_false(self, hashed: str | None, hasher: PasswordHasher) -> None:
        assert not await hasher.verify("correct horse", hashed)
