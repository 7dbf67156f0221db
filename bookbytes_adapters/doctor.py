"""What is configured, what answers, and what to do about what does not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bookbytes_adapters.container import Container, check_broker, newest_revision, prepare
from bookbytes_adapters.opening import opened_storage
from bookbytes_adapters.settings import PROJECT_CONTACT, Settings
from bookbytes_adapters.vendor_container import opened_vendors
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.user import SYSTEM_USER
from bookbytes_core.errors import BookBytesError

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
    "database_outdated": "Run: bookbytes migrate",
    "database_newer": "Install the newest version of BookBytes, or set DATABASE_URL to another database.",
}
"""By the error's code; they go before the remedy of the part."""


@dataclass(frozen=True, slots=True)
class Check:
    """``remedy`` is a sentence, or empty where nothing is wrong."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""


async def examine(settings: Settings) -> tuple[Check, ...]:
    """One check a part, in the order in which a run needs them; none of them leaves anything behind."""
    container = Container(settings=settings)
    try:
        return (
            await _check("database", lambda: _database(settings, container), "Set DATABASE_URL or DATA_DIR."),
            await _check("storage", lambda: _storage(settings, container), _STORAGE_REMEDY[settings.storage_backend]),
            await _check("queue", lambda: _queue(settings), "Start that server, or unset REDIS_URL to work without."),
            await _check("cache", lambda: _cache(settings, container), "Start that server, or unset CACHE_REDIS_URL."),
            *await _vendors(settings, container),
            await _check("catalogue", lambda: _catalogue(settings), ""),
            await _check("m4b", lambda: _m4b(container), ""),
        )
    finally:
        await container.engine().dispose()


async def _check(name: str, look: Callable[[], Awaitable[str]], remedy: str) -> Check:
    try:
        return Check(name, True, await look())
    except BookBytesError as error:
        return Check(name, False, error.message, _REMEDIES.get(error.code, remedy))
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


async def _catalogue(settings: Settings) -> str:
    who = "nobody: please set CONTACT" if settings.contact == PROJECT_CONTACT else settings.contact
    return f"OpenLibrary at {settings.openlibrary_base_url}, which is told to reach {who}"


async def _m4b(container: Container) -> str:
    if container.encoder().can_bind:
        return "M4B files can be made"
    return "not installed, MP3s work without: pip install 'bookbytes[m4b]'"
