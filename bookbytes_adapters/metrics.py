"""The numbers of one server, as Prometheus reads them. ``docs/operations.md`` lists every one.

What all processes do together (jobs, calls, money) is counted in the database, so it is right whoever is asked; what is
this process's own (requests, its cache, its memory) is counted here. Labels take few values, all of them ours: no id,
no path and no name that a caller gave becomes one.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bookbytes_core.domain.status import Status
from bookbytes_core.ports.statistics import WorkCounts
from bookbytes_core.use_cases.upkeep.read_statistics import Statistics

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0, 30.0)
"""Bounds of the histogram; 0.2 is what most answers have to keep."""

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Metrics:
    """A registry of its own: two servers in one process share nothing."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        build = Gauge("bookbytes_build_info", "1; the version is a label.", ["version"], registry=self._registry)
        build.labels(version("bookbytes")).set(1)
        self._requests = Counter(
            "bookbytes_http_requests",
            "Answered requests by method, route and class of status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "bookbytes_http_request_duration_seconds",
            "Time from a request's arrival to the first byte of its answer.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._in_progress = Gauge(
            "bookbytes_http_requests_in_progress", "Requests that are being answered.", registry=self._registry
        )

    def began(self) -> None:
        """A request has arrived; ``ended`` follows whatever becomes of it."""
        self._in_progress.inc()

    def ended(self, method: str, route: str, status: int, seconds: float) -> str:
        """``route`` is a template of ours; ``seconds`` passed until the answer began. Returns the method as counted:
        "other" for one that HTTP does not know."""
        self._in_progress.dec()
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, f"{status // 100}xx").inc()
        self._seconds.labels(known, route).observe(seconds)
        return known

    def shown(self, statistics: Statistics) -> bytes:
        """Everything in Prometheus's text format."""
        scrape = CollectorRegistry()
        scrape.register(_Together(self._registry, statistics))
        return generate_latest(scrape)


class _Together(Collector):
    """What was counted here and what was counted in the database. When a series began is left out: nobody asks."""

    def __init__(self, counted: CollectorRegistry, statistics: Statistics) -> None:
        self._counted = counted
        self._statistics = statistics

    def collect(self) -> Iterable[Metric]:
        for family in self._counted.collect():
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family
        yield from _cache(self._statistics)
        work = self._statistics.work
        up = "1 while the database answers and the numbers of jobs and calls are shown, else 0."
        yield GaugeMetricFamily("bookbytes_statistics_up", up, value=int(work is not None))
        if work is not None:
            yield from _jobs(work, self._statistics.oldest_pending_seconds)
            yield from _calls(work)


def _cache(statistics: Statistics) -> Iterator[Metric]:
    lookups = CounterMetricFamily(
        "bookbytes_cache_lookups", "Looks of this process into the cache of catalogues' answers.", labels=["outcome"]
    )
    counts = statistics.cache
    for outcome, number in (("hit", counts.hits), ("stale", counts.stale), ("miss", counts.misses)):
        lookups.add_metric([outcome], number)
    yield lookups


def _jobs(work: WorkCounts, oldest_seconds: float) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("bookbytes_jobs", "Jobs of all users by status.", labels=["status"])
    for status in Status:
        jobs.add_metric([status.value], work.jobs.get(status, 0))
    yield jobs
    yield GaugeMetricFamily(
        "bookbytes_jobs_oldest_pending_age_seconds",
        "Age of the oldest job that waits; 0 where none does.",
        value=oldest_seconds,
    )
    queue = GaugeMetricFamily("bookbytes_queue_jobs", "Unfinished jobs on their way to a worker.", labels=["state"])
    for state in ("waiting", "sent", "running", "abandoned"):
        queue.add_metric([state], getattr(work.queue, state))
    yield queue


def _calls(work: WorkCounts) -> Iterator[Metric]:
    calls = GaugeMetricFamily(
        "bookbytes_vendor_calls",
        "Calls to language models and voices in the ledger.",
        labels=["provider", "kind", "state"],
    )
    spent: dict[tuple[str, str], float] = {}
    for each in work.calls:
        calls.add_metric([each.provider, each.kind.value, each.state.value], each.calls)
        group = (each.provider, each.kind.value)
        spent[group] = spent.get(group, 0.0) + float(each.cost_usd)
    yield calls
    spend = CounterMetricFamily(
        "bookbytes_spend_usd", "What calls have cost, in US dollars.", labels=["provider", "kind"]
    )
    for (provider, kind), usd in spent.items():
        spend.add_metric([provider, kind], usd)
    yield spend
