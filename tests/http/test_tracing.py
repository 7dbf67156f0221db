"""Spans of requests, use cases and calls to vendors: each within the one it belongs to, and without secrets."""

from pathlib import Path
from uuid import UUID

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import NoSpans
from bookbytes_adapters.tracing import OtelSpans, spans_for
from bookbytes_http.app import create_app
from tests.http.conftest import KEY, speaking_to
from tests.support.asgi import running
from tests.support.fake_vendor import FakeVendor
from tests.support.forked import run_forked
from tests.support.paid_books import a_long_book, a_price_file
from tests.support.program import environment

_NOT_INSTALLED = """
import sys
sys.modules["opentelemetry"] = None
from bookbytes_adapters.settings import load_settings
from bookbytes_adapters.tracing import spans_for
spans = spans_for(load_settings())
print(type(spans).__name__)
with spans.span("nothing", caller={}) as span:
    span.tell("something", {})
spans.close()
"""
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def settings(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> Settings:
    asked = {"llm_provider": "openai", "tts_provider": "openai", "tts_model": "tts-1"}
    where = {"openai_base_url": vendor.base_url, "llm_prices_file": a_price_file(tmp_path)}
    return settings.model_copy(update=asked | where)


async def test_a_trace_shows_who_did_what_for_whom(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> None:
    exported = InMemorySpanExporter()
    spans = OtelSpans(SimpleSpanProcessor(exported))
    vendor.script(fault="unauthorized", kind="llm")
    file = a_long_book(tmp_path, (1,))
    async with running(create_app(settings, spans)) as app, speaking_to(app, {"X-API-Key": KEY}) as client:
        book = (await client.post("/api/v1/books/import", files={"file": (file.name, file.read_bytes())})).json()
        job = await _ordered(client, book["edition_id"])
        async with build(settings, spans=spans) as application:
            await application.generate_audio_book(job)
            await client.post(f"/api/v1/jobs/{job}/resume")
            await application.generate_audio_book(job)
    made = exported.get_finished_spans()
    spans.close()
    parents = {(span.name, _parent(span, made)) for span in made}
    assert {
        ("POST /api/v1/books/process", "outside"),
        ("POST /api/v1/books/import", ""),
        ("RequestAudioBook", "POST /api/v1/books/process"),
        ("MakeChapter", "GenerateAndForgetSearches"),
        ("llm call", "MakeChapter"),
        ("NarrateChapter", "MakeChapter"),
        ("tts call", "NarrateChapter"),
    } <= parents
    (ordered,) = [span for span in made if span.name == "POST /api/v1/books/process"]
    assert dict(ordered.attributes or {}) == {"http.response.status_code": 202, "request_id": "traced"}
    assert f"{ordered.context.trace_id:032x}" in CALLER
    refused, *_ = [span for span in made if span.name == "llm call"]
    assert dict(refused.attributes or {}) | {"model": ""} == {
        "kind": "llm",
        "provider": "openai",
        "model": "",
        "job_id": str(job),
        "request_id": "traced",
    }
    assert refused.status.description == "vendor_refused"
    assert KEY not in "".join(span.to_json() for span in made)


def test_nothing_is_traced_unless_asked_for_and_installed(settings: Settings, tmp_path: Path) -> None:
    assert isinstance(spans_for(settings), NoSpans)
    variables = environment(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    done = run_forked(_NOT_INSTALLED, environment=variables, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "NoSpans\n"), done.stderr
    assert "pip install 'bookbytes[otel]'" in done.stderr


def test_a_collector_that_is_away_holds_nobody_up(settings: Settings) -> None:
    spans = spans_for(settings.model_copy(update={"otel_exporter_otlp_endpoint": "http://127.0.0.1:9"}))
    with spans.span("lost"):
        pass
    spans.close()
    assert isinstance(spans, OtelSpans)


async def _ordered(client: httpx.AsyncClient, edition_id: str) -> UUID:
    order = {"edition_id": edition_id, "options": {"words_per_chapter": 30}}
    headers = {"X-Request-ID": "traced", "traceparent": CALLER}
    return UUID((await client.post("/api/v1/books/process", json=order, headers=headers)).json()["job_id"])


def _parent(span: ReadableSpan, made: tuple[ReadableSpan, ...]) -> str:
    if span.parent is None:
        return ""
    return next((each.name for each in made if each.context.span_id == span.parent.span_id), "outside")
