"""PDFs for tests, built in code: pages of positioned lines in a standard font, and an outline.

book = PdfBuilder(title="The Island")
book.page("The Harbour", "The boats leave early.")
book.bookmark("The Harbour", page=0)
path = book.write(tmp_path / "island.pdf")

Object and operator names are those of ISO 32000-1.
"""

from dataclasses import dataclass, field
from pathlib import Path

HEIGHT, WIDTH, MARGIN, TOP = 600, 400, 50, 510
SIZE, PITCH = 10, 12


@dataclass(frozen=True)
class Text:
    """A line in its place: points from the page's lower left corner, size of its font in points."""

    text: str
    x: float
    y: float
    size: float = SIZE


@dataclass
class PdfBuilder:
    """Collects pages and bookmarks; ``data`` puts them together."""

    title: str = ""
    author: str = ""
    encrypted: bool = False
    _pages: list[list[Text]] = field(default_factory=list)
    _bookmarks: list[tuple[str, int, float | None, int]] = field(default_factory=list)

    def page(self, *lines: str | Text, head: str = "", foot: str = "") -> "PdfBuilder":
        """A page with ``lines`` from its top down; an empty one leaves a gap."""
        texts = [Text(head, MARGIN, HEIGHT - 20)] if head else []
        y = TOP
        for line in lines:
            if isinstance(line, Text):
                texts.append(line)
                continue
            if line:
                texts.append(Text(line, MARGIN, y))
            y -= PITCH
        self._pages.append([*texts, *([Text(foot, WIDTH / 2, 20)] if foot else [])])
        return self

    def bookmark(self, title: str, *, page: int, y: float | None = None, level: int = 0) -> "PdfBuilder":
        self._bookmarks.append((title, page, y, level))
        return self

    def data(self) -> bytes:
        objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>", "", ""]
        objects[2] = f"<< /Title {_string(self.title)} /Author {_string(self.author)} >>"
        outlines_at = len(objects)
        objects += [""] * (1 + len(self._bookmarks))
        font = len(objects) + 1
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
        pages = []
        for texts in self._pages:
            content = "BT " + " ".join(_show(text) for text in texts) + " ET"
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
                f"/Resources << /Font << /F {font} 0 R >> >> >>"
            )
            pages.append(len(objects))
        kids = " ".join(f"{page} 0 R" for page in pages)
        objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
        objects[outlines_at : outlines_at + 1 + len(self._bookmarks)] = self._outline(outlines_at + 1, pages)
        return self._file(objects)

    def write(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path

    def _outline(self, root: int, pages: list[int]) -> list[str]:
        """The outline's root and its items, linked as a tree; item ``i`` is object ``root + 1 + i``."""
        levels = [-1, *(level for *_, level in self._bookmarks)]
        parents = [max((j for j in range(i) if levels[j] < levels[i]), default=0) for i in range(len(levels))]
        made = []
        for i in range(len(levels)):
            children = [j for j in range(1, len(levels)) if parents[j] == i]
            links = [f"/First {root + children[0]} 0 R /Last {root + children[-1]} 0 R"] if children else []
            if i:
                title, page, y, _ = self._bookmarks[i - 1]
                siblings = [j for j in range(1, len(levels)) if parents[j] == parents[i]]
                links += [f"/Prev {root + j} 0 R" for j in siblings if j < i][-1:]
                links += [f"/Next {root + j} 0 R" for j in siblings if j > i][:1]
                view = "/Fit" if y is None else f"/XYZ 0 {y} 0"
                links.append(
                    f"/Title {_string(title)} /Parent {root + parents[i]} 0 R /Dest [{pages[page]} 0 R {view}]"
                )
            made.append(f"<< {' '.join(links)} >>")
        return made

    def _file(self, objects: list[str]) -> bytes:
        out, places = bytearray(b"%PDF-1.4\n"), []
        for number, text in enumerate(objects, start=1):
            places.append(len(out))
            out += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        lock = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{'00' * 32}> /U <{'11' * 32}> >>"
        trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {lock if self.encrypted else ''} >>"
        end = (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF"
        )
        return bytes(out) + end.encode()


def _show(text: Text) -> str:
    return f"/F {text.size} Tf 1 0 0 1 {text.x} {text.y} Tm {_string(text.text)} Tj"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"
