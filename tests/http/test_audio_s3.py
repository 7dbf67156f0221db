"""R77: a chapter's address never expires: on S3 it leads to a fresh signature each time, and the page may play it."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from loguru import logger

from bookbytes_adapters import examine, repairing
from bookbytes_adapters.settings import Settings
from tests.http.conftest import KEY
from tests.http.test_books import finished
from tests.support.s3_server import S3Server


@pytest.fixture
def settings(tmp_path: Path, s3: S3Server) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        app_env="test",
        auth_mode="api_key",
        api_key=KEY,
        storage_backend="s3",
        s3_bucket=s3.bucket,
        s3_prefix=f"http/{secrets.token_hex(8)}",
        s3_endpoint_url=s3.endpoint_url,
        openlibrary_base_url="http://127.0.0.1:9",
    )


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that is logged, at every level, with what is bound to it."""
    lines: list[str] = []
    sink = logger.add(lambda line: lines.append(str(line)), level=0, format="{message} {extra} {exception}")
    yield lines
    logger.remove(sink)


async def test_r77_audio_leads_to_a_fresh_signature_that_plays(
    client: httpx.AsyncClient, settings: Settings, s3: S3Server, log: list[str]
) -> None:
    audio_url = await _first_chapter(client, settings)
    answer = await client.get(audio_url)
    assert (answer.status_code, answer.headers["Cache-Control"], answer.content) == (307, "no-store", b"")
    signed = answer.headers["Location"]
    assert signed.startswith(f"{s3.endpoint_url}/{s3.bucket}/{settings.s3_prefix}/audio/")
    assert "X-Amz-Expires=3600" in signed

    async with httpx.AsyncClient() as listener:
        whole = await listener.get(signed)
        part = await listener.get(signed, headers={"Range": "bytes=100-199"})
        assert (await listener.get(signed.replace(".mp3", ".json"))).status_code == 403
    assert (whole.status_code, whole.headers["Content-Type"], whole.content[:3]) == (200, "audio/mpeg", b"ID3")
    assert (part.status_code, part.content) == (206, whole.content[100:200])

    head = await client.head(audio_url)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole.content)))
    assert (head.headers["Content-Type"], head.headers["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    assert log
    assert not [line for line in log if "X-Amz" in line or s3.secret_key in line or s3.access_key in line]


async def test_a25_nobody_gets_a_signature_without_the_key_or_for_another_address(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, settings: Settings
) -> None:
    audio_url = await _first_chapter(client, settings)
    for answer in (await stranger.get(audio_url), await stranger.head(audio_url)):
        assert answer.status_code == 401
        assert "Location" not in answer.headers
    missing = await client.get("/api/v1/chapters/0198c0de-0000-7000-8000-000000000001/audio")
    assert (missing.status_code, "X-Amz" in missing.text) == (404, False)


async def test_the_page_may_play_from_the_store_and_from_nowhere_else(client: httpx.AsyncClient, s3: S3Server) -> None:
    policy = (await client.get("/")).headers["Content-Security-Policy"]
    (media,) = re.findall(r"media-src ([^;]*);", policy)
    assert media.split() == ["'self'", s3.endpoint_url]
    assert policy.count(urlsplit(s3.endpoint_url).netloc) == 1


async def test_audio_that_was_lost_is_told_without_an_address(
    client: httpx.AsyncClient, settings: Settings, s3: S3Server
) -> None:
    audio_url = await _first_chapter(client, settings)
    for found in s3.vendor.list_objects_v2(Bucket=s3.bucket, Prefix=f"{settings.s3_prefix}/audio/")["Contents"]:
        s3.vendor.delete_object(Bucket=s3.bucket, Key=found["Key"])
    answer = await client.get(audio_url)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "object_not_found")
    assert "X-Amz" not in answer.text

    async with repairing(settings) as repair:
        assert {finding.trouble.value async for finding in repair(mend=True)} == {"audio_lost"}
    for known in (await client.get(audio_url), await client.get(audio_url, headers={"Range": "bytes=0-9"})):
        assert (known.status_code, known.json()["error"]["code"]) == (410, "audio_missing")
    assert (await client.head(audio_url)).status_code == 410


async def test_the_doctor_writes_reads_and_removes_an_object(settings: Settings, s3: S3Server) -> None:
    (check,) = [check for check in await examine(settings) if check.name == "storage"]
    assert (check.ok, check.finding) == (True, f"bucket {s3.bucket} can be written")
    assert "Contents" not in s3.vendor.list_objects_v2(Bucket=s3.bucket, Prefix=settings.s3_prefix)


async def test_the_doctor_tells_wrong_credentials(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret")
    (check,) = [check for check in await examine(settings) if check.name == "storage"]
    assert not check.ok
    assert "AWS_ credentials" in check.finding + check.remedy
    assert "wrong-secret" not in str(check)


async def _first_chapter(client: httpx.AsyncClient, settings: Settings) -> str:
    book_id = await finished(client, settings)
    page = (await client.get(f"/api/v1/books/{book_id}/chapters")).json()
    return str(page["items"][0]["audio_url"])
