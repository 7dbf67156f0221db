"""One order through server, queue and worker, each a process of its own: its request's id is on every line about it,
and no secret is anywhere."""

import json
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.engine import make_url

from bookbytes_adapters.sql.tables import metadata
from tests.support.fake_vendor import FakeVendor
from tests.support.paid_books import a_long_book, a_price_file
from tests.support.postgres import Databases
from tests.support.program import environment, forked
from tests.support.redis_server import emptied

MINE = "followed-by-its-id.1"
SECRETS = {
    "API_KEY": "canary-api-key-0123456789",
    "OPENAI_API_KEY": "sk-canary-openai-0123456789",
    "JWT_SECRET_KEY": "canary-jwt-secret-0123456789-0123456789",
    "AWS_SECRET_ACCESS_KEY": "canary-aws-0123456789",
    "CACHE_REDIS_URL": "redis://:canary-cache-password@127.0.0.1:9/0",
}
DATABASE_PASSWORD = "canary-database-password"
OF_CALLERS = {
    "X-API-Key": "canary-of-a-stranger",
    "Authorization": "Bearer canary.of.another",
    "Cookie": "bookbytes_session=canary.session",
}


@dataclass
class Story:
    """What is left of it: what was logged, answered and stored."""

    job_id: str
    answers: dict[str, str]
    log: dict[str, list[dict[str, Any]]]
    said: str
    dump: str


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, postgres: Databases, shared_redis: str, fake_vendor: FakeVendor
) -> Story:
    folder = tmp_path_factory.mktemp("followed")
    fake_vendor.reset(llm_seconds=0.0, tts_seconds=0.0)
    fake_vendor.script(fault="unauthorized", kind="tts")  # it repeats the key in its message
    with postgres.migrated() as url:
        secret_url = make_url(url).set(password=DATABASE_PASSWORD).render_as_string(hide_password=False)
        variables = environment(
            folder / "data",
            **SECRETS,
            DATABASE_URL=secret_url,
            REDIS_URL=emptied(shared_redis),
            APP_ENV="production",
            LOG_LEVEL="DEBUG",
            AUTH_MODE="api_key",
            LLM_PROVIDER="openai",
            TTS_PROVIDER="openai",
            TTS_MODEL="tts-1",
            OPENAI_BASE_URL=fake_vendor.base_url,
            LLM_PRICES_FILE=str(a_price_file(folder)),
        )
        job_id, answers = _told(folder, variables)
        dump = _dump(url)
    said = {name: (folder / name).read_text(encoding="utf-8") for name in ("serve.log", "worker.log")}
    log = {name: [json.loads(line) for line in text.splitlines()] for name, text in said.items()}
    return Story(job_id, answers, log, "\n".join(said.values()), dump)


def _told(folder: Path, variables: dict[str, str]) -> tuple[str, dict[str, str]]:
    book = a_long_book(folder, (1, 2))
    with ExitStack() as stack:
        processes = {}
        for name, arguments in (("serve", ("serve", "--port", "0")), ("worker", ("worker",))):
            log = stack.enter_context((folder / f"{name}.log").open("w"))
            out = None if name == "serve" else log.fileno()
            processes[name] = forked(
                *arguments, environment=variables, cwd=folder, stdout=out, stderr=log.fileno(), start_new_session=True
            )
            stack.callback(processes[name].kill)
        printed = processes["serve"].stdout
        assert printed
        address = printed.readline().strip().rstrip("/")
        for process in processes.values():
            limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
            assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE), "a core dump would hold every key"
        key = {"X-API-Key": SECRETS["API_KEY"]}
        with httpx.Client(base_url=address, headers=key, timeout=30) as client:
            job_id, answers = _ordered(client, book)
        for process in processes.values():
            process.terminate()
        assert [process.wait(timeout=30) for process in processes.values()] == [0, 0]
    return job_id, answers | {"printed": address}


