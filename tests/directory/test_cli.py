"""The directory's part of the `sentier` command, as a person or a program uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from directory.cli import coverage_command, directory_app, refer_command
from tests.directory.conftest import copy_starter, listing, template

app = typer.Typer()
app.command("refer")(refer_command)
app.command("coverage")(coverage_command)
app.add_typer(directory_app, name="directory")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    from directory.database import create_database

    url = f"sqlite:///{tmp_path_factory.mktemp('cli') / 'directory.db'}"
    made = create_database(url)
    copy_starter(made)
    made.close()
    return url


def run(database: str, *words: str, rows: list[Any] | str | None = None) -> Result:
    text = rows if isinstance(rows, str | None) else "".join(json.dumps(row) + "\n" for row in rows)
    return CliRunner().invoke(app, [*words, "--database", database], input=text)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_refer_by_flags(database: str) -> None:
    result = run(
        database, "refer", "-n", "hebergement", "--place", "gatineau", "--at", "2026-11-24T10:00:00-05:00"
    )
    assert result.exit_code == 0, result.output
    (found,) = answers(result)
    assert found["region"] == "07"
    called = [service for service in found["services"] if service["phones"]]
    said = {service["phones"][0]["number"]: service["reasons"] for service in called}
    assert next(iter(said)) == "211"
    assert "n'héberge pas : peut orienter" in said["819-923-9110"]
    assert found["line"]["open"] is True
    assert set(found) == {"id", "region", "services", "line", "rejected", "notes", "line_first"}
    assert {"id", "name", "phones", "distance_km", "open", "next_change", "reasons"} <= set(
        found["services"][0]
    )


def test_refer_by_rows(database: str) -> None:
    rows = [
        {"id": "a", "needs": ["violence_conjugale"], "place": "Rouyn", "at": "2026-11-24T02:00:00-05:00"},
        {"id": 2, "needs": ["juridique"], "place": None, "age": None, "limit": 1},
        {"id": "c", "needs": ["hebergement"], "place": {"name": "Clermont", "region": "03"}},
        {"id": "d", "needs": [], "place": "07", "profile": "intervenant", "populations": ["autochtones"]},
        {"id": "e", "needs": ["juridique"], "place": "Xyzzyplugh"},
    ]
    found = answers(run(database, "refer", rows=rows))
    assert [one["id"] for one in found] == ["a", 2, "c", "d", "e"]
    assert [one["region"] for one in found] == ["08", None, "03", "07", None]
    assert found[0]["services"][0]["open"] is True
    assert len(found[1]["services"]) == 1
    assert "n'est pas un lieu connu" in found[4]["notes"][0]


def test_next_change_carries_its_offset(database: str) -> None:
    row = {
        "id": 1,
        "needs": ["indemnisation_victimes"],
        "place": "06",
        "at": "2026-06-24T10:00:00-04:00",
        "limit": 20,
    }
    (found,) = answers(run(database, "refer", rows=[row]))
    ivac = next(one for one in found["services"] if one["id"] == "ivac")
    assert (ivac["open"], ivac["next_change"]) == (False, "2026-06-25T08:30:00-04:00")
    assert "fermé maintenant, ouvre jeudi à 8 h 30" in ivac["reasons"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"needs": "hebergement"}', "« needs » must be a list"),
        ('{"needs": ["dormir"]}', "« dormir »"),
        ('{"needs": [3]}', "list of texts"),
        ('{"age": "19"}', "« age »"),
        ('{"age": 300}', "not possible"),
        ('{"at": "hier"}', "« at »"),
        ('{"profile": "cliente"}', "« cliente »"),
        ('{"limit": 1000}', "limit"),
        ('{"place": 7}', "« place »"),
    ],
)
def test_bad_row_is_named_and_the_others_answered(database: str, row: str, words: str) -> None:
    result = run(database, "refer", rows=f'{{"id": 1, "needs": ["ecoute"]}}\n{row}\n\n{{"id": 2}}\n')
    assert result.exit_code == 2
    assert [one["id"] for one in answers(result)] == [1, 2]
    assert "line 2" in result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_bad_flag(database: str) -> None:
    result = run(database, "refer", "-n", "dormir")
    assert result.exit_code == 2
    assert "« dormir » is no known need" in result.stderr


def test_table_for_people(database: str) -> None:
    result = run(database, "refer", "-n", "hebergement", "--place", "Gatineau", "--table")
    assert "Itinérance Zéro" in result.stdout
    assert "819-923-9110" in result.stdout


@pytest.mark.parametrize("form", ["project", "hsds", "ndjson", "csv"])
def test_export_then_import_changes_nothing(database: str, tmp_path: Path, form: str) -> None:
    path = tmp_path / {"ndjson": "out.ndjson", "csv": "package"}.get(form, "out.json")
    assert run(database, "directory", "export", str(path), "--format", form).exit_code == 0
    result = run(database, "directory", "import", str(path))
    assert result.exit_code == 0, result.output
    assert "230 rows read, 0 imported, 230 unchanged." in result.stdout


def test_import_of_a_bad_file_names_each_row(database: str, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    document = {
        "format": "sentier-directory/1",
        "services": [listing("neuf"), listing("faux", genders="x"), 3],
    }
    path.write_text(json.dumps(document))
    result = run(database, "directory", "import", str(path))
    assert result.exit_code == 2
    assert "row 2 (faux)" in result.stderr
    assert "row 3 (no id)" in result.stderr
    assert "nothing was imported" in result.stderr
    found = answers(run(database, "refer", rows=[{"needs": ["hebergement"], "place": "07", "limit": 20}]))
    assert "neuf" not in json.dumps(found)


@pytest.mark.slow
def test_dry_run_then_import(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    path = tmp_path / "new.json"
    path.write_text(json.dumps([listing("neuf"), {"id": "ivac", "name": "IVAC", "areas": []}]))
    dry = run(url, "directory", "import", str(path), "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "added neuf" in dry.stdout
    assert "changed ivac" in dry.stdout
    assert "2 would be imported" in dry.stdout
    # IVAC leaves the paths that lead to it.
    assert "2 imported" in run(url, "directory", "import", str(path), "--accept", "essai").stdout
    assert "0 imported" in run(url, "directory", "import", str(path)).stdout


@pytest.mark.slow
def test_an_import_that_changes_a_path_waits_for_a_word_why(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    path = tmp_path / "closed.json"
    # No phone of SOS violence conjugale any more: several shipped paths lose their line.
    path.write_text(json.dumps([{"id": "sos-violence-conjugale", "phones": []}]))
    refused = run(url, "directory", "import", str(path))
    assert refused.exit_code == 1, refused.output
    assert "path " in refused.stdout
    assert "nothing was imported" in refused.stderr
    assert "--accept" in refused.stderr
    dry = run(url, "directory", "import", str(path), "--dry-run")
    assert dry.exit_code == 0
    assert "path " in dry.stdout
    assert "1 would be imported" in dry.stdout
    assert run(url, "directory", "import", str(path), "--accept", " ").exit_code == 2
    done = run(url, "directory", "import", str(path), "--accept", "ligne en panne, essai")
    assert done.exit_code == 0, done.output
    assert "1 imported" in done.stdout


def test_missing_file(database: str, tmp_path: Path) -> None:
    result = run(database, "directory", "import", str(tmp_path / "none.json"))
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_unreadable_database(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database" * 200)
    result = run(f"sqlite:///{path}", "directory", "stats")
    assert result.exit_code == 1
    assert "damaged or is no database" in result.stderr
    assert "Traceback" not in result.output


def test_check_and_stats(database: str) -> None:
    result = run(database, "directory", "check", "--json", "--severity", "notice")
    assert result.exit_code == 0
    assert all({"id", "kind", "severity", "message"} == set(one) for one in answers(result))
    assert json.loads(run(database, "directory", "stats", "--json").stdout)["services"] == 230
    assert "services" in run(database, "directory", "stats").stdout
    assert run(database, "directory", "check", "--severity", "fatal").exit_code == 2


def test_coverage(database: str, tmp_path: Path) -> None:
    result = run(database, "coverage", "--csv", str(tmp_path / "c.csv"), "--png", str(tmp_path / "c.png"))
    assert result.exit_code == 0, result.output
    assert "have no service" in result.stdout
    assert (tmp_path / "c.csv").read_text().startswith("need,region,")
    assert (tmp_path / "c.png").stat().st_size > 10_000


def test_template_stays_empty() -> None:
    from sqlalchemy import select

    from directory.models import Service

    with template().session() as session:
        assert session.execute(select(Service)).first() is None
