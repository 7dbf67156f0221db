"""What is configured, what answers, and what to do about what does not."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bookbytes_adapters.container import Container, check_broker, newest_revision, prepare
from bookbytes_adapters.opening import opened_storage
from bookbytes_adapters.settings import PROJECT_CONTACT, Settings
from bookbytes_adapters.vendor_container import opened_vendors
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.user import SYSTEM_USER
from bookbytes_core.errors import BookBytesError, Conflict, StorageFull

_PROBE = "probe/doctor"
_STORAGE_REMEDY = {
    "local": "Set LOCAL_STORAGE_PATH or DATA_DIR to a writable folder.",
    "s3": "Set S3_BUCKET, S3_ENDPOINT_URL and the AWS_ credentials to those of a store that answers.",
}
_LLM_REMEDY = {
    "openai": "Set OPENAI_BASE_URL and OPENAI_API_KEY to a server that answers, or LLM_PROVIDER to extractive.",
}
_TTS_REMEDY = {
    "openai": "Set OPENAI_TTS_BASE_URL and OPENAI_API_KEY to a server that answers, or TTS_PROVIDER to another voice.",
    "gtts": "Check the network and GTTS_BASE_URL, or set TTS_PROVIDER to another voice.",
    "local": "Install one: pip install 'bookbytes[espeak]'.",
}
"""By provider."""
_REMEDIES = {
    "database_encoding": "Run in psql: CREATE DATABASE bookbytes ENCODING 'UTF8' TEMPLATE template0.",
    "evicting_broker": "Run: redis-cli config set maxmemory-policy noeviction",
    "database_outdated": "Run: bookbytes migrate",
    "database_newer": "Install the newest version of BookBytes, or set DATABASE_URL to another database.",
}
"""By the error's code; they go before the remedy of the part."""
_CATALOGUE_REMEDY = (
    "Check the network, a proxy (HTTPS_PROXY) and OPENLIBRARY_BASE_URL. Books you have as files can be made without it."
)
_CATALOGUE_SECONDS = 10.0
_DISK_REMEDY = "Free some space, or set DATA_DIR (and LOCAL_STORAGE_PATH) to a larger disk."
LEAST_FREE_BYTES = 500_000_000
"""A long book takes some hundred million while it is made."""
_CLOCK_REMEDY = "Set this machine's clock, and let it follow a time server."
_MOST_SKEW = 60.0
"""Seconds between two clocks. Tokens and signed addresses are good for minutes at least."""


