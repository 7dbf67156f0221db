"""The walls between the packages: kept by the tree, and each one shown to fall when it is breached."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.walls import ROOT, copy_of_the_tree, report_on, verdicts

CONTRACTS = {"house", "core rooms", "core is pure", "rooms apart", "one hallway"}

BREACHES = {
    "an adapter knows a shell": ("house", "bookbytes_adapters/sql/__init__.py", "import bookbytes_http"),
    "a shell knows the other": ("house", "bookbytes_worker/__init__.py", "import bookbytes_http"),
    "core knows an adapter": ("house", "bookbytes_core/errors.py", "import bookbytes_adapters"),
    "the domain knows a port": ("core rooms", "bookbytes_core/domain/isbn.py", "import bookbytes_core.ports.storage"),
    "core has a room nobody named": ("core rooms", "bookbytes_core/attic.py", ""),
    "core knows a vendor": ("core is pure", "bookbytes_core/domain/isbn.py", "import sqlalchemy"),
    "core hides a vendor": ("core is pure", "bookbytes_core/ports/clock.py", "def late():\n    import sqlalchemy"),
    "a room knows another": ("rooms apart", "bookbytes_adapters/sql/__init__.py", "import bookbytes_adapters.storage"),
    "adapters have a room nobody named": ("rooms apart", "bookbytes_adapters/attic/__init__.py", ""),
    "a shell enters a room": ("one hallway", "bookbytes_worker/__init__.py", "from bookbytes_adapters import sql"),
}


def test_the_tree_keeps_all_five_contracts() -> None:
    report = report_on(ROOT)

    assert verdicts(report) == dict.fromkeys(CONTRACTS, "KEPT"), report


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_seen(contract: str, file: str, line: str, tmp_path: Path) -> None:
    place = copy_of_the_tree(tmp_path) / file
    place.parent.mkdir(exist_ok=True)
    with place.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    report = report_on(tmp_path)

    assert verdicts(report).get(contract) == "BROKEN", report


def test_every_contract_is_breached_above() -> None:
    assert {contract for contract, _, _ in BREACHES.values()} == CONTRACTS


def test_every_room_that_exists_is_behind_the_hallway() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hallway = next(one for one in config["tool"]["importlinter"]["contracts"] if one["id"] == "one-hallway")
    rooms = {f"bookbytes_adapters.{init.parent.name}" for init in ROOT.glob("bookbytes_adapters/*/__init__.py")}

    assert set(hallway["protected_modules"]) == rooms


def _import_bare(*modules: str) -> subprocess.CompletedProcess[str]:
    """Imports ``modules`` with the tree and the standard library on the path: no site-packages, no environment."""
    code = (
        f"import importlib, sys; sys.path.append({str(ROOT)!r})\n"
        f"for module in {modules!r}: importlib.import_module(module)\n"
        "print(*(m for m in sys.modules if m.startswith('bookbytes_') and m.partition('.')[0] != 'bookbytes_core'))"
    )
    return subprocess.run([sys.executable, "-S", "-I", "-c", code], capture_output=True, text=True, check=False)


def test_every_core_module_imports_without_site_packages() -> None:
    files = sorted((ROOT / "bookbytes_core").rglob("*.py"))
    modules = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]

    run = _import_bare(*modules)

    assert len(modules) > 30
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "", "core pulled in another package of the house"


def test_without_site_packages_a_vendor_is_not_found() -> None:
    run = _import_bare("sqlalchemy")

    assert "ModuleNotFoundError" in run.stderr
