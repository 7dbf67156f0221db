"""Works that were found, in the words in which every face shows them."""

from collections.abc import Iterable

from bookbytes_core.domain.book_kind import BookKind
from bookbytes_core.domain.provider_key import MERGED, ProviderKey
from bookbytes_core.ports.catalogue import ListedWork


def listed(work: ListedWork, kind: BookKind) -> dict[str, object]:
    """A work in a list; ``cover_url`` is where the catalogue has it. Lists are asked most: nothing is made twice."""
    return {
        "id": str(work.id),
        "provider_keys": outside_ids(work.provider_keys),
        "title": work.title,
        "authors": work.authors,
        "first_publish_year": work.first_publish_year,
        "cover_url": work.cover_url,
        "edition_count": work.edition_count,
        "kind": kind.value,
    }


def outside_ids(keys: Iterable[ProviderKey]) -> list[dict[str, str]]:
    """What the work is called elsewhere; an id that the library once gave itself is not told."""
    return [{"provider": key.provider, "external_key": key.external_key} for key in keys if key.provider != MERGED]
