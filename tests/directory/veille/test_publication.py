"""Made once, then only read; nothing of a week under way; several seasons are sums of what was published."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.safety.verdict import KINDS
from directory.coverage import Cell
from directory.database import Database
from directory.models import VeilleRelease
from directory.veille import publication, tables
from directory.veille.charts import bars_svg, heat_svg, png, shade
from directory.veille.errors import PeriodInvalid
from directory.veille.measures import CHANNELS, DANGERS, OUTCOMES, PROBLEMS, PROFILES
from directory.veille.portrait import Line, Portrait, fragment, page
from directory.veille.publication import Publication, due, make, of_season, periods, together, within
from directory.veille.statements import ASKED, GAP, TOTAL
from directory.veille.store import add, first_week, read
from directory.veille.weeks import Period, Season
from directory.vocabulary import vocabulary

AUTUMN, SUMMER = Season(2026, 3), Season(2026, 2)
TODAY = date(2026, 11, 28)
PERIOD = Period(AUTUMN, 2)


def put(
    database: Database, week: date, times: int, measure: str = "none", subject: str = "hebergement"
) -> None:
    with database.session() as session:
        add(
            session,
            {
                (week, measure, subject, "region", "07"): times,
                (week, measure, subject, "channel", "web"): times,
                (week, measure, subject, "profile", "personne"): times,
            },
        )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layouts of three needs and regions instead of all: these tests are not about the proof."""
    whole = publication.layouts_of
    monkeypatch.setattr(
        publication,
        "layouts_of",
        lambda period: whole(period, ("hebergement", "juridique"), ("06", "07", "")),
    )


def test_the_lists_are_those_of_the_other_rooms() -> None:
    assert tuple(DANGERS) == KINDS
    assert tuple(PROFILES) == tuple(vocabulary().profiles)
    assert not {*OUTCOMES, "danger"} & set(PROBLEMS)
    longest = max(len(word) for word in (*OUTCOMES, *PROBLEMS, "danger"))
    assert longest <= 12
    assert max(len(word) for word in (*vocabulary().needs, *DANGERS)) <= 30
    assert max(len(word) for word in (*CHANNELS, *PROFILES)) <= 12


def test_what_each_adds_adds_up(empty: Database) -> None:
    for times in (3, 4):
        put(empty, PERIOD.first, times)
    with empty.session() as session:
        assert (
            read(session, PERIOD.first, PERIOD.end)[PERIOD.first, "none", "hebergement", "region", "07"] == 7
        )
        assert first_week(session) == PERIOD.first


@pytest.mark.usefixtures("quick")
def test_a_publication_is_made_once_and_never_again(empty: Database) -> None:
    put(empty, PERIOD.first, 12)
    first = make(empty, PERIOD, TODAY)
    assert first.number(ASKED, "hebergement", "07") == 10
    # A worker that was cut off writes its week late: two versions of a period would tell what it wrote.
    put(empty, PERIOD.first, 9)
    assert make(empty, PERIOD, TODAY) == first
    with empty.session() as session:
        assert session.query(VeilleRelease).count() == 1


@pytest.mark.usefixtures("quick")
def test_the_part_under_way_is_not_in_it(empty: Database) -> None:
    put(empty, PERIOD.first, 12)
    put(empty, date(2026, 11, 23), 50)
    assert make(empty, PERIOD, TODAY).number(ASKED, TOTAL, TOTAL) == 10
    with pytest.raises(PeriodInvalid, match="not over"):
        make(empty, Period(AUTUMN, 3), TODAY)


@pytest.mark.usefixtures("quick")
def test_what_is_kept_does_not_tell_hidden_from_withheld(empty: Database) -> None:
    put(empty, PERIOD.first, 12)
    put(empty, PERIOD.first, 2, subject="juridique")
    make(empty, PERIOD, TODAY)
    with empty.session() as session:
        content = session.get(VeilleRelease, PERIOD.key).content
    numbers = [row[3] for row in json.loads(content)]
    assert numbers
    assert all(number >= 5 and number % 5 == 0 for number in numbers)


def test_nothing_counted_is_nothing_published(empty: Database) -> None:
    with empty.session() as session:
        assert periods(session, TODAY) == []
        assert due(session, TODAY) == []
    with pytest.raises(PeriodInvalid, match="Nothing is published"):
        together([])


@pytest.mark.usefixtures("quick")
def test_periods_since_the_first_count(empty: Database) -> None:
    put(empty, SUMMER.first, 6)
    with empty.session() as session:
        known = periods(session, TODAY)
        assert known == [Period(SUMMER, 3), PERIOD] == due(session, TODAY)
    make(empty, known[0], TODAY)
    with empty.session() as session:
        assert due(session, TODAY) == [PERIOD]
    assert of_season(known, AUTUMN) == PERIOD
    with pytest.raises(PeriodInvalid, match="2027-hiver"):
        of_season(known, Season(2027, 0))
    # Dates choose among whole periods; they never cut one.
    assert within(known, date(2026, 7, 1), None) == [PERIOD]
    assert within(known, None, date(2026, 11, 1)) == [Period(SUMMER, 3)]
    assert within(known, SUMMER.first, date(2026, 11, 22)) == known


