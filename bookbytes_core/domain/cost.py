"""Who is called, what a call uses and costs, and the ledger row that remembers it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What a vendor reports of one call. ``cost_usd`` is US dollars."""

    input_units: int = 0
    output_units: int = 0
    cost_usd: Decimal = Decimal(0)


class CallKind(StrEnum):
    LLM = "llm"
    TTS = "tts"


class CallState(StrEnum):
    """``started`` before the request leaves, ``done`` once its result is stored, ``unknown`` when a crash came
    between."""

    STARTED = "started"
    DONE = "done"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Call:
    """One row of the call ledger. ``key`` identifies the request; ``result_key`` is where its result is stored."""

    key: str
    kind: CallKind
    provider: str
    model: str
    state: CallState
    audio_book_id: UUID
    at: datetime
    result_key: str | None = None
    usage: Usage = field(default_factory=Usage)


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
