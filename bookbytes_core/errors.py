"""Everything that can go wrong, as one tree.

    BookBytesError
    ├── InvalidInput            what was given cannot be used
    │   └── UnusableBook        a book file that cannot be read
    ├── NotFound
    │   └── ObjectNotFound      a storage key that holds nothing
    ├── Conflict                a stale write or a rule broken by two at once
    │   └── LeaseLost           another worker owns the job now: write nothing more
    ├── NotAuthenticated
    ├── NotAllowed
    ├── TooManyAttempts         too often in too short a time
    ├── Rejected                a vendor said no: asking again will not help
    │   └── Refused             the no concerns every call (key, quota, budget): the job is parked
    └── Unavailable             may work later: worth a retry
        ├── NoReply             asked, but no answer came: it may have been paid for all the same
        ├── StorageUnavailable
        │   └── StorageFull     no room left on the disk
        └── DatabaseUnavailable

``code`` is for programs and never changes; ``message`` is one sentence for people: what is wrong and what to do.
"""

from collections.abc import Mapping


class BookBytesError(Exception):
    """The root: a stable ``code``, a sentence for people, and details for programs."""

    default_code = "error"

    def __init__(self, message: str, *, code: str | None = None, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details: Mapping[str, object] = dict(details or {})


class InvalidInput(BookBytesError):
    default_code = "invalid_input"


class UnusableBook(InvalidInput):
    """A book file that cannot be used; ``code`` tells how: see ``BOOK_PROBLEMS``."""

    default_code = "book_damaged"


BOOK_PROBLEMS = {
    "unsupported_file_type": "not an EPUB, TXT, Markdown or PDF file, or a suffix that does not fit the content",
    "file_too_large": "larger than a book may be, packed or unpacked",
    "book_damaged": "truncated, malformed beyond repair, or built to do harm",
    "book_encrypted": "locked by DRM or a password",
    "book_empty": "holds no bytes or no text to speak",
    "book_too_complex": "took more processor time or memory than a book may take",
    "file_not_readable": "missing, a folder, or not permitted to be read",
}
"""The codes of ``UnusableBook`` and what each one means."""


class NotFound(BookBytesError):
    default_code = "not_found"


class ObjectNotFound(NotFound):
    default_code = "object_not_found"


class Conflict(BookBytesError):
    default_code = "conflict"


class LeaseLost(Conflict):
    default_code = "lease_lost"


class NotAuthenticated(BookBytesError):
    default_code = "not_authenticated"


class NotAllowed(BookBytesError):
    default_code = "not_allowed"


class TooManyAttempts(BookBytesError):
    """``retry_after_seconds`` is when the next one may be let through."""

    default_code = "too_many_attempts"

    def __init__(self, message: str, *, retry_after_seconds: float, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_seconds = retry_after_seconds


class Rejected(BookBytesError):
    """``input_units`` and ``output_units`` are what the vendor counts for an answer that was of no use; ``answer`` is
    that answer, or its beginning, where somebody may want to look at it."""

    default_code = "rejected"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Mapping[str, object] | None = None,
        input_units: int = 0,
        output_units: int = 0,
        answer: bytes = b"",
    ) -> None:
        super().__init__(message, code=code, details=details)
        self.input_units = input_units
        self.output_units = output_units
        self.answer = answer


class Refused(Rejected):
    default_code = "vendor_refused"


class Unavailable(BookBytesError):
    """Trouble that may pass; ``retry_after_seconds`` is the vendor's own wish, if it named one."""

    default_code = "unavailable"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Mapping[str, object] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, code=code, details=details)
        self.retry_after_seconds = retry_after_seconds


class NoReply(Unavailable):
    default_code = "no_reply"


class StorageUnavailable(Unavailable):
    default_code = "storage_unavailable"


class StorageFull(StorageUnavailable):
    default_code = "storage_full"


WRITE_CONFLICT = "write_conflict"
"""Code of a ``DatabaseUnavailable`` for a transaction that was undone so that another could go on: run again it will
succeed."""


class DatabaseUnavailable(Unavailable):
    default_code = "database_unavailable"