def published(**numbers: int) -> Publication:
    """A publication of hébergement in Outaouais."""
    shown = {
        (ASKED, "hebergement", "07"): numbers.get("asked", 0),
        (GAP, "hebergement", "07"): numbers.get("unmet", 0),
        (ASKED, TOTAL, TOTAL): numbers.get("total", 0),
        ("asked_week", ASKED, "2026-09-28"): numbers.get("asked", 0),
    }
    return Publication((PERIOD,), shown)


def test_seasons_together_are_sums_of_published_numbers() -> None:
    summer = Publication((Period(SUMMER, 3),), {(ASKED, "hebergement", "07"): 15})
    both = together([published(asked=20, unmet=5), summer])
    assert both.number(ASKED, "hebergement", "07") == 35
    assert both.number(GAP, "hebergement", "07") == 5
    assert both.label == "été 2026 à automne 2026, jusqu'au 22 novembre 2026"
    assert not both.single


def test_csv_hides_runs_nothing_and_says_every_row() -> None:
    content = tables.as_csv(tables.asked(published(asked=20))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert len(rows) == len(vocabulary().needs) + 2
    row = next(row for row in rows if row[0] == "hébergement")
    assert row[rows[0].index("Outaouais")] == "20"
    assert row[rows[0].index("Laval")] == "caché"
    evil = tables.Table("x", "x", "=1+1", {"a": "=HYPERLINK(1)"}, {"b": "@SUM(1)"}, {})
    for cell in next(csv.reader(io.StringIO(tables.as_csv(evil).decode("utf-8-sig")), delimiter=";")):
        assert cell.startswith("'")


def test_gaps_are_those_that_may_be_named() -> None:
    found = tables.gap_list(published(asked=20, unmet=5))
    assert found == [tables.Gap("hebergement", "07", 5, 20)]
    assert tables.gap_list(published(asked=20)) == []
    assert tables.gap_list(published(unmet=5), "06") == []


def test_pictures_show_what_is_published_and_say_so_in_words() -> None:
    drawn = heat_svg(tables.asked(published(asked=20)))
    assert 'role="img"' in drawn
    assert ">20</text>" in drawn
    assert 'class="h3"' in drawn
    nothing = heat_svg(tables.asked(published()))
    assert "tous les nombres sont cachés" in nothing
    assert 'class="asked"' in bars_svg(tables.weeks(published(asked=20)))
    assert [shade(number) for number in (0, 5, 10, 20, 50, 100, 995)] == [0, 1, 2, 3, 4, 5, 5]


def test_a_png_is_made() -> None:
    assert png(tables.weeks(published(asked=20)), "automne 2026").startswith(b"\x89PNG")


def _portrait(**fields: Any) -> Portrait:
    lines = (
        Line("hebergement", "hébergement", 20, 5, Cell(3, 3, 2, 34.0)),
        Line("juridique", "aide juridique", 0, 0, Cell(0, 0, 0, None)),
    )
    made: dict[str, Any] = {
        "region": "07",
        "name": "Outaouais",
        "period": "automne 2026",
        "single": True,
        "day": "28 novembre 2026",
        "asked": 65,
        "lines": lines,
        "outcomes": (("un service de sa région", 35), ("rien", 0)),
        "problems": (("pas de place", 5),),
        "dangers": (("violence", 0),),
    }
    return Portrait(**{**made, **fields})


def test_the_portrait_says_what_was_asked_found_and_missing() -> None:
    said = fragment(_portrait())
    assert "<h1>Outaouais, automne 2026</h1>" in said
    assert "<b>65</b> demandes" in said
    assert "5 demandes sans réponse dans la région, sur 20" in said
    assert "Aucun service de la région au répertoire pour :</b> aide juridique." in said
    assert "34 j" in said
    assert "caché" in said
    assert fragment(_portrait(name="<script>")).count("<script>") == 0
    alone = page(_portrait())
    assert alone.startswith("<!doctype html>")
    assert "http" not in alone


@pytest.mark.usefixtures("quick")
def test_the_command(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from directory.database import create_database
    from directory.veille import cli

    class Now(cli.datetime):  # type: ignore[name-defined, misc]
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls(2026, 11, 28, 15, 0, tzinfo=tz)

    monkeypatch.setattr(cli, "datetime", Now)
    app = typer.Typer()
    app.command()(cli.veille_command)
    url = f"sqlite:///{tmp_path / 'counts.db'}"
    database = create_database(url)
    database.migrate()
    run = CliRunner()
    nothing = run.invoke(app, ["--database", url])
    assert nothing.exit_code == 2
    assert "Nothing is published" in nothing.output
    put(database, PERIOD.first, 12)
    put(database, PERIOD.first, 3, subject="juridique")
    done = run.invoke(app, ["--database", url, "--region", "07", "--csv", str(tmp_path / "t.csv")])
    assert done.exit_code == 0, done.output
    assert "10" in done.output
    assert "12" not in done.output
    assert '"hébergement";"10";"10"' in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    out = tmp_path / "portrait.html"
    season = ["--portrait", "07", "--season", "2026-automne", "--out", str(out)]
    assert run.invoke(app, ["--database", url, *season]).exit_code == 0
    assert "Outaouais, automne 2026" in out.read_text(encoding="utf-8")
    for wrong in (["--season", "2026"], ["--from", "hier"], ["--region", "99"], ["--portrait", "99"]):
        assert run.invoke(app, ["--database", url, *wrong]).exit_code == 2, wrong
    database.close()
