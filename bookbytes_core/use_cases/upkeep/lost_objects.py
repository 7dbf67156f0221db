"""Texts and results that rows name and the store does not have."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.ports.inventory import Inventory
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.books.texts import load_text
from bookbytes_core.use_cases.upkeep.findings import PAGE, Finding, Outcome, Trouble, outcome_of

_TEXTS_AT_ONCE = 4
"""Each is a whole book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostTexts:
    """Only who has the book's file can bring its text or its cover back."""

    inventory: Inventory
    storage: Storage

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        async for page in _missing(partial(self.inventory.texts, limit=_TEXTS_AT_ONCE), self._is_whole):
            for key in page:
                yield Finding(
                    trouble=Trouble.TEXT_LOST,
                    subject=key,
                    found="a text or cover that books are made from is gone or damaged",
                    remedy="import the book's file again, or restore the store from its backup",
                    outcome=Outcome.LEFT,
                )

    async def _is_whole(self, key: str) -> bool:
        if not key.endswith(".json"):
            return await _is_there(self.storage, key)
        try:
            await load_text(self.storage, key)
        except ObjectNotFound:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class LostResults:
    """The ledger forgets where the result was; that it was paid for it keeps."""

    inventory: Inventory
    storage: Storage
    new_uow: UnitOfWorkFactory

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        async for page in _missing(partial(self.inventory.results, limit=PAGE), partial(_is_there, self.storage)):
            if mend:
                async with self.new_uow() as uow:
                    await uow.calls.forget_results(page)
                    await uow.commit()
            for key in page:
                yield Finding(
                    trouble=Trouble.RESULT_LOST,
                    subject=key,
                    found="the result of a call is gone",
                    remedy="forgotten: the call is made again if its chapter is",
                    outcome=outcome_of(mend=mend),
                )


async def _missing(
    look: Callable[..., Awaitable[tuple[str, ...]]], is_there: Callable[[str], Awaitable[bool]]
) -> AsyncIterator[list[str]]:
    """Those keys that hold nothing of use, of one page after the other."""
    after = ""
    while page := await look(after=after):
        there = await asyncio.gather(*map(is_there, page))
        missing = [key for key, found in zip(page, there, strict=True) if not found]
        if missing:
            yield missing
        after = page[-1]


async def _is_there(storage: Storage, key: str) -> bool:
    try:
        await storage.stat(key)
    except ObjectNotFound:
        return False
    return True
