"""The program as it is served, on its own data, with a double of the outside catalogue."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.program import command, environment

KEY = "a-key-for-tests-only-0123456789"


WITH_A_KEY = {"AUTH_MODE": "api_key", "API_KEY": KEY}
WITH_ACCOUNTS = {
    "AUTH_MODE": "jwt",
    "JWT_SECRET_KEY": "a-secret-for-tests-only-0123456789-0123456789",
    "LOGIN_ATTEMPTS_PER_MINUTE": "1000",
    "BB_BCRYPT_COST": "4",
}


@dataclass(frozen=True, slots=True)
class Installation:
    address: str
    log: Path

    def faults(self) -> list[str]:
        """Lines of the log that tell of an error that nobody foresaw."""
        return [line for line in self.log.read_text(encoding="utf-8").splitlines() if "unforeseen" in line]


@contextmanager
def installed(folder: Path, catalogue: FakeOpenLibrary, **more: str) -> Iterator[Installation]:
    log = folder / "serve.log"
    variables = {
        "APP_ENV": "test",
        "OPENLIBRARY_BASE_URL": catalogue.address,
        "OPENLIBRARY_COVERS_URL": catalogue.address,
        "CONTACT": "tests@example.org",
        **more,
    }
    with log.open("w") as written:  # no pipe: nobody reads it meanwhile, and the server would wait
        process = subprocess.Popen(
            command("serve", "--port", "0"),
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            env=environment(folder / "data", **variables),
            cwd=folder,
        )
        assert process.stdout
        try:
            address = process.stdout.readline().strip().partition("/#")[0].rstrip("/")
            assert address, log.read_text(encoding="utf-8")
            yield Installation(address, log)
        finally:
            process.kill()
            process.communicate()
