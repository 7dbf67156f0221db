"""What lies in the store of a world, read behind everybody's back: a folder, or a bucket of a real S3 server."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.support.s3_server import S3Server

_TEMPORARY, _TYPES = ".tmp", ".types"
"""Folders that hold no objects: what is being written, and the types of objects where their names do not say them."""


class Store(Protocol):
    """Objects by their names, which are their keys."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings of programs that are to use it."""
        ...

    @abstractmethod
    def names(self) -> Iterator[str]: ...

    @abstractmethod
    def read(self, key: str) -> bytes: ...

    @abstractmethod
    def size(self, key: str) -> int:
        """Bytes; 0 where there is nothing."""
        ...

    @abstractmethod
    def half_written(self) -> int:
        """Temporary files that a crash left; they are swept an hour later."""
        ...


@dataclass(frozen=True, slots=True)
class Folder(Store):
    """Where ``LOCAL_STORAGE_PATH`` is ``root``."""

    root: Path

    def environment(self) -> dict[str, str]:
        return {"LOCAL_STORAGE_PATH": str(self.root)}

    def names(self) -> Iterator[str]:
        for file in self.root.rglob("*"):
            key = file.relative_to(self.root)
            if file.is_file() and key.parts[0] != _TEMPORARY:
                yield str(key.relative_to(_TYPES) if key.parts[0] == _TYPES else key)

    def read(self, key: str) -> bytes:
        return (self.root / key).read_bytes()

    def size(self, key: str) -> int:
        file = self.root / key
        return file.stat().st_size if file.is_file() else 0

    def half_written(self) -> int:
        return sum(1 for file in (self.root / _TEMPORARY).glob("*") if file.is_file())


@dataclass(frozen=True, slots=True)
class Bucket(Store):
    """What ``S3_PREFIX`` names in the bucket of ``server``."""

    server: S3Server
    prefix: str

    def environment(self) -> dict[str, str]:
        return {
            "STORAGE_BACKEND": "s3",
            "S3_ENDPOINT_URL": self.server.endpoint_url,
            "S3_BUCKET": self.server.bucket,
            "S3_PREFIX": self.prefix,
        }

    def names(self) -> Iterator[str]:
        s3, start = self.server.vendor, f"{self.prefix}/"
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=self.server.bucket, Prefix=start):
            yield from (found["Key"].removeprefix(start) for found in page.get("Contents", ()))

    def read(self, key: str) -> bytes:
        found = self.server.vendor.get_object(**self._where(key))
        return bytes(found["Body"].read())

    def size(self, key: str) -> int:
        from botocore.exceptions import ClientError

        try:
            return int(self.server.vendor.head_object(**self._where(key))["ContentLength"])
        except ClientError:
            return 0

    def half_written(self) -> int:
        return 0

    def _where(self, key: str) -> dict[str, Any]:
        return {"Bucket": self.server.bucket, "Key": f"{self.prefix}/{key}"}
