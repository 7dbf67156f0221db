"""Ask a language model once more where its first answer was of no use."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import REPAIRABLE, BookQuestion, ChapterQuestion, SummaryRequest

Q = TypeVar("Q", SummaryRequest, BookQuestion, ChapterQuestion)
A = TypeVar("A")


async def repaired(request: Q, ask: Callable[[Q], Awaitable[A]]) -> A:
    """The answer to ``request``, or else to the one request that repairs it: the same with what was wrong.

    Raises ``Rejected`` where a repair will not help or did not, and what ``ask`` raises.
    """
    try:
        return await ask(request)
    except Rejected as no:
        if no.code not in REPAIRABLE:
            raise
        return await ask(replace(request, trouble=no.code))
