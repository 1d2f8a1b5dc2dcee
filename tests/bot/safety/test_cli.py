"""`sentier safety evaluate` and `report`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.safety.cli import safety_app


@pytest.fixture
def run() -> CliRunner:
    return CliRunner()


def test_evaluate_prints_recall_with_its_interval(run: CliRunner, small_model: Path, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "je veux mourir", "level": "crise", "kinds": ["suicide"], "style": "standard"},
        {"id": "2", "text": "bonjour", "level": "aucun", "kinds": [], "trap": "none"},
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run.invoke(
        safety_app, ["evaluate", str(file), "--model", str(small_model), "--disturb", "--misses"]
    )
    assert done.exit_code == 0, done.output
    assert "recall              100.0% (1/1;" in done.output
    assert "recall, typos" in done.output


def test_evaluate_says_which_line_is_bad(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n", encoding="utf-8")
    done = run.invoke(safety_app, ["evaluate", str(tmp_path / "a.jsonl")])
    assert done.exit_code == 2
    assert "a.jsonl, line 1" in done.output


def test_evaluate_without_data(run: CliRunner, tmp_path: Path) -> None:
    assert run.invoke(safety_app, ["evaluate", "--data", str(tmp_path)]).exit_code == 2


def test_report_writes_page_and_sheet(run: CliRunner, small_model: Path, tmp_path: Path) -> None:
    held_out = tmp_path / "held_out"
    held_out.mkdir()
    row = {"id": "1", "text": "je veux mourir", "level": "crise", "kinds": ["suicide"], "style": "standard"}
    (held_out / "h.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "page.html"
    options = ["--data", str(tmp_path), "--model", str(small_model), "--out", str(out)]
    assert run.invoke(safety_app, ["report", *options]).exit_code == 0
    assert out.is_file()
    assert out.with_suffix(".csv").is_file()
    sheet = out.with_suffix(".csv").read_text(encoding="utf-8-sig").replace("suicide,,", "suicide,aucun,", 1)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(sheet, encoding="utf-8")
    done = run.invoke(safety_app, ["report", *options, "--corrections", str(corrected)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "corrections.jsonl").is_file()
