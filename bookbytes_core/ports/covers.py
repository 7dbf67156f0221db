"""Cover pictures that outside catalogues show."""

from abc import abstractmethod
from typing import Protocol

from bookbytes_core.domain.book_text import Cover


class CoverSource(Protocol):
    """Fetches the covers whose addresses a ``MetadataProvider`` tells, and no others."""

    @abstractmethod
    async def fetch(self, address: str) -> Cover:
        """The picture at ``address``, decoded within bounds and encoded again.

        Raises ``NotFound`` (code ``cover_not_found``) where there is none, where what is there is no picture, and for
        an address that is not the source's, which is not asked; ``Unavailable`` for trouble that may pass.
        """
        ...
