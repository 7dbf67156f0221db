"""The part of the container that summarises and speaks: vendors on the network and engines on this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from bookbytes_adapters.audio.hearing import heard
from bookbytes_adapters.llm.extractive import ExtractiveSummariser
from bookbytes_adapters.llm.openai import OpenAiSummariser
from bookbytes_adapters.openai.server import OpenAiServer, open_connections
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.tts.gtts import GttsSpeech, google_connections
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_adapters.tts.openai import OpenAiSpeech

if TYPE_CHECKING:
    from httpx2 import AsyncClient


def _openai_summariser(connections: "AsyncClient", settings: Settings) -> OpenAiSummariser:
    key, connecting = settings.openai_api_key.get_secret_value(), settings.http_timeout_seconds
    server = OpenAiServer(connections, settings.openai_base_url, key, settings.llm_timeout_seconds, connecting)
    return OpenAiSummariser(server, settings.llm_model, settings.llm_context_tokens)


def _openai_speech(connections: "AsyncClient", settings: Settings) -> OpenAiSpeech:
    key, connecting = settings.openai_api_key.get_secret_value(), settings.http_timeout_seconds
    server = OpenAiServer(connections, settings.speech_address, key, settings.tts_timeout_seconds, connecting)
    how = settings.tts_instructions
    return OpenAiSpeech(server, heard, settings.tts_model, settings.tts_voice, instructions=how)


class VendorContainer(containers.DeclarativeContainer):
    """A new vendor is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)

    openai_connections = providers.Singleton(open_connections)
    tariffs = providers.Singleton(lambda settings: settings.tariffs, settings)
    caps = settings.provided.caps
    gtts_connections = providers.Singleton(google_connections, settings.provided.http_timeout_seconds)
    extractor = providers.Singleton(ExtractiveSummariser)
    summariser = providers.Selector(
        settings.provided.llm_provider,
        extractive=extractor,
        openai=providers.Singleton(_openai_summariser, openai_connections, settings),
    )
    voice = providers.Selector(
        settings.provided.tts_provider,
        local=providers.Singleton(LocalSpeech, settings.provided.tts_voice),
        openai=providers.Singleton(_openai_speech, openai_connections, settings),
        gtts=providers.Singleton(
            GttsSpeech,
            gtts_connections,
            providers.Object(heard),
            settings.provided.tts_voice,
            address=settings.provided.gtts_base_url,
            seconds=settings.provided.tts_timeout_seconds,
        ),
    )


@asynccontextmanager
async def opened_vendors(container: VendorContainer) -> AsyncIterator[None]:
    """Connections are made when they are needed, and closed at the end of the block."""
    settings = container.settings()
    try:
        yield
    finally:
        if "openai" in (settings.llm_provider, settings.tts_provider):
            await container.openai_connections().aclose()
        if settings.tts_provider == "gtts":
            await container.gtts_connections().aclose()
