"""P4: what is told is so. P10: what is down is told, and gone when it is up again."""

from tests.mutants.mutant import Mutant, Patch, row

K11 = row("test_store", "test_k11_what_is_half_written_is_never_seen_and_swept", "servers")
B06 = row("test_database", "test_b06_a_locked_database_is_told_and_recovers")
V07 = row("test_bad_audio", "test_v07_truncated_speech_is_made_again_once")
V11 = row("test_vendors", "test_v11_eleven_chapters_play_and_the_twelfth_is_one_call")
Q04 = row("test_doorbell", "test_q04_an_order_is_taken_without_redis", "servers")
B01 = row("test_database", "test_b01_a_database_that_restarts_loses_nothing", "servers")

MUTANTS = (
    Mutant(
        "P4",
        "a book counts as completed whatever became of its chapters",
        (Patch("bookbytes_core/domain/audio_book.py", "    if not failed:\n", "    if failed or not failed:\n"),),
        (V11,),
    ),
    Mutant(
        "P4",
        "what a vendor sends is believed unheard",
        (
            Patch(
                "bookbytes_adapters/tts/checked.py",
                "        await asyncio.to_thread(check_sound, text, facts)\n",
                "",
            ),
        ),
        (V07,),
    ),
    Mutant(
        "P4",
        "what is being written can be seen",
        (
            Patch(
                "bookbytes_adapters/storage/files.py",
                "os.open(name, _WRITE, 0o666, dir_fd=waiting)",
                "os.open(parts[-1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666, dir_fd=folder)",
            ),
        ),
        (K11,),
    ),
    Mutant(
        "P10",
        "an order fails with the queue",
        (
            Patch(
                "bookbytes_http/endpoints/books.py",
                '    except Unavailable as error:\n        logger.warning("{}", error.message)\n',
                "    finally:\n        pass\n",
            ),
        ),
        (Q04,),
    ),
    Mutant(
        "P10",
        "a dependency that is down is an error of ours",
        (Patch("bookbytes_http/errors.py", "    (Unavailable, 503),\n", ""),),
        (B06,),
    ),
    Mutant(
        "P10",
        "a job ends with the database's first trouble",
        (
            Patch(
                "bookbytes_core/use_cases/audio_books/generate.py",
                """        except DatabaseUnavailable:
            with suppress(DatabaseUnavailable):
                await self.leases.end(lease, Status.PENDING)
            raise
""",
                "",
            ),
        ),
        (B01,),
    ),
)
