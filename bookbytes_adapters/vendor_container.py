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


def _openai_server(connections: "AsyncClient", settings: Settings, address: str, seconds: float) -> OpenAiServer:
    key = settings.openai_api_key.get_secret_value()
    return OpenAiServer(connections, address, key, seconds, settings.http_timeout_seconds)


def _openai_summariser(server: OpenAiServer, settings: Settings) -> OpenAiSummariser:
    return OpenAiSummariser(server, settings.llm_model, settings.llm_context_tokens)


def _openai_speech(server: OpenAiServer, settings: Settings) -> OpenAiSpeech:
    how = settings.tts_instructions
    return OpenAiSpeech(server, heard, settings.tts_model, settings.tts_voice, instructions=how)


class VendorContainer(containers.DeclarativeContainer):
    """A new vendor is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)

    nobody: providers.Provider[None] = providers.Object(None)
    openai_connections = providers.Singleton(open_connections)
    llm_server = providers.Singleton(
        _openai_server,
        openai_connections,
        settings,
        settings.provided.openai_base_url,
        settings.provided.llm_timeout_seconds,
    )
    speech_server = providers.Singleton(
        _openai_server,
        openai_connections,
        settings,
        settings.provided.speech_address,
        settings.provided.tts_timeout_seconds,
    )
    tariffs = providers.Singleton(lambda settings: settings.tariffs, settings)
    caps = settings.provided.caps
    gtts_connections = providers.Singleton(google_connections, settings.provided.http_timeout_seconds)
    extractor = providers.Singleton(ExtractiveSummariser)
    summariser = providers.Selector(
        settings.provided.llm_provider,
        extractive=extractor,
        openai=providers.Singleton(_openai_summariser, llm_server, settings),
    )
    google = providers.Singleton(
        GttsSpeech,
        gtts_connections,
        providers.Object(heard),
        settings.provided.tts_voice,
        address=settings.provided.gtts_base_url,
        seconds=settings.provided.tts_timeout_seconds,
    )
    voice = providers.Selector(
        settings.provided.tts_provider,
        local=providers.Singleton(LocalSpeech, settings.provided.tts_voice),
        openai=providers.Singleton(_openai_speech, speech_server, settings),
        gtts=google,
    )
    summariser_server = providers.Selector(settings.provided.llm_provider, extractive=nobody, openai=llm_server)
    voice_server = providers.Selector(settings.provided.tts_provider, local=nobody, openai=speech_server, gtts=google)
    """Who can be greeted (``greet``) to see whether anybody is there; None for an engine on this machine."""


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
