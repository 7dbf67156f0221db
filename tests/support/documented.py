"""Calls of the API whose answers must be what its OpenAPI document says of them."""

import json
from functools import cache
from typing import Any

import httpx
import jsonschema

from bookbytes_http.routes import openapi


@cache
def document() -> dict[str, Any]:
    """The API's OpenAPI document."""
    made: dict[str, Any] = json.loads(openapi())
    return made


class Documented:
    """Calls an operation by its method and path, and holds the answer against the document: status, media type,
    headers, and every field of the JSON, where one that is not in the document fails too."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._schemas = {"$defs": _closed(document()["components"]["schemas"])}
        self._good: set[tuple[str, str]] = set()

    async def __call__(self, method: str, path: str, status: int = 200, **values: Any) -> httpx.Response:
        described = document()["paths"][path][method.lower()]
        names = [each["name"] for each in described["parameters"] if each["in"] == "path"]
        address = path.format(**{name: values.pop(name) for name in names})
        answer = await self._client.request(method, address, **values)
        assert answer.status_code == status, answer.text
        self._compare(described["responses"][str(status)], answer)
        if status < 400:
            self._good.add((method, path))
        return answer

    def missing(self) -> list[tuple[str, str]]:
        """The operations that have given no good answer yet."""
        paths = document()["paths"]
        return [(way.upper(), path) for path in paths for way in paths[path] if (way.upper(), path) not in self._good]

    def _compare(self, described: dict[str, Any], answer: httpx.Response) -> None:
        absent = [name for name in described.get("headers", {}) if name not in answer.headers]
        assert absent == [], f"headers that {answer.request.url} lacks"
        content = described.get("content", {})
        media_type = answer.headers.get("Content-Type", "").partition(";")[0]
        assert (media_type in content) if content else not answer.content
        if media_type == "application/json":
            schema = _closed(content[media_type]["schema"]) | self._schemas
            jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(answer.json())


def _closed(schema: Any) -> Any:
    """The same schema, pointing to ``$defs``, with no other fields than those it names."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _closed(each) for name, each in schema.items()}
    if "$ref" in made:
        made["$ref"] = made["$ref"].replace("#/components/schemas/", "#/$defs/")
    return made | ({"additionalProperties": False} if "properties" in made and made.get("type") == "object" else {})
