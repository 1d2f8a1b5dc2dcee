"""The shipped paths over the starter directory, from their pinned case: fast, no engine."""

from __future__ import annotations

import time

import pytest

from directory.database import Database
from directory.paths.comparing import changed_since_pinned
from directory.paths.model import Path
from directory.paths.reading import KINDS, document, parse, shipped
from directory.paths.report import FAILED, lines
from directory.paths.running import run, run_one, unknown_services

STUDIED = ("02", "03", "05", "06", "07", "08")
PATHS = shipped()


def test_there_are_enough_of_them_and_of_everybody() -> None:
    assert len(PATHS) >= 60
    regions = {path.expected.region for path in PATHS}
    assert regions - {None} == {f"{code:02}" for code in range(1, 18)}
    for code in STUDIED:
        assert sum(1 for path in PATHS if path.expected.region == code) >= 6, code
    assert {path.persona.profile for path in PATHS} == {"personne", "proche", "intervenant", "acheteur"}
    populations = {one for path in PATHS for one in path.persona.populations}
    assert populations >= {"autochtones", "immigrantes", "lgbtq", "avec_enfants"}
    assert sum(1 for path in PATHS if path.persona.age is not None and path.persona.age < 18) >= 4
    assert sum(1 for path in PATHS if path.persona.at.hour >= 21 or path.persona.at.hour < 6) >= 6
    assert sum(1 for path in PATHS if path.persona.channel == "sms") >= 3
    assert {kind for path in PATHS for kind in path.expected.danger} <= set(KINDS)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.id)
def test_a_shipped_path_is_as_expected(starter: Database, path: Path) -> None:
    with starter.session() as session:
        outcome = run_one(session, path)
    if path.known is None:
        assert not outcome.problems, f"{outcome.services} + {outcome.line}, from {outcome.case}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.id)
def test_a_shipped_path_is_as_it_was_pinned(starter: Database, path: Path) -> None:
    assert path.pinned is not None, "run sentier paths pin"
    if path.pinned.case is None:
        return
    with starter.session() as session:
        outcome = run_one(session, path)
    assert changed_since_pinned(path, outcome) == ()


def test_every_service_a_path_names_exists(starter: Database) -> None:
    with starter.session() as session:
        assert unknown_services(session, PATHS) == set()


def test_a_path_goes_into_its_document_and_back() -> None:
    for path in PATHS:
        again = parse(document(path), path.source)
        assert (again.persona, again.words, again.expected, again.known) == (
            path.persona,
            path.words,
            path.expected,
            path.known,
        )


def test_all_of_them_run_in_about_a_second(starter: Database) -> None:
    with starter.session() as session:
        run(session, PATHS[:5])  # what is loaded once
        start = time.process_time()
        found = lines(PATHS, run(session, PATHS))
        spent = time.process_time() - start
    assert not [line.path.id for line in found if line.status == FAILED]
    # A second on a machine of its own; the bound is for one that is shared.
    assert spent < 4.0, f"{spent:.2f} s of processor for {len(PATHS)} paths"
