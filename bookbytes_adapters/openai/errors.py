"""What went wrong at a server that speaks OpenAI's protocol, in the core's words.

    401, 403             Refused (vendor_refused)      the key: the job is parked
    402, 429 without a   Refused (quota)               the account has no money left: likewise
      quota left
    429                  Unavailable                   with the pause that the server names, if it names one
    408, 5xx             Unavailable                   answered: nothing was made
    no connection        Unavailable                   nothing was asked
    any other cut        NoReply                       asked, but the answer, or its end, never came
    400, 404, 422 for a  FieldRefused                  a field of ours it does not know: worth asking without
      field of ours
    any other status     Rejected (vendor_said_no)     this request, and only this one

Nothing of a server's own text is passed on but the code of its error: servers repeat keys and books in it.
"""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from bookbytes_adapters.openai.dialect import Field, misunderstood
from bookbytes_adapters.retry_after import retry_after
from bookbytes_core.errors import BookBytesError, NoReply, Refused, Rejected, Unavailable

if TYPE_CHECKING:
    from openai import APIStatusError

_NO_MONEY = {"insufficient_quota", "billing_hard_limit_reached"}
_TOO_MUCH = re.compile(r"context|max_(?:completion_)?tokens")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class FieldRefused(Rejected):
    """The server knows no such ``field``, or not in that form; nothing was made and nothing is to be paid."""

    default_code = "vendor_said_no"

    def __init__(self, message: str, field: Field) -> None:
        super().__init__(message)
        self.field = field


def translated(error: Exception, address: str) -> BookBytesError:
    """``error`` is one of the vendor's client or of its connections. Its message is not used: it may hold the key."""
    from httpx2 import ConnectError, ConnectTimeout, PoolTimeout
    from openai import APIStatusError

    if isinstance(error, APIStatusError):
        return _of_status(error, address)
    if isinstance(error.__cause__, ConnectError | ConnectTimeout | PoolTimeout):
        return Unavailable(f"{address} cannot be reached: check the address and the network.")
    return NoReply(f"The connection to {address} broke before its answer was complete.")


def _of_status(error: "APIStatusError", address: str) -> BookBytesError:
    status, code = error.status_code, _code(error)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Refused(f"{address} does not accept the key: set OPENAI_API_KEY to a valid one, then resume the job.")
    if status == HTTPStatus.PAYMENT_REQUIRED or (status == HTTPStatus.TOO_MANY_REQUESTS and _out_of_money(error)):
        return Refused(f"The account at {address} has nothing left: top it up, then resume the job.", code="quota")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        pause = retry_after(error.response.headers, datetime.now(UTC))
        return Unavailable(f"{address} has too many requests (429).", retry_after_seconds=pause)
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"{address} has trouble of its own ({status}{code}).")
    if (field := misunderstood(error)) is not None:
        return FieldRefused(f"{address} refused the request ({status}{code}): it does not know {field}.", field)
    advice = "check model and voice"
    if _TOO_MUCH.search(error.response.text[:2_000]):
        advice = "set LLM_CONTEXT_TOKENS to as many tokens as the model takes"
    return Rejected(f"{address} refused the request ({status}{code}): {advice}.", code="vendor_said_no")


def _out_of_money(error: "APIStatusError") -> bool:
    return str(error.code) in _NO_MONEY or str(error.type) in _NO_MONEY


def _code(error: "APIStatusError") -> str:
    """Not every server's code is a word: some repeat the status."""
    code = str(error.code or "")
    return f" {code}" if _CODE.fullmatch(code) and code != str(error.status_code) else ""
