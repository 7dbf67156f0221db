"""The summariser, voice, encoder and parser that need nothing but Python."""

import io
import json
import wave
from decimal import Decimal
from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, PlainEncoder, PlainTextBooks, ToneSpeech
from bookbytes_core.domain.book_text import BlockKind, Coverage, Paragraph, SkipReason
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import InvalidInput, Rejected, UnusableBook
from bookbytes_core.ports.audio_encoder import BoundChapter, Segment, Tags
from bookbytes_core.ports.llm import SummaryRequest
from bookbytes_core.ports.tts import Speech, SpeechRequest

PARAGRAPHS = (
    Paragraph("a-1", "Of Fortune", BlockKind.HEADING),
    Paragraph("a-2", "Fortune is a river. It floods the plains! Who can stop it?"),
    Paragraph("a-3", 'Dykes can. "Build them early." That is all.'),
)
TAGS = Tags(title="Of Fortune", artist="N. Machiavelli", album="The Prince", track=1, tracks=2)


def a_request(target_words: int, *paragraphs: Paragraph) -> SummaryRequest:
    return SummaryRequest("Of Fortune", "en", paragraphs or PARAGRAPHS, target_words)


class TestEchoSummariser:
    async def test_what_is_shorter_than_the_target_comes_back_whole(self) -> None:
        draft = await EchoSummariser().summarise(a_request(100))

        assert [(sentence.text, sentence.sources) for sentence in draft.sentences] == [
            ("Fortune is a river.", ("a-2",)),
            ("It floods the plains!", ("a-2",)),
            ("Who can stop it?", ("a-2",)),
            ("Dykes can.", ("a-3",)),
            ('"Build them early."', ("a-3",)),
            ("That is all.", ("a-3",)),
        ]
        assert draft.usage.cost_usd == 0

    async def test_first_sentences_come_before_second_ones(self) -> None:
        draft = await EchoSummariser().summarise(a_request(6))

        assert [sentence.text for sentence in draft.sentences] == ["Fortune is a river.", "Dykes can."]

    async def test_the_target_is_kept(self) -> None:
        many = [Paragraph(f"p-{n}", f"Sentence number {n} has exactly eight words here. And more.") for n in range(60)]
        draft = await EchoSummariser().summarise(a_request(100, *many))

        assert 90 <= sum(measure_words(sentence.text) for sentence in draft.sentences) <= 100

    async def test_scripts_without_spaces(self) -> None:
        draft = await EchoSummariser().summarise(a_request(4, Paragraph("p", "君主論は本です。とても古い本です。")))

        assert [sentence.text for sentence in draft.sentences] == ["君主論は本です。"]

    async def test_nothing_to_say_is_an_empty_draft(self) -> None:
        draft = await EchoSummariser().summarise(a_request(50, PARAGRAPHS[0]))

        assert draft.sentences == ()

    async def test_it_can_stand_for_one_that_costs_money(self) -> None:
        vendor, usage = Provider("vendor", "large", "1", free=False), Usage(10, 5, Decimal("0.01"))
        summariser = EchoSummariser(vendor, usage)
        draft = await summariser.summarise(a_request(50))

        assert (summariser.provider, draft.usage, len(summariser.requests)) == (vendor, usage, 1)


class TestToneSpeech:
    async def test_a_text_takes_as_long_as_it_has_characters(self) -> None:
        speech = await ToneSpeech().synthesize(SpeechRequest(("x" * 150, "y" * 75), "en"))

        assert speech.sentence_ends == (10.0, 15.0)
        assert speech.duration_seconds == _seconds(speech) == 15.0

    async def test_equal_requests_give_equal_bytes_and_others_do_not(self) -> None:
        one, same, other = [
            (await ToneSpeech().synthesize(SpeechRequest((text,), "en"))).audio for text in ("river", "river", "dykes")
        ]

        assert one == same != other

    async def test_a_stream_is_the_same_speech(self) -> None:
        voice, request = ToneSpeech(), SpeechRequest(("Fortune is a river.",), "en", "low-tone")
        pieces = [piece async for piece in voice.stream(request)]

        assert len(pieces) > 1
        assert b"".join(pieces) == (await voice.synthesize(request)).audio

    async def test_nothing_is_said_in_no_time(self) -> None:
        speech = await ToneSpeech().synthesize(SpeechRequest((), "en"))

        assert (speech.duration_seconds, speech.sentence_ends) == (0.0, ())

    async def test_an_unknown_voice_is_refused_with_the_choices(self) -> None:
        voice = ToneSpeech()
        with pytest.raises(InvalidInput, match="tone or low-tone") as caught:
            voice.provider("alloy", "en")
        assert caught.value.code == "unknown_voice"
        assert [each.id for each in voice.voices()] == ["tone", "low-tone"]
        assert voice.provider("", "en").model == "tone"

    async def test_it_can_stand_for_one_that_costs_money(self) -> None:
        voice = ToneSpeech(free=False, usage=Usage(5, 0, Decimal("0.02")), limit=7)

        assert (voice.provider("", "en").free, voice.limit("").characters) == (False, 7)
        assert (await voice.synthesize(SpeechRequest(("a",), "en"))).usage.cost_usd == Decimal("0.02")


