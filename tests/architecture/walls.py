"""Running import-linter over a tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bookbytes_core", "bookbytes_adapters", "bookbytes_http", "bookbytes_worker")

_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
_VERDICT = re.compile(r"^(?P<contract>[a-z ]+): .* (?P<verdict>KEPT|BROKEN)$", re.MULTILINE)


def report_on(tree: Path) -> str:
    """What import-linter says of the packages and the pyproject.toml under ``tree``."""
    run = subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache", "--no-logo"],
        cwd=tree,
        capture_output=True,
        text=True,
        env={"COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    return run.stdout + run.stderr


def verdicts(report: str) -> dict[str, str]:
    """Each contract's short name with KEPT or BROKEN; empty if import-linter could not work."""
    return {match["contract"]: match["verdict"] for match in _VERDICT.finditer(report)}


def copy_of_the_tree(destination: Path) -> Path:
    """The four packages, the contracts and what the contracts need, copied to ``destination``."""
    leave_out = shutil.ignore_patterns("__pycache__", "*.epub")
    for folder in (*PACKAGES, "tests/architecture"):
        shutil.copytree(ROOT / folder, destination / folder, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", destination)
    return destination
