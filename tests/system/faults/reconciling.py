"""Whether the ledger and the vendor's bill tell the same story."""

from collections.abc import Collection, Sequence
from uuid import UUID

from bookbytes_core.domain.cost import CallKind
from tests.system.faults.records import CallRow


def unrecorded(asked: int, calls: Sequence[CallRow], books: Collection[UUID]) -> list[str]:
    """Every request the vendor got (``asked``: how many different ones) stands in the ledger, and nothing else does,
    but for what was about to be asked for a book that nobody wanted any more: all but ``books``. Speech of no use whose
    answer was lost was not known to be: it was asked for again as the same call, where the vendor takes it for a second
    take. A sentence if it is otherwise."""
    given_up = sum(call.is_unsettled and call.audio_book_id not in books for call in calls)
    hidden = sum(call.lost > 0 and call.kind is CallKind.TTS for call in calls)
    if asked - hidden <= len(calls) <= asked + given_up:
        return []
    told = [_told(call, books) for call in calls if call.is_unsettled]
    return [f"the vendor got {asked} different requests, the ledger has {len(calls)}; unsettled: {told}"]


def _told(call: CallRow, books: Collection[UUID]) -> str:
    wanted = "wanted" if call.audio_book_id in books else "given up"
    return f"{call.kind.value} {call.key[:8]} {call.state}, attempts {call.attempts}, lost {call.lost}, {wanted}"
