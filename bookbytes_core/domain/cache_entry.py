"""What is kept of an answer that can be had again, under which key, and for how long."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

REVALIDATE_BELOW = 0.2
"""An entry with less than this share of its time left is asked for again while it is still served."""
SPREAD = 0.1
"""By this share, up or down, the times of entries differ, so that what was kept together is not asked for together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """``value`` is good for ``ttl_seconds``, and for ``stale_seconds`` more where nothing better can be had.

    ``age_seconds`` is how old it is, ``tags`` name what it tells of; ``total_results`` is set for searches.
    """

    value: bytes
    ttl_seconds: float
    stale_seconds: float = 0.0
    age_seconds: float = 0.0
    tags: tuple[str, ...] = ()
    total_results: int | None = None

    @property
    def needs_revalidation(self) -> bool:
        return self.ttl_seconds - self.age_seconds < self.ttl_seconds * REVALIDATE_BELOW

    @property
    def is_expired(self) -> bool:
        """Only to be used where nothing better can be had."""
        return self.age_seconds >= self.ttl_seconds

    @property
    def seconds_left(self) -> float:
        """Until it is to be forgotten."""
        return self.ttl_seconds + self.stale_seconds - self.age_seconds

    def spread(self, chance: float) -> "CacheEntry":
        """The same with another life, within ``SPREAD`` of its own; ``chance`` is from 0 to 1."""
        return replace(self, ttl_seconds=self.ttl_seconds * (1 + SPREAD * (2 * chance - 1)))


def cache_key(source: str, kind: str, parameters: Mapping[str, str | int | None]) -> str:
    """``<source>:<kind>:<sha256>``: the same for parameters that differ in order, case and white space around them,
    and whether they are left out or None."""
    told = {name.strip().lower(): str(value).strip().lower() for name, value in parameters.items() if value is not None}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return f"{source}:{kind}:{digest}"


def work_tag(source: str, external_key: str) -> str:
    """The tag of entries that tell of the work which ``source`` calls by that key."""
    return f"{source}:work:{external_key}"
