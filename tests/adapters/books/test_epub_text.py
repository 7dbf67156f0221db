"""What the EPUB reader takes for text: blocks, white space, marks, verse, tables, ruby, pictures of letters."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import Block, BlockKind
from tests.support.epub_builder import EpubBuilder, read, skipped


def blocks_of(body: str, folder: Path) -> list[Block]:
    """The blocks of a book of one chapter with ``body`` in it, heading left out."""
    book = EpubBuilder().page("one.xhtml", f"<h1>One</h1>{body}").contents(("One", "one.xhtml"))
    sections = read(book, folder).sections
    return [block for section in sections if section.skip is None for block in section.blocks][1:]


def texts_of(body: str, folder: Path) -> list[str]:
    return [block.text for block in blocks_of(body, folder)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>  two\n  words </p>", "two words"),
        ("<p>hard&#160;space and thin&#8201;space</p>", "hard space and thin space"),
        ("<p>hy&#173;phen zero&#8203;width no&#8288;break</p>", "hyphen zerowidth nobreak"),
        ("<p>one<br/>two</p>", "one two"),
        ("<p><b>bo</b>ld <i>it</i>alic</p>", "bold italic"),
        ("<p>caf&eacute; &mdash; &hellip; &amp; &lt;b&gt;</p>", "café — … & <b>"),
        ("<p><span>Kobo</span><span> joins</span><span>.</span></p>", "Kobo joins."),
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby></p>", "漢字"),
        ("<p>東京の\n  夜</p>", "東京の夜"),
        ("<p>كتاب&#8204;ها</p>", "كتاب\u200cها"),
        ("<p>H<sub>2</sub>O, 1<sup>st</sup></p>", "H2O, 1st"),
        ('<p><img src="t.png" alt="T"/>here was</p>', "There was"),
        ('<p>before <img src="map.png" alt="A map of the island"/> after</p>', "before after"),
        ("<p>code <script>alert(1)</script>is<style>p{}</style> gone</p>", "code is gone"),
        ("<p><m:math><m:mi>x</m:mi><m:mo>=</m:mo><m:mn>2</m:mn></m:math></p>", "x=2"),
        ("<div>anonymous text</div>", "anonymous text"),
    ],
)
def test_text_of_a_block(body: str, text: str, tmp_path: Path) -> None:
    assert texts_of(body, tmp_path) == [text]


@pytest.mark.parametrize(
    "mark",
    [
        '<a epub:type="noteref" href="#n1">1</a>',
        '<a role="doc-noteref" href="#n1">1</a>',
        '<sup><a href="notes.xhtml#n1">12</a></sup>',
        '<a href="notes.xhtml#n1"><sup>*</sup></a>',
        '<a href="#footnote-1">[1]</a>',
        '<sup>[<a class="footnote" href="#ftn.1">2</a>]</sup>',
        '<a class="footnote-reference brackets" href="#id2">3</a>',
        '[<a class="fnref" href="#fn1">4</a>]',
        '<span epub:type="pagebreak" title="7">7</span>',
        '<span role="doc-pagebreak">viii</span>',
        '<span class="pagenum">[Pg 12]</span>',
        '<a class="headerlink" href="#here">¶</a>',
    ],
)
def test_marks_are_not_text(mark: str, tmp_path: Path) -> None:
    assert texts_of(f"<p>The sea{mark} was calm.</p>", tmp_path) == ["The sea was calm."]


def test_brackets_that_never_held_a_mark_stay(tmp_path: Path) -> None:
    body = '<p>Call main() and read [] first<sup><a href="#n1">1</a></sup>.</p>'
    assert texts_of(body, tmp_path) == ["Call main() and read [] first."]


def test_a_link_in_the_text_stays(tmp_path: Path) -> None:
    assert texts_of('<p>See <a href="#c4">chapter 4</a> of <a href="two.xhtml#x">this book</a>.</p>', tmp_path) == [
        "See chapter 4 of this book."
    ]


def test_every_block_has_its_kind(tmp_path: Path) -> None:
    blocks = blocks_of(
        "<p>prose</p><blockquote><p>quote</p></blockquote><ul><li>item</li><li><p>item with p</p></li></ul>"
        "<dl><dt>term</dt><dd>meaning</dd></dl><pre>a  =\n 1</pre><figure><figcaption>caption</figcaption></figure>"
        '<table><caption>of a table</caption><tr><td>one</td><td>two</td></tr></table><h2 id="s">Section</h2>'
        '<div class="poem"><p>line one<br/>line two</p></div>',
        tmp_path,
    )
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.PROSE, "prose"),
        (BlockKind.QUOTE, "quote"),
        (BlockKind.LIST_ITEM, "item"),
        (BlockKind.LIST_ITEM, "item with p"),
        (BlockKind.LIST_ITEM, "term"),
        (BlockKind.LIST_ITEM, "meaning"),
        (BlockKind.CODE, "a = 1"),
        (BlockKind.CAPTION, "caption"),
        (BlockKind.CAPTION, "of a table"),
        (BlockKind.TABLE_ROW, "one two"),
        (BlockKind.HEADING, "Section"),
        (BlockKind.VERSE, "line one line two"),
    ]


def test_a_stanza_of_separate_lines_is_one_block(tmp_path: Path) -> None:
    last = '<div class="verse">the sea.<span class="linenum">2</span></div>'
    stanza = f'<div class="stanza"><div class="verse">The sea,</div>{last}</div>'
    assert blocks_of(f'<div class="poetry">{stanza}{stanza}</div>', tmp_path) == [
        Block("The sea, the sea.", BlockKind.VERSE),
        Block("The sea, the sea.", BlockKind.VERSE),
    ]


def test_a_play_in_a_table_names_its_speakers(tmp_path: Path) -> None:
    row = '<tr><td epub:type="z3998:persona">Ada</td><td>Who is there?</td></tr>'
    direction = "<tr><td></td><td>She rises.</td></tr>"
    assert texts_of(f"<table><tbody>{row}{direction}</tbody></table>", tmp_path) == ["Ada: Who is there?", "She rises."]


def test_a_table_that_lays_out_a_page_is_no_row(tmp_path: Path) -> None:
    cells = "<td>margin</td><td><p>First.</p><p>Second.</p></td>"
    assert texts_of(f"<table><tr>{cells}</tr></table>", tmp_path) == ["margin", "First.", "Second."]


def test_a_heading_group_is_headings(tmp_path: Path) -> None:
    body = '<hgroup><h2>II</h2><p epub:type="title">The Storm</p></hgroup><p>Wind.</p>'
    assert [block.kind for block in blocks_of(body, tmp_path)] == [
        BlockKind.HEADING,
        BlockKind.HEADING,
        BlockKind.PROSE,
    ]


def test_text_between_blocks_is_not_lost(tmp_path: Path) -> None:
    assert texts_of("loose <div>inner</div> tail <ul><li>item<ul><li>nested</li></ul>rest</li></ul>", tmp_path) == [
        "loose",
        "inner",
        "tail",
        "item",
        "nested",
        "rest",
    ]


def test_a_switch_shows_what_every_reader_can(tmp_path: Path) -> None:
    body = (
        '<epub:switch><epub:case required-namespace="urn:x"><p>chemistry</p></epub:case>'
        "<epub:default><p>words</p></epub:default></epub:switch>"
    )
    assert texts_of(body, tmp_path) == ["words"]


def test_tags_that_were_never_closed_lose_no_text(tmp_path: Path) -> None:
    broken = b"<html><body><h1>One</h1><p>First<br><p>Second &nbsp; & <b>bold<i>both</b></i><p>Third<hr>Fourth"
    book = EpubBuilder().page("one.xhtml", broken).contents(("One", "one.xhtml"))
    (section,) = [section for section in read(book, tmp_path).sections if section.skip is None]
    assert [block.text for block in section.blocks] == ["One", "First", "Second & boldboth", "Third", "Fourth"]


def test_a_prefix_that_was_never_declared_still_means_what_it_says(tmp_path: Path) -> None:
    note = '<aside epub:type="footnote"><p>Note.</p></aside>'
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>One</h1><p>Text.</p>{note}</body></html>'.encode()
    book = EpubBuilder().page("one.xhtml", page).contents(("One", "one.xhtml"))
    assert list(skipped(read(book, tmp_path)).values()) == [["Note."]]


def test_stray_signs_do_not_spoil_a_page(tmp_path: Path) -> None:
    page = b"x<html><body><h1>One</h1><p>Fir\0st &#1; and\x02 <<last</p></body></html>"
    book = EpubBuilder().page("one.xhtml", page).contents(("One", "one.xhtml"))
    (section,) = [section for section in read(book, tmp_path).sections if section.skip is None]
    assert "First" in section.blocks[-1].text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", "utf-8"), ("utf-8-sig", "utf-8"), ("iso-8859-1", "iso-8859-1"), ("cp1252", "utf-8")],
)
def test_encodings_and_what_lies_about_them(encoding: str, declared: str, tmp_path: Path) -> None:
    page = f'<?xml version="1.0" encoding="{declared}"?><html><body><h1>One</h1><p>Über den Fluß</p></body></html>'
    book = EpubBuilder().page("one.xhtml", page.encode(encoding)).contents(("One", "one.xhtml"))
    (section,) = [section for section in read(book, tmp_path).sections if section.skip is None]
    assert section.blocks[1].text == "Über den Fluß"
