"""The OpenAPI document, made from the table of operations and the pydantic models: there is no second copy.

OpenAPI 3.1.1 (https://spec.openapis.org/oas/v3.1.1) takes JSON Schema 2020-12 as it is, which is what pydantic writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from importlib.metadata import version

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from bookbytes_http.auth import Policy
from bookbytes_http.documentation.parts import IF_NONE_MATCH, NOT_MODIFIED, REQUEST_ID
from bookbytes_http.error_codes import CODES
from bookbytes_http.operation import EVENTS, Answer, Description, Operation, Parameter
from bookbytes_http.schemas.common import ErrorAnswer
from bookbytes_http.sessions import COOKIE

Json = dict[str, object]

_ABOUT = """Turns a book you own into a chapter-wise audio summary you can trust.

Import a file, order an audio book, follow its job, listen. Ids of other users answer 404. Every answer carries
`X-Request-ID`; every error has one shape, with a `code` that never changes."""

_SCHEMES: Json = {
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The key of the installation (AUTH_MODE=api_key).",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "What POST /api/v1/auth/login gives (AUTH_MODE=jwt).",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "What POST /api/v1/auth/session gives; good for GET and HEAD only.",
    },
}
_BINARY: Json = {"type": "string", "format": "binary"}
_ALWAYS = ("unknown_parameter", "internal_error", "database_unavailable")
_PATH = re.compile(r"\{(\w+)(?::\w+)?\}")


class _Plain(GenerateJsonSchema):
    """Without a title for each field: its name says it."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def document(operations: Iterable[tuple[str, Operation]]) -> Json:
    """The whole document of operations, each with what stands before its path."""
    described = [(prefix, one, _tagged(one, one.described)) for prefix, one in operations if one.described]
    paths: dict[str, Json] = {}
    for prefix, operation, description in described:
        path = _PATH.sub(r"{\1}", prefix + operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, description)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "BookBytes",
            "version": version("bookbytes"),
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(description.tag for _, _, description in described)],
        "paths": paths,
        "components": {
            "schemas": _schemas([description for _, _, description in described]),
            "securitySchemes": _SCHEMES,
        },
    }


def _tagged(operation: Operation, described: Description) -> Description:
    """JSON that is answered to GET has a tag (``representation.py``)."""
    good = described.answers.get(200)
    if operation.method != "GET" or good is None or good.model is None or not described.is_kept:
        return described
    tagged = replace(good, headers={**good.headers, "ETag": "Names this answer."})
    answers = {**described.answers, 200: tagged, 304: NOT_MODIFIED}
    return replace(described, answers=answers, headers=(*described.headers, IF_NONE_MATCH))


def codes_of(operation: Operation, described: Description) -> Iterator[str]:
    """The codes of every error that the operation may answer with."""
    yield from _ALWAYS
    yield from described.errors
    if operation.policy is not Policy.PUBLIC:
        yield "not_authenticated"
    if operation.policy is Policy.ADMIN:
        yield "not_allowed"
    if _PATH.search(operation.path):
        yield "not_found"
    if described.body or described.other_bodies:
        yield from ("invalid_body", "body_too_large", "unsupported_media_type", "invalid_value")
    if described.body:
        yield "invalid_request"


def _operation(operation: Operation, described: Description) -> Json:
    made: Json = {
        "operationId": operation.endpoint.__name__,
        "tags": [described.tag],
        "summary": described.summary,
        "description": described.details or f"{described.summary}.",
        "parameters": [
            *(_parameter(described.path[name], "path") for name in _PATH.findall(operation.path)),
            *(_parameter(each, "query") for each in described.query),
            *(_parameter(each, "header") for each in (*described.headers, REQUEST_ID)),
        ],
        "responses": {
            **_problems(codes_of(operation, described)),
            **{str(status): _answer(answer) for status, answer in sorted(described.answers.items())},
        },
        "security": _security(operation),
    }
    if described.body or described.other_bodies:
        made["requestBody"] = _body(described)
    return made


def _security(operation: Operation) -> list[Json]:
    if operation.policy is Policy.PUBLIC:
        return []
    schemes = ["apiKey", *(["bearer"] if operation.policy is Policy.USER else [])]
    return [{scheme: []} for scheme in [*schemes, *(["session"] if operation.method == "GET" else [])]]


def _parameter(parameter: Parameter, place: str) -> Json:
    made: Json = {
        "name": parameter.name,
        "in": place,
        "required": place == "path",
        "description": parameter.text,
        "schema": parameter.schema,
    }
    if parameter.repeated:
        made |= {"style": "form", "explode": True}
    if parameter.example is not None:
        made["example"] = parameter.example
    return made


def _body(described: Description) -> Json:
    content: Json = {name: {"schema": schema} for name, schema in described.other_bodies.items()}
    if described.body:
        taken: Json = {"schema": _reference(described.body)}
        content["application/json"] = taken | (
            {"example": described.body_example} if described.body_example is not None else {}
        )
    return {"required": described.body_required, "content": content}


def _answer(answer: Answer) -> Json:
    made: Json = {"description": answer.text}
    if answer.headers:
        made["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in answer.headers.items()
        }
    if answer.links:
        made["links"] = {
            name: {"operationId": name, "parameters": {each: f"$response.body#/{place}" for each, place in of.items()}}
            for name, of in answer.links.items()
        }
    if answer.model is not None:
        made["content"] = {"application/json": {"schema": _reference(answer.model)}}
    elif answer.media_types:
        made["content"] = {name: {} if name == EVENTS else {"schema": _BINARY} for name in answer.media_types}
    return made


def _problems(codes: Iterable[str]) -> Json:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(CODES[code][0], []).append(code)
    return {str(status): _problem(status, by_status[status]) for status in sorted(by_status)}


def _problem(status: int, codes: Sequence[str]) -> Json:
    examples = {code: {"summary": CODES[code][1], "value": _example(code)} for code in codes}
    return {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(f'`{code}`' for code in codes)}.",
        "content": {"application/json": {"schema": _reference(ErrorAnswer), "examples": examples}},
    }


def _example(code: str) -> Json:
    return {"error": {"code": code, "message": f"{CODES[code][1]}.".capitalize(), "request_id": "5f2b9c"}}


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas(descriptions: Iterable[Description]) -> Mapping[str, object]:
    wanted: dict[type[BaseModel], JsonSchemaMode] = {ErrorAnswer: "serialization"}
    for described in descriptions:
        if described.body:
            wanted[described.body] = "validation"
        wanted |= {answer.model: "serialization" for answer in described.answers.values() if answer.model is not None}
    _, made = models_json_schema(
        list(wanted.items()), ref_template="#/components/schemas/{model}", schema_generator=_Plain
    )
    schemas: Mapping[str, object] = made["$defs"]
    return schemas
