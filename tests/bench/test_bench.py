"""The arithmetic of the bench, and that a run becomes a document with its goals beside it."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench.command import ratios
from bench.document import write_document
from bench.growth import table
from bench.load import Measured
from bench.machine import percentile, summary
from bench.picture import draw
from bench.plain import project
from bench.processes import DidNotStart, Server, free_port
from bench.stages import _places
from bench.systems import CONVERSATIONS, TURNS


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile(list(map(float, range(1, 101))), 0.99) == 99.0
    assert summary([1.0, 5.0])["max"] == 5.0


def test_a_run_says_turns_and_processor_per_turn() -> None:
    run = Measured(milliseconds=[10.0] * 20, seconds=2.0, cpu_seconds=0.1).to_json()
    assert (run["turns_per_s"], run["cpu_ms_per_turn"], run["p50"]) == (10.0, 5.0, 10.0)


def test_every_stage_that_is_timed_is_there() -> None:
    inside: Any = SimpleNamespace(engine=SimpleNamespace(handle=None))
    assert [name for name, holder, attribute in _places(inside) if not hasattr(holder, attribute)] == []


def run_of(p50: float, per_second: float) -> dict[str, Any]:
    return {
        "p50": p50,
        "p99": 2 * p50,
        "turns_per_s": per_second,
        "cpu_ms_per_turn": p50,
        "failures": 0,
        "too_late": 0,
    }


RUNS = {
    "Sentier": {"1": [run_of(10.0, 100.0), run_of(20.0, 50.0)]},
    "plain Rasa": {"1": [run_of(80.0, 10.0), run_of(80.0, 10.0)]},
}


def test_ratios_are_of_neighbouring_runs_and_above_one_when_sentier_is_better() -> None:
    (row,) = ratios(RUNS)
    assert (row["system"], row["at_once"]) == ("Sentier", 1)
    assert row["p50"] == [6.0, 4.0, 8.0]
    assert row["turns_per_s"] == [7.5, 5.0, 10.0]


def result(p99: float) -> dict[str, Any]:
    pooled = {name: {"1": {**runs["1"][0], "p99": p99}} for name, runs in RUNS.items()}
    stage = {"calls_per_turn": 1.0, "ms_per_turn": 4.0, "p50_ms": 4.0, "p99_ms": 9.0}
    names = ("turn", "  engine", "    featurizer.FrenchFeaturizer0", "  embedding (beside the danger)")
    return {
        "machine": {
            "processor": "X", "processors": 2, "memory_gb": 8, "system": "Linux", "python": "3.11",
            "date": "2026-01-01", "commit": "abc", "load_average": [0.1], "speed": 30.0,
        },
        "quick": True,
        "plain": {"messages": 100, "epochs": 3, "train_s": 60},
        "systems": {
            "runs": RUNS,
            "pooled": pooled,
            "starts_s": {"Sentier": [4.0, 5.0], "plain Rasa": [20.0]},
            "start_cpu_s": {"Sentier": 3.0, "plain Rasa": 15.0},
            "resident_mb": {"Sentier": 300, "plain Rasa": 1300},
            "resident_after_load_mb": {"Sentier": 320, "plain Rasa": 1400},
        },
        "ratios": ratios(RUNS),
        "stages": [{"stage": name, **stage} for name in names],
        "rules_alone_ms": {"p50": 0.5, "p99": 1.0},
        "growth": {"conversation length": [{"turns": "1-10", "p50_ms": 5.0, "p99_ms": 9.0}]},
        "scores": {"danger": ["recall 98 %"]},
    }  # fmt: skip


def test_the_document_names_the_goals_that_are_missed(tmp_path: Path) -> None:
    text = write_document(result(p99=44.0))
    assert "| 99th percentile, 1 at once | 30 ms | 44 ms | **missed** |" in text
    assert "Missed: 99th percentile, 1 at once. Why: " in text
    assert "| resident memory, one process, after the load | 450 MB | 320 MB | met |" in text
    assert "recall 98 %" in text
    assert "Missed:" not in write_document(result(p99=20.0))
    draw(result(p99=20.0), tmp_path / "bench.png")
    assert (tmp_path / "bench.png").stat().st_size > 10_000


def test_growth_tables_have_a_column_per_key() -> None:
    assert table([{"a_b": 1000, "c": None}]) == "| a b | c |\n|--:|--:|\n| 1,000 |  |"


def test_a_server_is_waited_for_watched_and_stopped(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    arguments = ["-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with Server("files", arguments, env={}, cwd=tmp_path, log=tmp_path / "log", ready=url) as server:
        server.wait(60)
        with urllib.request.urlopen(url) as answer:
            assert answer.status == 200
        assert server.resident_mb() > 1
        assert server.cpu_seconds() > 0
    assert server.pids() == []


def test_a_server_that_ends_says_its_last_lines(tmp_path: Path) -> None:
    arguments = ["-c", "raise SystemExit('no such model')"]
    with (
        Server(
            "x", arguments, env={}, cwd=tmp_path, log=tmp_path / "log", ready="http://127.0.0.1:9"
        ) as server,
        pytest.raises(DidNotStart, match="no such model"),
    ):
        server.wait(30)


def test_every_conversation_has_the_same_number_of_messages() -> None:
    assert {len(lines) for lines in CONVERSATIONS} == {TURNS}


@pytest.mark.slow
def test_plain_rasa_learns_all_our_messages_and_answers_every_intent() -> None:
    groups = project.training_messages(most=2)
    domain = project.domain_of(groups)
    intents = {intent.split("/")[0] for intent in groups}
    assert set(domain["intents"]) == intents
    assert len(intents) > 50
    assert any("](place)" in text for texts in groups.values() for text in texts)
    for rule in project.dialogues(groups)["rules"]:
        action = rule["steps"][1]["action"]
        answered = action == "utter_question" or action in domain["responses"] or action in domain["actions"]
        assert answered, action
