"""What clients are answered, as JSON."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bookbytes_core import BookText, Chapter, Edition, JobView, Options, Page
from bookbytes_core.domain.audio_book import Failure
from bookbytes_core.ports.readers import BookView
from bookbytes_core.ports.tts import Voice
from bookbytes_core.use_cases.audio_books.manifest import sentences
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.books.import_book import ImportedBook

T = TypeVar("T")

Json = Mapping[str, object]


def page(items: Page[T], one: Callable[[T], Json]) -> Json:
    """``next`` is the ``after`` of the page that follows; ``total_is_minimum`` says that counting went no further."""
    answer: dict[str, object] = {
        "items": [one(item) for item in items.items],
        "total": items.total,
        "page": items.page,
        "page_size": items.page_size,
    }
    if items.next:
        answer["next"] = items.next
    if items.total_is_minimum:
        answer["total_is_minimum"] = True
    return answer


def imported(book: ImportedBook) -> Json:
    return {
        "work_id": str(book.edition.work_id),
        "edition_id": str(book.edition.id),
        "title": book.text.info.title,
        "authors": list(book.text.info.authors),
        "language": book.text.info.language,
        "word_count": book.text.word_count,
        "chapters": [
            {"number": chapter.number, "title": chapter.title, "word_count": chapter.word_count}
            for chapter in book.text.chapters
        ],
        "skipped": _skipped(book.text),
    }


def edition(item: Edition) -> Json:
    return {
        "id": str(item.id),
        "isbn": str(item.isbn) if item.isbn else None,
        "isbn_10": item.isbn.isbn_10 if item.isbn else None,
        "isbn_13": str(item.isbn) if item.isbn else None,
        "title": item.title,
        "publisher": item.publisher,
        "publish_year": item.publish_year,
        "language": item.language,
        "pages": item.pages,
    }


def receipt(item: Receipt, known: str) -> Json:
    """``known`` is what is said of an order that stands."""
    message = "The audio book will be made." if item.new else known
    return {
        "job_id": str(item.job_id),
        "audio_book_id": str(item.audio_book_id),
        "status": item.status.value,
        "tier": item.tier.value,
        "message": f"{message} {item.note}".rstrip(),
    }


def book(view: BookView) -> Json:
    audio_book = view.audio_book
    work = {"id": str(view.work.id), "title": view.work.title, "authors": list(view.work.authors)}
    return {
        "id": str(audio_book.id),
        "title": view.edition.title,
        "authors": list(view.work.authors),
        "language": audio_book.options.language or view.edition.language,
        "status": audio_book.status.value,
        "error": _failure(audio_book.error),
        "tier": audio_book.tier.value,
        "version": audio_book.version,
        "options": _ordered(audio_book.options),
        "edition": {**edition(view.edition), "work": work},
        "job": job(view.job) if view.job else None,
        "chapters": view.chapters,
        "chapters_done": view.chapters_done,
        "duration_seconds": round(view.duration_seconds, 3),
        "cost_usd": float(view.cost_usd),
        "created_at": audio_book.created_at.isoformat(),
        "updated_at": audio_book.updated_at.isoformat(),
    }


def _ordered(options: Options) -> Json:
    return {
        "minutes": options.minutes,
        "words_per_chapter": options.words_per_chapter,
        "voice": options.voice,
        "chapters": list(options.chapters),
        "all_matter": options.all_matter,
        "from_memory": options.from_memory,
        "max_cost_usd": None if options.max_cost_usd is None else float(options.max_cost_usd),
    }


def chapter(item: Chapter) -> Json:
    """A chapter in a list: all but its sentences."""
    return {
        "id": str(item.id),
        "number": item.number,
        "title": item.title,
        "status": item.status.value,
        "error": _failure(item.error),
        "summary": item.summary.text if item.summary else None,
        "word_count": item.word_count,
        "source_word_count": item.source_word_count,
        "duration_seconds": item.duration_seconds,
        "audio_url": f"/api/v1/chapters/{item.id}/audio" if item.audio_key else None,
    }


def chapter_in_full(item: Chapter) -> Json:
    return {**chapter(item), "sentences": sentences(item)}


def voice(item: Voice) -> Json:
    return {"id": item.id, "provider": item.provider, "language": item.language, "name": item.name}


def job(view: JobView) -> Json:
    item = view.job
    return {
        "id": str(item.id),
        "type": item.type.value,
        "status": item.status.value,
        "progress": view.progress,
        "current_step": view.current_step.value if view.current_step else None,
        "audio_book_id": str(item.audio_book_id),
        "error": _failure(item.error),
        "cost_usd": float(view.cost_usd),
        "attempts": item.attempts,
        "chapters": view.chapters,
        "chapters_done": view.chapters_done,
        "created_at": item.created_at.isoformat(),
        "started_at": item.started_at.isoformat() if item.started_at else None,
        "completed_at": item.completed_at.isoformat() if item.completed_at else None,
        "result": {"audio_book_id": str(item.audio_book_id)} if item.status.is_final and not item.error else None,
    }


def _skipped(text: BookText) -> list[Json]:
    return [
        {"title": part.title, "reason": part.reason.value, "paragraphs": len(part.paragraphs)} for part in text.skipped
    ]


def _failure(error: Failure | None) -> Json | None:
    return {"code": error.code, "message": error.message} if error else None
