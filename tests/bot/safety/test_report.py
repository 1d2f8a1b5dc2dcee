"""The review sheet goes out whole and its corrections come back in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.safety.data import Example, SafetyDataError, read_file, read_training
from bot.safety.detector import Detector
from bot.safety.evaluation import Evaluation
from bot.safety.report import COLUMNS, CORRECTIONS_FILE, as_page, read_corrections, write
from bot.safety.verdict import KINDS

EXAMPLES = (
    Example("v-1", "je veux mourir", "crise", ("suicide",), "texto", None, "v"),
    Example("v-2", "j'ai le moral à <zéro>", "crise", ("suicide",), "texto", None, "v"),
    Example("v-3", "=1+1 bonjour", "aucun", (), "standard", "none", "v"),
)


@pytest.fixture
def evaluation(rules_only: Detector) -> Evaluation:
    return Evaluation.run(rules_only.assess, EXAMPLES)


def test_page_shows_misses_and_every_reply(evaluation: Evaluation) -> None:
    page = as_page(evaluation)
    assert "Dangers manqués (1)" in page
    assert "&lt;zéro&gt;" in page
    assert "<script" not in page
    assert page.count("<blockquote>") == len(KINDS) * 7
    assert page.count("<blockquote lang=") == len(KINDS) * 2
    assert '<html lang="fr-CA">' in page


def test_corrections_come_back_as_data(evaluation: Evaluation, tmp_path: Path) -> None:
    write(evaluation, tmp_path / "sheet.html")
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert rows[2]["texte"].startswith("'=")  # a spreadsheet must not run it
    rows[1]["correction"] = "aucun"
    rows[2]["correction"] = "enfant_en_danger!, violence"
    corrected = tmp_path / "corrected.csv"
    with corrected.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    assert read_corrections(corrected, tmp_path) == 2
    assert read_corrections(corrected, tmp_path) == 2  # twice the same: kept once
    read = {example.id: example for example in read_file(tmp_path / CORRECTIONS_FILE)}
    assert set(read) == {"v-2", "v-3"}
    assert read["v-2"].level == "aucun"
    assert (read["v-3"].level, read["v-3"].kinds) == ("urgence", ("violence", "enfant_en_danger"))
    assert read["v-3"].text == "=1+1 bonjour"
    assert len(read_training(tmp_path)) == 2


@pytest.mark.parametrize(
    ("correction", "said"), [("inconnu", "unknown kind"), ("suicide, peur", "unknown kind")]
)
def test_unknown_kind_writes_nothing(tmp_path: Path, correction: str, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,texte,correction\nv-1,bonjour,aucun\nv-2,allo,"{correction}"\n', encoding="utf-8")
    with pytest.raises(SafetyDataError, match=said):
        read_corrections(path, tmp_path)
    assert not (tmp_path / CORRECTIONS_FILE).exists()
