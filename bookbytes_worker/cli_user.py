"""``bookbytes user``: its commands. What they do is imported when one is called."""

from typing import Annotated

import typer

user = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The accounts of AUTH_MODE=jwt.")

Email = Annotated[str, typer.Argument(help="The e-mail address to sign in with.")]


@user.command()
def add(email: Email) -> None:
    """Open an account. The password is asked for, or read as one line from standard input."""
    from bookbytes_worker.cli_accounts import run_add

    run_add(email)


@user.command()
def disable(email: Email) -> None:
    """Let nobody in with an account from now on, whatever tokens there are; all that is its stays."""
    from bookbytes_worker.cli_accounts import run_set_active

    run_set_active(email, active=False)


@user.command()
def enable(email: Email) -> None:
    """Undo that."""
    from bookbytes_worker.cli_accounts import run_set_active

    run_set_active(email, active=True)
