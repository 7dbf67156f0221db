"""The core of BookBytes: entities, use cases, ports and errors. It needs nothing but Python.

A name is loaded when it is first asked for, so that a part of the core can be used without the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookbytes_core.domain.audio_book import AudioBook, Chapter
    from bookbytes_core.domain.book_text import BookText, ChapterText, Paragraph
    from bookbytes_core.domain.edition import Edition
    from bookbytes_core.domain.isbn import Isbn
    from bookbytes_core.domain.job import Job, JobView
    from bookbytes_core.domain.order import Options, Order
    from bookbytes_core.domain.page import Page, PageRequest
    from bookbytes_core.domain.status import ChapterStatus, Status, Step
    from bookbytes_core.domain.summary import Summary, SummarySentence, Verdict
    from bookbytes_core.domain.tier import Tier
    from bookbytes_core.domain.user import SYSTEM_USER, User
    from bookbytes_core.domain.work import Work
    from bookbytes_core.errors import BookBytesError
    from bookbytes_core.use_cases.application import BookBytes

__all__ = [
    "SYSTEM_USER",
    "AudioBook",
    "BookBytes",
    "BookBytesError",
    "BookText",
    "Chapter",
    "ChapterStatus",
    "ChapterText",
    "Edition",
    "Isbn",
    "Job",
    "JobView",
    "Options",
    "Order",
    "Page",
    "PageRequest",
    "Paragraph",
    "Status",
    "Step",
    "Summary",
    "SummarySentence",
    "Tier",
    "User",
    "Verdict",
    "Work",
]

_HOMES = {
    "domain.audio_book": ("AudioBook", "Chapter"),
    "domain.book_text": ("BookText", "ChapterText", "Paragraph"),
    "domain.edition": ("Edition",),
    "domain.isbn": ("Isbn",),
    "domain.job": ("Job", "JobView"),
    "domain.order": ("Options", "Order"),
    "domain.page": ("Page", "PageRequest"),
    "domain.status": ("ChapterStatus", "Status", "Step"),
    "domain.summary": ("Summary", "SummarySentence", "Verdict"),
    "domain.tier": ("Tier",),
    "domain.user": ("SYSTEM_USER", "User"),
    "domain.work": ("Work",),
    "errors": ("BookBytesError",),
    "use_cases.application": ("BookBytes",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
