"""Which lines of a nested table of contents are the chapters: the parts above them and the sections below are not.

What decides, in this order: the markup of the place, the words of the titles ("Part One", "Chapter 3", "Act I"), how
the lines are numbered, and last the shape of the table: a level whose lines hold no text of their own, only further
lines, is a level of parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bookbytes_adapters.books.epub.named import Named
from bookbytes_adapters.books.epub.node import Node
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.title_page import is_book_title, is_title_page
from bookbytes_adapters.books.epub.units import is_bare_number, leading_numbers, unit_of_title
from bookbytes_adapters.books.epub.vocabulary import is_frame, is_introduction, matter_of, whole_matter_of
from bookbytes_core.domain.book_text import BookInfo, SkipReason

_A_LINE = 30
"""Words: what a part may say before its first chapter and still be a mere heading."""
_A_PART = 12_000
"""Words: what a part of a novel in numbered chapters has on average, and a story in numbered sections has not."""
_A_MOTTO = 150
"""Words: what may stand on the page of a part, or before the named beginning of the book, and be no chapter."""


@dataclass(slots=True)
class Choice:
    """The lines of the table by what they head."""

    chapters: list[Node] = field(default_factory=list)
    parts: list[Node] = field(default_factory=list)
    matter: list[tuple[Node, SkipReason]] = field(default_factory=list)


def choose(roots: Sequence[Node], named: Named, info: BookInfo) -> Choice:
    """Sorts ``roots`` and what is below them into chapters, parts above chapters, and matter of the book.

    ``named`` holds what guide and landmarks name; ``info`` tells the book's title and authors.
    """
    choice = Choice()
    level = _live(roots, choice, named, info)
    alone = True
    while level:
        alone = alone and len(level) == 1
        parts = _parts(level, info, alone=alone)
        choice.parts += parts
        above = set(parts)
        following: list[Node] = []
        for node in level:
            if node in above:
                following += _live(node.children, choice, named, info)
            elif _is_about_the_book(node, level, parts):
                choice.matter.append((node, SkipReason.FRONT_MATTER))
            else:
                choice.chapters.append(node)
        level = following
    return choice


def _live(nodes: Sequence[Node], choice: Choice, named: Named, info: BookInfo) -> list[Node]:
    """Those of ``nodes`` that hold text of the book itself; the others are noted in ``choice``."""
    live: list[Node] = []
    inside_chapters = any(node.unit is Unit.CHAPTER for node in nodes)
    for node in nodes:
        if node.unit is Unit.SECTION and inside_chapters:
            continue  # listed beside the chapter it is in
        reason = _matter(node, named)
        if reason is not None:
            choice.matter.append((node, reason))
        elif node.words > 0:
            live.append(node)
        else:
            choice.parts.append(node)
    while len(live) > 1 and not live[0].children and is_title_page(live[0].title, live[0].words, info):
        choice.matter.append((live.pop(0), SkipReason.FRONT_MATTER))
    return live


def _matter(node: Node, named: Named) -> SkipReason | None:
    """Why ``node`` is no chapter; what the markup calls the body or a part of the book is asked no further."""
    if node.in_body or node.unit is Unit.PART:
        return None
    if node.unit is Unit.CHAPTER:
        return whole_matter_of(node.title)
    if node.place is not None and not node.children and node.level is None:
        if node.place in named.matter:
            return named.matter[node.place]
        if node.place < named.begin and node.words <= _A_MOTTO:
            return SkipReason.FRONT_MATTER
    return matter_of(node.title)


def _parts(level: Sequence[Node], info: BookInfo, *, alone: bool) -> list[Node]:
    """The lines of ``level`` that stand above the chapters."""
    open_questions = []
    parts = []
    beside_chapters = any(node.level is Unit.CHAPTER or is_bare_number(node.title) for node in level)
    for node in level:
        verdict = _verdict(node, info)
        if verdict is Unit.PART or (beside_chapters and _only_heads_a_part(node)):
            parts.append(node)
        elif verdict is None:
            open_questions.append(node)
    if open_questions and (alone or _counts_on(open_questions) or _is_structure(level, open_questions)):
        parts += open_questions
    return parts


def _verdict(node: Node, info: BookInfo) -> Unit | None:
    """Whether ``node`` is a part or a chapter, as far as it can be told without looking at its neighbours."""
    children = [child for child in node.children if child.words > 0]
    if not children:
        return Unit.CHAPTER
    if node.place is None:
        return Unit.PART
    unit = None if children[0].place == node.place else node.unit  # the markup there means the chapter, not the part
    named = unit or unit_of_title(node.title)
    if named is Unit.CHAPTER or unit is Unit.SECTION or _heads_sections(node, children):
        return Unit.CHAPTER
    if unit is Unit.PART:
        return Unit.PART
    return _by_children(children) or (Unit.PART if named is Unit.PART or is_book_title(node.title, info) else None)


def _only_heads_a_part(node: Node) -> bool:
    """A part that a flat table lists among its chapters: its page holds a motto, if anything."""
    return not node.children and node.level is Unit.PART and node.words <= _A_MOTTO


def _by_children(children: Sequence[Node]) -> Unit | None:
    levels = [child.level for child in children]
    if 2 * levels.count(Unit.CHAPTER) >= len(levels):
        return Unit.PART
    return Unit.CHAPTER if 2 * levels.count(Unit.SECTION) >= len(levels) else None


def _heads_sections(node: Node, children: Sequence[Node]) -> bool:
    """Act I above Scene 1 and Scene 2, whatever the markup calls them; 1 above 1.1 and 1.2."""
    if 2 * sum(unit_of_title(child.title) is Unit.SECTION for child in children) > len(children):
        return True
    own = leading_numbers(node.title)
    below = [numbers for child in children if (numbers := leading_numbers(child.title))]
    return bool(own and below) and all(numbers[:-1] == own for numbers in below)


def _counts_on(nodes: Sequence[Node]) -> bool:
    """Whether the numbers below go on from one of ``nodes`` to the next, as those of chapters do across parts."""
    expected = 1
    for node in nodes:
        numbers = [found[0] for child in node.children if len(found := leading_numbers(child.title)) == 1]
        if not numbers or numbers != list(range(expected, expected + len(numbers))):
            return False
        expected += len(numbers)
    return len(nodes) > 1


def _is_structure(level: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Whether ``nodes`` only head what is below them, and nothing but a prologue or the like stands beside them."""
    if any(not node.children and not is_frame(node.title) for node in level):
        return False
    numbered = all(is_bare_number(child.title) for node in nodes for child in node.children)
    if numbered and sum(node.words for node in nodes) < _A_PART * len(nodes):
        return False  # stories in numbered sections
    mere_headings = sum(node.own_words <= _A_LINE for node in nodes)
    return mere_headings >= 0.8 * len(nodes)


def _is_about_the_book(node: Node, level: Sequence[Node], parts: Sequence[Node]) -> bool:
    """An introduction beside parts that the table alone makes parts is about the book, not its first chapter."""
    if not parts or node.children or node.unit is not None or not is_introduction(node.title):
        return False
    return level.index(node) < level.index(parts[0]) and not any(part.level is Unit.PART for part in parts)
