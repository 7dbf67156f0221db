"""Find an edition the library knows."""

from dataclasses import dataclass

from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class FindEdition:
    """Raises ``InvalidInput`` (code ``invalid_isbn``) and ``NotFound`` (code ``isbn_not_found``)."""

    new_uow: UnitOfWorkFactory

    async def __call__(self, isbn: str) -> Edition:
        parsed = Isbn.parse(isbn)
        async with self.new_uow() as uow:
            edition = await uow.editions.by_isbn(parsed)
        if edition is None:
            raise NotFound(f"No book with ISBN {parsed} is in the library; import its file.", code="isbn_not_found")
        return edition
