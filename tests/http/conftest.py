"""The application as it is served, spoken to without a socket, on a folder of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.support.asgi import WithState, running
from tests.support.databases import a_database
from tests.support.fake_openlibrary import FakeOpenLibrary

KEY = "a-key-for-tests-only-0123456789"


@pytest.fixture
def settings(tmp_path: Path, openlibrary: FakeOpenLibrary) -> Settings:
    (tmp_path / "data").mkdir()
    a_database(tmp_path / "data")  # a copy, made quicker than by the application itself
    return Settings(
        data_dir=tmp_path / "data",
        app_env="test",
        auth_mode="api_key",
        api_key=KEY,
        openlibrary_base_url=openlibrary.address,
        openlibrary_covers_url=openlibrary.address,
        contact="tests@example.org",
    )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[WithState]:
    async with running(create_app(settings)) as served:
        yield served


@pytest.fixture
async def client(app: WithState) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app, {"X-API-Key": KEY}) as client:
        yield client


@pytest.fixture
async def stranger(app: WithState) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app, {}) as client:
        yield client


@asynccontextmanager
async def speaking_to(app: WithState, headers: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client
