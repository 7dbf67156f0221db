"""Markdown to a book: its headings divide it, its marks are read and not spoken.

CommonMark 0.31 with tables, read by markdown-it-py, whose own security page tells callers to bound nesting and not to
trust HTML: nesting is bounded by its preset, and HTML is reduced to its text here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.encoding import decode
from bookbytes_adapters.books.front_matter import info_from, split_front_matter
from bookbytes_adapters.books.headings import Rank, read_heading
from bookbytes_adapters.books.sectioning import without_bare_headings
from bookbytes_adapters.books.tidy import title_from_name
from bookbytes_core.domain.book_text import Block, BlockKind, Section, SkipReason
from bookbytes_core.domain.language import UNKNOWN, guess_language

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\](?!:)")
_LINK_ADDRESS = re.compile(r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*\S.*$", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LINE_BREAKS = ("softbreak", "hardbreak")
_WORD_TOKENS = ("text", "code_inline")
_CODE_TOKENS = ("fence", "code_block")
_OPENING_TOKENS = {"blockquote_open": BlockKind.QUOTE, "list_item_open": BlockKind.LIST_ITEM}
_CLOSING_TOKENS = ("blockquote_close", "list_item_close")
_SILENT_HTML = ("script", "style", "template", "head")
_PORTION = 64 * 1024
_OPENING = 150
"""Words of running text above the first chapter that make it a chapter."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and, for a heading, its level (1 to 6); 0 for everything else."""

    block: Block
    level: int = 0


def read_markdown(data: bytes, name: str) -> Draft:
    """The book in ``data``, a Markdown file that the user calls ``name``."""
    facts, text = split_front_matter(decode(data))
    info = info_from(facts)
    pieces = list(_pieces(text))
    levels = Counter(piece.level for piece in pieces if piece.level)
    level = _chapter_level(pieces, levels)
    title = info.title or _title(pieces, level) or title_from_name(name)
    language = info.language if info.language != UNKNOWN else guess_language(piece.block.text for piece in pieces)
    return Draft(
        replace(info, title=title, language=language), without_bare_headings(list(_sections(pieces, level, title)))
    )


def _pieces(text: str) -> Iterator[Piece]:
    from markdown_it import MarkdownIt

    class Reader(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            """Any address is a link's, as none is kept; others would be read as text."""
            return True

    reader = Reader("commonmark").enable("table")
    links: dict[str, object] = {}
    reader.parse("\n\n".join(_LINK_ADDRESS.findall(text)), links)  # they may stand far from where they are used
    for portion in _portions(text):
        yield from _blocks(reader.parse(portion, links))


def _portions(text: str) -> Iterator[str]:
    """The text in portions that can be read one by one: a whole book of tokens would take a hundred times its size."""
    portion, size, fence, after_blank = list[str](), 0, "", False
    for line in text.splitlines(keepends=True):
        if mark := _FENCE.match(line):
            fence = "" if fence and line.lstrip().startswith(fence) else fence or mark[1]
        if size > _PORTION and after_blank and not fence and (line[:1] == "#" or line[:1].isalpha()):
            yield "".join(portion)
            portion, size = [], 0
        portion.append(line)
        size += len(line)
        after_blank = not line.strip()
    yield "".join(portion)


def _blocks(tokens: Iterable["Token"]) -> Iterator[Piece]:
    kinds: list[BlockKind] = []
    row: list[str] | None = None
    level = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type in _OPENING_TOKENS:
            kinds.append(_OPENING_TOKENS[token.type])
        elif token.type in _CLOSING_TOKENS:
            kinds.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield Piece(Block(", ".join(filter(None, row or [])), BlockKind.TABLE_ROW))
            row = None
        elif row is not None:
            row.append(_words(token))
        elif words := _words(token):
            yield Piece(Block(words, _kind(token, level, kinds)), level)


def _kind(token: "Token", level: int, kinds: Sequence[BlockKind]) -> BlockKind:
    if token.type in _CODE_TOKENS:
        return BlockKind.CODE
    return BlockKind.HEADING if level else kinds[-1] if kinds else BlockKind.PROSE


def _words(token: "Token") -> str:
    """The words of one token: links as their text, pictures and tags as nothing."""
    if token.type in _CODE_TOKENS:
        return token.content.strip()
    if token.type == "html_block":
        return _text_of_html(token.content)
    words, silent = list[str](), ""
    for child in token.children or ():
        if child.type == "html_inline":
            silent = _silent_after(child.content, silent)
            words.append(" " if _LINE_BREAK.match(child.content) else "")
        elif child.type in _LINE_BREAKS:
            words.append(" ")
        elif child.type in _WORD_TOKENS and not silent:
            words.append(child.content)
    return " ".join(_NOTE_MARK.sub("", "".join(words)).split())


def _silent_after(tag: str, silent: str) -> str:
    """The element whose content is not to be read, after ``tag``; empty if there is none."""
    name = tag.strip("</> ").split(maxsplit=1)[0].lower() if tag.strip("</> ") else ""
    if silent:
        return "" if tag.startswith("</") and name == silent else silent
    return name if name in _SILENT_HTML and not tag.startswith("</") else ""


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT_HTML

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT_HTML))
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _text_of_html(html: str) -> str:
    reader = _TextOnly()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.words).split())


