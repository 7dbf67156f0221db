"""An audio book in words: the manifest for programs, the summary for readers."""

from collections import Counter

from bookbytes_core.domain.audio_book import Chapter, Failure, Times
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.domain.tier import Tier
from bookbytes_core.use_cases.audio_books.describe import AudioBookDescription
from bookbytes_core.use_cases.calls import Tally

_SAFE_NAME = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
_LONGEST_NAME = 120


def manifest(book: AudioBookDescription, tally: Tally) -> dict[str, object]:
    """The content of ``manifest.json``. ``calls`` and ``cost_this_run_usd`` (US dollars) count one run,
    ``cost_usd`` the whole book."""
    view, audio_book = book.view, book.view.audio_book
    return {
        "title": book.context.title,
        "authors": list(book.context.authors),
        "language": book.context.language,
        "isbn": str(view.edition.isbn) if view.edition.isbn else None,
        "tier": audio_book.tier.value,
        "status": audio_book.status.value,
        "error": _failure(audio_book.error),
        "llm": {"provider": audio_book.recipe.llm_provider, "model": audio_book.recipe.llm_model},
        "tts": {"provider": audio_book.recipe.tts_provider, "voice": audio_book.recipe.tts_voice},
        "duration_seconds": round(sum(chapter.duration_seconds or 0 for chapter in book.chapters), 3),
        "word_count": sum(chapter.word_count for chapter in book.chapters),
        "source_word_count": book.text.word_count,
        "cost_usd": float(view.cost_usd),
        "cost_this_run_usd": float(tally.cost_usd),
        "coverage": _coverage(book),
        "calls": {
            "llm": tally.llm,
            "tts": tally.tts,
            "llm_reused": tally.llm_reused,
            "tts_reused": tally.tts_reused,
        },
        "chapters": [_chapter(chapter, file_name(chapter, book)) for chapter in book.chapters],
    }


def summary_markdown(book: AudioBookDescription) -> str:
    """The text that was spoken, a heading a chapter; what the voice could not read is marked."""
    by = f"\n\nby {', '.join(book.context.authors)}" if book.context.authors else ""
    parts = [f"# {book.context.title}{by}\n\n{book.context.tags().comment}"]
    for chapter in book.chapters:
        text = _told(chapter)
        if chapter.status is ChapterStatus.FAILED:
            text = f"*This chapter could not be made: {chapter.error.message if chapter.error else 'unknown reason'}*"
        parts.append(f"## {chapter.number}. {chapter.title}\n\n{text}".rstrip())
    return "\n\n".join(parts) + "\n"


def _told(chapter: Chapter) -> str:
    texts = [sentence.text for sentence in chapter.summary.sentences] if chapter.summary else []
    for place, time in enumerate(chapter.times):
        if time is None:
            texts[place] = f"*[Not spoken, for the voice cannot read it:]* {texts[place]}"
    return " ".join(texts)


def file_name(chapter: Chapter, book: AudioBookDescription) -> str:
    """As in "01 - Down the Rabbit-Hole.mp3": sorts as the book runs, and is a legal name everywhere."""
    width = max(2, len(str(book.context.tracks)))
    stem = (
        f"{chapter.number:0{width}d} - {safe_name(chapter.title)}" if chapter.title else f"{chapter.number:0{width}d}"
    )
    return f"{stem}{memory_label(book)}.mp3"


def memory_label(book: AudioBookDescription) -> str:
    """What the names of files made from a model's memory end with."""
    return " (from memory)" if book.view.audio_book.tier is Tier.MEMORY else ""


def safe_name(title: str) -> str:
    """``title`` as a file name on any system: no separators, no control characters, not too long, never empty."""
    printable = "".join(character for character in title.translate(_SAFE_NAME) if character.isprintable())
    cut = printable.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return cut.strip(" .") or "untitled"


def _coverage(book: AudioBookDescription) -> dict[str, object]:
    reasons = Counter[str]()
    for part in book.text.skipped:
        reasons[part.reason.value] += len(part.paragraphs)
    coverage = book.text.coverage
    return {
        "paragraphs": coverage.paragraphs,
        "in_chapters": coverage.in_chapters,
        "skipped": coverage.skipped,
        "reasons": [{"reason": reason, "paragraphs": count} for reason, count in sorted(reasons.items())],
    }


def _chapter(chapter: Chapter, file: str) -> dict[str, object]:
    return {
        "number": chapter.number,
        "title": chapter.title,
        "status": chapter.status.value,
        "error": _failure(chapter.error),
        "summary": chapter.summary.text if chapter.summary else "",
        "word_count": chapter.word_count,
        "source_word_count": chapter.source_word_count,
        "duration_seconds": chapter.duration_seconds,
        "file": file if chapter.status is ChapterStatus.COMPLETED else None,
        "sentences": sentences(chapter),
    }


def sentences(chapter: Chapter) -> list[dict[str, object]]:
    """Each sentence with what it rests on and, once it is spoken, when it is heard."""
    if chapter.summary is None:
        return []
    times: Times = chapter.times or (None,) * len(chapter.summary.sentences)
    return [
        {
            "text": sentence.text,
            "sources": list(sentence.sources),
            "support": sentence.support,
            "verdict": sentence.verdict.value,
            "start": time.start if time else None,
            "end": time.end if time else None,
        }
        for sentence, time in zip(chapter.summary.sentences, times, strict=True)
    ]


def _failure(error: Failure | None) -> dict[str, str] | None:
    return {"code": error.code, "message": error.message} if error else None
