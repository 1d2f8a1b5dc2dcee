"""Paths from YAML: what is not as it must be is said in a sentence, with the path's id."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from directory.database import Database
from directory.errors import PathInvalid, StrategyInvalid
from directory.jsonfile import read_json
from directory.paths.model import CONVERSATION, Outcome, Pinned
from directory.paths.reading import parse, pins_file, read_file, read_files, read_pins, write_pins
from directory.paths.report import KNOWN, REPAIRED, lines, run_from, run_json
from directory.paths.running import judged, run_one
from directory.paths.trying import outcomes_of_data, read_listings, try_listings, try_strategy
from directory.refer.strategy import CRITERIA, STANDARD, Strategy
from tests.directory.conftest import listing, write

BASE = {"id": "un", "place": "Gatineau", "words": ["x"], "expect": {"needs": ["hebergement"]}}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "Un Parcours"}, "is no id"),
        ({"words": []}, "one to 20 messages"),
        ({"age": 130}, "from 0 to 120"),
        ({"age": True}, "from 0 to 120"),
        ({"profile": "voisine"}, "is no profile"),
        ({"channel": "fax"}, "is no channel"),
        ({"at": "hier"}, "like 2026-11-24 22:30"),
        ({"populations": ["martiennes"]}, "not one of the known populations"),
        ({"lieu": "Gatineau"}, "unknown lieu"),
        ({"expect": {"needs": ["argent"]}}, "not one of the known needs"),
        ({"expect": {"danger": ["peur"]}}, "not one of the known danger"),
        ({"expect": {"service": ["x"]}}, "unknown service"),
        ({"expect": {"far": "oui"}}, "far is true or false"),
        ({"expect": ["x"]}, "must be a mapping"),
    ],
)
def test_a_bad_path_is_refused_with_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(PathInvalid, match=sentence):
        parse({**BASE, **change}, "test")


def test_two_paths_of_one_id_are_refused(tmp_path: File) -> None:
    file = tmp_path / "a.yml"
    file.write_text("- {id: un, words: [x]}\n- {id: un, words: [y]}\n", encoding="utf-8")
    with pytest.raises(PathInvalid, match="Two paths"):
        read_files([file])


@pytest.mark.parametrize("content", ["{", "un: deux\n", "- deux\n"])
def test_a_file_that_is_no_list_of_paths_is_refused(tmp_path: File, content: str) -> None:
    file = tmp_path / "a.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(PathInvalid):
        read_file(file)


def test_pinned_results_go_to_their_file_and_back(tmp_path: File) -> None:
    file = tmp_path / "a.yml"
    file.write_text("- {id: un, words: [x]}\n", encoding="utf-8")
    pins = {"un": Pinned({"needs": ["ecoute"]}, ("suicide",), ("a", "b"), "c"), "deux": Pinned()}
    write_pins(pins_file(file), pins)
    assert read_pins(pins_file(file)) == pins
    assert read_file(file)[0].pinned == pins["un"]
    pins_file(file).write_text("[]", encoding="utf-8")
    with pytest.raises(PathInvalid, match="format"):
        read_file(file)


def test_each_expectation_can_fail(starter: Database) -> None:
    expect = {
        "needs": ["violence_conjugale"],
        "region": "16",
        "services": ["chez-doris"],
        "one_of": ["astteq"],
        "first": ["astteq"],
        "never": ["sos-violence-conjugale"],
        "lines": ["tel-jeunes"],
        "numbers": ["1 800 555-0000"],
        "mentions": ["Maison du Bout du monde"],
        "far": True,
    }
    path = parse({**BASE, "id": "tout", "place": "Drummondville", "expect": expect}, "test")
    with starter.session() as session:
        found = run_one(session, path)
    assert len(found.problems) == 9, found.problems


def test_understanding_is_judged_in_a_whole_conversation() -> None:
    path = parse({**BASE, "age": 16, "populations": ["autochtones"]}, "test")
    wrong = Outcome(
        "un",
        CONVERSATION,
        case={"needs": ["ecoute"], "profile": "proche", "age": 61},
        danger=("suicide",),
    )
    assert judged(path, wrong).problems == (
        "besoin non compris : hébergement",
        "profil compris : proche, au lieu de personne",
        "âge compris : 61, au lieu de 16",
        "non compris : les personnes autochtones",
        "danger vu à tort : suicide",
    )
    assert "aucune référence n'a été faite" in judged(path, Outcome("un", CONVERSATION)).problems


def test_a_number_is_found_however_it_is_spaced_and_never_inside_another() -> None:
    path = parse({**BASE, "expect": {"numbers": ["911"]}}, "test")
    inside = Outcome("un", CONVERSATION, texts=("Appelle le 1-800-911-9110",))
    assert judged(path, inside).problems
    assert not judged(path, Outcome("un", CONVERSATION, texts=("Appelle le 911.",))).problems


def test_a_known_shortfall_fails_nothing_and_says_when_it_is_gone(starter: Database) -> None:
    short = parse(
        {**BASE, "known": "rien", "expect": {"needs": ["hebergement"], "first": ["astteq"]}}, "test"
    )
    gone = parse({**BASE, "id": "deux", "known": "rien"}, "test")
    with starter.session() as session:
        found = lines([short, gone], [run_one(session, short), run_one(session, gone)])
    assert [line.status for line in found] == [KNOWN, REPAIRED]


def test_a_run_goes_to_json_and_back(starter: Database, tmp_path: File) -> None:
    import json

    path = parse(BASE, "test")
    with starter.session() as session:
        outcome = run_one(session, path)
    file = tmp_path / "run.json"
    file.write_text(json.dumps(run_json(lines([path], [outcome]))), encoding="utf-8")
    paths, outcomes = run_from(read_json(file), file)
    assert paths[0].id == "un"
    assert (outcomes[0].services, outcomes[0].line) == (outcome.services, outcome.line)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(PathInvalid, match="no run"):
        run_from(read_json(file), file)


# ---- Strategies.


def test_the_usual_strategy_changes_nothing(starter: Database) -> None:
    with starter.session() as session:
        assert try_strategy(session, STANDARD, [parse(BASE, "test")]) == []


def test_the_criteria_stand_in_the_order_in_which_the_ranking_computes_them() -> None:
    assert STANDARD.places is None
    assert Strategy(tuple(reversed(CRITERIA))).places == (*reversed(range(len(CRITERIA))), len(CRITERIA))
    assert STANDARD.moved("distance", "reachable").order[0] == "distance"
    assert "open" not in STANDARD.without(["open"]).order


@pytest.mark.parametrize(
    "make",
    [
        lambda: Strategy(("beauté",)),
        lambda: Strategy(("open", "open")),
        lambda: STANDARD.moved("open", "beauté"),
        lambda: STANDARD.without(["beauté"]),
        lambda: STANDARD.without(["open"]).moved("near", "open"),
    ],
)
def test_a_strategy_that_cannot_be_is_refused(make: object) -> None:
    with pytest.raises(StrategyInvalid):
        make()  # type: ignore[operator]


def test_a_strategy_without_nearness_shows_which_paths_get_worse(starter: Database) -> None:
    path = parse(
        {
            **BASE,
            "place": "Chambly",
            "expect": {"needs": ["violence_conjugale"], "first": ["maison-simonne-monet-chartrand"]},
        },
        "test",
    )
    with starter.session() as session:
        found = try_strategy(session, STANDARD.moved("open", "near"), [path])
        assert run_one(session, path).met
    assert [one.verdict for one in found] == ["pire"]


def test_a_new_listing_is_tried_without_being_kept(empty: Database, tmp_path: File) -> None:
    path = parse({**BASE, "expect": {"needs": ["hebergement"], "services": ["nouvelle"]}}, "test")
    write(empty, listing("vieille"))
    new = {**listing("nouvelle"), "areas": [{"text": "Outaouais", "type": "region", "extent": "07"}]}
    found = try_listings(empty, [new], [path])
    assert [one.verdict for one in found] == ["mieux"]
    assert try_listings(empty, [], [path]) == []
    import json

    file = tmp_path / "one.json"
    file.write_text(json.dumps(new), encoding="utf-8")
    assert read_listings(file)[0]["id"] == "nouvelle"
    assert outcomes_of_data(str(file), [path])[0].met
