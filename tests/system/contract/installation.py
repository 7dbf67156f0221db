"""The program as it is served, on its own data, with a double of the outside catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.program import start_afresh

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
    process = start_afresh("serve", "--port", "0", data_dir=folder / "data", **variables)
    assert process.stdout
    try:
        address = process.stdout.readline().strip().partition("/#")[0].rstrip("/")
        yield Installation(address, log)
    finally:
        process.kill()
        log.write_text(process.communicate()[1], encoding="utf-8")
