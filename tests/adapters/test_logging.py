"""The log: one line a record, whoever speaks, with what it belongs to and without secrets."""

import io
import json
from pathlib import Path

import pytest
from loguru import logger

from bookbytes_adapters.logging import LogSink, about_job
from bookbytes_adapters.redaction import Redactor
from bookbytes_adapters.settings import Settings
from tests.support.forked import run_forked
from tests.support.program import environment

CANARY = "canary-key-0123456789"

_PROGRAM = """
import logging, threading, warnings
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import load_settings
logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler())
configure_logging(load_settings())
configure_logging(load_settings())
logging.getLogger("uvicorn.error").warning("a server says %s", "canary-key-0123456789")
logging.getLogger("dramatiq.worker").error("a worker says so")
logging.getLogger("botocore").info("a library chats")
warnings.warn("python warns")
def fail(): raise ValueError("no Bearer canary-key-0123456789")
thread = threading.Thread(target=fail); thread.start(); thread.join()
fail()
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(stream: io.StringIO, *, as_json: bool = False) -> int:
    """A handler of the log on ``stream``."""
    sink = LogSink(stream, Redactor([CANARY]), as_json=as_json)
    return logger.add(sink, format="", level="DEBUG", filter=lambda record: "mine" in record["extra"])


def test_a_line_of_json_carries_request_and_job() -> None:
    stream = io.StringIO()
    handler = written(stream, as_json=True)
    about_job(job_id="7", request_id="of the job")
    try:
        with logger.contextualize(request_id="r1", mine=1):
            logger.bind(status=200).info("said {}", "so")
        logger.bind(mine=1, message="forged", level="forged").info("of the job")
    finally:
        about_job()
        logger.remove(handler)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first | {"time": ""} == {
        "time": "",
        "level": "INFO",
        "logger": __name__,
        "message": "said so",
        "job_id": "7",
        "request_id": "r1",
        "mine": 1,
        "status": 200,
    }
    assert first["time"].endswith("+00:00")
    assert (second["message"], second["level"], second["request_id"]) == ("of the job", "INFO", "of the job")


@pytest.mark.parametrize("as_json", [True, False])
def test_secrets_are_in_no_field_and_no_trace(*, as_json: bool) -> None:
    stream = io.StringIO()
    handler = written(stream, as_json=as_json)
    try:
        raise ValueError(f"refused: {CANARY}")
    except ValueError:
        logger.bind(mine=CANARY, url="redis://:zanary@h").exception("Authorization: Bearer zanary {}", CANARY)
    finally:
        logger.remove(handler)
    assert "ValueError: refused: [redacted]" in stream.getvalue()
    assert "anary" not in stream.getvalue().replace("zanary {}", "")


def test_lines_for_people_have_colour_only_on_a_terminal_and_stay_lines() -> None:
    for stream, coloured in ((Terminal(), True), (io.StringIO(), False)):
        handler = written(stream)
        logger.bind(mine="a\nb").warning("GET /x\nFORGED\x1b[31m")
        logger.remove(handler)
        line = stream.getvalue()
        assert ("\x1b[33m" in line) is coloured
        assert line.count("\n") == 1
        assert r"GET /x\x0aFORGED\x1b[31m" in line


def test_whatever_is_said_in_the_process_comes_out_once_and_clean(tmp_path: Path) -> None:
    variables = environment(tmp_path / "data", APP_ENV="production", API_KEY=CANARY)
    done = run_forked(_PROGRAM, environment=variables, cwd=tmp_path)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert [(line["logger"], line["level"]) for line in lines] == [
        ("uvicorn.error", "WARNING"),
        ("dramatiq.worker", "ERROR"),
        ("py.warnings", "WARNING"),
        ("bookbytes_adapters.logging", "CRITICAL"),
        ("bookbytes_adapters.logging", "CRITICAL"),
    ]
    assert lines[0]["message"] == "a server says [redacted]"
    assert "ValueError" in lines[-1]["exception"]
    assert CANARY not in done.stderr


def test_every_secret_of_the_settings_is_known(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        api_key="the-api-key-0123456",
        openai_api_key="the-openai-key",
        database_url="postgresql://me:the-database@h/x",
        redis_url="redis://:the-redis@h",
        cache_redis_url="redis://u:the-cache@h",
    )
    (tmp_path / "api_key").write_text("the-kept-key", encoding="ascii")
    assert {
        *("the-api-key-0123456", "the-openai-key", "the-database", "the-redis", "the-cache", "the-kept-key")
    } <= set(settings.secrets)
