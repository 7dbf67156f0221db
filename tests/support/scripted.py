"""Adapters that do as a script tells: fail, wait or stop the world at a chosen call."""

import asyncio
from collections.abc import Awaitable, Callable

from bookbytes_adapters.memory import EchoSummariser, MemoryStorage, ToneSpeech
from bookbytes_core.ports.llm import SummaryDraft, SummaryRequest
from bookbytes_core.ports.tts import Speech, SpeechRequest

Script = Callable[[int, str], Awaitable[None]]
"""Called before a call is answered, with its number from 1 and the text it is about."""


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


async def settled() -> None:
    """Let what a killed run left behind on the loop come to rest, as the end of its process would."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)


class ScriptedVoice(ToneSpeech):
    def __init__(self, script: Script, *, free: bool = True) -> None:
        super().__init__(free=free)
        self._script = script

    async def synthesize(self, request: SpeechRequest) -> Speech:
        speech = await super().synthesize(request)
        await self._script(len(self.requests), request.text)
        return speech


class ScriptedSummariser(EchoSummariser):
    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        draft = await super().summarise(request)
        await self._script(len(self.requests), request.title)
        return draft


class ScriptedStorage(MemoryStorage):
    """``script`` is told the number and key of every ``put``."""

    def __init__(self, script: Script) -> None:
        super().__init__()
        self.script = script
        self.puts = 0

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        self.puts += 1
        await self.script(self.puts, key)
        await super().put(key, data, content_type=content_type)
