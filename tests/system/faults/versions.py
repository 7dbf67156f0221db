"""BookBytes as it was before."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from bookbytes_adapters.sql.migrate import MIGRATIONS, newest
from tests.architecture.walls import PACKAGES, ROOT


def before_the_newest_migration(folder: Path) -> Path:
    """The source as it was just before the newest migration came, unpacked into ``folder``. Skips the test where the
    history of the tree is not there to be looked at."""
    (migration,) = (MIGRATIONS / "versions").glob(f"{newest()}_*.py")
    added = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", str(migration.relative_to(ROOT))).decode().strip()
    packed = _git("archive", "--format=tar", f"{added}^", "--", *PACKAGES) if added else b""
    if not packed:
        pytest.skip("there is no history of this tree here to take an older version from")
    tree = folder / "before"
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tree, filter="data")
    return tree


def _git(*arguments: str) -> bytes:
    """What it says; nothing where there is no history, or no git."""
    try:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False).stdout
    except FileNotFoundError:
        return b""
