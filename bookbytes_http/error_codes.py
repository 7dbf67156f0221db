"""The codes of error answers: what each means, and the status that it comes with. Codes are never renamed."""

from bookbytes_core.errors import BOOK_PROBLEMS

CODES: dict[str, tuple[int, str]] = {
    "invalid_body": (400, "the body is no JSON, or no form, that can be read"),
    "bad_request": (400, "the request cannot be taken as it is; the message says why"),
    "invalid_http": (400, "the request is no HTTP that can be read; the connection is closed"),
    "not_authenticated": (401, "no key, token or session, or not a valid one"),
    "invalid_credentials": (401, "no account has this address and this password"),
    "no_accounts": (403, "this installation has no accounts: it knows one key"),
    "not_allowed": (403, "the caller is known and may not do this"),
    "not_found": (404, "there is nothing under this address"),
    "work_not_found": (404, "no such work"),
    "edition_not_found": (404, "no such edition"),
    "isbn_not_found": (404, "neither the library nor the catalogue has an edition with this ISBN"),
    "cover_not_found": (404, "the work has no cover, or the catalogue gives none out"),
    "book_not_found": (404, "no such audio book of yours"),
    "chapter_not_found": (404, "no such chapter of yours"),
    "job_not_found": (404, "no such job of yours"),
    "voice_not_found": (404, "no such voice"),
    "sample_not_made": (404, "the voice costs money and nobody has had it measured yet"),
    "object_not_found": (404, "what was to be read is not in the store any more"),
    "method_not_allowed": (405, "the address exists, the method does not; `Allow` names those that do"),
    "request_too_slow": (408, "the head or the body did not come in time; the connection is closed"),
    "audio_not_ready": (409, "the chapter has no sound yet"),
    "email_taken": (409, "there is an account with this address"),
    "conflict": (409, "somebody else changed the same thing at the same moment: look again"),
    "idempotency_key_in_use": (409, "the first request with this Idempotency-Key is still being answered"),
    "job_finished": (409, "the job has ended already"),
    "job_not_paused": (409, "the job is not paused"),
    "nothing_failed": (409, "no chapter of this book failed"),
    "reference_missing": (409, "what the request refers to was removed just now"),
    "stale": (409, "somebody else changed the same thing at the same moment: look again"),
    "audio_damaged": (410, "the chapter's sound was damaged in the store; the same order makes it anew"),
    "audio_missing": (410, "the chapter's sound is gone from the store; the same order makes it anew"),
    "body_too_large": (413, "the body is larger than any this API takes"),
    "file_too_large": (413, BOOK_PROBLEMS["file_too_large"]),
    "unsupported_file_type": (415, BOOK_PROBLEMS["unsupported_file_type"]),
    "unsupported_media_type": (415, "a body of this media type is not taken here"),
    "range_not_satisfiable": (416, "the sound has no such bytes; `Content-Range` says how many there are"),
    "book_damaged": (422, BOOK_PROBLEMS["book_damaged"]),
    "book_encrypted": (422, BOOK_PROBLEMS["book_encrypted"]),
    "book_empty": (422, BOOK_PROBLEMS["book_empty"]),
    "book_too_complex": (422, BOOK_PROBLEMS["book_too_complex"]),
    "budget_too_small": (422, "`minutes` is too little for so many chapters"),
    "file_missing": (422, "the form has no `file`"),
    "idempotency_key_reused": (422, "this Idempotency-Key came with another request before"),
    "invalid_email": (422, "not an e-mail address"),
    "invalid_password": (422, "too short, too long, or characters that cannot be typed again"),
    "invalid_idempotency_key": (422, "an Idempotency-Key has 1 to 255 printable ASCII characters"),
    "invalid_isbn": (422, "not an ISBN: wrong length, characters or check digit"),
    "invalid_language": (422, "not a language tag, such as `en` or `pt-BR`"),
    "invalid_options": (422, "an option is out of range, or two exclude each other"),
    "invalid_page": (422, "`page`, `page_size` or `after` is no place in this list"),
    "invalid_request": (
        422,
        "the body has a field that is missing, unknown or of the wrong kind; the message names it",
    ),
    "invalid_search": (422, "nothing to search for, or not text"),
    "invalid_status": (422, "`status` is none of the words for it"),
    "invalid_value": (422, "a value cannot be stored: too large, or a NUL character"),
    "price_unknown": (422, "a cap is set and nobody knows what the model costs"),
    "source_text_required": (409, "the book is known, its text is not; `details.helps` says what would do"),
    "unknown_chapter": (422, "the book has no chapter with this number"),
    "unknown_parameter": (422, "the address has no such query parameter"),
    "unknown_voice": (422, "no such voice; `details.choices` names those there are"),
    "unsupported_language": (422, "the voice does not speak this language"),
    "use_after": (422, "a page so deep is reached by `after` alone"),
    "too_many_attempts": (429, "too many attempts to sign in; `Retry-After` says when to come back"),
    "headers_too_large": (431, "the head of the request is longer than 16 KiB; the connection is closed"),
    "internal_error": (500, "a fault of this program; its log has more under the `request_id`"),
    "vendor_said_no": (502, "an outside server refused this request"),
    "vendor_refused": (502, "an outside server refuses every request of this installation"),
    "quota": (502, "what an outside server gives this installation is used up"),
    "catalogue_unavailable": (503, "the library has nothing and the catalogue cannot be asked just now"),
    "database_unavailable": (503, "the database does not answer"),
    "storage_unavailable": (503, "the store of texts and sound does not answer"),
    "too_many_connections": (503, "all connections are at work; this one is closed"),
    "unavailable": (503, "an outside server does not answer just now"),
    "no_reply": (503, "an outside server was asked and did not answer"),
    "voice_failed": (503, "the voice's engine did not answer"),
    "storage_full": (507, "no room is left on the disk"),
}
"""Every code an answer under /api/v1 may carry, by status."""


def table() -> str:
    """The codes as a table in Markdown, as it stands in docs/errors.md."""
    rows = [f"| {status} | `{code}` | {meaning} |" for code, (status, meaning) in sorted(CODES.items(), key=_by_status)]
    return "\n".join(["| status | code | means |", "|---|---|---|", *rows]) + "\n"


def _by_status(entry: tuple[str, tuple[int, str]]) -> tuple[int, str]:
    code, (status, _) = entry
    return status, code
