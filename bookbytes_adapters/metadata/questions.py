"""A question to a catalogue, and its answer as it is kept."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.domain.json_codec import decode, encode, shape
from bookbytes_core.errors import NotFound, Refused, Rejected, Unavailable

T = TypeVar("T")

NEGATIVE_SECONDS = 300.0
"""For so long what was not found is taken not to be there."""
FAILURE_SECONDS = 5.0
"""For so long nobody asks again what just failed; a vendor that names a time gets it, up to a minute."""
_LONGEST_FAILURE_SECONDS = 60.0
MAX_STALE_SECONDS = 7 * 86_400.0
"""For so long after its time an answer is still given where the catalogue has trouble."""

Trouble = Unavailable | Rejected
_TROUBLES = {kind.__name__: kind for kind in (Unavailable, Refused, Rejected)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[T]):
    """``kind`` is a dataclass; ``tags`` are those of any answer, ``tags_of`` those of this one."""

    key: str
    kind: type[T]
    ask: Callable[[], Awaitable[T]]
    ttl_seconds: float
    tags: tuple[str, ...] = ()
    tags_of: Callable[[T], Iterable[str]] = lambda _: ()
    total_of: Callable[[T], int | None] = lambda _: None

    @property
    def failure_key(self) -> str:
        return f"{self.key}:failed"

    def keep(self, answer: T | NotFound) -> CacheEntry:
        if isinstance(answer, NotFound):
            value = self._written(missing={"code": answer.code, "message": answer.message})
            return CacheEntry(value=value, ttl_seconds=NEGATIVE_SECONDS, tags=self.tags)
        total = self.total_of(answer)
        nothing = total == 0
        return CacheEntry(
            value=self._written(answer=encode(answer)),
            ttl_seconds=NEGATIVE_SECONDS if nothing else self.ttl_seconds,
            stale_seconds=0.0 if nothing else MAX_STALE_SECONDS,
            tags=tuple(dict.fromkeys((*self.tags, *self.tags_of(answer)))),
            total_results=total,
        )

    def read(self, entry: CacheEntry | None) -> T | NotFound | None:
        """The answer that was kept; None for one that is damaged or was kept by another version of this program."""
        if entry is None:
            return None
        try:
            kept = json.loads(entry.value)
            if kept["shape"] != shape(self.kind):
                return None
            if "missing" in kept:
                return NotFound(kept["missing"]["message"], code=kept["missing"]["code"])
            return cast("T", decode(self.kind, kept["answer"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _written(self, **what: object) -> bytes:
        return json.dumps({"shape": shape(self.kind), **what}, ensure_ascii=False, separators=(",", ":")).encode()


def keep_trouble(error: Trouble) -> CacheEntry:
    wish = error.retry_after_seconds if isinstance(error, Unavailable) else None
    seconds = min(max(wish or 0.0, FAILURE_SECONDS), _LONGEST_FAILURE_SECONDS)
    kind = next(name for name, kind in _TROUBLES.items() if isinstance(error, kind))
    value = json.dumps({"kind": kind, "code": error.code, "message": error.message}).encode()
    return CacheEntry(value=value, ttl_seconds=seconds)


def read_trouble(entry: CacheEntry | None) -> Trouble | None:
    if entry is None:
        return None
    try:
        kept = json.loads(entry.value)
        return _TROUBLES[kept["kind"]](kept["message"], code=kept["code"])
    except (ValueError, KeyError, TypeError):
        return None