def _ordered(client: httpx.Client, book: Path) -> tuple[str, dict[str, str]]:
    imported = client.post("/api/v1/books/import", files={"file": (book.name, book.read_bytes())}).json()
    order = {"edition_id": imported["edition_id"], "options": {"words_per_chapter": 30}}
    receipt = client.post("/api/v1/books/process", json=order, headers={"X-Request-ID": MINE}).json()
    job = f"/api/v1/jobs/{receipt['job_id']}"
    parked = _until(client, job, "paused")
    client.post(f"{job}/resume")
    answers = {"parked": parked, "done": _until(client, job, "completed")}
    for path in ("/metrics", "/health/ready", "/openapi.json", "/docs", "/api/v1/jobs?token=canary-query-0123456789"):
        answers[path] = client.get(path).text
    for name, value in OF_CALLERS.items():
        answers[name] = client.get("/api/v1/books", headers={"X-API-Key": "", name: value}).text
    for secret in (SECRETS["OPENAI_API_KEY"], DATABASE_PASSWORD):  # where an answer and the log repeat what was asked
        answers[f"parameter {secret}"] = client.get("/api/v1/jobs", params={secret: ""}).text
        answers[f"path {secret}"] = client.get(f"/api/v1/{secret}").text
    answers["body"] = client.post("/api/v1/books/process", json={"password": "canary-in-a-body"}).text
    return receipt["job_id"], answers


def _until(client: httpx.Client, job: str, status: str) -> str:
    until = time.monotonic() + 60
    while (answer := client.get(job)).json()["status"] != status:
        assert time.monotonic() < until, answer.text
        time.sleep(0.05)
    return answer.text


def _dump(url: str) -> str:
    """Every row of every table, as ``pg_dump`` writes them."""
    rows = []
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in metadata.tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:  # type: ignore[arg-type]  # a name of ours
                rows += [f"{table}\t{bytes(row).decode()}" for row in copied]
    return "".join(rows)


def test_a_request_is_followed_through_log_row_worker_and_metrics(story: Story) -> None:
    api = [line for line in story.log["serve.log"] if line.get("request_id") == MINE]
    assert [line["message"] for line in api if line["level"] == "INFO"] == [
        "POST /api/v1/books/process began",
        "job requested",
        "POST /api/v1/books/process",
    ]
    assert [line.get("job_id") for line in api if "job_id" in line] == [story.job_id]
    assert api[-1]["status"] == 202

    (row,) = [line for line in story.dump.splitlines() if line.startswith(f"jobs\t{story.job_id}\t")]
    assert MINE in row.split("\t")

    of_job = [line for line in story.log["worker.log"] if line.get("job_id") == story.job_id]
    assert {line.get("request_id") for line in of_job} <= {MINE, None}
    worker = [line for line in of_job if line.get("request_id") == MINE]
    messages = [line["message"] for line in worker]
    assert messages.count("job claimed") == 2
    assert {line["step"] for line in worker if "step" in line} == {
        "extracting_chapters",
        "generating_summaries",
        "creating_audio",
    }
    assert {(line["kind"], line["outcome"]) for line in worker if line["message"] == "vendor call"} >= {
        ("llm", "done"),
        ("tts", "vendor_refused"),
        ("tts", "done"),
    }
    ended = [line for line in worker if line["message"].startswith("job ended")]
    assert [(line["status"], line.get("code")) for line in ended] == [("paused", "vendor_refused"), ("completed", None)]

    numbers = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(story.answers["/metrics"])
        for sample in family.samples
    }
    assert numbers["bookbytes_jobs", "completed"] == 1
    assert numbers["bookbytes_vendor_calls", "done", "llm", "openai"] == 2
    assert numbers["bookbytes_spend_usd_total", "openai", "tts"] > 0
    assert numbers["bookbytes_http_requests_total", "/api/v1/books/process", "2xx", "POST"] == 1


def test_a26_no_secret_is_anywhere(story: Story) -> None:
    assert "vendor_refused" in story.answers["parked"]
    assert story.said.count("[redacted]") >= 2
    assert story.said
    assert story.dump
    for text in (*story.said.splitlines(), *story.dump.splitlines(), *story.answers.values()):
        assert "canary" not in text


def test_a27_no_answer_shows_a_place_or_a_statement(story: Story) -> None:
    for answer in story.answers.values():
        for part in ("Traceback", "SELECT ", 'File "', "site-packages", "postgresql://"):
            assert part not in answer