def _chapter_level(pieces: Sequence[Piece], levels: Counter[int]) -> int:
    """One heading at the top is the book's title and the next level its chapters, and so it is below parts; 0 where
    nothing divides the book."""
    present = sorted(levels)
    if not present:
        return 0
    top = present[0]
    if len(present) > 1 and (levels[top] == 1 or _are_parts(pieces, top)):
        return present[1]
    return top


def _are_parts(pieces: Sequence[Piece], top: int) -> bool:
    """Whether most headings of level ``top`` call themselves a part or a book."""
    headings = [read_heading(piece.block.text) for piece in pieces if piece.level == top]
    return 2 * sum(1 for heading in headings if heading and heading.rank is Rank.PART) > len(headings)


def _title(pieces: Sequence[Piece], level: int) -> str:
    """The one heading above the chapters, if it stands first; or the only heading there is."""
    above = [piece for piece in pieces if piece.level and (piece.level < level or level == 0)]
    if len(above) == 1:
        return above[0].block.text
    chapters = [piece for piece in pieces if piece.level and piece.level == level]
    return chapters[0].block.text if len(chapters) == 1 and pieces[0] is chapters[0] else ""


def _sections(pieces: Iterable[Piece], level: int, book_title: str) -> Iterator[Section]:
    """Chapters at headings of ``level``; a heading above it (a part's, the title) belongs to the next chapter."""
    notes: list[Block] = []
    above: list[Block] = []
    drafts = [Section(book_title, (), SkipReason.FRONT_MATTER if level else None)]
    blocks: list[list[Block]] = [[]]
    for piece in pieces:
        if _NOTE.match(piece.block.text):
            notes.append(piece.block)
            continue
        above.append(piece.block)
        if piece.level == level and level:
            drafts.append(Section(piece.block.text, (), _skip(piece.block.text)))
            blocks.append([])
        if piece.level >= level or not piece.level:
            blocks[-1] += above
            above = []
    blocks[-1] += above
    told = sum(len(block.text.split()) for block in blocks[0] if block.kind is not BlockKind.HEADING)
    if told >= _OPENING:
        drafts[0] = replace(drafts[0], skip=None)
    for draft, content in zip(drafts, blocks, strict=True):
        yield replace(draft, blocks=tuple(content))
    yield Section("Notes", tuple(notes), SkipReason.NOTES)


def _skip(heading: str) -> SkipReason | None:
    known = read_heading(heading)
    return known.skip if known and known.named else None
