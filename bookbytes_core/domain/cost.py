"""Who is called, what a call uses and costs, and the ledger row that remembers it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Provider:
    """A vendor, or an engine on this machine, with the model and version that answer."""

    name: str
    model: str
    version: str
    free: bool
    """Runs on this machine and costs nothing: a call that was cut short is simply made again."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a vendor reports of one call: tokens of a language model; of a voice the characters spoken and the
    milliseconds of audio. ``cost_usd`` is US dollars."""

    input_units: int = 0
    output_units: int = 0
    cost_usd: Decimal = Decimal(0)

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_units + other.input_units,
            self.output_units + other.output_units,
            self.cost_usd + other.cost_usd,
        )


class CallKind(StrEnum):
    LLM = "llm"
    TTS = "tts"


class CallState(StrEnum):
    """``started`` before the request leaves, ``done`` once its result is stored, ``failed`` when the answer was a no,
    ``unknown`` when no answer came. What is still ``started`` when the next run finds it lost its answer in a crash."""

    STARTED = "started"
    DONE = "done"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Call:
    """One row of the call ledger. ``key`` identifies the request; ``result_key`` is where its result is stored.

    ``usage`` is that of all its answers together; ``reserved_usd`` (US dollars) is what the request under way and those
    whose answers were lost, may cost besides. ``attempts`` counts the requests sent, by any process, since the call was
    last given up; one that the vendor told to come back later is not counted. ``lost`` counts, for ever, those without
    an answer: each may have been paid for in vain. ``error_code`` and ``error_message`` say why an answer was of
    no use: a run for the same audio book is told that instead of asking again.
    """

    key: str
    kind: CallKind
    provider: str
    model: str
    state: CallState
    audio_book_id: UUID
    at: datetime
    result_key: str | None = None
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    lost: int = 0
    reserved_usd: Decimal = Decimal(0)
    error_code: str | None = None
    error_message: str | None = None

    def begun_anew(self, call: "Call", *, abandoned_before: datetime, at_work: bool) -> "Call":
        """The row after a run asked to make ``call``, whose row this is. ``at_work``: a job of the row's audio book is.

        What is done stays as it is, and so does what another audio book's run, which is still at work, started since
        ``abandoned_before``; and an answer of no use that this audio book paid for. Else the row is started by
        ``call``, an attempt more; if it was started before, that answer is lost.
        """
        under_way = self.state is CallState.STARTED
        ours = self.audio_book_id == call.audio_book_id
        elsewhere = under_way and not ours and at_work and self.at >= abandoned_before
        if self.state is CallState.DONE or elsewhere or (ours and self.of_no_use):
            return self
        return replace(
            self,
            state=CallState.STARTED,
            audio_book_id=call.audio_book_id,
            at=call.at,
            attempts=self.attempts + 1,
            lost=self.lost + under_way,
            reserved_usd=self.reserved_usd + call.reserved_usd,
            error_code=None,
            error_message=None,
        )

    def lose(self) -> "Call":
        """The row when whoever started it will not write down how it ended: what it reserved may have been paid."""
        return replace(self, state=CallState.UNKNOWN, lost=self.lost + 1) if self.state is CallState.STARTED else self

    @property
    def of_no_use(self) -> bool:
        """Whether its answer was of no use: asked again for the same audio book, it would be paid for again in vain."""
        return self.state is CallState.FAILED and self.error_code is not None

    def forgiven(self) -> "Call":
        """The row as if its answer had never been looked at: it may be asked for again."""
        return replace(self, error_code=None, error_message=None) if self.of_no_use else self


def call_key(kind: CallKind, provider: Provider, request: Mapping[str, object], *, generation: int = 0) -> str:
    """SHA-256 of the canonical request as sent, the engine that answers it, and ``generation`` (raised only by a forced
    refresh), as hexadecimal digits."""
    canonical = json.dumps(
        {
            "kind": kind,
            "engine": [provider.name, provider.model, provider.version],
            "request": request,
            "generation": generation,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
