"""A canary in every place a log can carry text: it must come out of none."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from enum import Enum
from io import StringIO

import pytest
import structlog

from bot.privacy.logs import ALLOWED_FIELDS, Label, configure_logging

CANARY = "canari"
LOGGERS = [
    "rasa.core.processor",
    "rasa_sdk.endpoint",
    "uvicorn.access",
    "uvicorn.error",
    "sanic.root",
    "httpx",
    "bot.web",
    "actions.refer",
]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The stream of a process at DEBUG; the logging of the test run comes back afterwards."""
    root = logging.getLogger()
    kept = (root.handlers[:], root.level, logging.getLogRecordFactory(), logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    stream = StringIO()
    configure_logging("DEBUG", stream)
    yield stream
    root.handlers[:] = kept[0]
    root.setLevel(kept[1])
    logging.setLogRecordFactory(kept[2])
    logging.raiseExceptions = kept[3]
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


class CanaryError(Exception):
    """Carries the text that was being read."""


def _raise() -> None:
    text = CANARY
    try:
        raise ValueError(text)
    except ValueError as error:
        raise CanaryError(f"cannot read {text}") from error


@pytest.mark.parametrize("name", LOGGERS)
@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_standard_records_lose_their_words(log: StringIO, name: str, level: str) -> None:
    write = getattr(logging.getLogger(name), level)
    write(CANARY)
    write("%s a écrit %r", CANARY, {"text": CANARY})
    write("turn_failed", extra=dict.fromkeys(ALLOWED_FIELDS, CANARY) | {"text": CANARY, "user_text": CANARY})
    write({"text": CANARY})
    write("texte", stack_info=True)
    try:
        _raise()
    except CanaryError:
        write("échec", exc_info=True)
    assert CANARY not in log.getvalue()
    assert log.getvalue().count("\n") == 6
    assert json.loads(log.getvalue().splitlines()[-1])["exception"] == "CanaryError"


@pytest.mark.parametrize("name", LOGGERS)
def test_structlog_events_lose_their_words(log: StringIO, name: str) -> None:
    logger = structlog.get_logger(name).bind(bound=CANARY, version=CANARY)
    logger.info(CANARY, text=CANARY, **dict.fromkeys(ALLOWED_FIELDS, CANARY))
    logger.debug("processor.message.parse", parse_data_text=CANARY, event_info=CANARY)
    structlog.contextvars.bind_contextvars(sender_id=CANARY)
    try:
        _raise()
    except CanaryError as error:
        logger.exception(f"échec {CANARY}", rasa_event=CANARY)
        logger.error("échec", exc_info=error, stack_info=True)
    structlog.contextvars.clear_contextvars()
    assert CANARY not in log.getvalue()
    assert [json.loads(line).get("exception") for line in log.getvalue().splitlines()] == [
        None,
        None,
        "CanaryError",
        "CanaryError",
    ]


def test_an_exception_keeps_its_causes_and_places(log: StringIO) -> None:
    try:
        _raise()
    except CanaryError as problem:
        logging.getLogger("bot.web").error("turn_failed", exc_info=problem)
        logging.getLogger("rasa.core").error(CANARY, exc_info=True)
        structlog.get_logger("rasa.core").error(CANARY, exc_info=problem)
        structlog.get_logger("rasa.core").exception(CANARY)
    for line in map(json.loads, log.getvalue().splitlines()):
        assert line["exception"] == "CanaryError"
        assert line["causes"] == ["ValueError"]
        assert [place.rpartition(":")[0] for place in line["raised"]] == [__name__] * 2
        assert all(place.rpartition(":")[2].isdecimal() for place in line["raised"])
    assert log.getvalue().count("\n") == 4
    assert CANARY not in log.getvalue()


def test_of_a_deep_exception_the_innermost_places_are_written(log: StringIO) -> None:
    def fall(depth: int) -> None:
        if not depth:
            _raise()
        fall(depth - 1)

    try:
        fall(30)
    except CanaryError as problem:
        logging.getLogger("bot.web").error("turn_failed", exc_info=problem)
        innermost = traceback.extract_tb(problem.__traceback__)[-1].lineno
    places = json.loads(log.getvalue())["raised"]
    assert len(places) == 12
    assert places[-1] == f"{__name__}:{innermost}"


def test_causes_in_a_circle_end(log: StringIO) -> None:
    one, other = KeyError(CANARY), OSError(CANARY)
    one.__cause__, other.__cause__ = other, one
    logging.getLogger("bot.web").error("turn_failed", exc_info=one)
    line = json.loads(log.getvalue())
    assert line["causes"] == ["OSError", "KeyError", "OSError", "KeyError", "OSError"]
    assert "raised" not in line


def test_a_module_that_is_named_by_words_is_not_written(log: StringIO) -> None:
    code = compile("1 / 0", CANARY, "exec")
    for name in (f"un {CANARY}", 3):
        try:
            exec(code, {"__name__": name})
        except ZeroDivisionError as problem:
            logging.getLogger("bot.web").error("turn_failed", exc_info=problem)
    assert [json.loads(line)["raised"][-1] for line in log.getvalue().splitlines()] == ["other:1"] * 2
    assert CANARY not in log.getvalue()


def test_an_unnamed_structlog_logger_is_silent_too(log: StringIO) -> None:
    structlog.get_logger().warning(CANARY, user_text=CANARY)
    assert log.getvalue()
    assert CANARY not in log.getvalue()


def test_a_handler_attached_later_sees_nothing(log: StringIO) -> None:
    late = StringIO()
    handler = logging.StreamHandler(late)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    logger = logging.getLogger("sanic.access")
    logger.addHandler(handler)
    try:
        _raise()
    except CanaryError:
        logger.error("GET /%s", CANARY, exc_info=True, stack_info=True)
    logger.removeHandler(handler)
    assert late.getvalue()
    assert CANARY not in late.getvalue()


def test_handlers_attached_before_are_gone() -> None:
    before = StringIO()
    logger = logging.getLogger("rasa.shared")
    logger.addHandler(logging.StreamHandler(before))
    logger.propagate = False
    factory, root = logging.getLogRecordFactory(), logging.getLogger()
    kept, hooks = root.handlers[:], (sys.excepthook, threading.excepthook, sys.unraisablehook)
    stream = StringIO()
    configure_logging("INFO", stream)
    logger.warning(CANARY)
    logging.setLogRecordFactory(factory)
    root.handlers[:] = kept
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    structlog.reset_defaults()
    assert before.getvalue() == ""
    assert '"logger": "rasa.shared"' in stream.getvalue()


def test_warnings_and_uncaught_errors_keep_their_class_only(
    log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    warnings.warn(CANARY, UserWarning, stacklevel=1)
    configure_logging("DEBUG", log)  # pytest puts its own thread hook between the fixture and the test
    sys.excepthook(ValueError, ValueError(CANARY), None)
    thread = threading.Thread(target=_raise, name=CANARY)
    thread.start()
    thread.join()
    printed = capsys.readouterr()
    assert CANARY not in log.getvalue() + printed.out + printed.err
    assert '"exception": "ValueError"' in log.getvalue()
    assert '"exception": "CanaryError"' in log.getvalue()


def test_a_failing_record_prints_nothing(log: StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("rasa.x").info("%d messages", CANARY)
    assert CANARY not in log.getvalue() + capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (12.5, True),
        (0, True),
        (True, True),
        (None, True),
        (Label("web"), True),
        ("web", False),
        (5145550199, False),
        (["web"], False),
        (b"web", False),
    ],
)
def test_only_numbers_and_labels_are_values(log: StringIO, value: object, kept: bool) -> None:
    logging.getLogger("bot.web").info("turn_failed", extra={"count": value})
    structlog.get_logger("bot.web").info("turn_failed", count=value)
    for line in log.getvalue().splitlines():
        assert json.loads(line)["event"] == "turn_failed"
        assert ("count" in json.loads(line)) is kept


def test_an_enum_is_written_by_its_name(log: StringIO) -> None:
    outcome = Enum("Outcome", {"KEPT": CANARY})
    structlog.get_logger("bot.web").info("turn_failed", status=outcome.KEPT)
    assert json.loads(log.getvalue())["status"] == "kept"


def test_the_level_is_obeyed(log: StringIO) -> None:
    configure_logging("warning", log)
    structlog.get_logger("bot.web").info("turn_failed")
    logging.getLogger("bot.web").info("turn_failed")
    logging.getLogger("bot.web").warning("turn_failed")
    assert len(log.getvalue().splitlines()) == 1


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="log level"):
        configure_logging("BRUYANT")
