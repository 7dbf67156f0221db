"""``bookbytes search``: works that are found, in the library and in the catalogue."""

import asyncio
import json
import sys

from bookbytes_adapters import build
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core import BookBytes, Edition, Page, PageRequest
from bookbytes_core.domain.book_kind import BookKind, kind_of
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.catalogue import ListedWork
from bookbytes_core.ports.metadata import WorkQuery
from bookbytes_core.use_cases.books.describe_works import listed
from bookbytes_core.use_cases.books.search_works import SearchResult, WorkHit
from bookbytes_core.use_cases.books.show_work import ShownWork
from bookbytes_core.use_cases.books.text_required import named
from bookbytes_worker.cli_source import is_isbn_shaped

_SHOWN = 20
_EDITIONS_SHOWN = 5


def run_search(words: str, *, language: str | None, as_json: bool) -> None:
    """Raises ``NotFound`` when nothing is found, and what a search raises."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.ERROR)
    found, best = asyncio.run(_search(settings, words, language, with_editions=not as_json))
    if as_json:
        print(json.dumps(_answer(found), ensure_ascii=False, indent=2))
        return
    if found.note:
        print(f"bookbytes: {found.note}", file=sys.stderr)
    if not found.page.items:
        raise NotFound(f"Nothing was found for {words[:80]!r}.", code="work_not_found")
    print("\n".join(_lines(found, best)))


async def _search(
    settings: Settings, words: str, language: str | None, *, with_editions: bool
) -> tuple[SearchResult, ShownWork | None]:
    """What is found and, on request, the best book of it with its editions; an ISBN finds the work that has it."""
    async with build(settings) as application:
        if is_isbn_shaped(words):
            return await _by_isbn(application, words, language)
        request = PageRequest(page_size=_SHOWN) if with_editions else PageRequest()
        found = await application.search_works(WorkQuery(title=words, language=language), request)
        book = next((hit for hit in found.page.items if hit.is_book), None)
        if book is None or not with_editions:
            return found, None
        return found, await application.show_work(book.work.id, language=language)


async def _by_isbn(application: BookBytes, isbn: str, language: str | None) -> tuple[SearchResult, ShownWork]:
    found = await application.find_edition(isbn)
    shown = await application.show_work(found.view.work.id, language=language or found.view.edition.language)
    work, editions = shown.view.work, len(shown.view.editions)
    keys = shown.view.provider_keys
    only = ListedWork(work.id, work.title, work.authors, work.first_publish_year, work.cover_url, editions, keys)
    page = Page((WorkHit(only, kind_of(work.title, work.authors)),), 1, 1, 1)
    return SearchResult(page, found.newer or found.note), shown


def _answer(found: SearchResult) -> dict[str, object]:
    page = found.page
    answer: dict[str, object] = {
        "items": [listed(hit.work, hit.kind) for hit in page.items],
        "total": page.total,
        "page": page.page,
        "page_size": page.page_size,
    }
    if page.total_is_minimum:
        answer["total_is_minimum"] = True
    return answer | ({"note": found.note} if found.note else {})


def _lines(found: SearchResult, best: ShownWork | None) -> list[str]:
    lines: list[str] = []
    for hit in found.page.items:
        lines.append(_work(hit))
        if best and hit.work.id == best.view.work.id:
            lines += _editions(best)
    more = found.page.total - len(found.page.items)
    return [*lines, f"… and {more:,} more."] if more > 0 else lines


def _work(hit: WorkHit) -> str:
    year = f", {hit.work.first_publish_year}" if hit.work.first_publish_year else ""
    count = hit.work.edition_count
    editions = f", {count:,} edition{'s' if count != 1 else ''}" if count else ""
    kind = "" if hit.kind is BookKind.BOOK else f"  [{hit.kind.value.replace('_', ' ')}]"
    return f"{named(hit.work.title, hit.work.authors)}{year}{editions}{kind}"


def _editions(best: ShownWork) -> list[str]:
    editions = best.view.editions
    lines = [_edition(edition, best.suggested) for edition in editions[:_EDITIONS_SHOWN]]
    more = len(editions) - _EDITIONS_SHOWN
    return [*lines, f"      … and {more:,} more editions"] if more > 0 else lines


def _edition(edition: Edition, suggested: Edition | None) -> str:
    mark = "*" if suggested and edition.id == suggested.id else " "
    told = (edition.language, edition.publisher, f"ISBN {edition.isbn}" if edition.isbn else None)
    return f"    {mark} {edition.publish_year or '    '}  {', '.join(part for part in told if part)}"
