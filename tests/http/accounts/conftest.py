"""The application with accounts."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.accounts.people import SECRET, Speaker
from tests.support.asgi import WithState, running
from tests.support.databases import a_database
from tests.support.fake_openlibrary import FakeOpenLibrary


@pytest.fixture
def settings(tmp_path: Path, openlibrary: FakeOpenLibrary) -> Settings:
    (tmp_path / "data").mkdir()
    a_database(tmp_path / "data")
    return Settings(
        data_dir=tmp_path / "data",
        app_env="test",
        auth_mode="jwt",
        jwt_secret_key=SECRET,
        bb_bcrypt_cost=4,
        api_key="a-key-that-opens-nothing-here",
        trusted_proxies="10.1.0.0/16, fd00::/8",
        openlibrary_base_url=openlibrary.address,
        openlibrary_covers_url=openlibrary.address,
        contact="tests@example.org",
    )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[WithState]:
    async with running(create_app(settings)) as served:
        yield served


@pytest.fixture
async def stranger(app: WithState) -> AsyncIterator[httpx.AsyncClient]:
    async with Speaker(app) as client:
        yield client
