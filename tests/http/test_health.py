"""/health/ready says what this server can do at present, and nothing of how and where."""

import secrets
import sqlite3

import httpx

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.conftest import speaking_to
from tests.support.asgi import running
from tests.support.s3_server import S3Server, remove_bucket

NOBODY = "redis://:canary-password@127.0.0.1:9/0"
WELL = {"database": "ok", "storage": "ok", "redis": "not configured", "cache": "not configured"}


async def test_all_is_well_without_a_redis(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": WELL})
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_dead_redis_only_degrades(settings: Settings, redis_url: str) -> None:
    for url, redis, status in ((redis_url, "ok", "ok"), (NOBODY, "failed", "degraded")):
        served = settings.model_copy(update={"redis_url": url, "cache_redis_url": redis_url})
        async with running(create_app(served)) as app, speaking_to(app, {}) as client:
            answer = await client.get("/health/ready")
        assert answer.status_code == 200
        assert answer.json() == {"status": status, "checks": {**WELL, "redis": redis, "cache": "ok"}}
        assert "canary" not in answer.text
        assert "127.0.0.1" not in answer.text


async def test_without_its_tables_it_takes_no_requests(stranger: httpx.AsyncClient, settings: Settings) -> None:
    with sqlite3.connect(settings.data_dir / "bookbytes.db") as database:
        database.execute("ALTER TABLE jobs RENAME TO gone")
    answer = await stranger.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert answer.json()["checks"]["database"] == "failed"
    assert (await stranger.get("/health/live")).status_code == 200


async def test_a_storage_that_is_gone_takes_no_requests(stranger: httpx.AsyncClient, settings: Settings) -> None:
    settings.storage_path.mkdir(exist_ok=True)
    assert (await stranger.get("/health/ready")).status_code == 200
    settings.storage_path.rmdir()
    gone = await stranger.get("/health/ready")
    settings.storage_path.write_text("in the way", encoding="utf-8")
    in_the_way = await stranger.get("/health/ready")
    assert [answer.status_code for answer in (gone, in_the_way)] == [503, 503]
    assert gone.json()["checks"] == {**WELL, "storage": "failed"}
    assert str(settings.data_dir) not in gone.text + in_the_way.text


async def test_the_bucket_is_asked_for(settings: Settings, s3: S3Server) -> None:
    own = f"ready-{secrets.token_hex(8)}"
    where = {"storage_backend": "s3", "s3_bucket": own, "s3_endpoint_url": s3.endpoint_url}
    async with running(create_app(settings.model_copy(update=where))) as app, speaking_to(app, {}) as client:
        assert (await client.get("/health/ready")).json()["checks"]["storage"] == "ok"
        remove_bucket(s3.vendor, own)
        gone = await client.get("/health/ready")
    assert (gone.status_code, gone.json()["checks"]["storage"]) == (503, "failed")
    assert own not in gone.text
