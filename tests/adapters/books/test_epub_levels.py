"""Which lines of a nested table of contents the EPUB reader takes for chapters."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import SkipReason
from tests.support.epub_builder import EpubBuilder, Line, a_page, chapters, prose, read, skipped, titles


def parts_and_chapters(part: str, chapter: str, *, attributes: str = "") -> EpubBuilder:
    book = EpubBuilder()
    lines: list[Line] = []
    for volume in (1, 2):
        book.page(f"p{volume}.xhtml", f"<h1>{part} {volume}</h1>")
        below: list[Line] = []
        for number in (1, 2, 3):
            name = f"c{volume}-{number}.xhtml"
            a_page(book, name, f"{chapter} {number}", attributes=attributes)
            below.append((f"{chapter} {number}".strip(), name))
        lines.append((f"{part} {volume}", f"p{volume}.xhtml", below))
    return book.contents(*lines)


@pytest.mark.parametrize(
    ("part", "chapter"),
    [
        ("Part", "Chapter"),
        ("Book", ""),
        ("Teil", "Kapitel"),
        ("Livre", "Chapitre"),
        ("Volume", ""),
        ("The Sea", "Chapter"),
        ("Summer", "Day"),
    ],
)
def test_of_parts_above_chapters_the_chapters_count(part: str, chapter: str, tmp_path: Path) -> None:
    wanted = [f"{chapter} {number}".strip() for number in (1, 2, 3)] * 2
    draft = read(parts_and_chapters(part, chapter), tmp_path)
    found = [section for section in draft.sections if section.skip is None]
    assert [section.title for section in found] == wanted
    assert found[3].blocks[0].text == f"{part} 2", "a part's heading goes with its first chapter"


@pytest.mark.parametrize(
    ("chapter", "section"), [("Act", "Scene"), ("Kapitel", "Abschnitt"), ("Chapter", ""), ("Letter", "")]
)
def test_of_sections_below_chapters_the_chapters_count(chapter: str, section: str, tmp_path: Path) -> None:
    assert titles(parts_and_chapters(chapter, section), tmp_path) == [f"{chapter} 1", f"{chapter} 2"]


def test_markup_beats_titles(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for story in ("Part of the Way", "The Second Book"):
        name = story.replace(" ", "") + ".xhtml"
        below = "".join(f'<section id="s{number}"><h3>{number}</h3>{prose(40)}</section>' for number in (1, 2))
        book.page(name, f'<section epub:type="chapter"><h2>{story}</h2>{below}</section>')
        lines.append((story, name, [("1", f"{name}#s1"), ("2", f"{name}#s2")]))
    assert titles(book.contents(*lines), tmp_path) == ["Part of the Way", "The Second Book"]


def test_acts_are_chapters_whatever_the_markup_calls_them(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for act in ("Act I", "Act II"):
        name = f"{act[4:]}.xhtml"
        scenes = "".join(
            f'<section id="s{number}" epub:type="chapter"><h3>Scene {number}</h3>{prose(40)}</section>'
            for number in (1, 2)
        )
        book.page(name, f'<section epub:type="part"><h2>{act}</h2>{scenes}</section>')
        lines.append((act, name, [(f"Scene {number}", f"{name}#s{number}") for number in (1, 2)]))
    assert titles(book.contents(*lines), tmp_path) == ["Act I", "Act II"]


def test_parts_and_chapters_that_begin_on_one_page(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for part in ("Winter", "Spring"):
        names = [f"{part}{number}.xhtml" for number in (1, 2)]
        for name in names:
            a_page(book, name, name[:-6], attributes='epub:type="chapter"')
        lines.append((part, names[0], [(name[:-6], name) for name in names]))
    assert titles(book.contents(*lines), tmp_path) == ["Winter1", "Winter2", "Spring1", "Spring2"]


def test_three_levels_down_to_the_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for volume in ("Volume I", "Volume II"):
        parts: list[Line] = []
        for part in ("Book 1", "Book 2"):
            stem = f"{volume}{part}".replace(" ", "")
            for number in (1, 2):
                a_page(book, f"{stem}{number}.xhtml", f"Chapter {number}")
            below: list[Line] = [(f"Chapter {number}", f"{stem}{number}.xhtml") for number in (1, 2)]
            parts.append((part, f"{stem}1.xhtml", below))
        lines.append((volume, None, parts))
    assert titles(book.contents(*lines), tmp_path) == ["Chapter 1", "Chapter 2"] * 4


def test_stories_in_numbered_sections_are_stories(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for story in ("The Lamp", "The Boat", "The Net"):
        name = f"{story[4:]}.xhtml"
        sections = "".join(f'<h3 id="s{number}">{number}</h3>{prose(60)}' for number in (1, 2, 3))
        book.page(name, f"<h2>{story}</h2>{sections}")
        lines.append((story, name, [(str(number), f"{name}#s{number}") for number in (1, 2, 3)]))
    assert titles(book.contents(*lines), tmp_path) == ["The Lamp", "The Boat", "The Net"]


def test_parts_that_a_flat_table_lists_among_the_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for part in ("PART ONE", "PART TWO"):
        book.page(f"{part[5:]}.xhtml", f"<h1>{part}</h1><p>The sea is wide.</p>")
        a_page(book, f"c{part[5:]}.xhtml", "Chapter")
        lines += [(part, f"{part[5:]}.xhtml"), (f"Chapter of {part}", f"c{part[5:]}.xhtml")]
    draft = read(book.contents(*lines), tmp_path)
    assert list(chapters(draft)) == ["Chapter of PART ONE", "Chapter of PART TWO"]
    assert chapters(draft)["Chapter of PART TWO"][:3] == ["PART TWO", "The sea is wide.", "Chapter"]


def test_numbers_that_go_on_across_parts_are_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for first, part in ((1, "Getting started"), (3, "Going on")):
        book.page(f"{first}.xhtml", f"<h1>{part}</h1>{prose(60)}")
        below: list[Line] = []
        for number in (first, first + 1):
            a_page(book, f"c{number}.xhtml", f"{number}. Step")
            below.append((f"{number}. Step {number}", f"c{number}.xhtml"))
        lines.append((part, f"{first}.xhtml", below))
    assert titles(book.contents(*lines), tmp_path) == [f"{number}. Step {number}" for number in (1, 2, 3, 4)]


def test_numbered_sections_are_no_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for number in (1, 2):
        sections = "".join(f'<h2 id="s{part}">{number}.{part} More</h2>{prose(40)}' for part in (1, 2))
        book.page(f"c{number}.xhtml", f"<h1>{number}. Step</h1>{sections}")
        lines.append(
            (
                f"{number}. Step",
                f"c{number}.xhtml",
                [(f"{number}.{part} More", f"c{number}.xhtml#s{part}") for part in (1, 2)],
            )
        )
    assert titles(book.contents(*lines), tmp_path) == ["1. Step", "2. Step"]


def test_in_a_manual_sections_below_some_chapters_stay_below(tmp_path: Path) -> None:
    book = EpubBuilder()
    for name in ("install", "tasks", "task1", "task2", "help"):
        a_page(book, f"{name}.xhtml", name, words=60)
    tasks: list[Line] = [("Organise", "task1.xhtml"), ("Convert", "task2.xhtml")]
    book.contents(("Install", "install.xhtml"), ("Tasks", "tasks.xhtml", tasks), ("Help", "help.xhtml"))
    assert titles(book, tmp_path) == ["Install", "Tasks", "Help"]


def test_a_table_under_the_books_own_title(tmp_path: Path) -> None:
    book = EpubBuilder().page("t.xhtml", "<h1>The Island</h1><p>By Ada Writer, London</p>")
    below: list[Line] = []
    for name in ("dawn", "noon"):
        a_page(book, f"{name}.xhtml", name)
        below.append((name.title(), f"{name}.xhtml", [("A section", f"{name}.xhtml#x")]))
    draft = read(book.contents(("The Island", "t.xhtml", below)), tmp_path)
    assert list(chapters(draft)) == ["Dawn", "Noon"]
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["The Island", "By Ada Writer, London"]}


def test_labels_without_link_are_above_the_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    for name in ("lamp", "boat", "net"):
        a_page(book, f"{name}.xhtml", name)
    book.contents(
        ("By Ada", None, [("Lamp", "lamp.xhtml"), ("Boat", "boat.xhtml")]), ("By Bo", None, [("Net", "net.xhtml")])
    )
    assert titles(book, tmp_path) == ["Lamp", "Boat", "Net"]


def test_a_label_above_scenes_is_the_act(tmp_path: Path) -> None:
    book = EpubBuilder()
    lines: list[Line] = []
    for act in ("Act I", "Act II"):
        names = [f"{act[4:]}-{scene}.xhtml" for scene in (1, 2)]
        for name in names:
            a_page(book, name, "Scene")
        lines.append((act, None, [(f"Scene {number}", name) for number, name in enumerate(names, start=1)]))
    assert titles(book.contents(*lines), tmp_path) == ["Act I", "Act II"]


def test_an_entry_listed_beside_the_chapter_it_is_in(tmp_path: Path) -> None:
    book = EpubBuilder()
    for name in ("sea", "land"):
        poems = f'<article id="{name}2" epub:type="z3998:poem"><h3>{name} again</h3>{prose(30)}</article>'
        book.page(
            f"{name}.xhtml", f'<section id="{name}" epub:type="chapter"><h2>{name}</h2>{prose(30)}{poems}</section>'
        )
    book.contents(
        ("Sea", "sea.xhtml"),
        ("Sea again", "sea.xhtml#sea2"),
        ("Land", "land.xhtml"),
        ("Land again", "land.xhtml#land2"),
    )
    assert titles(book, tmp_path) == ["Sea", "Land"]


def test_real_text_of_a_part_is_a_chapter(tmp_path: Path) -> None:
    book = EpubBuilder().page("p1.xhtml", f"<h1>Part One</h1>{prose(1200)}")
    a_page(book, "c1.xhtml", "Chapter 1")
    book.contents(("Part One", "p1.xhtml", [("Chapter 1", "c1.xhtml")]))
    assert titles(book, tmp_path) == ["Part One", "Chapter 1"]


def test_titles_may_repeat(tmp_path: Path) -> None:
    assert titles(parts_and_chapters("Book", ""), tmp_path) == ["1", "2", "3", "1", "2", "3"]
