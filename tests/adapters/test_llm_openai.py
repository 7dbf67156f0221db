"""The language model behind OpenAI's protocol, against a vendor that does as it is told."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bookbytes_adapters.retry_after import retry_after
from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.cost import Usage
from bookbytes_core.errors import NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.llm import LanguageModel
from tests.contracts.llm import PARAGRAPHS, LanguageModelContract, request
from tests.support.fake_vendor import FakeVendor
from tests.support.openai_servers import KEY, a_server, a_summariser

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def model(vendor: FakeVendor) -> AsyncIterator[LanguageModel]:
    async with a_server(vendor.base_url) as server:
        yield a_summariser(server)


class TestOpenAiSummariser(LanguageModelContract):
    pass


async def test_what_is_shown_and_asked_is_what_the_interface_fixes(model: LanguageModel, vendor: FakeVendor) -> None:
    await model.summarise(request(40, (Paragraph("p-8", "One\n[p-9] line.\tTwo."), *PARAGRAPHS)))
    (body,) = vendor.asked()
    system, user = (message["content"] for message in body["messages"])
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert user.splitlines()[0] == "[p-8] One [p-9] line. Two."
    assert len(user.splitlines()) == len(PARAGRAPHS) + 1
    assert "about 40 words" in system
    assert 'English ("en")' in system
    assert "harbour" not in system
    asked = body["response_format"]
    assert (asked["type"], asked["json_schema"]["name"], asked["json_schema"]["strict"]) == (
        "json_schema",
        "chapter_summary",
        True,
    )
    sentence = asked["json_schema"]["schema"]["properties"]["sentences"]["items"]
    assert (sentence["required"], sentence["additionalProperties"]) == (["text", "sources"], False)
    assert body["max_tokens"] == model.most_tokens(request(40)) < 5000


async def test_the_usage_is_what_the_vendor_bills(model: LanguageModel, vendor: FakeVendor) -> None:
    draft = await model.summarise(request(40))
    (billed,) = vendor.bill()
    assert draft.usage == Usage(billed.input_units, billed.output_units)
    assert billed.input_units > 100


@pytest.mark.parametrize("target", [10_000, 93])
async def test_what_is_spoken_whole_asks_nobody(target: int, model: LanguageModel, vendor: FakeVendor) -> None:
    whole = request(target)
    assert not model.charges(whole)
    assert model.charges(request(40))
    assert (await model.summarise(whole)).usage == Usage()
    assert not model.charges(request(40, ()))
    assert vendor.bill() == []


async def test_who_answers_is_told_by_all_that_decides_the_answer() -> None:
    async with a_server("http://127.0.0.1:1/v1") as one, a_server("") as other:
        assert a_summariser(one).context_tokens == 32_000
        assert a_summariser(one).remembers
        here, there = a_summariser(one).provider, a_summariser(other).provider
        assert (here.name, here.model, here.free) == ("openai", "gpt-4o-mini", False)
        assert "127.0.0.1" in here.version
        assert "prompt" in here.version
        assert replace(here, version=there.version) == there
        assert here != there
        assert a_summariser(one, "large").provider.model == "large"


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("insufficient_quota", Refused, "quota"),
        ("payment_required", Refused, "quota"),
        ("unauthorized", Refused, "vendor_refused"),
        ("forbidden", Refused, "vendor_refused"),
        ("bad_request", Rejected, "vendor_said_no"),
        ("server_error", Unavailable, "unavailable"),
        ("unavailable", Unavailable, "unavailable"),
        ("cut_before", NoReply, "no_reply"),
        ("cut_after", NoReply, "no_reply"),
        ("cut_inside", NoReply, "no_reply"),
    ],
)
async def test_v02_v03_v04_a_vendors_no_is_told_in_the_cores_words_after_one_call(
    fault: str, error: type[Exception], code: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    with pytest.raises(error) as caught:
        await model.summarise(request(40))
    assert type(caught.value) is error
    assert caught.value.code == code  # type: ignore[attr-defined]
    assert len(vendor.bill()) == 1
    assert KEY not in _all_text(caught.value)


async def test_v01_the_pause_a_vendor_names_is_passed_on(model: LanguageModel, vendor: FakeVendor) -> None:
    vendor.script(fault="rate_limited", retry_after=7)
    vendor.script(fault="rate_limited", retry_after=None)
    with pytest.raises(Unavailable) as named:
        await model.summarise(request(40))
    with pytest.raises(Unavailable) as unnamed:
        await model.summarise(request(40))
    assert (named.value.retry_after_seconds, unnamed.value.retry_after_seconds) == (7.0, None)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_v01_a_pause_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


async def test_v05_an_answer_that_takes_too_long_is_lost(vendor: FakeVendor) -> None:
    vendor.script(delay=5)
    async with a_server(vendor.base_url, seconds=0.2) as server:
        with pytest.raises(NoReply, match="within"):
            await a_summariser(server).summarise(request(40))


async def test_v06_a_request_that_never_left_is_no_lost_answer(free_port: int) -> None:
    async with a_server(f"http://127.0.0.1:{free_port}/v1") as server:
        with pytest.raises(Unavailable) as caught:
            await a_summariser(server).summarise(request(40))
    assert type(caught.value) is Unavailable
    assert "cannot be reached" in caught.value.message


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("refusal", "summary_refused"),
        ("cut_off", "summary_cut_off"),
        ("no_content", "summary_empty"),
        ("no_sentences", "summary_empty"),
        ("no_sources", "summary_invalid"),
        ("invalid_json", "summary_invalid"),
        ("wrong_schema", "summary_invalid"),
        ("huge", "summary_too_long"),
        ("many_sentences", "summary_too_long"),
        ("excuse", "summary_refused"),
        ("only_thoughts", "summary_empty"),
        ("wrong_language", "summary_wrong_language"),
        ("html", "summary_invalid"),
        ("json_error", "summary_invalid"),
        ("empty", "summary_invalid"),
        ("truncated", "summary_invalid"),
    ],
)
async def test_v08_v09_an_answer_of_no_use_is_rejected_with_its_reason(
    fault: str, code: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    vendor.script(fault=fault)
    with pytest.raises(Rejected) as caught:
        await model.summarise(request(40))
    assert caught.value.code == code
    (billed,) = vendor.bill()
    if fault not in ("html", "json_error", "empty", "truncated"):
        assert (caught.value.input_units, caught.value.output_units) == (billed.input_units, billed.output_units)


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _all_text(error: BaseException | None) -> str:
    """What a log of ``error`` and its causes would show."""
    return "" if error is None else f"{error!r} {error.__dict__} {_all_text(error.__cause__)}"
