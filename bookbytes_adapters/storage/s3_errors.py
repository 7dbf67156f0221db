"""The troubles of an S3 store, as the core knows them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from bookbytes_core.errors import BookBytesError, ObjectNotFound, StorageFull, StorageUnavailable

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_FULL = {"QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"}
_PASSING = {"BadDigest", "RequestTimeout"}
_PASSING_STATUS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
_NO_CODE = re.compile(r"[^A-Za-z0-9]")


class Passing(Exception):
    """Trouble that another try may not meet: a slow, busy or cut answer, or bytes that were damaged on their way."""


class BeyondTheEnd(Exception):
    """The part that was asked for starts behind the object's last byte."""


@contextmanager
def translated(key: str) -> Iterator[None]:
    """Raise the vendor's troubles with the object ``key`` as what they mean, the vendor's exception as the cause.

    Addresses and headers, where secrets stand, are not repeated: of an answer only status and error code are told.
    """
    from botocore import exceptions as vendor
    from botocore.parsers import ResponseParserError

    try:
        yield
    except vendor.ClientError as error:
        raise _answer(error, key) from error
    except (vendor.ConnectionError, vendor.HTTPClientError, vendor.IncompleteReadError, ResponseParserError) as error:
        raise Passing(type(error).__name__) from error
    except vendor.BotoCoreError as error:
        raise StorageUnavailable(
            f"The S3 store cannot be used ({type(error).__name__}): check the S3_ settings and the AWS_ credentials."
        ) from error


def _answer(error: "ClientError", key: str) -> BookBytesError | Passing | BeyondTheEnd:
    status = int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    code = _NO_CODE.sub("", error.response["Error"].get("Code", ""))[:40]
    told = str(status) if code == str(status) else f"{status} {code}".rstrip()
    if code == "NoSuchBucket":
        return bucket_missing()
    if status == HTTPStatus.NOT_FOUND:
        return ObjectNotFound(f"Nothing is stored under {key}.")
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return BeyondTheEnd()
    if status == HTTPStatus.INSUFFICIENT_STORAGE or code in _FULL:
        return StorageFull("No room is left in the S3 store: free some space or raise its quota and go on.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING_STATUS or code in _PASSING:
        return Passing(told)
    ours = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    remedy = "the AWS_ credentials, their rights on the bucket and the clock" if ours else "the S3_ settings"
    return StorageUnavailable(f"The S3 store refuses ({told}): check {remedy}.")


def bucket_missing() -> StorageUnavailable:
    """A bucket that is away must not look like objects that were never stored."""
    return StorageUnavailable("The S3 bucket is missing: check S3_BUCKET; it is made at the next start.")
