"""Entities for tests: every builder fills in what the test does not care about."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from bookbytes_core.domain.audio_book import AudioBook, Chapter, SentenceTime
from bookbytes_core.domain.cost import Call, CallKind, CallState, Usage
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.order import Options, Recipe
from bookbytes_core.domain.provider_key import FILE, EntityType, ProviderKey
from bookbytes_core.domain.summary import Summary, SummarySentence, Verdict
from bookbytes_core.domain.user import SYSTEM_USER, User
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.repositories import ImportedText

NOW = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
AN_ISBN = Isbn("9780306406157")


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def a_work(**given: Any) -> Work:
    return replace(Work(id=uuid4(), title="The Prince", created_at=NOW, updated_at=NOW), **given)


def an_edition(work: Work, **given: Any) -> Edition:
    edition = Edition(id=uuid4(), work_id=work.id, title=work.title, created_at=NOW, updated_at=NOW)
    return replace(edition, **given)


def a_provider_key(edition: Edition, **given: Any) -> ProviderKey:
    return replace(ProviderKey(EntityType.EDITION, edition.id, FILE, sha256("the file")), **given)


def an_imported_text(edition: Edition, **given: Any) -> ImportedText:
    text = ImportedText(
        id=uuid4(),
        edition_id=edition.id,
        owner_id=SYSTEM_USER,
        file_sha256=sha256("the file"),
        text_key="texts/the-file.json",
        cover_key=None,
        created_at=NOW,
    )
    return replace(text, **given)


def a_recipe(**given: Any) -> Recipe:
    recipe = Recipe(llm_provider="echo", llm_model="echo", tts_provider="tone", tts_voice="tone")
    return replace(recipe, **given)


def an_audio_book(edition: Edition, **given: Any) -> AudioBook:
    book_id = uuid4()
    book = AudioBook(
        id=book_id,
        edition_id=edition.id,
        owner_id=SYSTEM_USER,
        order_key=sha256(f"order {book_id}"),
        options=Options(),
        recipe=a_recipe(),
        text_key="texts/the-file.json",
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(book, **given)


def a_chapter(book: AudioBook, number: int = 1, **given: Any) -> Chapter:
    chapter = Chapter(
        id=uuid4(),
        audio_book_id=book.id,
        number=number,
        title=f"Chapter {number}",
        source_word_count=1000,
        target_words=150,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(chapter, **given)


def a_summary(*texts: str) -> Summary:
    sentences = texts or ("It was a bright cold day.", "The clocks were striking thirteen.")
    return Summary(
        tuple(SummarySentence(text, (f"abc-{place}",), 0.875, Verdict.KEPT) for place, text in enumerate(sentences, 1))
    )


def a_finished_chapter(book: AudioBook, number: int = 1, **given: Any) -> Chapter:
    times = (SentenceTime(0.0, 30.25), None)
    chapter = a_chapter(book, number).summarised(a_summary(), NOW).completed(f"chapters/{number}.mp3", 61.5, times, NOW)
    return replace(chapter, **given)


def a_job(book: AudioBook, **given: Any) -> Job:
    job = Job(id=uuid4(), owner_id=book.owner_id, audio_book_id=book.id, created_at=NOW, updated_at=NOW)
    return replace(job, **given)


def a_call(book: AudioBook, request: str = "a request", **given: Any) -> Call:
    """The call that a request of that name makes: its keys follow from the name."""
    call = Call(
        key=sha256(request),
        kind=CallKind.LLM,
        provider="echo",
        model="echo",
        state=CallState.DONE,
        audio_book_id=book.id,
        at=NOW,
        result_key=f"results/llm/{sha256(request)}",
        usage=Usage(1200, 150, Decimal("0.000123")),
    )
    return replace(call, **given)


def a_started_call(book: AudioBook, request: str = "a request", **given: Any) -> Call:
    return a_call(
        book, request, **{"state": CallState.STARTED, "result_key": None, "usage": Usage(), "attempts": 1} | given
    )


def a_user(**given: Any) -> User:
    user_id = uuid4()
    user = User(id=user_id, email=f"{user_id}@example.org", hashed_password="hashed", created_at=NOW, updated_at=NOW)
    return replace(user, **given)


def an_owner() -> UUID:
    """Somebody else."""
    return uuid4()
