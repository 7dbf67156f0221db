"""What all chapters of one audio book share while it is made."""

from dataclasses import dataclass

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.book_text import BookText, Cover
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.openings import book_opening, chapter_opening, source_note
from bookbytes_core.domain.tier import Tier
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.audio_encoder import Tags

_TIER_NOTES = {
    Tier.TEXT: "Audio summary made from the book's own text (tier A).",
    Tier.CONTENTS: "Audio summary made from the book's table of contents and description (tier B).",
    Tier.MEMORY: "Audio summary made from a language model's memory, not from the book (tier C).",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookContext:
    """``first`` is the number of the chapter that opens the audio book; ``tracks`` is the highest number."""

    book: AudioBook
    title: str
    authors: tuple[str, ...]
    language: str
    first: int
    tracks: int
    cover: Cover | None

    @classmethod
    def of(cls, book: AudioBook, edition: Edition, work: Work, text: BookText, cover: Cover | None) -> "BookContext":
        return cls(
            book=book,
            title=edition.title,
            authors=work.authors,
            language=book.options.language or edition.language,
            first=min((chapter.number for chapter in text.chapters), default=1),
            tracks=max((chapter.number for chapter in text.chapters), default=1),
            cover=cover,
        )

    @property
    def voice(self) -> str:
        """The voice the order settled on."""
        return self.book.recipe.tts_voice

    def opening(self, number: int, title: str) -> tuple[str, ...]:
        """What is said before the chapter of that number: in the first one what this is, and in every one if it is told
        from memory, for the first may fail, and each is a file of its own."""
        tier = self.book.tier
        spoken = chapter_opening(number, title, self.language)
        if number == self.first:
            whole = book_opening(self.title, self.authors, self.language, tier)
            return (whole, *source_note(tier, self.language), spoken)
        return (spoken, *(source_note(tier, self.language) if tier is Tier.MEMORY else ()))

    def tags(self, chapter: Chapter | None = None) -> Tags:
        """What players show for a chapter, or for the whole."""
        return Tags(
            title=chapter.title if chapter else self.title,
            artist=", ".join(self.authors) or "Unknown author",
            album=self.title,
            track=chapter.number if chapter else 1,
            tracks=self.tracks if chapter else 1,
            language=self.language,
            comment=_TIER_NOTES[self.book.tier],
            cover=self.cover,
        )
