"""boto3 behind threads of its own, with the one layer of retries."""

import asyncio
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from bookbytes_adapters.storage.s3_errors import Passing, translated
from bookbytes_core.errors import StorageUnavailable

T = TypeVar("T")

TRIES = 3
THREADS = 8


class Tries:
    """The tries one piece of work has: three in all, whatever parts it consists of, with doubling pauses."""

    def __init__(self, first_pause_seconds: float) -> None:
        self._pause = first_pause_seconds
        self._failed = 0

    async def after(self, trouble: Passing) -> None:
        """Wait for the next try. Raises ``StorageUnavailable`` when there is none."""
        self._failed += 1
        if self._failed == TRIES:
            raise StorageUnavailable(
                f"The S3 store failed {TRIES} times ({trouble}): see that it runs and can be reached, then go on."
            ) from trouble.__cause__ or trouble
        pause = self._pause * 2 ** (self._failed - 1)
        await asyncio.sleep(pause * random.uniform(1, 1.5))  # noqa: S311 - jitter, not secrecy


class S3Client:
    """One connection pool a process; credentials come from boto3's own chain (AWS_ variables, files, roles).

    ``endpoint_url`` empty means Amazon's. Every wait for the store ends after ``timeout_seconds``.
    """

    def __init__(
        self, *, endpoint_url: str, region: str, path_style: bool, timeout_seconds: float, first_pause_seconds: float
    ) -> None:
        self._endpoint_url = endpoint_url
        self._region = region
        self._path_style = path_style
        self._timeout = timeout_seconds
        self._first_pause = first_pause_seconds
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")
        self._making = threading.Lock()
        self._vendor: dict[str, Any] = {}

    def tries(self) -> Tries:
        return Tries(self._first_pause)

    async def call(self, work: Callable[[Any], T], *, key: str = "", tries: Tries | None = None) -> T:
        """Do ``work`` with boto3's client in a thread, again where trouble may pass.

        Raises ``ObjectNotFound``, ``BeyondTheEnd``, ``StorageFull`` and ``StorageUnavailable``.
        """
        tries = tries or self.tries()
        while True:
            try:
                return await self.in_thread(lambda: work(self.vendor()), key=key)
            except Passing as trouble:
                await tries.after(trouble)

    async def in_thread(self, work: Callable[[], T], *, key: str = "") -> T:
        """Do blocking ``work`` with the object ``key`` once; the vendor's troubles are translated."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_translated, work, key))

    def vendor(self, endpoint_url: str = "") -> Any:
        """boto3's client for ``endpoint_url``, else for the store's own; made once. Blocks."""
        endpoint = endpoint_url or self._endpoint_url
        with self._making:
            if endpoint not in self._vendor:
                self._vendor[endpoint] = self._make(endpoint)
            return self._vendor[endpoint]

    def _make(self, endpoint: str) -> Any:
        from boto3.session import Session
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            connect_timeout=self._timeout,
            read_timeout=self._timeout,
            retries={"total_max_attempts": 1},
            max_pool_connections=THREADS,
            # "auto" would sign addresses at Amazon's global host, which not all regions can be reached by
            s3={"addressing_style": "path" if self._path_style else "virtual"},
            # stores that are not Amazon's may not know its newer checksums; Content-MD5 and ETag are old and checked
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return Session().client("s3", endpoint_url=endpoint or None, region_name=self._region or None, config=config)

    async def close(self) -> None:
        """Take no more work, and let connections go; what is under way ends by its time-out at the latest."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for vendor in self._vendor.values():
            vendor.close()


def _translated(work: Callable[[], T], key: str) -> T:
    with translated(key):
        return work()
