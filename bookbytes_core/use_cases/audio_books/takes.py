"""Speak a text, and once more if what came was no good."""

from dataclasses import replace

from bookbytes_core.domain.job import Claim
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.tts import Speech, SpeechRequest
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.vendors import Vendors

BAD_AUDIO = "bad_audio"


async def spoken(vendors: Vendors, request: SpeechRequest, *, claim: Claim, tally: Tally) -> Speech:
    """The speech of ``request``. Bad audio is made again, once, as a call of its own: vendors' models stumble. An
    engine on this machine would only say the same again.

    Raises ``Rejected`` (code ``bad_audio``) when the second take is no better, and what a call raises.
    """
    try:
        return await vendors.speak(request, claim=claim, tally=tally)
    except Rejected as no:
        if no.code != BAD_AUDIO or vendors.speaker(request.voice, request.language).free:
            raise
    return await vendors.speak(replace(request, take=request.take + 1), claim=claim, tally=tally)
