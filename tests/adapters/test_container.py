"""The container: every provider can be built, and the application it gives works."""

from pathlib import Path

import pytest
from dependency_injector import providers
from dramatiq.brokers.stub import StubBroker

from bookbytes_adapters import build
from bookbytes_adapters.catalogue_container import opened_catalogues
from bookbytes_adapters.container import Container, prepare
from bookbytes_adapters.queue.dramatiq import ACTOR, QUEUE, DramatiqQueue
from bookbytes_adapters.queue.silent import SilentQueue
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER
from bookbytes_core.use_cases.application import BookBytes
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.small_books import a_small_book


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", app_env="test")


async def test_every_provider_can_be_built(settings: Settings) -> None:
    container = Container(settings=settings)
    built = {
        name: provider() for name, provider in container.providers.items() if not isinstance(provider, providers.Self)
    }
    assert isinstance(built["application"], BookBytes)
    assert None not in {name: made for name, made in built.items() if name != "broker"}.values()
    await built["engine"].dispose()


async def test_jobs_are_sent_to_a_broker_where_there_is_one(settings: Settings) -> None:
    broker = StubBroker(middleware=[])
    broker.declare_queue(QUEUE)
    async with build(settings, broker=broker) as app:
        assert isinstance(app.queue, DramatiqQueue)
        await app.queue.send(SYSTEM_USER)
    message = broker.queues[QUEUE].get_nowait()
    assert ACTOR.encode() in message
    assert str(SYSTEM_USER).encode() in message
    async with build(settings) as app:
        assert isinstance(app.queue, SilentQueue)


async def test_two_applications_share_one_database(settings: Settings, tmp_path: Path) -> None:
    file = a_small_book(tmp_path)
    async with build(settings) as one, build(settings) as other:
        first = await one.import_book(file, name=file.name, owner=SYSTEM_USER)
        second = await other.import_book(file, name=file.name, owner=SYSTEM_USER)
    assert first.new
    assert not second.new
    assert first.edition == second.edition


async def test_the_catalogue_is_asked_where_and_as_the_settings_say(
    tmp_path: Path, openlibrary: FakeOpenLibrary
) -> None:
    address = openlibrary.address
    settings = Settings(
        data_dir=tmp_path, openlibrary_base_url=address, openlibrary_covers_url=address, contact="me@example.org"
    )
    container = Container(settings=settings)
    await prepare(settings)
    async with opened_catalogues(container.catalogues()):
        work = await container.catalogues.metadata().work("OL101W")
    await container.engine().dispose()

    assert work.cover_url == f"{address}/b/id/501-L.jpg"
    assert openlibrary.agents() == {settings.agent}
    assert settings.agent.endswith("(me@example.org)")
