"""How words are said changes the sound, and nothing else."""

from dataclasses import replace
from pathlib import Path

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, BookBytes, Chapter, Options
from bookbytes_core.domain.lexicon import Pronunciation
from bookbytes_core.use_cases.audio_books.manifest import manifest, summary_markdown
from bookbytes_core.use_cases.calls import Tally
from tests.use_cases.steps import chapters_of, ordered

SAID = (("harbour", "haven"), ("Maria Santos", "Maree-a Santosh"))


class WorldWithLexicons(MemoryWorld):
    """As the settings of an installation give it: how words of a language are said."""

    lexicons = {"en": (("lighthouse", "light house"), ("Harbour", "port"))}  # noqa: RUF012 - nobody changes it

    def application(self) -> BookBytes:
        app = super().application()
        generate = app.generate_audio_book
        narrate = replace(generate.make_chapter.narrate, lexicons=self.lexicons)
        make_chapter = replace(generate.make_chapter, narrate=narrate)
        return replace(app, generate_audio_book=replace(generate, make_chapter=make_chapter))


async def made(
    world: MemoryWorld, book: Path, said: tuple[Pronunciation, ...]
) -> tuple[tuple[Chapter, ...], Tally, str, str]:
    """Its chapters, the calls they took, everything that is heard, and everything that is read."""
    voice = ToneSpeech()
    world.voice = voice
    receipt = await ordered(world, book, Options(pronunciations=said))
    app = world.application()
    tally = await app.generate_audio_book(receipt.job_id)
    description = await app.describe_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
    read = f"{summary_markdown(description)}{manifest(description, Tally())}"
    heard = " ".join(request.text for request in voice.requests)
    return await chapters_of(world, receipt.audio_book_id), tally or Tally(), heard, read


async def test_only_what_is_heard_changes(world: MemoryWorld, book_file: Path) -> None:
    plain, first, heard, _ = await made(world, book_file, ())
    assert "The harbour lies" in heard
    said, again, otherwise, read = await made(world, book_file, SAID)
    assert "The haven lies" in otherwise
    assert "Maree-a Santosh" in otherwise
    assert "Chapter 1. The haven." in otherwise
    assert ("harbour" in read, "Maria Santos" in read, "haven" in read) == (True, True, False)
    assert [chapter.summary for chapter in said] == [chapter.summary for chapter in plain]
    assert all(len(chapter.times) == len(chapter.summary.sentences) for chapter in said if chapter.summary)
    assert (first.llm, again.llm, again.llm_reused) == (3, 0, 3)
    changed = [one.audio_key != other.audio_key for one, other in zip(plain, said, strict=True)]
    assert changed == [True, False, False]
    assert again.tts == 2, "what is said as before is not said again"


async def test_a_books_own_go_before_those_of_its_language(book_file: Path) -> None:
    world = WorldWithLexicons()
    _, _, heard, read = await made(world, book_file, (("harbour", "haven"),))
    assert ("The haven lies" in heard, "light house was lit" in heard, "port" in heard) == (True, True, False)
    assert "light house" not in read
