"""A book made against a vendor that takes a set time for each call, and what the run cost beside that."""

import asyncio
import re
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path

from dependency_injector import providers
from sqlalchemy import event

from bookbytes_adapters.container import Container, prepare
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER, BookBytes, Options, Order
from bookbytes_core.domain.cost import Provider
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter, ChapterAudio, Segment, Tags
from bookbytes_core.ports.llm import LanguageModel, SummaryDraft, SummaryRequest
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

SEGMENTS = 3
"""An opening and two sentences, each too long to share a request with another."""
_LONGEST_REQUEST = 90
_WARM_UP = 8
"""Chapters of the book that is made first: as many at once as open all connections."""
_SENTENCE = "In house {chapter}x{number} of {chapters} the keeper trims the lamp before each tide comes up to the quay."
_LEFT_OUT = re.compile("BEGIN|UPDATE jobs SET lease_expires_at|.*(provider_slots|provider_pauses)", re.DOTALL)
"""What is no part of a chapter's bound: BEGIN, the renewal of the lease, the limiter."""


@dataclass(frozen=True, slots=True)
class Ran:
    """``makespan`` and ``first`` in seconds, the whole run and its first finished chapter; ``cpu`` and ``alone`` in
    processor seconds: the run, and its calls without it."""

    makespan: float
    first: float
    cpu: float
    alone: float
    statements: int


def text_of(chapters: int) -> str:
    """Six sentences a chapter, no two alike, of which a summary takes two."""
    title = f"Lamps of {chapters}"
    parts = [f"---\ntitle: {title}\nauthor: A Seed\nlang: en\n---\n\n# {title}\n"]
    for chapter in range(1, chapters + 1):
        sentences = [_SENTENCE.format(chapter=chapter, chapters=chapters, number=number) for number in range(6)]
        parts.append(f"## House {chapter} of {chapters}\n\n" + "\n\n".join(sentences) + "\n")
    return "\n".join(parts)


class RecordedModel(LanguageModel):
    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.requests: list[SummaryRequest] = []

    @property
    def provider(self) -> Provider:
        return self._model.provider

    def charges(self, request: SummaryRequest) -> bool:
        return self._model.charges(request)

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        self.requests.append(request)
        return await self._model.summarise(request)


class BriefVoice(TextToSpeech):
    """Takes one sentence a request, so that a chapter takes as many as it has sentences."""

    def __init__(self, voice: TextToSpeech) -> None:
        self._voice = voice
        self.requests: list[SpeechRequest] = []

    def provider(self, voice: str, language: str) -> Provider:
        return self._voice.provider(voice, language)

    def limit(self, voice: str) -> SpeechLimit:
        return SpeechLimit(_LONGEST_REQUEST)

    def voices(self) -> tuple[Voice, ...]:
        return self._voice.voices()

    def reads(self, text: str, voice: str, language: str) -> bool:
        return True

    async def synthesize(self, request: SpeechRequest) -> Speech:
        self.requests.append(request)
        return await self._voice.synthesize(request)

    def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        return self._voice.stream(request)


class JoiningEncoder(AudioEncoder):
    """Joins and does nothing else: what encoding costs is no matter of scheduling, and is measured elsewhere."""

    version = "joined"
    can_bind = False

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        lengths = [segment.speech.duration_seconds for segment in segments]
        audio = b"".join(segment.speech.audio for segment in segments)
        return ChapterAudio(audio, None, sum(lengths), (0.0, *accumulate(lengths[:-1])))

    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        raise NotImplementedError


async def run(settings: Settings, folder: Path, chapters: int) -> Ran:
    """Make a book of so many chapters, after a small one that opens all connections."""
    container = Container(settings=settings)
    await prepare(settings)
    model, voice = RecordedModel(container.summariser()), BriefVoice(container.voice())
    overrides = ((container.summariser, model), (container.voice, voice), (container.encoder, JoiningEncoder()))
    for provider, made in overrides:
        provider.override(providers.Object(made))
    presence = container.presence()
    presence.open()
    app = container.application()
    try:
        await _make(app, folder, _WARM_UP)
        for record in (model.requests, voice.requests):
            record.clear()
        with _counted(container) as statements:
            makespan, first, cpu = await _make(app, folder, chapters)
        assert (len(model.requests), len(voice.requests)) == (chapters, chapters * SEGMENTS)
        alone = await _alone(settings, model, voice)
        return Ran(makespan, first, cpu, alone, len(statements))
    finally:
        await container.limiter().close()
        await container.vending().openai_connections().aclose()
        await container.engine().dispose()
        presence.close()


async def _make(app: BookBytes, folder: Path, chapters: int) -> tuple[float, float, float]:
    """Seconds of the whole job, seconds from its claim to the first finished chapter, processor seconds."""
    file = folder / f"{chapters}.md"
    file.write_text(text_of(chapters), encoding="utf-8")
    book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
    order = Order(edition_id=book.edition.id, options=Options(words_per_chapter=40))
    receipt = await app.request_audio_book(order, owner=SYSTEM_USER)
    cpu, began = _cpu(), time.monotonic()
    await app.generate_audio_book(receipt.job_id)
    makespan, spent = time.monotonic() - began, _cpu() - cpu
    job = (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job
    page = await app.books.chapters(receipt.audio_book_id, SYSTEM_USER, PageRequest())
    assert job.status == "completed", job.error
    assert job.started_at
    first = min((chapter.updated_at - job.started_at).total_seconds() for chapter in page.items)
    return makespan, first, spent


async def _alone(settings: Settings, model: RecordedModel, voice: BriefVoice) -> float:
    """Processor seconds of the same calls and nothing else."""
    summaries, speech = list(model.requests), list(voice.requests)
    cpu = _cpu()
    await _at_most(settings.llm_max_concurrent, [partial(model.summarise, request) for request in summaries])
    await _at_most(settings.tts_max_concurrent, [partial(voice.synthesize, request) for request in speech])
    return _cpu() - cpu


async def _at_most(limit: int, calls: Sequence[Callable[[], Awaitable[object]]]) -> None:
    turns = asyncio.Semaphore(limit)

    async def one(call: Callable[[], Awaitable[object]]) -> None:
        async with turns:
            await call()

    await asyncio.gather(*map(one, calls))


@contextmanager
def _counted(container: Container) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not _LEFT_OUT.match(statement):
            heard.append(statement)

    engine = container.engine().sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
