"""Answers kept under their owners' keys, within one process."""

from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.replays import KEPT_SECONDS, Replay, Replays


@dataclass(frozen=True, slots=True)
class _Entry:
    replay: Replay
    holder: str
    held_until: float
    kept_until: float


class MemoryReplays(Replays):
    def __init__(self, clock: Clock | None = None, *, kept_seconds: float = KEPT_SECONDS) -> None:
        self._clock = clock or SystemClock()
        self._kept_seconds = kept_seconds
        self._entries: dict[tuple[UUID, str], _Entry] = {}

    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        now, entry = self._clock.monotonic(), self._entries.get((owner_id, key))
        if entry and entry.kept_until > now and (entry.replay.answer is not None or entry.held_until > now):
            return entry.replay
        self._entries[owner_id, key] = _Entry(Replay(fingerprint), holder, now + seconds, now + self._kept_seconds)
        return None

    async def keep(self, owner_id: UUID, key: str, *, holder: str, answer: bytes) -> None:
        entry = self._entries.get((owner_id, key))
        if entry and entry.holder == holder:
            self._entries[owner_id, key] = replace(entry, replay=replace(entry.replay, answer=answer))
        now = self._clock.monotonic()
        for place in [place for place, each in self._entries.items() if each.kept_until <= now]:
            del self._entries[place]

    async def forget(self, owner_id: UUID, key: str, *, holder: str) -> None:
        entry = self._entries.get((owner_id, key))
        if entry and entry.holder == holder:
            del self._entries[owner_id, key]
