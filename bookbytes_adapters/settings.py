"""The settings, read from the environment once and checked at the door."""

import os
import re
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from bookbytes_adapters.auth_settings import AuthSettings
from bookbytes_adapters.redaction import password_in
from bookbytes_adapters.vendor_settings import VendorSettings, plain_address
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.storage import key_parts

_DATABASES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""What DATABASE_URL may start with, and the driver that is used for it."""

PROJECT_CONTACT = "https://bookbytes.example"
"""What stands in for the operator's contact while nobody has given one."""

_MOST_SHOWN = 100
"""Characters of a wrong value that are repeated to whoever set it."""

_KEY_FILE = "api_key"
_BOTO3S = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

_CONTACT = re.compile(r"[^\s()<>@]+@[^\s()<>@]+|https?://[^\s()<>]+", re.ASCII)


_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:.]+\](:[0-9]{1,5})?")


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(AuthSettings, VendorSettings):
    """One field a variable, in lower case; ``.env.example`` tells what each one does."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    log_level: LogLevel = LogLevel.INFO
    data_dir: Path = Field(default_factory=lambda: user_data_path("bookbytes"))
    database_url: str = ""
    redis_url: str = ""
    cache_redis_url: str = ""
    storage_backend: Literal["local", "s3"] = "local"
    local_storage_path: Path | None = None
    s3_bucket: str = Field(default="", validate_default=True)
    s3_region: str = ""
    s3_endpoint_url: str = ""
    s3_public_endpoint_url: str = ""
    s3_prefix: str = Field(default="", max_length=100)
    s3_url_expiry_seconds: int = Field(default=3600, ge=1, le=3600)
    openlibrary_base_url: str = "https://openlibrary.org"
    openlibrary_covers_url: str = "https://covers.openlibrary.org"
    contact: str = Field(default=PROJECT_CONTACT, max_length=200)
    cors_origins: str = ""
    otel_exporter_otlp_endpoint: str = ""
    worker_max_jobs: int = Field(default=5, ge=1, le=100)
    job_timeout_seconds: float = Field(default=600, gt=0)
    http_timeout_seconds: float = Field(default=30, gt=0)
    bb_kill_at: str = ""

    @field_validator("data_dir", "local_storage_path")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        path = path.expanduser().absolute() if path else path
        if path and path.is_file():
            raise ValueError("it is a file, where a folder belongs")
        return path

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        scheme, _, rest = url.partition("://")
        if url and scheme not in _DATABASES:
            raise ValueError("must start with sqlite:/// or postgresql://")
        if _DATABASES.get(scheme) == "sqlite+aiosqlite" and not rest.startswith("/"):
            raise ValueError("must start with sqlite:///, and with four slashes for an absolute path")
        return f"{_DATABASES[scheme]}://{rest}" if url else url

    @field_validator("s3_bucket")
    @classmethod
    def _named(cls, bucket: str, others: ValidationInfo) -> str:
        if others.data.get("storage_backend") == "s3" and not bucket:
            raise ValueError("must name a bucket when STORAGE_BACKEND is s3")
        return bucket

    @field_validator(
        *("openlibrary_base_url", "openlibrary_covers_url", "s3_endpoint_url", "s3_public_endpoint_url"),
        "otel_exporter_otlp_endpoint",
    )
    @classmethod
    def _address_without_secrets(cls, url: str) -> str:
        return plain_address(url)

    @field_validator("contact")
    @classmethod
    def _reachable_contact(cls, contact: str) -> str:
        if not (contact.isascii() and contact.isprintable() and _CONTACT.fullmatch(contact)):
            raise ValueError("must be an e-mail address or an http(s):// address where its owner can be reached")
        return contact

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, text: str) -> str:
        origins = _separated(text)
        if origins != ("*",) and not all(_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError("must be origins such as https://app.example.org, with commas between them, or * alone")
        return text

    @field_validator("s3_prefix")
    @classmethod
    def _key_prefix(cls, prefix: str) -> str:
        prefix = prefix.strip("/")
        try:
            return "/".join(key_parts(prefix)) if prefix else ""
        except InvalidInput as error:
            raise ValueError("may hold letters, digits, '.', '_', '-' and '/' between names") from error

    @field_validator("redis_url", "cache_redis_url")
    @classmethod
    def _redis(cls, url: str) -> str:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return url

    @field_validator("bb_kill_at")
    @classmethod
    def _known_kill_point(cls, at: str) -> str:
        from bookbytes_adapters.kill_points import KillSwitch

        if at:
            KillSwitch(at)
        return at

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Whose pages may call the API from a browser."""
        return _separated(self.cors_origins)

    @property
    def database(self) -> str:
        """Where the database is, as SQLAlchemy's async engine wants it."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'bookbytes.db'}"

    @property
    def database_shown(self) -> str:
        """Where the database is, without user, password and options: fit for eyes and logs."""
        from sqlalchemy.engine import URL, make_url

        url = make_url(self.database)
        shown = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
        return shown.render_as_string()

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must not be seen: keys, passwords in addresses, what boto3 finds by itself in the environment. A new
        field is among them, where its name ends as those of secrets do."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        texts = {name: _plain(value) for name, value in given.items()}
        keys = [text for name, text in texts.items() if name.endswith(("_key", "_secret", "_password", "_token"))]
        passwords = [password_in(text) for name, text in texts.items() if name.endswith("_url")]
        local = [os.environ.get(name, "") for name in _BOTO3S]
        return tuple(filter(None, (*keys, *passwords, *local, _kept_key(self))))

    @property
    def agent(self) -> str:
        """How this program names itself to outside servers. Some refuse whoever leaves no contact."""
        from importlib.metadata import version

        return f"BookBytes/{version('bookbytes')} ({self.contact})"

    @property
    def storage_path(self) -> Path:
        return self.local_storage_path or self.data_dir / "storage"

    @property
    def spool_path(self) -> Path:
        """Where results wait for an S3 that is away."""
        return self.data_dir / "spool"

    @property
    def run_path(self) -> Path:
        return self.data_dir / "run"

    @property
    def upload_path(self) -> Path:
        """Where a file that is being received waits until it is imported."""
        return self.data_dir / "uploads"


def load_settings() -> Settings:
    """The settings of this process's environment and of a ``.env`` file in the working directory, which gives way.

    Raises ``InvalidInput`` (code ``invalid_setting``): one line that names the variable, what is wrong and the choices.
    """
    try:
        return Settings(_env_file=".env")  # type: ignore[call-arg]  # pydantic-settings adds the argument at run time
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "environment"
        raise InvalidInput(f"{name}: {_problem(first['msg'], os.environ, name)}", code="invalid_setting") from error


def local_api_key(settings: Settings) -> str:
    """The key that protects an embedded installation: the configured one, else one made once and kept in ``data_dir``,
    readable by its owner alone."""
    if settings.api_key:
        return settings.api_key
    kept = settings.data_dir / _KEY_FILE
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
    return kept.read_text(encoding="ascii").strip()


def _kept_key(settings: Settings) -> str:
    """The key that was made here, if one was."""
    try:
        return (settings.data_dir / _KEY_FILE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return value if isinstance(value, str) else ""


def _separated(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _problem(message: str, environment: Mapping[str, str], name: str) -> str:
    secret = name.endswith(("KEY", "URL"))
    given = "" if secret or name not in environment else f"{_cut(environment[name])!r} will not do: "
    return f"{given}{message.removeprefix('Value error, ')}."


def _cut(value: str) -> str:
    return value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…"
