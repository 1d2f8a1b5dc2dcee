"""Logging that cannot hold anything a person wrote.

Rasa, the action SDK and the web servers log messages, slots, requests and addresses, some of it at ERROR. So
nothing they say is trusted: `configure_logging` replaces every handler by one that writes, for records of other
projects, only the level, the logger's name and the class of the exception; and for our own records only the
event's name and fields of `ALLOWED_FIELDS` whose values are short plain identifiers or numbers.

An event of ours is a constant name with fields: `structlog.get_logger("bot.web").info("turn_done", ms=12)`, or with the
standard library `logger.info("turn_done", extra={"ms": 12})`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, TextIO

import structlog

OURS = ("bot", "actions", "directory", "sentier")
"""Top-level names whose event names and allowed fields are written."""

ALLOWED_FIELDS = frozenset(
    "ms status method route channel intent level kinds needs region profile count rows tables attempts port host_kind "
    "workers version model migration command outcome reason job removed kept size epochs language error".split()
)
"""Fields of our own events that may be written; everything else is dropped without a trace."""

_EVENT = re.compile(r"[a-z][a-z0-9_.]{0,63}\Z")
# Lower-case identifiers of ours: no space, no accent, no capital, no "@", no run of digits long enough for a number.
_IDENTIFIER = re.compile(r"(?!.*\d{5})[a-z0-9][a-z0-9_./-]{0,39}\Z")
_LOGGER_NAME = re.compile(r"[A-Za-z_][\w.]{0,80}\Z")
_EXCEPTION_NAME = re.compile(r"[A-Za-z_]\w{0,60}\Z")
_MAX_NUMBER = 10_000_000
_STRUCTLOG_KEY = "_sentier_fields"


class PrivateFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, and what the rules of this module let through."""

    def format(self, record: logging.LogRecord) -> str:
        """Never reads the message arguments, the traceback or the frame of a record that is not ours."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname if record.levelname in logging.getLevelNamesMapping() else str(record.levelno),
            "logger": record.name if _LOGGER_NAME.match(record.name) else "other",
        }
        if _is_ours(record.name):
            # With arguments, the message is a sentence, not an event's name.
            fields = record.__dict__.get(_STRUCTLOG_KEY)
            if isinstance(record.msg, str) and not record.args and _EVENT.match(record.msg):
                line["event"] = record.msg
            line.update(allowed(fields if isinstance(fields, Mapping) else record.__dict__))
        exception = _exception_name(record.exc_info)
        if exception:
            line["exception"] = exception
        return json.dumps(line, ensure_ascii=True)


def allowed(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that may be written, with only the values that cannot be a person's words or number."""
    return {
        name: value for name, value in fields.items() if name in ALLOWED_FIELDS and _is_harmless(value)
    }


def configure_logging(level: str | int = "INFO", stream: TextIO | None = None) -> None:
    """Send every record of the process, at `level` and above, through `PrivateFormatter` to `stream` (stderr).

    Call it once, after Rasa and the web server are imported and again after anything that configures logging by
    itself (uvicorn: pass `log_config=None`). Safe to call again. Uncaught exceptions of threads and of the main
    program are reduced to their class as well. Raises ValueError when `level` is no level's name.
    """
    number = logging.getLevelNamesMapping().get(level.upper()) if isinstance(level, str) else level
    if number is None:
        raise ValueError("The log level must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(PrivateFormatter())
    # A handler that fails prints the record, message and arguments included, on stderr.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            # Libraries attach handlers of their own and stop propagation: both would go round the formatter.
            logger.handlers.clear()
            logger.propagate = True
            logger.filters.clear()
    logging.lastResort = handler
    logging.captureWarnings(True)
    structlog.reset_defaults()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, _to_standard],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_StructlogFactory(),
        context_class=dict,
        # Rasa's modules keep the logger they made at import; without a cache they obey this configuration.
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _excepthook


class _StructlogFactory:
    """Loggers named as asked for, or "rasa" when the library that logs gave no name."""

    def __call__(self, *names: object) -> logging.Logger:
        name = names[0] if names and isinstance(names[0], str) else "structlog"
        return logging.getLogger(name)


def _to_standard(logger: logging.Logger, method: str, event: MutableMapping[str, Any]) -> tuple[tuple[object, ...], dict[str, Any]]:
    """Hand a structlog event to the standard logger; other projects' events keep nothing but their exception."""
    info = event.get("exc_info")
    if info is True or (info is None and method == "exception"):
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    elif not isinstance(info, tuple):
        info = None
    ours = _is_ours(logger.name)
    name = event.get("event") if ours else None
    fields = allowed(event) if ours else {}
    message = name if isinstance(name, str) and _EVENT.match(name) else "hidden"
    return (message,), {"exc_info": info, "extra": {_STRUCTLOG_KEY: fields}}


def _is_ours(name: str) -> bool:
    return name.split(".", 1)[0] in OURS


def _is_harmless(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, (int, float)):
        return -_MAX_NUMBER < value < _MAX_NUMBER
    if isinstance(value, str):
        return _IDENTIFIER.match(value) is not None
    if isinstance(value, (list, tuple)):
        return len(value) <= 20 and all(isinstance(item, str) and _is_harmless(item) for item in value)
    return False


def _exception_name(info: object) -> str | None:
    if isinstance(info, tuple) and info and isinstance(info[0], type):
        name = info[0].__name__
        return name if _EXCEPTION_NAME.match(name) else "Exception"
    return None


def _excepthook(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, KeyboardInterrupt(), None)
        return
    logging.getLogger("sentier").critical("stopped_by_error", exc_info=(kind, value, trace))
