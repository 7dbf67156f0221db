"""A process of many readers who search a catalogue for the same words.

    python -m tests.support.catalogue_crowd CATALOGUE_URL DATABASE_URL CACHE_REDIS_URL READERS SECONDS

It says "ready", waits for a line, searches with READERS at once, again and again for SECONDS (0: once), and prints how
many answers they got and how many failed. CACHE_REDIS_URL may be empty.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bookbytes_adapters.cache_container import CacheContainer, opened_cache
from bookbytes_adapters.metadata.cached import CachedMetadata
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.metadata import WorkQuery
from tests.architecture.walls import ROOT
from tests.support.counted_catalogue import RemoteCatalogue

QUERY = WorkQuery(title="Hot")
_PAUSE_SECONDS = 0.05


async def search(catalogue: str, database: str, redis: str, readers: int, seconds: float) -> tuple[int, int]:
    settings = Settings(data_dir=Path(tempfile.gettempdir()), database_url=database, cache_redis_url=redis)
    engine = make_engine(database)
    caching = CacheContainer(settings=settings, engine=engine)
    metadata = CachedMetadata(RemoteCatalogue(catalogue), caching.cache(), caching.locks())
    answers, failures = 0, 0
    until = time.monotonic() + seconds

    async def read() -> None:
        nonlocal answers, failures
        while True:
            try:
                await metadata.search(QUERY)
                answers += 1
            except BookBytesError:
                failures += 1
            if time.monotonic() >= until:
                return
            await asyncio.sleep(_PAUSE_SECONDS)

    async with opened_cache(caching):
        await asyncio.gather(*(read() for _ in range(readers)))
        await metadata.close()
    await engine.dispose()
    return answers, failures


def crowds(
    number: int, *where: str, readers: int, seconds: float = 0.0, meanwhile: Callable[[], None] = lambda: None
) -> list[tuple[int, int]]:
    """The answers and failures of so many such processes, which start at once."""
    program = [sys.executable, "-m", __name__, *where, str(readers), str(seconds)]
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(program, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(number)
    ]
    for crowd in started:
        assert crowd.stdout is not None
        assert crowd.stdout.readline() == "ready\n", crowd.communicate()[1]
    for crowd in started:
        assert crowd.stdin is not None
        crowd.stdin.write("go\n")
        crowd.stdin.flush()
    meanwhile()
    said = [crowd.communicate(timeout=60) for crowd in started]
    assert [crowd.returncode for crowd in started] == [0] * number, "".join(errors[-2000:] for _, errors in said)
    return [(int(answers), int(failures)) for answers, failures in (printed.split() for printed, _ in said)]


def main(catalogue: str, database: str, redis: str, readers: str, seconds: str) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    answers, failures = asyncio.run(search(catalogue, database, redis, int(readers), float(seconds)))
    sys.stdout.write(f"{answers} {failures}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
