"""The log: one sink for everything that is said in this process, and what stands on every line."""

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from loguru import logger

from bookbytes_adapters.redaction import Redactor
from bookbytes_adapters.settings import LogLevel, Settings

if TYPE_CHECKING:
    from loguru import Message, Record

_JOB: ContextVar[Mapping[str, object]] = ContextVar("job", default={})  # noqa: B039 - nobody can write to a Mapping

_COLOURS = {"DEBUG": "\x1b[34m", "INFO": "", "WARNING": "\x1b[33m", "ERROR": "\x1b[31m", "CRITICAL": "\x1b[31;1m"}
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"
_ONE_LINE = {number: f"\\x{number:02x}" for number in (*range(32), 127)}
"""What a stranger's text must not do to a terminal or to the lines of a log."""

_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access")


def configure_logging(settings: Settings, *, level: LogLevel | None = None) -> None:
    """Log to standard error from ``level`` (else LOG_LEVEL) on: in production one JSON object a line, otherwise lines
    for people, coloured on a terminal. No secret that ``settings`` know, and nothing that looks like one, gets there.

    Warnings of libraries, of Python itself and what nobody caught come out here too. May be called again; the last
    call counts.
    """
    sink = LogSink(sys.stderr, Redactor(settings.secrets), as_json=settings.app_env == "production")
    added = logger.add(sink, level=level or settings.log_level, format="", filter=_ours)
    for earlier in range(added):  # after the new one is there: no line is lost
        try:
            logger.remove(earlier)
        except ValueError:  # it is gone already
            continue
    _take_in_what_others_say()


class LogSink:
    """Writes records to ``stream``, each line whole and without secrets."""

    def __init__(self, stream: TextIO, redact: Redactor, *, as_json: bool) -> None:
        self._stream = stream
        self._redact = redact
        is_coloured = not as_json and stream.isatty() and not os.environ.get("NO_COLOR")
        self._line = _json_line if as_json else _coloured_line if is_coloured else _plain_line

    def __call__(self, message: "Message") -> None:
        self._stream.write(self._redact(self._line(message.record)) + "\n")
        self._stream.flush()


def about_job(**fields: object) -> None:
    """From now on every line of this task, and of those it starts, carries ``fields`` of the job it works on."""
    _JOB.set(fields)


def job_fields() -> Mapping[str, str]:
    """What ``about_job`` was told in this task."""
    return {name: str(value) for name, value in _JOB.get().items() if value is not None}


def _ours(record: "Record") -> bool:
    return bool(record["name"] and record["name"].startswith("bookbytes_"))


def _fields(record: "Record") -> dict[str, object]:
    return {name: value for name, value in {**_JOB.get(), **record["extra"]}.items() if value is not None}


def _json_line(record: "Record") -> str:
    fields = _fields(record)
    line: dict[str, object] = {
        "time": record["time"].astimezone(UTC).isoformat(timespec="milliseconds"),
        "level": record["level"].name,
        "logger": fields.pop("logger", record["name"]),
        "message": record["message"],
    }
    line |= {name: value for name, value in fields.items() if name not in line}
    if record["exception"] is not None:
        line["exception"] = _trace(record)
    return json.dumps(line, default=str)


def _plain_line(record: "Record") -> str:
    return _people_line(record, "", "", "")


def _coloured_line(record: "Record") -> str:
    return _people_line(record, _COLOURS.get(record["level"].name, ""), _DIM, _PLAIN)


def _people_line(record: "Record", colour: str, dim: str, plain: str) -> str:
    message = _one_line(record["message"])
    fields = _one_line(" ".join(f"{name}={value}" for name, value in _fields(record).items()))
    line = f"{record['time']:%H:%M:%S} {colour}{record['level'].name:<7}{plain if colour else ''} {message}"
    line += f" {dim}{fields}{plain}" if fields else ""
    return line if record["exception"] is None else f"{line}\n{_trace(record).rstrip()}"


def _one_line(text: str) -> str:
    return text if text.isprintable() else text.translate(_ONE_LINE)


def _trace(record: "Record") -> str:
    exception = record["exception"]
    if exception is None or exception.type is None:
        return ""
    return "".join(traceback.format_exception(exception.type, exception.value, exception.traceback))


class _Forward(logging.Handler):
    """Python's own logging, in our log."""

    def emit(self, record: logging.LogRecord) -> None:
        level = record.levelname if record.levelname in _COLOURS else record.levelno
        told = logger.bind(logger=record.name).opt(exception=record.exc_info)
        told.log(level, "{}", record.getMessage())


def _take_in_what_others_say() -> None:
    """Handlers that a server put up before are taken down: its lines would come twice, and once with their secrets."""
    root = logging.getLogger()
    root.handlers = [*(handler for handler in root.handlers if not isinstance(handler, _Forward)), _Forward()]
    root.setLevel(logging.WARNING)
    for name in _SERVERS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)  # the middleware tells of requests, with their ids
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.opt(exception=(kind, error, trace)).critical("unforeseen error")


def _uncaught_in_thread(told: "threading.ExceptHookArgs") -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
