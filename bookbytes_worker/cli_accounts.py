"""What ``bookbytes user`` does."""

import asyncio
import sys
from getpass import getpass

from bookbytes_adapters import build
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core import User
from bookbytes_core.domain.user import checked_email, checked_password
from bookbytes_core.errors import InvalidInput


def run_add(email: str) -> None:
    """Raises ``InvalidInput``, ``Conflict`` and ``DatabaseUnavailable``; then there is no account."""
    settings = _settings()
    email, password = checked_email(email), checked_password(_password())
    user = asyncio.run(_add(settings, email, password))
    print(f"{user.email} can sign in now (id {user.id}).")


def run_set_active(email: str, *, active: bool) -> None:
    """Raises ``NotFound`` and ``DatabaseUnavailable``."""
    user = asyncio.run(_set_active(_settings(), email, active=active))
    print(f"{user.email} {'can sign in again' if active else 'is let in no longer'}.")


async def _add(settings: Settings, email: str, password: str) -> User:
    async with build(settings) as application:
        return await application.accounts.register(email, password)


async def _set_active(settings: Settings, email: str, *, active: bool) -> User:
    async with build(settings) as application:
        return await application.accounts.set_active(email, active=active)


def _settings() -> Settings:
    settings = load_settings()
    configure_logging(settings, level=LogLevel.WARNING)
    return settings


def _password() -> str:
    """Typed twice on a terminal, else a line of standard input. It is no argument: others could see it there."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise InvalidInput("The two passwords differ: nothing was done.", code="invalid_password")
    return password
