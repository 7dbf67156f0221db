"""Finished bytes in a bucket of Amazon S3, MinIO, SeaweedFS or any other store that speaks S3."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from functools import partial
from typing import Any

from bookbytes_adapters.storage.s3_client import S3Client, Tries
from bookbytes_adapters.storage.s3_errors import BeyondTheEnd, Passing, bucket_missing
from bookbytes_adapters.storage.s3_listing import age_of, objects_in
from bookbytes_core.errors import ObjectNotFound, StorageUnavailable
from bookbytes_core.ports.storage import Storage, StoredObject, check_part, key_parts
from bookbytes_core.ports.storage_upkeep import LISTED_AT_ONCE, ListedObject, StorageUpkeep

CHUNK_BYTES = 256 * 1024

_MD5 = re.compile(r"[0-9a-f]{32}")
_REGION_WITHOUT_NAME = "us-east-1"


class S3Storage(Storage, StorageUpkeep):
    """Objects lie in ``bucket`` under ``prefix``/key. An object is seen when its PUT is complete, never in part.

    What is sent carries its MD5, and the store's ETag has to agree with it: damaged bytes are sent or fetched again.
    A request that finds the store slow, busy or away is made three times in all; each wait ends after
    ``timeout_seconds``. Signed addresses last ``url_seconds`` and name ``public_endpoint_url`` where listeners reach
    the store by another address than we do.
    """

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        endpoint_url: str = "",
        public_endpoint_url: str = "",
        region: str = "",
        timeout_seconds: float = 30.0,
        url_seconds: int = 3600,
        first_pause_seconds: float = 0.5,
        listed_at_once: int = LISTED_AT_ONCE,
    ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._public_endpoint_url = public_endpoint_url
        self._url_seconds = url_seconds
        self._listed_at_once = listed_at_once
        self._client = S3Client(
            endpoint_url=endpoint_url,
            region=region,
            path_style=bool(endpoint_url) or "." in bucket,
            timeout_seconds=timeout_seconds,
            first_pause_seconds=first_pause_seconds,
        )

    async def open(self) -> None:
        """Make the bucket if it is missing. Raises ``StorageUnavailable``."""
        if await self._bucket_exists():
            return
        try:
            await self._client.call(self._make_bucket)
        except StorageUnavailable:
            # another process may have been quicker
            if not await self._bucket_exists():
                raise

    async def look(self) -> None:
        """Ask for the bucket, once. Raises ``StorageUnavailable``."""
        try:
            await self._client.in_thread(lambda: self._client.vendor().head_bucket(Bucket=self._bucket))
        except ObjectNotFound:
            raise bucket_missing() from None
        except Passing as trouble:
            raise StorageUnavailable(f"The S3 store has trouble ({trouble}).") from trouble

    async def close(self) -> None:
        """Begin nothing more; what is under way ends by its time-out at the latest."""
        await self._client.close()

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        where = self._object(key)
        await self._client.call(partial(_put, where=where, data=data, content_type=content_type), key=key)

    async def get(self, key: str) -> bytes:
        where = self._object(key)
        return await self._client.call(partial(_get, where=where), key=key)

    async def stat(self, key: str) -> StoredObject:
        where = self._object(key)
        try:
            found = await self._client.call(lambda s3: s3.head_object(**where), key=key)
        except ObjectNotFound:
            if not await self._bucket_exists():
                raise bucket_missing() from None
            raise
        return StoredObject(key, found["ContentLength"], found["ContentType"])

    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        check_part(start, length)
        if length == 0:
            await self.stat(key)
            return
        last = "" if length is None else str(start + length - 1)
        tries, same_bytes = self._client.tries(), dict[str, str]()
        while True:
            part = {"Range": f"bytes={start}-{last}"} if start or last else {}
            found = await self._found(key, part | same_bytes, tries)
            if found is None:
                return
            same_bytes = {"IfMatch": found["ETag"]}
            with closing(found["Body"]) as body:
                try:
                    while piece := await self._client.in_thread(partial(body.read, CHUNK_BYTES), key=key):
                        start += len(piece)
                        yield piece
                except Passing as trouble:
                    await tries.after(trouble)
                else:
                    return

    async def delete(self, key: str) -> None:
        where = self._object(key)
        await self._client.call(lambda s3: s3.delete_object(**where), key=key)

    async def url(self, key: str) -> str | None:
        where = self._object(key)
        return await self._client.in_thread(lambda: self._signed(where), key=key)

    async def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]:
        where: dict[str, Any] = {"Bucket": self._bucket, "Prefix": self._prefix, "MaxKeys": self._listed_at_once}
        while True:
            page = await self._client.call(partial(_page_of, where=dict(where)))
            if found := objects_in(page, self._prefix):
                yield found
            if not page.get("IsTruncated"):
                return
            where["ContinuationToken"] = page["NextContinuationToken"]

    async def discard(self, key: str, *, older_than_seconds: float) -> bool:
        where = self._object(key)
        try:
            found = await self._client.call(lambda s3: s3.head_object(**where), key=key)
        except ObjectNotFound:
            return False
        if age_of(found, found["LastModified"]) < older_than_seconds:
            return False
        await self.delete(key)
        return True

    async def half_written(self, *, older_than_seconds: float, remove: bool) -> int:
        return 0

    def _object(self, key: str) -> dict[str, str]:
        key_parts(key)
        return {"Bucket": self._bucket, "Key": self._prefix + key}

    async def _found(self, key: str, conditions: Mapping[str, str], tries: Tries) -> Mapping[str, Any] | None:
        """The store's answer with an unread body, or None for a part behind the object's end."""
        where = self._object(key)
        try:
            return await self._client.call(lambda s3: dict(s3.get_object(**where, **conditions)), key=key, tries=tries)
        except BeyondTheEnd:
            return None

    async def _bucket_exists(self) -> bool:
        try:
            await self._client.call(lambda s3: s3.head_bucket(Bucket=self._bucket))
        except ObjectNotFound:
            return False
        return True

    def _make_bucket(self, s3: Any) -> None:
        region = s3.meta.region_name
        place = {} if region == _REGION_WITHOUT_NAME else {"LocationConstraint": region}
        s3.create_bucket(Bucket=self._bucket, **({"CreateBucketConfiguration": place} if place else {}))

    def _signed(self, where: Mapping[str, str]) -> str:
        s3 = self._client.vendor(self._public_endpoint_url)
        return str(s3.generate_presigned_url("get_object", Params=where, ExpiresIn=self._url_seconds))


def _put(s3: Any, *, where: Mapping[str, str], data: bytes, content_type: str) -> None:
    digest = hashlib.md5(data, usedforsecurity=False)
    content_md5 = base64.b64encode(digest.digest()).decode()
    answer = s3.put_object(**where, Body=data, ContentType=content_type, ContentMD5=content_md5)
    _check(answer, digest.hexdigest())


def _get(s3: Any, *, where: Mapping[str, str]) -> bytes:
    answer = s3.get_object(**where)
    with closing(answer["Body"]) as body:
        data = bytes(body.read())
    _check(answer, hashlib.md5(data, usedforsecurity=False).hexdigest())
    return data


def _page_of(s3: Any, *, where: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(s3.list_objects_v2(**where))


def _check(answer: Mapping[str, Any], md5: str) -> None:
    """An ETag is the MD5 of the bytes unless it has a dash (sent in parts) or the bytes are encrypted with own keys."""
    etag = str(answer.get("ETag", "")).strip('"').lower()
    encrypted = answer.get("SSECustomerAlgorithm") or answer.get("ServerSideEncryption", "AES256") != "AES256"
    if _MD5.fullmatch(etag) and not encrypted and etag != md5:
        raise Passing("the bytes were damaged on their way")
