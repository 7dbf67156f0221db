"""What lies below a folder, and what writers left there. Everything here blocks."""

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bookbytes_adapters.storage.files import TEMPORARY, parent_of
from bookbytes_core.ports.storage import is_key
from bookbytes_core.ports.storage_upkeep import ListedObject


def listed(root: Path) -> Iterator[ListedObject]:
    """Every plain file that can be an object, a folder's names in memory at a time; no link is followed. None where
    there is no ``root``."""
    if not root.is_dir():
        return
    for here, folders, names, folder in os.fwalk(root, onerror=_raise, follow_symlinks=False):
        below = "" if Path(here) == root else f"{Path(here).relative_to(root).as_posix()}/"
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            key = below + name
            if not is_key(key):
                continue
            with suppress(FileNotFoundError):  # deleted since
                found = os.stat(name, dir_fd=folder, follow_symlinks=False)
                if stat.S_ISREG(found.st_mode):
                    yield ListedObject(key, found.st_size, _age(found))


def remove_old(root: Path, parts: Sequence[str], older_than_seconds: float) -> bool:
    """Remove the file if it was written so long ago, and say whether that was so."""
    with suppress(FileNotFoundError, NotADirectoryError), parent_of(root, parts) as folder:
        found = os.stat(parts[-1], dir_fd=folder, follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and _age(found) >= older_than_seconds:
            os.unlink(parts[-1], dir_fd=folder)
            return True
    return False


def half_written(root: Path, older_than_seconds: float, *, remove: bool) -> int:
    """How many temporary files are so old; they are removed on request."""
    old = 0
    with suppress(FileNotFoundError), parent_of(root, TEMPORARY) as waiting, os.scandir(waiting) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if _age(entry.stat(follow_symlinks=False)) >= older_than_seconds:
                    old += 1
                    if remove:
                        os.unlink(entry.name, dir_fd=waiting)
    return old


def _age(found: os.stat_result) -> float:
    return time.time() - found.st_mtime


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # removed since
        raise error
