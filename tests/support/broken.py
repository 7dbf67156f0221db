"""Showing that a contract can fail: feed it an adapter that breaks its promise."""

from collections.abc import Awaitable, Callable

import pytest


async def fails(test: Callable[..., Awaitable[None]], *fixtures: object) -> None:
    """Run one test of a contract over a broken adapter and require that it notices."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await test(*fixtures)
