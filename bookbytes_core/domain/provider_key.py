"""What a work or an edition is called elsewhere. No outside id ever stands on the entity itself."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class EntityType(StrEnum):
    WORK = "work"
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """``external_key`` is unique within its ``provider``."""

    entity_type: EntityType
    entity_id: UUID
    provider: str
    external_key: str


FILE = "file"
"""The provider name of books that came as a file; the external key is the SHA-256 of its bytes."""

ISBN = "isbn"
"""The provider name of further ISBNs of an edition, beside its own; the external key is the ISBN-13."""

MERGED = "merged"
"""The provider name of works that turned out to be another one; the external key is the id they had."""
