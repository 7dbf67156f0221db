"""P8: nobody gets at what is another's. P9: hostile input does no harm. P11: secrets stay secret. P12: everything has a
limit."""

from tests.mutants.mutant import Mutant, Patch

A01 = "tests/adapters/books/test_archive.py::test_a01_bombs_are_known_by_their_directory"
A02 = "tests/adapters/books/test_archive.py::test_a02_lies_are_refused_before_reading"
A03 = "tests/adapters/books/test_archive.py::test_a03_hostile_names_are_not_there"
A04 = "tests/adapters/books/test_epub_hostile.py::test_a04_hostile_pages_are_refused"
A12 = "tests/http/test_access_table.py::test_a12_every_operation_as_everybody"
A14 = "tests/http/test_hostile_addresses.py::test_a14_no_header_and_no_method_gets_by_the_gate"
A18 = "tests/http/accounts/test_brute_force.py::test_a18_by_account_from_wherever"
A18_PEER = "tests/http/accounts/test_brute_force.py::test_a18_by_peer_whatever_it_says_it_forwards"
A19 = "tests/http/test_hostile_bodies.py::test_a19_a_body_that_is_too_large_is_refused_before_it_is_read"
A25 = "tests/http/test_hostile_headers.py::test_a25_a_session_that_was_changed_in_one_place_is_none"
A26 = "tests/system/test_followed.py::test_a26_no_secret_is_anywhere"
A27 = "tests/http/test_mistakes.py::test_it_is_told_in_the_log_alone"
Q14 = "tests/use_cases/test_interruptions.py::test_q14_users_take_turns_where_there_is_room_for_one_job"
TURNS = "tests/adapters/test_sql_contracts.py::TestSqlDue::test_users_take_turns"

MUTANTS = (
    Mutant(
        "P8",
        "anybody may stop a job",
        (Patch("bookbytes_core/use_cases/jobs/cancel.py", "if job.owner_id != owner:", "if job.owner_id is None:"),),
        (A12,),
    ),
    Mutant(
        "P8",
        "anybody may see and hear a book",
        (
            Patch(
                "bookbytes_adapters/sql/views.py",
                'audio_books.c.owner_id == sa.bindparam("owner_id"), audio_books',
                'sa.or_(audio_books.c.owner_id == sa.bindparam("owner_id"), sa.true()), audio_books',
            ),
        ),
        (A12,),
    ),
    Mutant(
        "P8",
        "a route's policy is not looked at",
        (
            Patch(
                "bookbytes_http/auth.py",
                "return _open_to_all(endpoint) if policy is Policy.PUBLIC else _protected(endpoint, policy)",
                "return _open_to_all(endpoint)",
            ),
        ),
        (A12, A14),
    ),
    Mutant(
        "P9",
        "an archive may unpack to any size",
        (Patch("bookbytes_adapters/books/archive.py", "    _check_sizes(entries)\n", ""),),
        (A01,),
    ),
    Mutant(
        "P9",
        "the parts of an archive may overlap",
        (Patch("bookbytes_adapters/books/archive.py", "    _check_places(entries, archive.start_dir)\n", ""),),
        (A02,),
    ),
    Mutant(
        "P9",
        "the parts of an archive may have any names",
        (
            Patch(
                "bookbytes_adapters/books/archive.py",
                'return not any(part in ("", ".", "..") for part in name.split("/"))',
                "return True",
            ),
        ),
        (A03,),
    ),
    Mutant(
        "P9",
        "a book may declare whatever entities it likes",
        (Patch("bookbytes_adapters/books/epub/markup.py", "if not harmless or subset", "if subset"),),
        (A04,),
    ),
    Mutant(
        "P11",
        "logs and errors are not redacted",
        (
            Patch(
                "bookbytes_adapters/redaction.py",
                '        """``text`` without what is, or looks like, a secret."""\n',
                "        return text\n",
            ),
        ),
        (A26,),
    ),
    Mutant(
        "P11",
        "an error answer says what went wrong inside",
        (
            Patch(
                "bookbytes_http/errors.py",
                """message = "Something went wrong here; the log has more under this request's id.\"""",
                "message = repr(error)",
            ),
        ),
        (A27,),
    ),
    Mutant(
        "P11",
        "nobody looks at a session's signature",
        (
            Patch(
                "bookbytes_http/sessions.py",
                'if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), '
                "self._signature(content).encode()):",
                "if not signature:",
            ),
        ),
        (A25,),
    ),
    Mutant(
        "P12",
        "one may guess passwords as often as one likes",
        (Patch("bookbytes_core/use_cases/accounts/doorkeeper.py", "if seconds > 0:", "if seconds < 0:"),),
        (A18, A18_PEER),
    ),
    Mutant(
        "P12",
        "a body may be sixteen times as large",
        (
            Patch(
                "bookbytes_http/body_limit.py",
                "request.state.largest_body = largest\n",
                "request.state.largest_body = 16 * largest\n",
            ),
        ),
        (A19,),
    ),
    Mutant(
        "P12",
        "nobody remembers whose turn it was",
        (
            Patch(
                "bookbytes_core/use_cases/upkeep/ring.py",
                "min(waiting, key=lambda each: self._served.get(each.owner_id, 0))",
                "waiting[0]",
            ),
        ),
        (Q14,),
    ),
    Mutant(
        "P12",
        "who orders most is served most",
        (
            Patch(
                "bookbytes_adapters/sql/due.py",
                "    order = (turns.c.turn, turns.c.created_at, turns.c.id)\n",
                "    order = (turns.c.created_at, turns.c.id)\n",
            ),
        ),
        (TURNS,),
    ),
)