class TestPlainEncoder:
    async def test_segments_follow_each_other_with_their_pauses(self) -> None:
        segments = [Segment(await _speech(150), 0.5), Segment(await _speech(75), 1.0)]
        audio = await PlainEncoder().encode(segments, TAGS)

        assert (audio.starts, audio.duration_seconds) == ((0.0, 10.5), 16.5)
        assert json.loads(audio.mp3)["tags"]["title"] == "Of Fortune"
        assert audio == await PlainEncoder().encode(segments, TAGS)

    @pytest.mark.parametrize("fault", ["silent", "truncated", "no audio"])
    async def test_speech_that_is_none_is_rejected(self, fault: str) -> None:
        speech = await _speech(30)
        audio = {"silent": bytes(500), "truncated": speech.audio[:-4000], "no audio": b"<html>"}[fault]
        with pytest.raises(Rejected) as caught:
            await PlainEncoder().encode([Segment(Speech(audio, speech.media_type, speech.duration_seconds), 0)], TAGS)
        assert caught.value.code == "bad_audio"

    async def test_chapters_are_bound_into_one_file(self, tmp_path: Path) -> None:
        async def load() -> bytes:
            return b"chapter\n"

        out = tmp_path / "book.m4b"
        await PlainEncoder().bind([BoundChapter("One", load), BoundChapter("Two", load)], TAGS, out)

        assert [path.name for path in _listed(tmp_path)] == ["book.m4b"]
        assert out.read_bytes().count(b"chapter\n") == 2

    async def test_a_binding_that_fails_leaves_nothing(self, tmp_path: Path) -> None:
        async def load() -> bytes:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await PlainEncoder().bind([BoundChapter("One", load)], TAGS, tmp_path / "book.m4b")
        assert _listed(tmp_path) == []


class TestPlainTextBooks:
    async def test_a_book_has_its_chapters(self, tmp_path: Path) -> None:
        text = """\
# The Prince
by N. Machiavelli

To the reader.

## Of Fortune
Fortune is
a river.

It floods.

## Of Dykes
Dykes can.

## Index {index}
Dykes, 2
"""
        book = (await PlainTextBooks().parse(_file(tmp_path, text), name="prince.md")).text

        assert (book.info.title, book.info.authors) == ("The Prince", ("N. Machiavelli",))
        assert [(chapter.number, chapter.title) for chapter in book.chapters] == [(1, "Of Fortune"), (2, "Of Dykes")]
        assert [p.text for p in book.chapters[0].paragraphs] == ["Of Fortune", "Fortune is a river.", "It floods."]
        assert [part.reason for part in book.skipped] == [SkipReason.FRONT_MATTER, SkipReason.INDEX]
        assert book.coverage == Coverage(8, 5, 3)

    async def test_a_book_without_headings_is_one_chapter(self, tmp_path: Path) -> None:
        book = (await PlainTextBooks().parse(_file(tmp_path, "Just this."), name="book.txt")).text

        assert [(chapter.title, chapter.word_count) for chapter in book.chapters] == [("book", 2)]

    async def test_a_fingerprint_is_that_of_the_bytes(self, tmp_path: Path) -> None:
        expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

        assert await PlainTextBooks().fingerprint(_file(tmp_path, "abc"), name="a.txt") == expected

    @pytest.mark.parametrize(
        ("data", "name", "code"),
        [
            (b"Text.", "book.epub", "unsupported_file_type"),
            (b"\xff\xfe\x00", "book.txt", "book_damaged"),
            (b"", "book.txt", "book_empty"),
            (b"# Title only\n", "book.txt", "book_empty"),
            (b"## Index {index}\nx\n", "book.txt", "book_empty"),
            (b"## A {no such reason}\nx\n", "book.txt", "book_damaged"),
            (b"x" * 10_000_001, "book.txt", "file_too_large"),
        ],
    )
    async def test_what_cannot_be_used_is_told(self, data: bytes, name: str, code: str, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(data)
        with pytest.raises(UnusableBook) as caught:
            await PlainTextBooks().parse(tmp_path / "file", name=name)
        assert caught.value.code == code

    @pytest.mark.parametrize(
        ("data", "name", "code"),
        [
            (b"Text.", "book.epub", "unsupported_file_type"),
            (b"", "book.txt", "book_empty"),
            (b"x" * 10_000_001, "book.txt", "file_too_large"),
        ],
    )
    async def test_what_cannot_be_a_book_has_no_fingerprint(
        self, data: bytes, name: str, code: str, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_bytes(data)
        with pytest.raises(UnusableBook) as caught:
            await PlainTextBooks().fingerprint(tmp_path / "file", name=name)
        assert caught.value.code == code

    async def test_a_file_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        for look in (PlainTextBooks().parse, PlainTextBooks().fingerprint):
            for place in (tmp_path, tmp_path / "missing"):
                with pytest.raises(UnusableBook) as caught:
                    await look(place, name="book.txt")
                assert caught.value.code == "file_not_readable"


async def _speech(characters: int) -> Speech:
    return await ToneSpeech().synthesize(SpeechRequest(("x" * characters,), "en"))


def _seconds(speech: Speech) -> float:
    with wave.open(io.BytesIO(speech.audio)) as file:
        return float(file.getnframes() / file.getframerate())


def _file(folder: Path, text: str) -> Path:
    file = folder / "book.txt"
    file.write_text(text, encoding="utf-8")
    return file


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir())
