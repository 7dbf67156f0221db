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
