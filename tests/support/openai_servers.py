"""The adapters of OpenAI's protocol, connected to a fake vendor on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bookbytes_adapters.audio.hearing import heard
from bookbytes_adapters.llm.openai import OpenAiSummariser
from bookbytes_adapters.openai.server import OpenAiServer, open_connections
from bookbytes_adapters.tts.openai import OpenAiSpeech

KEY = "sk-canary-0123456789"


@asynccontextmanager
async def a_server(address: str, *, seconds: float = 10.0) -> AsyncIterator[OpenAiServer]:
    connections = open_connections()
    yield OpenAiServer(connections, address, KEY, seconds, 2.0)
    await connections.aclose()


def a_summariser(server: OpenAiServer, model: str = "gpt-4o-mini", *, context: int = 32_000) -> OpenAiSummariser:
    return OpenAiSummariser(server, model, context)


def a_voice(
    server: OpenAiServer, model: str = "gpt-4o-mini-tts", voice: str = "", instructions: str = ""
) -> OpenAiSpeech:
    return OpenAiSpeech(server, heard, model, voice, instructions=instructions)
