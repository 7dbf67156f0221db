"""Spans sent to a collector by OpenTelemetry: the extra ``otel``."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from loguru import logger

from bookbytes_adapters.logging import job_fields
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import Fields, NoSpans, Span, Spans
from bookbytes_core.errors import BookBytesError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span as VendorSpan

SEND_SECONDS = 2
"""So long a collector may take; what it does not take is lost, and nobody waits for it."""
CLOSE_SECONDS = 3.0


def spans_for(settings: Settings) -> Spans:
    """Where OTEL_EXPORTER_OTLP_ENDPOINT says; nowhere without it, and with a warning where the extra is missing."""
    if not settings.otel_exporter_otlp_endpoint:
        return NoSpans()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        logger.warning("Nothing is traced, for OpenTelemetry is not installed: pip install 'bookbytes[otel]'")
        return NoSpans()
    address = f"{settings.otel_exporter_otlp_endpoint}/v1/traces"
    return OtelSpans(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=SEND_SECONDS)))


class OtelSpans(Spans):
    """Spans of a tracer of its own, given to ``processor`` when they end. OTEL_SERVICE_NAME and
    OTEL_RESOURCE_ATTRIBUTES are honoured. Spans of a job's work carry its id and that of its request."""

    def __init__(self, processor: "SpanProcessor") -> None:
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider

        usual = Resource({"service.name": "bookbytes", "service.version": version("bookbytes")})
        named = usual.merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=named, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("bookbytes")

    def span(
        self, name: str, fields: Fields | None = None, *, caller: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Span]:
        return self._begun(name, {**job_fields(), **(fields or {})}, caller)

    def close(self) -> None:
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)

    @contextmanager
    def _begun(self, name: str, fields: Fields, caller: Mapping[str, str] | None) -> Iterator[Span]:
        from opentelemetry.trace import SpanKind, StatusCode
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(caller) if caller is not None else None
        kind = SpanKind.INTERNAL if caller is None else SpanKind.SERVER
        with self._tracer.start_as_current_span(
            name, context, kind, fields, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield _OtelSpan(span)
            except BookBytesError as error:
                span.set_status(StatusCode.ERROR, error.code)
                raise
            except BaseException as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise


class _OtelSpan(Span):
    def __init__(self, span: "VendorSpan") -> None:
        self._span = span

    def tell(self, name: str, fields: Fields) -> None:
        self._span.update_name(name)
        self._span.set_attributes(dict(fields))
