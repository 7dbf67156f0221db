"""The settings, read from the environment once and checked at the door."""

import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bookbytes_core.errors import InvalidInput


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(BaseSettings):
    """One field a variable, in lower case; ``.env.example`` tells what each one does."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    app_env: Literal["development", "production", "test"] = "development"
    log_level: LogLevel = LogLevel.INFO
    data_dir: Path = Field(default_factory=lambda: user_data_path("bookbytes"))
    database_url: str = ""
    storage_backend: Literal["local"] = "local"
    local_storage_path: Path | None = None
    auth_mode: Literal["api_key"] | None = None
    api_key: str | None = Field(default=None, min_length=16)
    llm_provider: Literal["extractive"] = "extractive"
    tts_provider: Literal["local"] = "local"
    tts_voice: str = ""
    worker_max_jobs: int = Field(default=5, ge=1, le=100)
    job_timeout_seconds: float = Field(default=600, gt=0)

    @field_validator("data_dir", "local_storage_path")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else path

    @field_validator("database_url")
    @classmethod
    def _embedded(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "sqlite+aiosqlite:///")):
            raise ValueError("must start with sqlite:///")
        return url.replace("sqlite:///", "sqlite+aiosqlite:///", 1) if url.startswith("sqlite:///") else url

    @property
    def database(self) -> str:
        """Where the database is, as SQLAlchemy's async engine wants it."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'bookbytes.db'}"

    @property
    def storage_path(self) -> Path:
        return self.local_storage_path or self.data_dir / "storage"

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
    kept = settings.data_dir / "api_key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
    return kept.read_text(encoding="ascii").strip()


def _problem(message: str, environment: Mapping[str, str], name: str) -> str:
    secret = name.endswith(("KEY", "URL"))
    given = "" if secret or name not in environment else f"{environment[name]!r} will not do: "
    return f"{given}{message.removeprefix('Value error, ')}."
