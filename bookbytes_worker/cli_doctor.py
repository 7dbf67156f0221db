"""``bookbytes doctor``: the command line of it."""

from typing import Annotated

import typer

from bookbytes_core.errors import InvalidInput


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Look for what a crash, a restored backup or a deleted file left.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Mend what --repair finds; without it nothing is changed.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")] = False,
) -> None:
    """Show what is configured, what answers, and what to do about what does not.

    With --repair compare the database with the store instead, a line a finding: jobs and calls that nobody is at any
    more, audio that is missing or damaged, results and texts that are gone, files that nothing refers to. That changes
    nothing; --repair --yes mends it. Both may be run while workers run: files younger than an hour and jobs with a live
    lease are never touched. Nothing is paid for: lost audio is made again when its book is ordered again. Exit code 0
    when nothing is left to mend, 1 otherwise.
    """
    if yes and not repair:
        raise InvalidInput("--yes goes with --repair only.", code="invalid_options")
    if repair:
        from bookbytes_worker.cli_repair import run_repair

        raise typer.Exit(run_repair(mend=yes, as_json=json))
    from bookbytes_worker.cli_examine import run_doctor

    raise typer.Exit(run_doctor(as_json=json))
