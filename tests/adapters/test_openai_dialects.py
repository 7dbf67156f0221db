"""Servers that speak OpenAI's protocol each in their own way: found out once, at the price of one refused request."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from httpx2 import Request, Response
from openai import APIStatusError

from bookbytes_adapters.openai.dialect import Dialect, Field, Form, misunderstood
from bookbytes_adapters.openai.errors import translated
from bookbytes_adapters.openai.server import DEFAULT_ADDRESS, OpenAiServer
from bookbytes_core.errors import Rejected, Unavailable
from bookbytes_core.ports.llm import LanguageModel
from tests.contracts.llm import BOOK, request
from tests.support.fake_vendor import FakeVendor
from tests.support.openai_servers import a_server, a_summariser


@pytest.fixture
async def server(vendor: FakeVendor) -> AsyncIterator[OpenAiServer]:
    async with a_server(vendor.base_url) as server:
        yield server


@pytest.fixture
def model(server: OpenAiServer) -> LanguageModel:
    return a_summariser(server)


def forms(vendor: FakeVendor) -> list[str]:
    return [body.get("response_format", {}).get("type", "words") for body in vendor.asked()]


def statuses(vendor: FakeVendor) -> list[int | None]:
    return [call.status for call in vendor.bill()]


async def test_a_server_without_json_schema_is_asked_for_any_json(model: LanguageModel, vendor: FakeVendor) -> None:
    good = await model.summarise(request(40))
    vendor.reset()
    vendor.dialect(json_schema="refused")
    async with a_server(vendor.base_url) as server:
        model = a_summariser(server)
        assert (await model.summarise(request(40))).sentences == good.sentences
        assert (await model.recall_chapters(BOOK)).titles
    assert forms(vendor) == ["json_schema", "json_object", "json_object"]
    assert statuses(vendor) == [400, 200, 200]
    assert vendor.bill()[0].cost_usd == "0"
    first, second = vendor.asked()[:2]
    assert first["messages"] == second["messages"]
    assert '{"sentences": [{"text"' in second["messages"][0]["content"]


async def test_many_at_once_wait_for_the_first_to_find_out(model: LanguageModel, vendor: FakeVendor) -> None:
    vendor.dialect(json_schema="refused")
    await asyncio.gather(*(model.summarise(request(words)) for words in range(30, 42)))
    assert statuses(vendor).count(200) == 12
    assert statuses(vendor).count(400) <= 4, "one, unless the machine is so busy that they cease to wait"


async def test_a_server_without_any_form_ends_no_call_for_good(model: LanguageModel, vendor: FakeVendor) -> None:
    vendor.dialect(json_schema="refused", json_object="refused")
    with pytest.raises(Unavailable) as caught:
        await model.summarise(request(40))
    assert caught.value.retry_after_seconds is None
    assert (await model.summarise(request(40))).sentences
    assert forms(vendor) == ["json_schema", "json_object", "words"]


async def test_a_server_that_ignores_the_form_is_read_all_the_same(model: LanguageModel, vendor: FakeVendor) -> None:
    good = await model.summarise(request(40))
    vendor.dialect(json_schema="ignored")
    assert (await model.summarise(request(40))).sentences == good.sentences
    assert forms(vendor) == ["json_schema"] * 2


async def test_what_another_model_understands_is_found_out_anew(server: OpenAiServer, vendor: FakeVendor) -> None:
    vendor.dialect(json_schema="refused")
    for name in ("one", "other", "one"):
        await a_summariser(server, name).summarise(request(40))
    assert statuses(vendor) == [400, 200, 400, 200, 200]


@pytest.mark.parametrize("way", ["refused", "ignored"])
async def test_the_length_is_limited_in_the_way_that_is_understood(
    way: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.dialect(max_tokens=way)
    for _ in range(3):
        await model.summarise(request(40))
    names = [name for body in vendor.asked() for name in body if name.startswith("max_")]
    assert names[0] == "max_tokens"
    assert set(names[1:]) == {"max_completion_tokens"}
    assert statuses(vendor).count(400) == (way == "refused")


async def test_a_server_that_knows_no_limit_is_asked_with_one_all_the_same(
    model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.dialect(max_tokens="ignored", max_completion_tokens="refused")
    for _ in range(3):
        await model.summarise(request(40))
    assert statuses(vendor) == [200, 400, 200, 200]
    vendor.dialect(max_tokens="refused")
    with pytest.raises(Rejected) as caught:
        await model.summarise(request(40))
    assert caught.value.code == "vendor_said_no"


@pytest.mark.parametrize("code", [400, None, ["invalid"], "x" * 100])
def test_a_code_that_is_no_word_is_not_repeated(code: object) -> None:
    error = translated(said(400, {"error": {"message": "No.", "code": code, "type": code}}), "http://127.0.0.1")
    assert error.message == "http://127.0.0.1 refused the request (400): check model and voice."


async def test_other_trouble_teaches_nothing(model: LanguageModel, vendor: FakeVendor) -> None:
    vendor.script(fault="bad_request")
    with pytest.raises(Rejected, match="LLM_CONTEXT_TOKENS"):
        await model.summarise(request(40))
    vendor.script(fault="server_error")
    with pytest.raises(Unavailable):
        await model.summarise(request(40))
    await model.summarise(request(40))
    assert forms(vendor) == ["json_schema"] * 3


def test_openais_own_address_is_asked_in_its_own_way() -> None:
    assert Dialect.at(DEFAULT_ADDRESS).fields("x", {}, 5)["max_completion_tokens"] == 5
    assert Dialect.at("http://127.0.0.1:11434/v1").fields("x", {}, 5)["max_tokens"] == 5


def said(status: int, body: Mapping[str, Any] | str) -> APIStatusError:
    text = body if isinstance(body, str) else json.dumps(body)
    response = Response(status, text=text, request=Request("POST", "http://127.0.0.1"))
    inner = body.get("error") if isinstance(body, dict) else None
    return APIStatusError("", response=response, body=inner if isinstance(inner, dict) else body)


@pytest.mark.parametrize(
    ("status", "body", "field"),
    [
        (400, {"error": {"message": "x", "param": "response_format", "code": "unsupported_value"}}, Field.FORM),
        (
            400,
            {"error": {"code": 400, "message": 'response_format type must be one of "text" or "json_object"'}},
            Field.FORM,
        ),
        (400, {"error": {"message": "This response_format type is unavailable now"}}, Field.FORM),
        (400, {"error": "'response_format.type' must be 'json_schema' or 'text'"}, Field.FORM),
        (422, {"detail": [{"loc": ["body", "response_format"], "type": "extra_forbidden"}]}, Field.ANY_FORM),
        (422, {"detail": [{"loc": ["body", "max_tokens"], "type": "extra_forbidden"}]}, Field.LENGTH),
        (400, {"error": {"message": "Unrecognized request argument supplied: response_format"}}, Field.ANY_FORM),
        (400, {"error": {"message": "JSON schema error at #: unrecognized type", "code": 400}}, Field.FORM),
        (404, "json_schema: no such thing", Field.FORM),
        (400, {"error": {"message": "unsupported value"}}, Field.FORM),
        (
            400,
            {"error": {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", "param": None}},
            Field.LENGTH,
        ),
        (400, {"error": {"message": "max_tokens is too large: 5000. This model supports 4096.", "code": 7}}, None),
        (400, {"error": {"message": "Unsupported value: 'system'", "param": "messages[0].role"}}, None),
        (404, {"error": {"message": "The model `response` does not exist", "code": "model_not_found"}}, None),
        (400, {"error": {"message": "json_schema …", "code": "context_length_exceeded"}}, None),
        (500, {"error": {"message": "response_format is unsupported"}}, None),
    ],
)
def test_a_refusal_is_understood_in_many_words(status: int, body: Mapping[str, Any] | str, field: Field | None) -> None:
    assert misunderstood(said(status, body)) is field


def test_each_step_asks_for_less_until_nothing_is_left() -> None:
    steps = [Dialect(), Dialect().without(Field.FORM)]
    while steps[-1] is not None:
        steps.append(steps[-1].without(Field.FORM))
    assert [step.form for step in steps if step] == [Form.JSON_SCHEMA, Form.JSON_OBJECT, Form.WORDS]
    assert all(before != after for before, after in pairwise(steps))
    straight = Dialect().without(Field.ANY_FORM)
    assert straight is not None
    assert straight.form is Form.WORDS
