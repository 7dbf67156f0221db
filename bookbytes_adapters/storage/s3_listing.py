"""What an S3 store's answers say of the objects it holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bookbytes_core.ports.storage import is_key
from bookbytes_core.ports.storage_upkeep import ListedObject


def objects_in(page: Mapping[str, Any], prefix: str) -> tuple[ListedObject, ...]:
    """Those of a page of a listing that can be ours: others may keep things in the same bucket."""
    found = (
        ListedObject(entry["Key"].removeprefix(prefix), entry["Size"], age_of(page, entry["LastModified"]))
        for entry in page.get("Contents", ())
    )
    return tuple(each for each in found if is_key(each.key))


def age_of(answer: Mapping[str, Any], modified: datetime) -> float:
    """Seconds, by the store's clock where its answer tells the time."""
    told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    now = parsedate_to_datetime(told) if told else datetime.now(UTC)
    return (now - modified).total_seconds()
