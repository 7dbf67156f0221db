"""Which key `bookbytes serve` prints: one that it made, never one that it was given; and where it refuses to start."""

from pathlib import Path

import pytest

from bookbytes_adapters.settings import Settings, local_api_key
from bookbytes_core.errors import InvalidInput
from bookbytes_worker.cli_serve import _key

OWN = "a-key-of-sixteen-characters"
ACCOUNTS = {"auth_mode": "jwt", "jwt_secret_key": "k" * 32}


@pytest.mark.parametrize("given", [{}, {"auth_mode": "api_key"}])
def test_a_key_that_was_made_is_printed(given: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path, **given})
    assert _key(settings, "127.0.0.1") == local_api_key(settings)
    with pytest.raises(InvalidInput, match="can be reached by others"):
        _key(settings, "0.0.0.0")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
@pytest.mark.parametrize("given", [{"auth_mode": "api_key", "api_key": OWN}, ACCOUNTS, {**ACCOUNTS, "api_key": OWN}])
def test_a_configured_installation_prints_none(given: dict[str, str], host: str, tmp_path: Path) -> None:
    assert _key(Settings.model_validate({"data_dir": tmp_path, **given}), host) is None
    assert not (tmp_path / "api_key").exists()


def test_a_key_without_a_mode_stays_secret_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api_key=OWN)
    assert _key(settings, "::1") is None
    with pytest.raises(InvalidInput, match="can be reached by others"):
        _key(settings, "192.0.2.1")
