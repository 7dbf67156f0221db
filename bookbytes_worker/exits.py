"""Exit codes of the command line."""

from enum import IntEnum

from bookbytes_core.domain.audio_book import Failure
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import (
    BookBytesError,
    DatabaseUnavailable,
    InvalidInput,
    NotFound,
    Rejected,
    StorageUnavailable,
    Unavailable,
    UnusableBook,
)


class Exit(IntEnum):
    DONE = 0
    DONE_IN_PART = 1
    WRONG_USAGE = 2
    UNUSABLE_SOURCE = 3
    VENDOR_FAILED = 4
    MACHINE_FAILED = 5
    INTERRUPTED = 130


_SOURCE_CODES = {"source_text_required", "book_not_known", "catalogue_file_unusable"}
_USAGE_CODES = {"budget_too_small", "unknown_chapter", "unknown_voice", "unsupported_language", "no_voice_installed"}
_NAMED_CODES = {"voice_not_found", "sample_not_made", "email_taken", "user_not_found"}
_MACHINE_CODES = {"storage_full", "storage_unavailable", "database_unavailable"}


def exit_for_error(error: BookBytesError) -> Exit:
    """What a command that ended with ``error`` exits with."""
    if error.code in _NAMED_CODES:
        return Exit.WRONG_USAGE
    if isinstance(error, UnusableBook | NotFound) or error.code in _SOURCE_CODES:
        return Exit.UNUSABLE_SOURCE
    if isinstance(error, InvalidInput):
        return Exit.WRONG_USAGE
    if isinstance(error, StorageUnavailable | DatabaseUnavailable):
        return Exit.MACHINE_FAILED
    return Exit.VENDOR_FAILED if isinstance(error, Rejected | Unavailable) else Exit.DONE_IN_PART


def exit_for_status(status: Status, error: Failure | None) -> Exit:
    """What a run that left its audio book in ``status`` exits with."""
    if status is Status.COMPLETED:
        return Exit.DONE
    code = error.code if error else ""
    if code in _MACHINE_CODES:
        return Exit.MACHINE_FAILED
    if code in _USAGE_CODES:
        return Exit.WRONG_USAGE
    if code in _SOURCE_CODES:
        return Exit.UNUSABLE_SOURCE
    return Exit.VENDOR_FAILED if status is Status.FAILED else Exit.DONE_IN_PART
