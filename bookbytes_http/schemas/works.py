"""Works and editions as clients are answered, as JSON."""

from bookbytes_core import Page, Work
from bookbytes_core.domain.book_kind import kind_of
from bookbytes_core.ports.catalogue import EditionView, ListedWork
from bookbytes_core.use_cases.books.describe_works import listed, outside_ids
from bookbytes_core.use_cases.books.find_edition import FoundEdition
from bookbytes_core.use_cases.books.search_works import SearchResult, WorkHit
from bookbytes_core.use_cases.books.show_work import ShownWork
from bookbytes_http.schemas import answers
from bookbytes_http.schemas.answers import Json


def search_result(found: SearchResult) -> Json:
    return {**answers.page(found.page, hit), **_note(found.note)}


def works(page: Page[ListedWork]) -> Json:
    return answers.page(page, in_the_library)


def hit(found: WorkHit) -> Json:
    return _with_our_cover(listed(found.work, found.kind))


def in_the_library(work: ListedWork) -> Json:
    return _with_our_cover(listed(work, kind_of(work.title, work.authors)))


def work(shown: ShownWork) -> Json:
    view = shown.view
    return {
        **_work(view.work),
        "provider_keys": outside_ids(view.provider_keys),
        "first_publish_year": view.work.first_publish_year,
        "subjects": list(view.work.subjects),
        "kind": kind_of(view.work.title, view.work.authors).value,
        "editions": [answers.edition(edition) for edition in view.editions],
        "edition_count": len(view.editions),
        "isbns": [str(isbn) for isbn in view.isbns],
        "suggested_edition": answers.edition(shown.suggested) if shown.suggested else None,
        **_note(shown.note),
    }


def found_edition(found: FoundEdition) -> Json:
    """The edition that has the number; ``latest`` is the one to take, and ``message`` says so where it is another."""
    view = found.view
    return {
        **answers.edition(view.edition),
        "work": _work(view.work),
        "contents": [
            {"title": entry.title, "level": entry.level, "label": entry.label, "page": entry.page}
            for entry in view.edition.contents
        ],
        "is_latest": view.is_latest,
        "latest": answers.edition(view.latest),
        "message": found.newer,
        "isbns": [str(isbn) for isbn in view.isbns],
        **_note(found.note),
    }


def numbers(view: EditionView | None) -> Json:
    """Of an audio book's edition: all numbers of its work in its language, and the edition that is newer, if one is."""
    newer = view.latest if view and not view.is_latest else None
    return {
        "isbns": [str(isbn) for isbn in view.isbns] if view else [],
        "newer_edition": answers.edition(newer) if newer else None,
    }


def _work(item: Work) -> dict[str, object]:
    return _with_our_cover(
        {"id": str(item.id), "title": item.title, "authors": list(item.authors), "cover_url": item.cover_url}
    )


def _with_our_cover(work: dict[str, object]) -> dict[str, object]:
    """Clients get the cover from us: it is fetched once for all, and the catalogue does not learn who looks at it."""
    if work["cover_url"]:
        work["cover_url"] = f"/api/v1/books/works/{work['id']}/cover"
    return work


def _note(note: str | None) -> Json:
    return {"note": note} if note else {}
