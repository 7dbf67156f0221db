"""``bookbytes migrate``."""

import asyncio
import sys

from bookbytes_adapters import migrate
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, load_settings


def run_migrate() -> None:
    """Raises ``DatabaseUnavailable``; then the database is as it was."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.WARNING)
    asyncio.run(migrate(settings))
    print(f"The database is at the newest revision: {settings.database_shown}", file=sys.stderr)
