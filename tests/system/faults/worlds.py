"""Building a world and taking it down again, whatever happened in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bookbytes_adapters.sql.migrate import upgrade
from tests.support.fake_openlibrary import fake_openlibrary
from tests.support.paid_books import a_price_file
from tests.support.postgres import Databases, PostgresServer
from tests.support.redis_server import RedisServer
from tests.system.faults.proxy import TcpProxy
from tests.system.faults.records import Records
from tests.system.faults.stores import Bucket, Folder, Store
from tests.system.faults.vendor import a_vendor
from tests.system.faults.world import Setup, World


@contextmanager
def a_world(
    setup: Setup, folder: Path, databases: Callable[[], Databases], bucket: Bucket | None = None
) -> Iterator[World]:
    """``databases`` gives the shared PostgreSQL to those who need one and have none of their own; ``bucket`` is where
    what is made lies, instead of a folder."""
    with ExitStack() as stack:
        vendor = stack.enter_context(a_vendor())
        store: Store = bucket or Folder(folder / "storage")
        direct = {**store.environment(), "OPENAI_BASE_URL": vendor.base_url}
        redis = postgres = catalogue = None
        if setup.kind == "servers":
            redis = _redis(stack, setup)
            direct["REDIS_URL"] = redis.url
            postgres = _postgres(stack, setup) if setup.own_postgres else None
            direct["DATABASE_URL"] = postgres.tcp_url("bookbytes") if postgres else _shared(stack, setup, databases())
        if setup.priced:
            direct |= {"LLM_PRICES_FILE": str(a_price_file(folder)), "TTS_MODEL": "tts-1"}
        if setup.catalogue:
            catalogue = stack.enter_context(fake_openlibrary())
            direct |= dict.fromkeys(("OPENLIBRARY_BASE_URL", "OPENLIBRARY_COVERS_URL"), catalogue.address)
        (folder / "storage").mkdir()
        database = direct.get("DATABASE_URL") or f"sqlite:///{folder / 'data' / 'bookbytes.db'}"
        if "DATABASE_URL" not in direct:
            (folder / "data").mkdir()
            if not setup.untouched:
                upgrade(database)
        proxies = {name: stack.enter_context(_proxy(direct[variable])) for name, variable in _proxied(setup)}
        throughs = {variable: proxies[name].through(direct[variable]) for name, variable in _proxied(setup)}
        world = World(
            setup=setup,
            folder=folder,
            vendor=vendor,
            records=Records(database, store),
            environment={**vendor.environment, **direct, **throughs, **setup.environment},
            direct=direct,
            redis=redis,
            postgres=postgres,
            catalogue=catalogue,
            proxies=proxies,
        )
        try:
            yield world
        finally:
            for program in world.programs:
                program.end()


_VARIABLES = {
    "postgres": "DATABASE_URL",
    "redis": "REDIS_URL",
    "vendor": "OPENAI_BASE_URL",
    "s3": "S3_ENDPOINT_URL",
}


def _proxied(setup: Setup) -> list[tuple[str, str]]:
    return [(name, _VARIABLES[name]) for name in setup.proxied]


def _proxy(url: str) -> TcpProxy:
    address = make_url(url)
    assert address.host, "only what listens on TCP can have a proxy before it"
    assert address.port
    return TcpProxy(address.host, address.port)


def _shared(stack: ExitStack, setup: Setup, databases: Databases) -> str:
    return stack.enter_context(databases.empty() if setup.untouched else databases.migrated())


def _redis(stack: ExitStack, setup: Setup) -> RedisServer:
    redis = RedisServer(**setup.redis)
    stack.callback(redis.close)
    redis.start()
    return redis


def _postgres(stack: ExitStack, setup: Setup) -> PostgresServer:
    """One of the row's own, reached over TCP, that it may stop and start."""
    server = PostgresServer(**setup.postgres)
    stack.callback(server.close)
    server.start()
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bookbytes")
    upgrade(server.tcp_url("bookbytes"))
    return server
