"""Stored objects that no row names, and what writers left half written."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.ports.inventory import Inventory
from bookbytes_core.ports.storage_upkeep import ListedObject, StorageUpkeep
from bookbytes_core.use_cases.upkeep.findings import GRACE_SECONDS, Finding, Trouble, outcome_of

_MADE = re.compile(
    r"audio/[0-9a-f]{2}/[0-9a-f]{64}\.(mp3|m4a|json)|texts/[0-9a-f]{64}\.json|covers/[0-9a-f]{64}\.[a-z]+"
)
"""What is made from books and results, and can be again for nothing."""
_SPEECH = re.compile(r"results/tts/[0-9a-f]{2}/(?P<call>[0-9a-f]{64})\.speech")
_REJECTED = re.compile(r"rejected/(?P<call>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfWritten:
    store: StorageUpkeep

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        files = await self.store.half_written(older_than_seconds=GRACE_SECONDS, remove=mend)
        if files:
            yield Finding(
                trouble=Trouble.HALF_WRITTEN,
                subject=f"{files} temporary files",
                found="writers that were killed left them",
                remedy="removed",
                outcome=outcome_of(mend=mend),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphans:
    """Objects of ours that are older than ``GRACE_SECONDS`` and of no use to anybody are removed.

    Answers that may have been paid for never are, known to the ledger or not: it may have been restored from a backup
    that is older than they. Samples of voices and covers of the catalogue stay, and so does all that is not ours.
    """

    inventory: Inventory
    store: StorageUpkeep

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        async for page in self.store.listed():
            for item in await self._orphans([each for each in page if each.age_seconds >= GRACE_SECONDS]):
                if mend and not await self._removed(item):
                    continue
                yield Finding(
                    trouble=Trouble.ORPHAN,
                    subject=item.key,
                    found=f"{item.size} bytes that nothing refers to",
                    remedy="removed",
                    outcome=outcome_of(mend=mend),
                )

    async def _orphans(self, items: Sequence[ListedObject]) -> list[ListedObject]:
        made = [item for item in items if _MADE.fullmatch(item.key)]
        named = await self.inventory.named([item.key for item in made]) if made else frozenset()
        answers = {item: found["call"] for item in items if (found := _call_in(item.key))}
        known = {call.key: call for call in await self.inventory.calls(list(answers.values()))} if answers else {}
        unused = [item for item, key in answers.items() if _is_unused(item.key, key, known)]
        return [item for item in made if item.key not in named] + unused

    async def _removed(self, item: ListedObject) -> bool:
        """Looked at once more: a run may have found it, and named it, meanwhile."""
        still = await self._orphans([item])
        return bool(still) and await self.store.discard(item.key, older_than_seconds=GRACE_SECONDS)


def _call_in(key: str) -> re.Match[str] | None:
    return _SPEECH.fullmatch(key) or _REJECTED.fullmatch(key)


def _is_unused(key: str, call_key: str, known: Mapping[str, Call]) -> bool:
    """A rejected answer is kept for a look while its call stands as failed; speech that cost nothing is thrown away
    beside the finished chapter, the ledger first."""
    call = known.get(call_key)
    if _REJECTED.fullmatch(key):
        return call is None or call.state is not CallState.FAILED
    return call is not None and call.state is CallState.DONE and call.result_key is None and not call.usage.cost_usd
