"""The numbers at /metrics: true, harmless, and only for this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.conversation.watch import watched
from bot.web.metrics import (
    CHANNELS,
    FOLDER_VARIABLE,
    SIDES,
    Counted,
    Metrics,
    metrics_route,
    metrics_token,
    shared_folder,
    side_of,
)
from bot.web.settings import BadSetting

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a-token-long-enough-for-this"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def app(metrics: Metrics, token: str = "") -> Starlette:
    made = Starlette(
        routes=[metrics_route(metrics, lambda: {"model": True, "database": False}, lambda: 3, token)]
    )
    made.add_middleware(Counted, metrics=metrics)
    return made


def client(metrics: Metrics, token: str = "", host: str = "127.0.0.1") -> TestClient:
    return TestClient(app(metrics, token), client=(host, 50000))


def value(text: str, series: str) -> float:
    lines = [line for line in text.splitlines() if line.startswith(series + " ")]
    assert len(lines) == 1, (series, text)
    return float(lines[0].rpartition(" ")[2])


def test_turns_are_counted_by_channel_and_outcome(metrics: Metrics) -> None:
    with watched(metrics, "web", (KeyError,)) as turn:
        turn.outcome = "answered"
    with pytest.raises(KeyError), watched(metrics, "sms", (KeyError,)):
        raise KeyError
    with pytest.raises(ValueError, match="broken"), watched(metrics, "a channel nobody knows", (KeyError,)):
        raise ValueError("broken")
    with watched(metrics, "page", (KeyError,)) as turn:
        turn.outcome = "answered"
    with metrics.stage("engine"):
        pass
    text = metrics.text({}, 0).decode()
    assert value(text, 'sentier_turns_total{channel="web",outcome="answered"}') == 1
    assert value(text, 'sentier_turns_total{channel="page",outcome="answered"}') == 1
    assert value(text, 'sentier_turns_total{channel="sms",outcome="refused"}') == 1
    assert value(text, 'sentier_turns_total{channel="other",outcome="failed"}') == 1
    assert value(text, 'sentier_turn_seconds_count{channel="web"}') == 1
    assert value(text, 'sentier_stage_seconds_count{stage="engine"}') == 1
    assert "nobody knows" not in text


def test_channels_are_those_that_people_write_on() -> None:
    from bot.conversation.counts import _CHANNELS

    assert (*_CHANNELS, "other") == CHANNELS


def test_every_response_has_its_series_before_the_first(metrics: Metrics) -> None:
    text = metrics.text({}, 0).decode()
    for side in SIDES:
        assert value(text, f'sentier_responses_total{{side="{side}",status="5xx"}}') == 0


@pytest.mark.parametrize(("found", "shown"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (12, 10)])
def test_dangers_are_shown_in_steps(metrics: Metrics, found: int, shown: int) -> None:
    for _ in range(found):
        metrics.dangers(("suicide", "a kind that does not exist"))
    text = metrics.text({}, 0).decode()
    assert value(text, 'sentier_dangers_total{kind="suicide"}') == shown
    assert value(text, 'sentier_dangers_total{kind="violence"}') == 0
    assert "does not exist" not in text


def test_nothing_says_when_a_series_began(metrics: Metrics) -> None:
    metrics.dangers(("suicide",))
    assert "_created" not in metrics.text({}, 0).decode()


def test_the_gauges_are_those_of_the_moment(metrics: Metrics) -> None:
    answer = client(metrics).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert value(answer.text, 'sentier_up{part="model"}') == 1
    assert value(answer.text, 'sentier_up{part="database"}') == 0
    assert value(answer.text, "sentier_conversations_live") == 3
    again = client(metrics).get("/metrics").text
    assert value(again, 'sentier_responses_total{side="machine",status="2xx"}') == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1"])
def test_this_machine_may_read(metrics: Metrics, host: str) -> None:
    assert client(metrics, host=host).get("/metrics").status_code == 200


@pytest.mark.parametrize("host", ["10.0.0.8", "203.0.113.7", "::ffff:203.0.113.7", "testclient"])
def test_another_machine_may_not(metrics: Metrics, host: str) -> None:
    assert client(metrics, host=host).get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"])
def test_nor_anybody_through_a_proxy(metrics: Metrics, header: str) -> None:
    assert client(metrics).get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_the_token_opens_it_to_another_machine(metrics: Metrics) -> None:
    far = client(metrics, TOKEN, "10.0.0.8")
    assert far.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    for wrong in (f"Bearer {TOKEN}x", "Bearer ", "Bearer", TOKEN, "Bearer é"):
        headers = {"Authorization": wrong.encode("latin-1")}
        assert far.get("/metrics", headers=headers).status_code == 404
    # No token set: an empty one opens nothing.
    assert (
        client(metrics, "", "10.0.0.8").get("/metrics", headers={"Authorization": "Bearer "}).status_code
        == 404
    )


def test_a_short_token_is_refused_at_the_start() -> None:
    with pytest.raises(BadSetting, match="16 characters"):
        metrics_token({"SENTIER_METRICS_TOKEN": "short"})
    assert metrics_token({}) == ""


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("/api/messages", "api"),
        ("/hsds/services", "hsds"),
        ("/sms/twilio", "sms"),
        ("/", "page"),
        ("/apis", "page"),
        ("/ready", "machine"),
    ],
)
def test_sides(path: str, side: str) -> None:
    assert side_of(path) == side
    assert side in SIDES


def test_a_failure_is_counted(metrics: Metrics) -> None:
    async def broken(request: object) -> None:
        raise RuntimeError

    made = app(metrics)
    made.add_route("/api/broken", broken)
    assert TestClient(made, raise_server_exceptions=False).get("/api/broken").status_code == 500
    text = metrics.text({}, 0).decode()
    assert value(text, 'sentier_responses_total{side="api",status="5xx"}') == 1


COUNT_TWO = """
from bot.web.metrics import Metrics
metrics = Metrics()
metrics.turn("web", "answered", 0.01)
metrics.dangers(["suicide"] * 3)
"""


def test_processes_count_together() -> None:
    with shared_folder() as shared:
        environment = {**os.environ, **shared}
        for _ in range(2):
            subprocess.run([sys.executable, "-c", COUNT_TWO], env=environment, cwd=ROOT, check=True)
        show = "from bot.web.metrics import Metrics; print(Metrics().text({}, None).decode())"
        done = subprocess.run(
            [sys.executable, "-c", show],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        assert list(Path(shared[FOLDER_VARIABLE]).iterdir())
    assert value(done.stdout, 'sentier_turns_total{channel="web",outcome="answered"}') == 2
    assert value(done.stdout, 'sentier_dangers_total{kind="suicide"}') == 5
    assert "sentier_conversations_live" not in done.stdout
    assert not Path(shared[FOLDER_VARIABLE]).exists()
