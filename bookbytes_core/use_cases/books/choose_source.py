"""From what a user names, an ISBN or a title, to an edition that can be ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.search_text import sort_key
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.metadata import WorkQuery
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.books.find_edition import FindEdition
from bookbytes_core.use_cases.books.find_source import FindSource
from bookbytes_core.use_cases.books.search_works import SearchWorks, WorkHit
from bookbytes_core.use_cases.books.show_work import ShowWork
from bookbytes_core.use_cases.books.text_required import MissingText, named

_MOST_ALIKE = 10


@dataclass(frozen=True, slots=True)
class ChosenSource:
    """``edition`` has a text of the user's, or what may stand in for one (``FindSource``); ``others`` are works
    that the same title may have meant."""

    edition: Edition
    others: tuple[WorkHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSource:
    """``from_memory`` is whether the book may be told from a model's memory.

    Raises ``InvalidInput`` (code ``source_text_required``) when the book is found but the user has brought no text of
    it and nothing may stand in for one: the message names it and what helps, the details have its ids. Raises what
    ``FindEdition`` and ``SearchWorks`` raise, and ``NotFound`` (code ``work_not_found``) when no book has such a title.
    """

    new_uow: UnitOfWorkFactory
    find_edition: FindEdition
    search_works: SearchWorks
    show_work: ShowWork
    find_source: FindSource

    async def by_isbn(
        self, isbn: str, *, owner: UUID, any_edition: bool = False, from_memory: bool = False
    ) -> ChosenSource:
        """``any_edition`` is content with the text of another edition of the work."""
        parsed = Isbn.parse(isbn)
        async with self.new_uow() as uow:
            known = await uow.editions.by_isbn(parsed)
            if known is not None and await uow.texts.latest(known.id, owner) is not None:
                return ChosenSource(known)
        view = (await self.find_edition(isbn)).view
        brought = await self._brought(view.work.id, owner)
        if brought is not None and (any_edition or brought.id == view.edition.id):
            return ChosenSource(brought)
        await self.find_source.check(view.edition.id, owner=owner, from_memory=from_memory)
        return ChosenSource(view.edition)

    async def by_title(
        self, title: str, *, owner: UUID, language: str | None = None, from_memory: bool = False
    ) -> ChosenSource:
        """The best book of that title, or with these words in its title; never one about it. Of several that may be
        meant, one whose text is here."""
        found = await self.search_works(WorkQuery(title=title), PageRequest(page_size=100))
        books = [hit for hit in found.page.items if hit.is_book]
        if not books:
            raise _no_book(title, found.page.items)
        exact = [hit for hit in books if sort_key(hit.work.title) == sort_key(title)]
        alike = (exact or books)[:_MOST_ALIKE]
        for hit in alike:
            brought = await self._brought(hit.work.id, owner)
            if brought is not None:
                return ChosenSource(brought, tuple(other for other in alike if other is not hit))
        shown = await self.show_work(alike[0].work.id, language=language)
        others = [hit.work for hit in alike[1:]]
        if shown.suggested is None:
            raise MissingText(work=shown.view.work, edition=None, alike=others).error(self.show_work.clock.now())
        await self.find_source.check(shown.suggested.id, owner=owner, from_memory=from_memory, alike=others)
        return ChosenSource(shown.suggested, tuple(alike[1:]))

    async def _brought(self, work_id: UUID, owner: UUID) -> Edition | None:
        async with self.new_uow() as uow:
            text = await uow.texts.latest_of_work(work_id, owner)
            return await uow.editions.get(text.edition_id) if text else None


def _no_book(title: str, about: Sequence[WorkHit]) -> NotFound:
    if not about:
        return NotFound(f"No book with the title {title[:80]!r} was found.", code="work_not_found")
    shown = named(about[0].work.title, about[0].work.authors)
    return NotFound(f"Only books about {title[:80]!r} were found, such as {shown}.", code="work_not_found")
