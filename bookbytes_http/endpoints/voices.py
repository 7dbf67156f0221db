"""Voices: which there are, and what each sounds like."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import BookBytes
from bookbytes_core.use_cases.audio_books.sample_voice import speaking
from bookbytes_http.conditions import not_modified
from bookbytes_http.parameters import language
from bookbytes_http.schemas import answers


async def list_voices(request: Request) -> Response:
    """GET /voices: those of the configured provider, with ``language`` only those that speak it."""
    application: BookBytes = request.state.application
    voices = await asyncio.to_thread(application.voice.voices)
    found = speaking(voices, language(request))
    return JSONResponse({"items": [answers.voice(each) for each in found]})


async def get_sample(request: Request) -> Response:
    """GET /voices/{id}/sample: MP3. It costs nothing, so it may be missing."""
    application: BookBytes = request.state.application
    voice_id, wanted = request.path_params["voice_id"], language(request) or ""
    sample = await application.sample_voice(voice_id, language=wanted)
    headers = {"ETag": f'"{sample.key.rpartition("/")[2][:32]}"', "Cache-Control": "private, max-age=3600"}
    if not_modified(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(sample.mp3, headers=headers, media_type="audio/mpeg")
