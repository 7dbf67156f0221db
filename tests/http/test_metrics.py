"""/metrics: what Prometheus reads is well formed, bounded, true, and the same as what the documentation lists."""

import re
import sqlite3
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bookbytes_adapters.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs/operations.md"


async def scraped(client: httpx.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = await client.get("/metrics")
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/plain")
    families = list(text_string_to_metric_families(answer.text))
    assert len({family.name for family in families}) == len(families)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value for each in families for sample in each.samples
    }


def of(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def test_requests_are_counted_by_template_and_nothing_a_caller_gives_becomes_a_label(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for number in range(3):
        await client.get(f"/api/v1/jobs/0198c0de-0000-7000-8000-00000000000{number}")
        await stranger.get(f"/api/v1/jobs/0198c0de-0000-7000-8000-00000000000{number}")
        await client.get(f"/no/such/canary-{number}")
        await client.get(f"/api/v1/canary-{number}")
        await client.request(f"CANARY{number}", "/api/v1/jobs")
        await client.get(f"/static/canary-{number}.js")
    await client.post("/api/v1/books/import", headers={"Content-Length": "999999999999"})
    seen = await scraped(stranger)
    requests = {key: value for key, value in seen.items() if key[0] == "bookbytes_http_requests_total"}
    assert requests == {
        of("bookbytes_http_requests_total", method="GET", route="/api/v1/jobs/{job_id}", status="4xx"): 6,
        of("bookbytes_http_requests_total", method="GET", route="unknown", status="4xx"): 6,
        of("bookbytes_http_requests_total", method="other", route="/api/v1/jobs", status="4xx"): 3,
        of("bookbytes_http_requests_total", method="GET", route="/static", status="4xx"): 3,
        of("bookbytes_http_requests_total", method="POST", route="/api/v1/books/import", status="4xx"): 1,
    }
    assert "canary" not in str(seen).lower()
    assert seen[of("bookbytes_http_request_duration_seconds_count", method="GET", route="unknown")] == 6
    assert seen[of("bookbytes_http_requests_in_progress")] == 1


async def test_jobs_and_calls_come_from_the_database(client: httpx.AsyncClient, settings: Settings) -> None:
    seen = await scraped(client)
    assert seen[of("bookbytes_statistics_up")] == 1
    assert seen[of("bookbytes_jobs", status="completed")] == 0
    assert seen[of("bookbytes_jobs_oldest_pending_age_seconds")] == 0
    with sqlite3.connect(settings.data_dir / "bookbytes.db") as database:
        database.execute("ALTER TABLE jobs RENAME TO gone")
    kept = await scraped(client)
    assert kept[of("bookbytes_statistics_up")] == 1, "what was counted is shown again for a while"


async def test_the_documentation_lists_every_number(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    shown = re.findall(r"^# TYPE (bookbytes_\w+) (\w+)", answer.text, re.MULTILINE)
    listed = re.findall(r"^\| `(bookbytes_\w+)` \| (\w+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(shown) == sorted(listed)
