"""Voices over HTTP: the list, and what each sounds like."""

from pathlib import Path

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.conftest import KEY, speaking_to
from tests.support.asgi import running
from tests.support.fake_vendor import FakeVendor
from tests.support.sounds import heard


async def test_voices_are_listed_with_their_language(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/voices")
    items = answer.json()["items"]
    assert set(items[0]) == {"id", "provider", "language", "name"}
    assert {"espeak:de", "espeak:it"} <= {item["id"] for item in items}
    german = (await client.get("/api/v1/voices?language=de")).json()["items"]
    assert {item["language"].partition("-")[0] for item in german} == {"de"}


async def test_a_free_voice_can_be_heard_and_is_spoken_once(client: httpx.AsyncClient, settings: Settings) -> None:
    first = await client.get("/api/v1/voices/espeak:de/sample")
    assert (first.status_code, first.headers["content-type"]) == (200, "audio/mpeg")
    sound, rate = heard(first.content)
    assert 10 < sound.size / rate < 40
    (kept,) = (settings.storage_path / "samples").iterdir()
    before = kept.stat().st_mtime_ns
    again = await client.get("/api/v1/voices/espeak:de/sample")
    assert (again.content, kept.stat().st_mtime_ns) == (first.content, before)
    known = await client.get("/api/v1/voices/espeak:de/sample", headers={"If-None-Match": first.headers["ETag"]})
    assert known.status_code == 304


@pytest.mark.parametrize("voice", ["choir", "espeak:xx", "a/b", "espeak:de%20"])
async def test_an_unknown_voice_is_not_found(voice: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/api/v1/voices/{voice}/sample")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "voice_not_found")


async def test_strangers_hear_nothing(stranger: httpx.AsyncClient) -> None:
    for path in ("/api/v1/voices", "/api/v1/voices/espeak:de/sample"):
        assert (await stranger.get(path)).status_code == 401


async def test_a_voice_that_costs_money_is_not_asked_for_a_sample(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    paid = settings.model_copy(update={"tts_provider": "openai", "openai_tts_base_url": vendor.base_url})
    async with running(create_app(paid)) as app, speaking_to(app, {"X-API-Key": KEY}) as client:
        items = (await client.get("/api/v1/voices?language=en")).json()["items"]
        assert len(items) == 13
        assert items[0] == {"id": "alloy", "provider": "openai", "language": "*", "name": "Alloy"}
        answer = await client.get("/api/v1/voices/alloy/sample")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "sample_not_made")
    assert vendor.bill() == []
