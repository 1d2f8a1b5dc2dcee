"""`sentier paths` without the engine: exit codes, JSON, differences between versions of the data, trials."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.paths.cli import paths_app
from directory.database import create_database
from directory.errors import PathInvalid, StrategyInvalid
from directory.records import ensure_taxonomies
from tests.directory.conftest import listing, write

runner = CliRunner()
GOOD = "- {id: bon, place: Gatineau, words: [x], expect: {needs: [hebergement], services: [refuge]}}\n"
BAD = "- {id: mauvais, place: Gatineau, words: [x], expect: {needs: [hebergement], never: [refuge]}}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small directory, two files of paths, and two versions of a listing."""
    made = tmp_path_factory.mktemp("paths")
    database = create_database(f"sqlite:///{made / 'directory.db'}")
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    write(database, listing("refuge"), listing("centre"))
    database.close()
    (made / "good.yml").write_text(GOOD, encoding="utf-8")
    (made / "bad.yml").write_text(BAD, encoding="utf-8")
    for name, status in (("old", "active"), ("new", "inactive")):
        (made / f"{name}.json").write_text(json.dumps([listing("refuge", status=status)]), encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def no_starter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small directory stays small."""
    monkeypatch.setattr("directory.starter.ensure_starter", lambda database: None)


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    url = f"sqlite:///{folder / 'directory.db'}"
    result = runner.invoke(paths_app, [*arguments, "--database", url])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_run_ends_with_1_when_a_path_fails_and_writes_its_json(folder: Path) -> None:
    good, bad, out = str(folder / "good.yml"), str(folder / "bad.yml"), folder / "run.json"
    assert run(folder, "run", good, "--directory-only")[0] == 0
    code, words = run(folder, "run", good, bad, "--directory-only", "--json", str(out))
    assert code == 1
    assert "1 ok, 1 échec" in words
    written = json.loads(out.read_text(encoding="utf-8"))
    assert [(one["id"], one["status"]) for one in written["paths"]] == [("bon", "ok"), ("mauvais", "échec")]


def test_two_runs_are_compared(folder: Path) -> None:
    before, after = folder / "a.json", folder / "b.json"
    run(folder, "run", str(folder / "good.yml"), "--directory-only", "--json", str(before))
    changed = json.loads(before.read_text(encoding="utf-8"))
    changed["paths"][0]["services"] = ["centre"]
    changed["paths"][0]["problems"] = ["il manque refuge"]
    after.write_text(json.dumps(changed), encoding="utf-8")
    same = runner.invoke(paths_app, ["diff", str(before), str(before)])
    assert "Aucun parcours ne change" in same.output
    found = runner.invoke(paths_app, ["diff", str(before), str(after)])
    assert "pire" in found.output
    assert "n'est plus montré : refuge" in found.output


def test_two_versions_of_the_data_are_compared(folder: Path) -> None:
    found = runner.invoke(paths_app, ["diff", str(folder / "old.json"), str(folder / "new.json")])
    assert found.exit_code == 0
    assert "outaouais" in found.output


def test_a_listing_and_a_ranking_are_tried(folder: Path) -> None:
    good = str(folder / "good.yml")
    code, words = run(folder, "try", good, "--listing", str(folder / "new.json"))
    assert code == 0
    assert "1 pire" in words
    assert "1 ok" in run(folder, "run", good, "--directory-only")[1]
    assert "Aucun parcours" in run(folder, "try", good, "--move", "open:near")[1]
    assert "les plus proches" in runner.invoke(paths_app, ["try", "--criteria"]).output


def test_what_cannot_be_done_is_said(folder: Path) -> None:
    good = str(folder / "good.yml")
    with pytest.raises(PathInvalid, match="something to try"):
        run(folder, "try", good)
    with pytest.raises(StrategyInvalid):
        run(folder, "try", good, "--drop", "beauté")
    unknown = folder / "unknown.yml"
    unknown.write_text(GOOD.replace("[refuge]", "[nulle-part]"), encoding="utf-8")
    with pytest.raises(PathInvalid, match="no service nulle-part"):
        run(folder, "run", str(unknown), "--directory-only")
    with pytest.raises(PathInvalid, match="cannot be read"):
        run(folder, "run", str(folder / "absent.yml"), "--directory-only")
