"""One small book of three chapters in each format that can be read, with a part that is not spoken."""

from pathlib import Path

from tests.support.epub_builder import EpubBuilder
from tests.support.pdf_builder import PdfBuilder, Text

CHAPTERS = {
    "The Harbour": (
        "The harbour lies on the north side of the island. Every morning the boats leave before the sun is up.",
        "The oldest boat belongs to Maria Santos, and she has mended it with her own hands eleven times.",
    ),
    "The Lighthouse": (
        "The lighthouse was lit for the first time in the year of the great storm, when the harbour was still small.",
        "When the lamp was made electric, the keeper stayed. He said that a light needs somebody to look at it.",
    ),
    "The School": (
        "The school has two rooms and nineteen pupils. In winter they bring wood for the stove to the teacher.",
        "In summer the lessons move to the beach, and the children are the better for it than in the rooms.",
    ),
}
TITLE, AUTHOR = "The Island Book", "Ada Writer"


def plain_text() -> str:
    listed = "\n".join(f"{title} ........ {page}" for page, title in enumerate(CHAPTERS, start=7))
    body = "\n\n\n".join(f"{title}\n\n" + "\n\n".join(text) for title, text in CHAPTERS.items())
    return f"{TITLE}\n\nby {AUTHOR}\n\n\nCONTENTS\n\n{listed}\n\n\n{body}\n"


def markdown() -> str:
    chapters = "\n\n".join(f"## {title}\n\n" + "\n\n".join(text) for title, text in CHAPTERS.items())
    listed = "\n".join(f"- [{title}](#{number})" for number, title in enumerate(CHAPTERS))
    return f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\n---\n\n# {TITLE}\n\n## Contents\n\n{listed}\n\n{chapters}\n"


def epub() -> EpubBuilder:
    book = EpubBuilder(title=TITLE, creators=(AUTHOR,))
    for number, (title, text) in enumerate(CHAPTERS.items()):
        book.page(f"{number}.xhtml", f"<h1>{title}</h1>" + "".join(f"<p>{each}</p>" for each in text))
    return book.contents(*((title, f"{number}.xhtml") for number, title in enumerate(CHAPTERS)), in_spine=True)


def pdf() -> PdfBuilder:
    book = PdfBuilder(title=TITLE, author=AUTHOR)
    for page, (title, text) in enumerate(CHAPTERS.items()):
        half = [each.rpartition(" ")[0::2] for each in text]
        lines = [line for pair in half for line in (*pair, "")]
        book.page(Text(title, 50, 500, 18), *[""] * 9, *lines, head=TITLE, foot=str(page + 1))
        book.bookmark(title, page=page, y=520)
    return book


def write_all(folder: Path) -> list[Path]:
    """The book as EPUB, TXT, Markdown and PDF."""
    (folder / "island.txt").write_text(plain_text(), encoding="utf-8")
    (folder / "island.md").write_text(markdown(), encoding="utf-8")
    epub().write(folder / "island.epub")
    pdf().write(folder / "island.pdf")
    return sorted(folder.glob("island.*"))
