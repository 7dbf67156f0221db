"""Speak a chapter's summary and keep the sound."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.audio_book import Chapter, Times
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.lexicon import Lexicon, Pronunciation
from bookbytes_core.domain.narration import HeardSegment, SpokenSegment, heard, segments
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.audio_encoder import AudioEncoder, ChapterAudio, Segment, Tags
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.tts import SpeechRequest
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.sounds import FACTS, M4A, MP3, SoundFacts, sound_of
from bookbytes_core.use_cases.audio_books.takes import spoken
from bookbytes_core.use_cases.audio_books.together import together
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.vendors import Vendors


@dataclass(frozen=True, slots=True)
class Narrated:
    """A chapter's stored sound: ``audio_key`` with ".mp3" or ".m4a" after it, its length, its sentences' times."""

    audio_key: str
    duration_seconds: float
    times: Times


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrateChapter:
    """Sound is stored under the hash of all that decides it, so a chapter that was made before is found, not made.

    Raises ``Rejected`` (codes ``bad_audio``, ``unreadable`` and the voice's own) and ``Unavailable``.
    """

    vendors: Vendors
    storage: Storage
    encoder: AudioEncoder
    lexicons: Mapping[str, tuple[Pronunciation, ...]] = field(default_factory=dict)
    """How words are said, by language; a book's own say goes before."""

    async def __call__(self, claim: Claim, context: BookContext, chapter: Chapter, tally: Tally) -> Narrated:
        plan = self.plan(context, chapter)
        tags = context.tags(chapter)
        requests = [self._request(context, segment) for segment in plan]
        key = self._key(context, plan, tags, claim.generation)
        facts = await self._made_before(key)
        if facts is None:
            facts = await self._make(claim, plan, requests, tags=tags, key=key, tally=tally)
        else:
            tally.count(CallKind.TTS, reused=True, times=len(plan))
        await self._discard(requests, claim.generation)
        sounds = [HeardSegment(*each) for each in zip(facts.starts, facts.durations, facts.ends, strict=True)]
        return Narrated(key, facts.duration_seconds, heard(plan, sounds, len(_sentences(chapter))))

    def plan(self, context: BookContext, chapter: Chapter) -> tuple[SpokenSegment, ...]:
        """The segments that the chapter is spoken in: opening first. Only here words become what is said for them, and
        only what the voice can read is spoken.

        Raises ``Rejected`` (code ``unreadable``) where it can read no sentence.
        """
        said = self._lexicon(context).said
        opening, sentences = context.opening(chapter.number, chapter.title), _sentences(chapter)
        read = tuple(said(text) if self._reads(context, text) else "" for text in sentences)
        if sentences and not any(read):
            raise Rejected(
                f"This chapter is written in letters that the voice {context.voice} cannot read: "
                "choose another voice, or correct the book's language.",
                code="unreadable",
            )
        heard_first = tuple(said(text) for text in opening if self._reads(context, text))
        return segments(heard_first, read, self.vendors.speech_limit(context.voice))

    def _reads(self, context: BookContext, text: str) -> bool:
        return self.vendors.reads(text, context.voice, context.language)

    def _lexicon(self, context: BookContext) -> Lexicon:
        language = context.language.lower()
        general = self.lexicons.get(language) or self.lexicons.get(language.partition("-")[0], ())
        return Lexicon(context.book.options.pronunciations).over(general)

    @staticmethod
    def _request(context: BookContext, segment: SpokenSegment) -> SpeechRequest:
        return SpeechRequest(tuple(piece.text for piece in segment.pieces), context.language, context.voice)

    def _key(self, context: BookContext, plan: Sequence[SpokenSegment], tags: Tags, generation: int) -> str:
        provider = self.vendors.speaker(context.voice, context.language)
        parts = [json_codec.dump(part) for part in (provider, self.encoder.version, generation, tags, *plan)]
        digest = hashlib.sha256(b"\n".join(parts)).hexdigest()
        return f"audio/{digest[:2]}/{digest}"

    async def _made_before(self, key: str) -> SoundFacts | None:
        """What an earlier run left, if it is whole."""
        found = await sound_of(self.storage, key)
        return found if isinstance(found, SoundFacts) else None

    async def _make(
        self,
        claim: Claim,
        plan: Sequence[SpokenSegment],
        requests: Sequence[SpeechRequest],
        *,
        tags: Tags,
        key: str,
        tally: Tally,
    ) -> SoundFacts:
        speeches = await together(spoken(self.vendors, request, claim=claim, tally=tally) for request in requests)
        joined = [Segment(speech, part.pause_after) for speech, part in zip(speeches, plan, strict=True)]
        audio = await self.encoder.encode(joined, tags)
        facts = SoundFacts(
            audio.duration_seconds,
            audio.starts,
            tuple(speech.duration_seconds for speech in speeches),
            tuple(speech.sentence_ends for speech in speeches),
            _sha256(audio.mp3),
            _sha256(audio.m4a) if audio.m4a is not None else "",
        )
        await self._store(key, audio, facts)
        return facts

    async def _store(self, key: str, audio: ChapterAudio, facts: SoundFacts) -> None:
        await self.storage.put(f"{key}{MP3}", audio.mp3, content_type="audio/mpeg")
        if audio.m4a is not None:
            await self.storage.put(f"{key}{M4A}", audio.m4a, content_type="audio/mp4")
        await self.storage.put(f"{key}{FACTS}", json_codec.dump(facts), content_type="application/json")

    async def _discard(self, requests: Sequence[SpeechRequest], generation: int) -> None:
        """Segments that cost nothing are not kept beside the finished chapter: they are its size many times over."""
        keys = [self.vendors.speech_result_key(request, generation) for request in requests]
        free = tuple(key for key in keys if key is not None)
        if free:
            await self.vendors.discard(free)


def _sentences(chapter: Chapter) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in chapter.summary.sentences) if chapter.summary else ()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
