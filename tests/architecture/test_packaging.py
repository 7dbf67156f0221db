"""The wheel ships what it needs and the locks hold what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import own_files
from tests.architecture.walls import PACKAGES, ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]

LOCKS = {
    "requirements.lock": [*PROJECT["project"]["dependencies"], *EXTRAS["espeak"], *EXTRAS["m4b"]],
    "requirements-dev.lock": PROJECT["dependency-groups"]["dev"],
    "requirements-contract.lock": PROJECT["dependency-groups"]["contract"],
    "requirements-pico.lock": EXTRAS["pico"],
}


def test_every_file_of_the_packages_ships() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    shipped = ["*.py", *patterns]

    left_behind = [
        str(Path(package) / path)
        for package in PACKAGES
        for path in own_files(ROOT / package)
        if not any(path.match(pattern) for pattern in shipped)
    ]

    assert left_behind == [], "add their suffix to package-data in pyproject.toml"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_types_of_every_package_are_public(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()


def _pins(lock: str) -> dict[str, str]:
    """Name and version of every package a lock holds."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize(("lock", "wanted"), LOCKS.items(), ids=LOCKS.keys())
def test_a_lock_holds_what_is_asked_for(lock: str, wanted: list[str]) -> None:
    names = {re.split(r"[\[<>=!~ ;]", one)[0].lower().replace("_", "-") for one in wanted}

    assert names - _pins(lock).keys() == set(), "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_exact_and_names_no_place(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if line and line[0] not in " #"]

    assert packages
    assert all("==" in lines[number] and lines[number + 1].startswith("    --hash=sha256:") for number in packages)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_the_locks_agree_with_each_other() -> None:
    run_time = _pins("requirements.lock")
    others = [*_pins("requirements-dev.lock").items(), *_pins("requirements-pico.lock").items()]

    assert [(name, version) for name, version in others if run_time.get(name, version) != version] == []
