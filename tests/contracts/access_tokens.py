"""What access tokens promise. Their adapters' tests provide ``tokens``, good for an hour, and ``clock``, their time,
which the test moves."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bookbytes_adapters.memory import ManualClock
from bookbytes_core.errors import NotAuthenticated
from bookbytes_core.ports.access_tokens import AccessTokens

NO_TOKENS = ["", " ", ".", "..", "a.b.c", "\x00", "é.é.é", "x" * 1_000_000, "e30.e30.e30", "\ud83d"]


class AccessTokensContract:
    async def test_a_token_is_its_users(self, tokens: AccessTokens, clock: ManualClock) -> None:
        one, other = uuid4(), uuid4()
        issued = tokens.issue(one)
        of_other = tokens.issue(other)

        assert issued.expires_in == 3600
        assert tokens.read(issued.text).user_id == one
        assert tokens.read(of_other.text).user_id == other
        left = tokens.read(issued.text).expires_at - clock.now()
        assert timedelta(seconds=3599) <= left <= timedelta(seconds=3600)

    async def test_it_is_good_until_its_time_is_over(self, tokens: AccessTokens, clock: ManualClock) -> None:
        user = uuid4()
        issued = tokens.issue(user)

        clock.advance(3590)
        assert tokens.read(issued.text).user_id == user
        clock.advance(10)
        with pytest.raises(NotAuthenticated):
            tokens.read(issued.text)

    @pytest.mark.parametrize("text", NO_TOKENS, ids=[ascii(text[:10]) for text in NO_TOKENS])
    async def test_what_was_not_issued_is_refused(self, text: str, tokens: AccessTokens) -> None:
        issued = tokens.issue(uuid4())

        for wrong in (text, issued.text[:-2], issued.text + text + "x"):
            with pytest.raises(NotAuthenticated):
                tokens.read(wrong)
