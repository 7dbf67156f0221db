"""What is said where a book's text is needed and is not here: which book it is, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.catalogue import ListedWork

_MOST_NAMED = 3
_PROTECTED_YEARS = 95
"""Works published before are free in the United States (17 U.S.C. § 304), where the large collections of free texts
are; elsewhere it is mostly sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingText:
    """``brought`` is an edition of the same work whose text the user has; ``alike`` are works that the same title may
    have meant; ``from_memory`` is whether it was asked for, ``can_recall`` whether a model is set up for it."""

    work: Work
    edition: Edition | None
    brought: Edition | None = None
    alike: Sequence[ListedWork] = ()
    from_memory: bool = False
    can_recall: bool = False

    def error(self, now: datetime) -> InvalidInput:
        """``InvalidInput`` with the code ``source_text_required``: the message is for people, ``helps`` among the
        details for programs."""
        helps = {"import_file": "import the book's own file (.epub, .txt, .md or .pdf) to have it summarised."}
        if self.brought:
            helps["process_other_edition"] = "Or take the other edition of it, whose text is here."
        if self.from_memory and not self.can_recall:
            helps["set_up_language_model"] = (
                "Nothing here remembers books: for from_memory set up a language model (OPENAI_API_KEY, or "
                "OPENAI_BASE_URL of a server of that protocol)."
            )
        elif self.can_recall and not self.from_memory:
            helps["from_memory"] = (
                "Or allow from_memory (--from-memory): a language model tells what it remembers, and it is labelled."
            )
        if self._is_free(now):
            helps["public_domain_text"] = (
                f"First published in {self.work.first_publish_year}, it may be had free of charge, as from Project "
                "Gutenberg or Standard Ebooks."
            )
        message = f"{self._found()}, but not its text: {' '.join(helps.values())}"
        return InvalidInput(message, code="source_text_required", details=self._details(list(helps)))

    def _found(self) -> str:
        year = f", {self.edition.publish_year}" if self.edition and self.edition.publish_year else ""
        others = "; ".join(named(work.title, work.authors) for work in self.alike[:_MOST_NAMED])
        return f"{named(self.work.title, self.work.authors)}{year} was found{f' (as were {others})' if others else ''}"

    def _is_free(self, now: datetime) -> bool:
        year = self.work.first_publish_year
        return year is not None and now.year - year > _PROTECTED_YEARS

    def _details(self, helps: list[str]) -> dict[str, object]:
        isbn = self.edition.isbn if self.edition else None
        details: dict[str, object] = {
            "work_id": str(self.work.id),
            "edition_id": str(self.edition.id) if self.edition else None,
            "isbn": str(isbn) if isbn else None,
            "title": self.work.title,
            "authors": list(self.work.authors),
            "helps": helps,
            "others": [{"work_id": str(work.id), "title": work.title} for work in self.alike],
        }
        if self.brought:
            details["other_edition_id"] = str(self.brought.id)
        return details


def named(title: str, authors: Sequence[str]) -> str:
    """A work in a sentence."""
    return f"“{title}”" + (f" by {', '.join(authors)}" if authors else "")
