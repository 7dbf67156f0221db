"""The command line: ``bookbytes``. Everything heavy is imported by the command that needs it."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbytes_core.errors import BookBytesError, InvalidInput
from bookbytes_worker.cli_doctor import doctor
from bookbytes_worker.cli_user import user
from bookbytes_worker.exits import Exit, exit_for_error

if TYPE_CHECKING:
    from bookbytes_core.domain.lexicon import Pronunciation

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

catalogue = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The library of works and editions.")
app.add_typer(catalogue, name="catalogue")

voices = typer.Typer(rich_markup_mode=None, help="List the voices there are, or hear one.")
app.add_typer(voices, name="voices")

app.add_typer(user, name="user")

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")]

Source = Annotated[str, typer.Argument(help="A book file (.epub, .txt, .md, .pdf), an ISBN, or a title.")]
Minutes = Annotated[float | None, typer.Option(help="Listening budget for the whole book.")]
Words = Annotated[int | None, typer.Option(help="Words for each chapter.")]
Language = Annotated[str | None, typer.Option(help="The book's language, where its file is wrong.")]
VoiceId = Annotated[str | None, typer.Option(help="A voice, as `bookbytes voices` lists them.")]
Numbers = Annotated[str | None, typer.Option(help="Chapters to make, as in 1,3-5.")]
AllMatter = Annotated[bool, typer.Option("--all-matter", help="Front and back matter too.")]
FromMemory = Annotated[bool, typer.Option("--from-memory", help="Allow a model's memory as source.")]


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"bookbytes {version('bookbytes')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn a book you own into a chapter-wise audio summary."""


@app.command()
def make(  # noqa: PLR0917 - one parameter an option
    source: Source,
    out: Annotated[Path | None, typer.Option(help="Folder for the result (default: the book's title).")] = None,
    minutes: Minutes = None,
    words: Words = None,
    language: Language = None,
    voice: VoiceId = None,
    max_cost: Annotated[str | None, typer.Option(metavar="USD", help="The most the run may cost.")] = None,
    chapters: Numbers = None,
    all_matter: AllMatter = False,
    from_memory: FromMemory = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Make it anew where model or prompt changed.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make, and pay, all of it again.")] = False,
    pronunciations: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="How words of this book are said: lines of `word = spoken`."),
    ] = None,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Make the audio summary of a book; run again, it resumes or finds everything done."""
    from bookbytes_core import Options
    from bookbytes_worker.cli_make import Anew, run_make

    options = Options(
        minutes=minutes,
        words_per_chapter=words,
        language=language,
        voice=voice,
        chapters=chapter_numbers(chapters),
        all_matter=all_matter,
        from_memory=from_memory,
        max_cost_usd=_money(max_cost),
        pronunciations=_pronunciations(pronunciations),
    )
    anew = Anew.FORCE if force else Anew.CHANGED if refresh else Anew.NEVER
    raise typer.Exit(run_make(source, options, out=out, as_json=json, quiet=quiet, anew=anew))


@app.command()
def estimate(  # noqa: PLR0917 - one parameter an option
    source: Source,
    minutes: Minutes = None,
    words: Words = None,
    language: Language = None,
    voice: VoiceId = None,
    chapters: Numbers = None,
    all_matter: AllMatter = False,
    from_memory: FromMemory = False,
    json: Json = False,
) -> None:
    """Say what making a book would take: words, minutes, tokens, money. Asks no vendor."""
    from bookbytes_core import Options
    from bookbytes_worker.cli_estimate import run_estimate

    options = Options(
        minutes=minutes,
        words_per_chapter=words,
        language=language,
        voice=voice,
        chapters=chapter_numbers(chapters),
        all_matter=all_matter,
        from_memory=from_memory,
    )
    run_estimate(source, options, as_json=json)


@app.command()
def chapters(
    file: Annotated[Path, typer.Argument(help="A book file: .epub, .txt, .md or .pdf.")],
    all_matter: AllMatter = False,
    json: Json = False,
) -> None:
    """Show the chapters as they would be spoken and what would be skipped; costs nothing."""
    from bookbytes_worker.cli_chapters import run_chapters

    run_chapters(file, all_matter=all_matter, as_json=json)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of a title, an author, or an ISBN.")],
    language: Annotated[str | None, typer.Option(help="Only works in this language, as in en.")] = None,
    json: Json = False,
) -> None:
    """Search the library and the catalogue for works; the edition to take is marked with *."""
    from bookbytes_worker.cli_search import run_search

    run_search(" ".join(words), language=language, as_json=json)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the HTTP API and the web page; without REDIS_URL with a worker in the same process."""
    from bookbytes_worker.cli_serve import run_serve

    run_serve(host, port)


