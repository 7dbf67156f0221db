"""Bodies that clients send, read and checked."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from bookbytes_core.errors import InvalidInput

M = TypeVar("M", bound=BaseModel)


async def read_body(request: Request, model: type[M], *, optional: bool = False) -> M:
    """What a request brings; where it is ``optional``, no body is an empty object.

    Raises ``InvalidInput``: ``invalid_body`` for what is no JSON, else ``invalid_request``.
    """
    return parsed(await request.body() or (b"{}" if optional else b""), model)


def parsed(body: bytes, model: type[M]) -> M:
    """Raises as ``read_body`` does."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise InvalidInput("The body is not valid JSON.", code="invalid_body") from error
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg']}." if where else f"{first['msg']}."
        raise InvalidInput(message, code="invalid_request") from error