@dataclass(frozen=True, slots=True)
class Check:
    """``remedy`` is a sentence, or empty where nothing is wrong."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""


async def examine(settings: Settings, *, least_free_bytes: int = LEAST_FREE_BYTES) -> tuple[Check, ...]:
    """One check a part, in the order in which a run needs them; none of them leaves anything behind."""
    container, times = Container(settings=settings), list[datetime]()
    try:
        return (
            await _check("database", lambda: _database(settings, container), "Set DATABASE_URL or DATA_DIR."),
            await _check("storage", lambda: _storage(settings, container), _STORAGE_REMEDY[settings.storage_backend]),
            await _check("queue", lambda: _queue(settings), "Start that server, or unset REDIS_URL to work without."),
            await _check("cache", lambda: _cache(settings, container), "Start that server, or unset CACHE_REDIS_URL."),
            *await _vendors(settings, container),
            await _check("catalogue", lambda: _catalogue(settings, container, times), _CATALOGUE_REMEDY),
            await _check("m4b", lambda: _m4b(container), "Run: pip install --force-reinstall 'bookbytes[m4b]'"),
            await _check("disk", lambda: _disk(settings, least_free_bytes), _DISK_REMEDY),
            await _check("clock", lambda: _clock(container, times), _CLOCK_REMEDY),
        )
    finally:
        await container.catalogues.openlibrary_client().close()
        await container.engine().dispose()


async def _check(name: str, look: Callable[[], Awaitable[str]], remedy: str) -> Check:
    try:
        return Check(name, True, await look())
    except BookBytesError as error:
        return Check(name, False, error.message, _REMEDIES.get(error.code, remedy))
    except TimeoutError:
        return Check(name, False, "no answer in time", remedy)
    except OSError as error:
        return Check(name, False, f"{error.strerror}: {error.filename}", remedy)


async def _database(settings: Settings, container: Container) -> str:
    await prepare(settings)
    page = await container.books().page(SYSTEM_USER, PageRequest(page_size=1))
    return f"{settings.database_shown} answers at revision {newest_revision()} ({page.total} audio books)"


async def _storage(settings: Settings, container: Container) -> str:
    async with opened_storage(container):
        storage = container.storage()
        await storage.put(_PROBE, b"probe", content_type="text/plain")
        await storage.get(_PROBE)
        await storage.delete(_PROBE)
    place = f"bucket {settings.s3_bucket}" if settings.storage_backend == "s3" else settings.storage_path
    return f"{place} can be written"


async def _queue(settings: Settings) -> str:
    if not settings.redis_url:
        return "no Redis configured: serve and make do the work themselves"
    await asyncio.to_thread(check_broker, settings)
    return "Redis answers and keeps every message"


async def _cache(settings: Settings, container: Container) -> str:
    if not settings.cache_redis_url:
        return "no Redis for the cache: each process uses its memory, and the database"
    server = container.caching.server()
    try:
        await server.ping()
    finally:
        await server.close()
    return "Redis answers; what it forgets the database has"


async def _vendors(settings: Settings, container: Container) -> tuple[Check, Check]:
    llm, tts = _LLM_REMEDY.get(settings.llm_provider, ""), _TTS_REMEDY[settings.tts_provider]
    async with opened_vendors(container.vending()):
        return (
            await _check("summaries", lambda: _summaries(container), llm),
            await _check("voice", lambda: _voice(container), tts),
        )


async def _summaries(container: Container) -> str:
    provider, server = container.summariser().provider, container.vending.summariser_server()
    finding = f"{provider.name} ({provider.model})"
    if server is None:
        return finding
    await server.greet()
    return f"{finding}: {server.address} answers"


async def _voice(container: Container) -> str:
    voice, server = container.voice(), container.vending.voice_server()
    speaker = voice.provider("", "en")
    finding = f"{speaker.name}: {speaker.model} for English, {len(voice.voices())} voices in all"
    if server is None:
        return finding
    await server.greet()
    return f"{finding}; its server answers"


async def _catalogue(settings: Settings, container: Container, times: list[datetime]) -> str:
    who = "nobody: please set CONTACT" if settings.contact == PROJECT_CONTACT else settings.contact
    async with asyncio.timeout(_CATALOGUE_SECONDS):
        told = await container.catalogues.openlibrary().greet()
    times += [told] if told else []
    return f"OpenLibrary at {settings.openlibrary_base_url} answers and is told to reach {who}"


async def _m4b(container: Container) -> str:
    if container.encoder().can_bind:
        return "MP3 and M4B files can be made; no ffmpeg is needed"
    return "MP3 files can be made, without ffmpeg; for M4B files too: pip install 'bookbytes[m4b]'"


async def _disk(settings: Settings, needed: int) -> str:
    folders = {settings.data_dir} | ({settings.storage_path} if settings.storage_backend == "local" else set())
    free = {folder: await asyncio.to_thread(_free_bytes, folder) for folder in sorted(folders)}
    folder, least = min(free.items(), key=lambda item: item[1])
    if least < needed:
        raise StorageFull(f"only {least / 1e6:.0f} MB are free in {folder}, a long book needs {needed / 1e6:.0f}")
    return f"{least / 1e9:.1f} GB are free in {folder}"


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(next(each for each in (folder, *folder.parents) if each.exists())).free


async def _clock(container: Container, told: Sequence[datetime]) -> str:
    """Against a database server's, and the catalogue's, as far as they answer: that they do not is told elsewhere."""
    others = {"OpenLibrary": told[0]} if told else {}
    with suppress(BookBytesError, OSError):
        if container.engine().dialect.name != "sqlite":
            others["the database"] = await container.operating.database_time()
    skews = {name: (datetime.now(UTC) - time).total_seconds() for name, time in others.items()}
    for name, skew in skews.items():
        if abs(skew) > _MOST_SKEW:
            raise Conflict(
                f"this machine's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} that of {name}"
            )
    return f"agrees with {' and '.join(skews)}" if skews else "there is no other clock to compare it with"
