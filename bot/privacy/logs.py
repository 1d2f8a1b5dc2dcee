"""Logging that cannot hold anything a person wrote.

Rasa, the action SDK and the web servers log messages, slots, requests and addresses, some of it at ERROR.
So nothing they say is trusted. `configure_logging` empties every record when it is made, before any
handler, theirs or ours, can see it: what is left is the time, the level, the logger's name, the file and
line that spoke, the classes of the exception and of its causes, the modules and lines it went through. Our
own records also keep the event's name when it is one of `EVENTS`, and the fields of `ALLOWED_FIELDS` whose
value is a number or a `Label`:

    logging.getLogger(__name__).error("sms_failed", extra={"attempts": 3}, exc_info=problem)

A sentence, or an event with arguments, is written as nothing at all; a test holds that we log neither.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections import deque
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from enum import Enum
from types import TracebackType
from typing import Any, TextIO

import structlog

OURS = frozenset(("bot", "actions", "directory", "sentier"))
"""Top-level names of our loggers."""

EVENTS = frozenset(
    [
        "answers_unreadable",
        "components_unknown",
        "count_refused",
        "counts_waiting",
        "danger_layer_failed",
        "danger_layer_missing",
        "danger_replies_failed",
        "database_failed",
        "encoder_mismatch",
        "engine_failed",
        "engine_replaced",
        "engine_timed_out",
        "first_reading_failed",
        "light_engine_failed",
        "publications_failed",
        "rasa_untested",
        "rate_limited",
        "request_refused",
        "signature_refused",
        "sms_failed",
        "stopped_by_error",
        "store_failed",
        "systemd_unreachable",
        "turn_failed",
        "turn_overtaken",
        "turn_timed_out",
    ]
)
"""Names an event of ours may have in a log. A name that is not here is not written: it could be a message.
docs/deploy.md says what each means."""

ALLOWED_FIELDS = frozenset(["attempts", "count", "seconds", "status", "version"])
"""Fields of our own events that may be written. Needs, places and danger kinds are not among them: beside a
time, they would tell a person's story."""

_MAX_NUMBER = 999_999
"""Larger whole numbers could be a telephone."""

_MOST_PLACES = 12
"""Of a deep traceback, the innermost lines."""

_MOST_CAUSES = 5
_OF_EXCEPTION = ("exception", "causes", "raised")

_LOGGER_NAME = re.compile(r"[A-Za-z_][\w.]{0,80}\Z")
_EXCEPTION_NAME = re.compile(r"[A-Za-z_]\w{0,60}\Z")
_HIDDEN = "hidden"


class Label(str):
    """A word of the program itself, never of a person: the only text a field may carry."""

    __slots__ = ()


class PrivateRecord(logging.LogRecord):
    """A record without message, arguments, exception or stack; of an exception, its class and its places."""

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
        self.private_causes = _causes(exc_info)
        self.private_places = _places(exc_info)


class PrivateFormatter(logging.Formatter):
    """One JSON object a line, made only of what this module lets through."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`; a record made before `configure_logging` ran shows nothing of its
        message."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname if record.levelname in logging.getLevelNamesMapping() else "OTHER",
            "logger": _module_name(record.name),
            "where": f"{record.module}:{record.lineno}",
        }
        if isinstance(record, PrivateRecord):
            if record.private_event:
                line["event"] = record.private_event
            if _is_ours(record.name):
                line.update(allowed(record.__dict__))
            told = (record.private_exception, record.private_causes, record.private_places)
        else:
            info = record.exc_info
            told = (_exception_name(info), _causes(info), _places(info))
        line.update((name, value) for name, value in zip(_OF_EXCEPTION, told, strict=True) if value)
        return json.dumps(line, ensure_ascii=True)

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is the standard library's
        """Nothing: it would end with the exception's message."""
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
    """Hand a structlog event to the standard logger: its name, its allowed fields, its exception."""
    info = event.get("exc_info")
    if info is True or (info is None and method == "exception"):
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
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
    return _class_name(kind) if isinstance(kind, type) else None


def _class_name(kind: type) -> str:
    return kind.__name__ if _EXCEPTION_NAME.match(kind.__name__) else "Exception"


def _causes(info: object) -> list[str]:
    """Classes of what an exception was raised from, the nearest first."""
    problem = info[1] if isinstance(info, tuple) and len(info) == 3 else info
    causes: list[str] = []
    while isinstance(problem, BaseException) and problem.__cause__ and len(causes) < _MOST_CAUSES:
        problem = problem.__cause__
        causes.append(_class_name(type(problem)))
    return causes


def _places(info: object) -> list[str]:
    """Where an exception went through, outermost first: module and line, never a source line or a value."""
    trace = info.__traceback__ if isinstance(info, BaseException) else None
    if isinstance(info, tuple) and len(info) == 3 and isinstance(info[2], TracebackType):
        trace = info[2]
    innermost = deque(traceback.walk_tb(trace), maxlen=_MOST_PLACES)
    return [f"{_module_name(frame.f_globals.get('__name__'))}:{line}" for frame, line in innermost]


def _module_name(name: object) -> str:
    return name if isinstance(name, str) and _LOGGER_NAME.match(name) else "other"


def _uncaught(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("sentier").critical("stopped_by_error", exc_info=(kind, value, trace))


def _uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_type is not SystemExit:
        logging.getLogger("sentier").error("stopped_by_error", exc_info=hook.exc_value)


def _unraisable(hook: sys.UnraisableHookArgs) -> None:
    logging.getLogger("sentier").error("stopped_by_error", exc_info=hook.exc_value)
