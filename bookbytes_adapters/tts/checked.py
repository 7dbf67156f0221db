"""What a voice on the network sent, believed only when it can be its text."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bookbytes_core.domain.cost import Usage
from bookbytes_core.domain.speech_audit import SoundFacts, check_sound
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.tts import Speech

Heard = Callable[[bytes], tuple[Speech, SoundFacts]]
"""Recognises and measures audio; blocks meanwhile. Raises ``Rejected`` (code ``bad_audio``) for what is none."""

_MOST_KEPT = 1 << 20
"""Bytes of an answer of no use that are handed on for a look at them."""


async def checked(audio: bytes, text: str, heard: Heard) -> Speech:
    """``audio`` as the speech of ``text``, with its usage: characters, and milliseconds of sound.

    Raises ``Rejected`` (code ``bad_audio``) with the usage as far as it is known, and with what came.
    """
    facts = SoundFacts(0.0)
    try:
        speech, facts = await asyncio.to_thread(heard, audio)
        await asyncio.to_thread(check_sound, text, facts)
    except Rejected as error:
        usage = _usage(text, facts)
        raise Rejected(
            error.message,
            code=error.code,
            input_units=usage.input_units,
            output_units=usage.output_units,
            answer=audio[:_MOST_KEPT],
        ) from error
    return replace(speech, usage=_usage(text, facts))


def _usage(text: str, facts: SoundFacts) -> Usage:
    return Usage(input_units=len(text), output_units=round(facts.seconds * 1000))
