"""POST /jobs/{id}/resume: a job that a cap has stopped goes on with a higher one."""

from pathlib import Path
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from tests.support.documented import Documented
from tests.support.fake_vendor import FakeVendor
from tests.support.paid_books import a_long_book, a_price_file


@pytest.fixture
def settings(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> Settings:
    vendors = {
        "llm_provider": "openai",
        "tts_provider": "openai",
        "tts_model": "tts-1",
        "openai_base_url": vendor.base_url,
        "llm_prices_file": a_price_file(tmp_path),
    }
    return settings.model_copy(update=vendors)


async def test_v12_a_job_over_its_cap_goes_on_with_a_higher_one(
    client: httpx.AsyncClient, settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    file = a_long_book(tmp_path, (1, 2))
    book = (await client.post("/api/v1/books/import", files={"file": (file.name, file.read_bytes())})).json()
    order = {"edition_id": book["edition_id"], "options": {"words_per_chapter": 30, "max_cost_usd": 0}}
    ordered = (await client.post("/api/v1/books/process", json=order)).json()
    job = f"/api/v1/jobs/{ordered['job_id']}"

    async def run() -> dict[str, object]:
        async with build(settings) as application:
            await application.generate_audio_book(UUID(ordered["job_id"]))
        return dict((await client.get(job)).json())

    stopped = await run()
    assert (stopped["status"], stopped["error"]["code"], stopped["cost_usd"]) == ("paused", "budget", 0)  # type: ignore[index]
    assert vendor.bill() == []

    for body, code in (({"max_cost_usd": -1}, "invalid_options"), ({"cost": 1}, "invalid_request")):
        refused = await client.post(f"{job}/resume", json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
        assert (await client.get(job)).json()["status"] == "paused"

    calls = Documented(client)
    resumed = await calls("POST", "/api/v1/jobs/{job_id}/resume", 202, job_id=ordered["job_id"])
    assert resumed.json()["status"] == "pending"
    assert (await run())["status"] == "paused"

    order["options"]["max_cost_usd"] = 0.0001
    again = await client.post("/api/v1/books/process", json=order)
    assert (again.status_code, again.json()["job_id"]) == (200, ordered["job_id"])
    assert (await client.get(job)).json()["status"] == "pending"
    assert (await run())["status"] == "paused"

    assert (await client.post(f"{job}/resume", json={"max_cost_usd": 1})).status_code == 202
    done = await run()
    assert (done["status"], done["error"]) == ("completed", None)
    assert done["cost_usd"] == float(vendor.cost_usd()) > 0
