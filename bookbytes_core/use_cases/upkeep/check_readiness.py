"""Say whether this process can do its work at present."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.probe import Probe

LIMIT_SECONDS = 2.0
"""So long each probe is waited for: whoever asks for readiness seldom waits longer than five seconds itself."""


class Finding(StrEnum):
    """What became of one look."""

    OK = "ok"
    FAILED = "failed"
    NO_ANSWER = "no answer"
    NOT_CONFIGURED = "not configured"

    @property
    def is_well(self) -> bool:
        return self in (Finding.OK, Finding.NOT_CONFIGURED)


class Health(StrEnum):
    """``degraded``: all work is done, but slower or with less comfort. ``down``: send no requests here."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found, by the name of the part. It says nothing of how or where: everybody may read it."""

    checks: Mapping[str, Finding]
    essential: Collection[str]

    @property
    def status(self) -> Health:
        ill = {name for name, finding in self.checks.items() if not finding.is_well}
        if ill & set(self.essential):
            return Health.DOWN
        return Health.DEGRADED if ill else Health.OK


@dataclass(slots=True, kw_only=True)
class CheckReadiness:
    """Looks at every part at once, each within its own ``limit_seconds``.

    A part that was not there in time is not asked a second time while the first look goes on: however often readiness
    is asked for, a part that hangs holds one look. ``probes`` has None for what is not configured.
    """

    probes: Mapping[str, Probe | None]
    essential: Collection[str]
    clock: Clock
    limit_seconds: float = LIMIT_SECONDS
    _looks: dict[str, "asyncio.Task[Finding]"] = field(default_factory=dict)

    async def __call__(self) -> Readiness:
        findings = await asyncio.gather(*(self._finding(name, probe) for name, probe in self.probes.items()))
        return Readiness(dict(zip(self.probes, findings, strict=True)), self.essential)

    async def _finding(self, name: str, probe: Probe | None) -> Finding:
        if probe is None:
            return Finding.NOT_CONFIGURED
        look = self._looks.get(name)
        if look is None or look.done():
            look = self._looks[name] = asyncio.ensure_future(_looked(probe))
        patience = asyncio.ensure_future(self.clock.sleep(self.limit_seconds))
        try:
            await asyncio.wait((look, patience), return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
        return look.result() if look.done() else Finding.NO_ANSWER

    async def close(self) -> None:
        """End the looks that still go on."""
        for look in self._looks.values():
            look.cancel()
        await asyncio.gather(*self._looks.values(), return_exceptions=True)


async def _looked(probe: Probe) -> Finding:
    try:
        await probe.look()
    except BookBytesError:
        return Finding.FAILED
    return Finding.OK
