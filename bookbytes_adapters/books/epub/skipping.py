"""What the text itself shows to be no part of the book, where the markup is silent: lists of links, footnotes under a
heading, the licence around a Project Gutenberg text."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace

from bookbytes_adapters.books.epub.page import Page, PageBlock
from bookbytes_adapters.books.epub.vocabulary import heads_notes, matter_of
from bookbytes_core.domain.book_text import SkipReason

_A_LINK = 0.7
"""Part of a block's characters that must be a link for the block to be a line of contents."""
_A_LIST = 5
_MOSTLY = 0.6
_LARGELY = 0.3
_A_TITLE = 600
_A_WELCOME = 1500
"""Characters beside a page's list of links that still make it a page of contents; the second for the first page."""
_NOTES_BY_NAME = re.compile(r"(?:foot|end)?notes?|fn", re.IGNORECASE)
_START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG|^\*+START\*+THE SMALL PRINT", re.IGNORECASE)
_END = re.compile(
    r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|^(?:the )?end of (?:the )?project gutenberg", re.IGNORECASE
)


def mark_skipped(pages: Sequence[Page]) -> None:
    """Gives the blocks of ``pages`` that are no text of the book their reasons."""
    first = True
    for page in pages:
        _mark_footnotes(page.blocks)
        _mark_notes_at_end(page)
        _mark_link_lists(page.blocks)
        if first and any(block.skip is None for block in page.blocks):
            _mark_rest_of_contents(page.blocks, _A_WELCOME, _LARGELY)
            first = False
        _mark_rest_of_contents(page.blocks, _A_TITLE, _MOSTLY)
    _mark_licence(pages)


def _mark_footnotes(blocks: list[PageBlock]) -> None:
    """A heading "Footnotes" and what follows, up to the next heading of its rank."""
    rank = 0
    for place, block in enumerate(blocks):
        if block.is_heading and block.skip is None:
            if heads_notes(block.text):
                rank = block.level
            elif block.level <= rank:
                rank = 0
        if rank and block.skip is None:
            blocks[place] = replace(block, skip=SkipReason.NOTES)


def _mark_notes_at_end(page: Page) -> None:
    """Paragraphs that begin with a mark leading back to the text, at the end of a page or on a page of their own."""
    live = [place for place, block in enumerate(page.blocks) if block.skip is None]
    marked = [at for at, place in enumerate(live) if page.blocks[place].marked]
    for number, at in enumerate(marked):
        if len(marked) - number >= _MOSTLY * (len(live) - at):
            if at > len(live) // 2 or _NOTES_BY_NAME.search(posixpath.basename(page.path)):
                for place in live[at:]:
                    page.blocks[place] = replace(page.blocks[place], skip=SkipReason.NOTES)
            return


def _mark_link_lists(blocks: list[PageBlock]) -> None:
    """Runs of lines that are links, with the headings among them and a heading "Contents" above."""
    place = 0
    while place < len(blocks):
        end = place
        while end < len(blocks) and _is_line_of_contents(blocks[end]):
            end += 1
        if sum(block.link_share >= _A_LINK for block in blocks[place:end]) >= _A_LIST:
            start = place
            while start and blocks[start - 1].is_heading and matter_of(blocks[start - 1].text) is SkipReason.CONTENTS:
                start -= 1
            for line in range(start, end):
                if blocks[line].skip is None:
                    blocks[line] = replace(blocks[line], skip=SkipReason.CONTENTS)
        place = max(end, place + 1)


def _is_line_of_contents(block: PageBlock) -> bool:
    return block.skip is None and (block.link_share >= _A_LINK or block.is_heading)


def _mark_rest_of_contents(blocks: list[PageBlock], most: int, share: float) -> None:
    """What little stands on a page of contents besides the list, at ``most`` so many characters where the list is at
    least that ``share`` of the page: the book's title, a date, a word of welcome."""
    lines = [block for block in blocks if block.skip is SkipReason.CONTENTS and block.link_share >= _A_LINK]
    listed = sum(len(block.text) for block in lines)
    rest = sum(len(block.text) for block in blocks if block.skip is None)
    if rest and len(lines) >= _A_LIST and rest <= most and listed >= share * (listed + rest):
        for place, block in enumerate(blocks):
            if block.skip is None:
                blocks[place] = replace(block, skip=SkipReason.FRONT_MATTER)


def _mark_licence(pages: Sequence[Page]) -> None:
    """All before the line "START OF THE PROJECT GUTENBERG EBOOK" and all from the line "END OF …" on."""
    places = [(page, number) for page in pages for number in range(len(page.blocks))]
    half = len(places) // 2
    starts = [at for at, (page, number) in enumerate(places[:half]) if _START.search(page.blocks[number].text)]
    ends = [at for at, (page, number) in enumerate(places) if at >= half and _END.search(page.blocks[number].text)]
    around = places[: starts[-1] + 1] if starts else []
    licence = places[ends[0] :] if ends else []
    for reason, part in ((SkipReason.FRONT_MATTER, around), (SkipReason.BACK_MATTER, licence)):
        for page, number in part:
            if page.blocks[number].skip is None:
                page.blocks[number] = replace(page.blocks[number], skip=reason)
