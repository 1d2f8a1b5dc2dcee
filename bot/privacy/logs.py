"""Logging that cannot hold anything a person wrote.

Rasa, the action SDK and the web servers log messages, slots, requests and addresses, some of it at ERROR.
So nothing they say is trusted. `configure_logging` empties every record when it is made, before any
handler, theirs or ours, can see it: what is left is the time, the level, the logger's name, the file and
line that spoke, and the class of the exception. Our own records also keep the event's name when it is one
of `EVENTS`, and the fields of `ALLOWED_FIELDS` whose value is a number or a `Label`.

    log = structlog.get_logger("bot.web")
    log.info("turn_done", ms=12.5, channel=Label("web"))

or with the standard library: `logging.getLogger("bot.web").info("turn_done", extra={"ms": 12.5})`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from datetime import datetime, timezone
from enum import Enum
from types import TracebackType
from typing import Any, TextIO

import structlog

OURS = frozenset(("bot", "actions", "directory", "sentier"))
"""Top-level names of our loggers."""

EVENTS = frozenset(
    [
        "started",
        "ready",
        "stopped",
        "stopped_by_error",
        "turn_done",
        "turn_failed",
        "turn_refused",
        "turn_timed_out",
        "request_done",
        "request_failed",
        "rate_limited",
        "signature_refused",
        "duplicate_ignored",
        "sms_sent",
        "sms_failed",
        "model_training",
        "model_trained",
        "model_loaded",
        "model_failed",
        "engine_replaced",
        "database_ready",
        "database_failed",
        "database_migrated",
        "starter_loaded",
        "directory_imported",
        "directory_exported",
        "purge_done",
        "conversation_forgotten",
        "action_failed",
        "referral_failed",
        "login_done",
        "login_refused",
        "proposal_received",
        "veille_counted",
        "safety_only",
    ]
)
"""Names an event of ours may have in a log. A name that is not here is not written: it could be a message."""

ALLOWED_FIELDS = frozenset(
    [
        "ms",
        "status",
        "method",
        "route",
        "channel",
        "count",
        "rows",
        "tables",
        "attempts",
        "port",
        "workers",
        "version",
        "model",
        "migration",
        "command",
        "outcome",
        "reason",
        "kept",
        "removed",
        "size",
        "epochs",
        "limit",
        "seconds",
    ]
)
"""Fields of our own events that may be written. Needs, places and danger kinds are not among them: beside a
time, they would tell a person's story."""

_MAX_NUMBER = 999_999
"""Larger whole numbers could be a telephone."""

_LOGGER_NAME = re.compile(r"[A-Za-z_][\w.]{0,80}\Z")
_EXCEPTION_NAME = re.compile(r"[A-Za-z_]\w{0,60}\Z")
_HIDDEN = "hidden"


class Label(str):
    """A word of the program itself, never of a person: the only text a field may carry."""

    __slots__ = ()


class PrivateRecord(logging.LogRecord):
    """A record without message, arguments, traceback or stack."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **unused: object,
    ) -> None:
        event = msg if type(msg) is str and not args and _is_ours(name) and msg in EVENTS else None
        del sinfo, unused
        super().__init__(name, level, pathname, lineno, event or _HIDDEN, (), None, func, None)
        self.private_event = event
        self.private_exception = _exception_name(exc_info)


class PrivateFormatter(logging.Formatter):
    """One JSON object a line, made only of what this module lets through."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`; a record made before `configure_logging` ran shows nothing of its
        message."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname if record.levelname in logging.getLevelNamesMapping() else "OTHER",
            "logger": record.name if _LOGGER_NAME.match(record.name) else "other",
            "where": f"{record.module}:{record.lineno}",
        }
        if isinstance(record, PrivateRecord):
            if record.private_event:
                line["event"] = record.private_event
            if _is_ours(record.name):
                line.update(allowed(record.__dict__))
            exception = record.private_exception
        else:
            exception = _exception_name(record.exc_info)
        if exception:
            line["exception"] = exception
        return json.dumps(line, ensure_ascii=True)

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is the standard library's
        """Nothing: a traceback shows values."""
        del ei
        return ""


def allowed(fields: Mapping[str, object]) -> dict[str, object]:
    """Of `fields`, those of `ALLOWED_FIELDS` with a value that cannot be a person's words or number."""
    return {
        name: _plain(value)
        for name, value in fields.items()
        if name in ALLOWED_FIELDS and _is_harmless(value)
    }


def configure_logging(level: str | int = "INFO", stream: TextIO | None = None) -> None:
    """Make every record of the process private and write those at `level` and above to `stream` (stderr).

    Call it first thing in a command; call it again after Rasa or a web server has been set up, so that
    handlers they attached go away (what those would write is already empty). Start uvicorn with
    `log_config=None`. Raises ValueError when `level` is no level's name.
    """
    number = logging.getLevelNamesMapping().get(level.upper()) if isinstance(level, str) else level
    if number is None:
        raise ValueError("The log level must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    logging.setLogRecordFactory(PrivateRecord)
    # When a handler fails, the standard library prints the record on stderr: not here.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    logging.captureWarnings(True)
    structlog.reset_defaults()
    structlog.configure(
        processors=[_to_standard],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        context_class=dict,
        # Rasa makes its loggers when it is imported; uncached, they obey this configuration whenever it
        # comes.
        cache_logger_on_first_use=False,
    )
    # The default hooks print the exception's message, which may quote the text being read.
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def _to_standard(
    logger: logging.Logger, method: str, event: MutableMapping[str, Any]
) -> tuple[tuple[object, ...], dict[str, Any]]:
    """Hand a structlog event to the standard logger: its name, its allowed fields, its exception's class."""
    info = event.get("exc_info")
    if info is True or (info is None and method == "exception"):
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, None)
    elif not isinstance(info, tuple):
        info = None
    name = event.get("event")
    fields = allowed(event) if _is_ours(logger.name) else {}
    return (name if isinstance(name, str) else _HIDDEN,), {"exc_info": info, "extra": fields}


def _is_ours(name: str) -> bool:
    return name.split(".", 1)[0] in OURS


def _is_harmless(value: object) -> bool:
    if value is None or isinstance(value, bool | Label | Enum):
        return True
    if isinstance(value, int | float):
        return -_MAX_NUMBER <= value <= _MAX_NUMBER
    return False


def _plain(value: object) -> object:
    return Label(value.name.lower()) if isinstance(value, Enum) else value


def _exception_name(info: object) -> str | None:
    if isinstance(info, BaseException):
        kind: object = type(info)
    else:
        kind = info[0] if isinstance(info, tuple) and info else None
    if isinstance(kind, type):
        return kind.__name__ if _EXCEPTION_NAME.match(kind.__name__) else "Exception"
    return None


def _uncaught(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("sentier").critical("stopped_by_error", exc_info=(kind, value, trace))


def _uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_type is not SystemExit:
        logging.getLogger("sentier").error("stopped_by_error", exc_info=hook.exc_value)


def _unraisable(hook: sys.UnraisableHookArgs) -> None:
    logging.getLogger("sentier").error("stopped_by_error", exc_info=hook.exc_value)