@app.command()
def worker(
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes.")] = 1,
    queues: Annotated[list[str] | None, typer.Option(help="Queues to work on (default: all).")] = None,
    allow_unsafe: Annotated[
        bool, typer.Option("--allow-unsafe", help="Start even if Redis may throw messages away.")
    ] = False,
) -> None:
    """Work on jobs that come through Redis (REDIS_URL); start as many as you like."""
    from bookbytes_worker.cli_worker import run_worker

    raise typer.Exit(run_worker(processes, queues or [], allow_unsafe=allow_unsafe))


@app.command()
def migrate() -> None:
    """Bring the database to the newest revision; on SQLite every command does this by itself."""
    from bookbytes_worker.cli_migrate import run_migrate

    run_migrate()


@catalogue.command(name="import")
def import_catalogue(
    file: Annotated[Path, typer.Argument(help="OpenLibrary dump or JSON lines, .csv or .tsv with ISBNs; also .gz.")],
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Take a whole catalogue into the library; ended and run again, it goes on where it was.

    Of OpenLibrary's dumps import the authors first, then the works, then the editions. A table names its columns in its
    first line: isbn, isbn13 or isbn10 and title, and, if it has them, authors, year, publisher, language, pages.
    """
    from bookbytes_worker.cli_catalogue import run_import

    raise typer.Exit(run_import(file, as_json=json, quiet=quiet))


@voices.callback(invoke_without_command=True)
def list_voices(
    context: typer.Context,
    language: Annotated[str | None, typer.Option(help="Only voices that speak it, as in en.")] = None,
    json: Json = False,
) -> None:
    if context.invoked_subcommand is None:
        from bookbytes_worker.cli_voices import run_voices

        run_voices(language=language, as_json=json)


@voices.command()
def sample(
    voice: Annotated[str, typer.Argument(help="The id of a voice, as in pico:en-GB.")],
    language: Annotated[str, typer.Option(help="What to speak, for voices that speak many languages.")] = "",
    out: Annotated[Path | None, typer.Option(help="The MP3 file to write (default: the id).")] = None,
) -> None:
    """Write some sentences in a voice to a file. Of voices that cost money only what was paid for is to be had."""
    from bookbytes_worker.cli_voices import run_sample

    run_sample(voice, language=language, out=out)


app.command()(doctor)


def main() -> None:
    """Run the command line. Errors of ours are one sentence on standard error and an exit code."""
    _leave_no_core()
    try:
        app()
    except BookBytesError as error:
        print(f"bookbytes: {error.message}", file=sys.stderr)
        sys.exit(exit_for_error(error))
    except (KeyboardInterrupt, SystemExit) as end:  # Typer makes the second of the first
        if isinstance(end, SystemExit) and end.code != Exit.INTERRUPTED:
            raise
        print("bookbytes: interrupted; run the same command again to go on.", file=sys.stderr)
        sys.exit(Exit.INTERRUPTED)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        print(f"bookbytes: this machine said no:{where}: {error.strerror or error}.", file=sys.stderr)
        sys.exit(Exit.MACHINE_FAILED)


def _leave_no_core() -> None:
    """A dump of this process's memory, or of one that it starts, would hold every key it was given."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def chapter_numbers(text: str | None) -> tuple[int, ...]:
    """The numbers in "1,3-5". Raises ``InvalidInput`` (code ``invalid_options``)."""
    if text is None:
        return ()
    numbers: list[int] = []
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise InvalidInput(
                f"--chapters {text[:80]!r}: give numbers and ranges, as in 1,3-5.", code="invalid_options"
            )
        begin, end = (int(digits[:_MOST_DIGITS]) for digits in (first, last or first))
        numbers += range(begin, end + 1)[: _MOST_CHAPTERS + 1]
    if not numbers or len(numbers) > _MOST_CHAPTERS:
        raise InvalidInput(f"--chapters {text[:80]!r} names no chapter or too many.", code="invalid_options")
    return tuple(sorted(set(numbers)))


_MOST_CHAPTERS = 10_000
_MOST_DIGITS = 9
"""Of a longer number the first ones, and no book has such a chapter either."""


def _pronunciations(file: Path | None) -> "tuple[Pronunciation, ...]":
    if file is None:
        return ()
    from bookbytes_adapters import pronunciations_in

    try:
        return pronunciations_in(file)
    except OSError as error:
        raise InvalidInput(f"--pronunciations {file}: {error.strerror}.", code="invalid_options") from error


def _money(text: str | None) -> Decimal | None:
    try:
        amount = Decimal(text) if text is not None else None
    except InvalidOperation as error:
        raise InvalidInput(f"--max-cost {text!r} is no amount of US dollars.", code="invalid_options") from error
    if amount is not None and not amount.is_finite():
        raise InvalidInput(f"--max-cost {text!r} is no amount of US dollars.", code="invalid_options")
    return amount
