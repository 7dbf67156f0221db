"""Whether finished audio can be kept and had."""

import asyncio
import os
from pathlib import Path

from bookbytes_adapters.storage.s3 import S3Storage
from bookbytes_core.errors import StorageUnavailable
from bookbytes_core.ports.probe import Probe


class FolderProbe(Probe):
    """Sees that a folder may be written to, or the nearest one above it while it is still to be made. One that was
    there and is gone is trouble: a disk that is not mounted."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._was_there = False

    async def look(self) -> None:
        await asyncio.to_thread(self._look)

    def _look(self) -> None:
        there = next(folder for folder in (self._root, *self._root.parents) if folder.exists())
        if there != self._root and self._was_there:
            raise StorageUnavailable("The folder for audio is gone: see that its disk is mounted.")
        self._was_there = there == self._root
        if not there.is_dir() or not os.access(there, os.R_OK | os.W_OK | os.X_OK):
            raise StorageUnavailable("The folder for audio cannot be written: check LOCAL_STORAGE_PATH and DATA_DIR.")
        space = os.statvfs(there)
        if not space.f_bavail or space.f_flag & os.ST_RDONLY:
            raise StorageUnavailable("The disk for audio is full or read-only: free some space, or mount it anew.")


class BucketProbe(Probe):
    """Asks the store of objects for its bucket, once."""

    def __init__(self, storage: S3Storage) -> None:
        self._storage = storage

    async def look(self) -> None:
        await self._storage.look()
