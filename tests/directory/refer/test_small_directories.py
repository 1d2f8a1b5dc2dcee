"""One rule at a time, on directories of a few listings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from directory.database import Database
from directory.errors import QueryInvalid
from directory.geography import ISLANDS, QUEBEC
from directory.refer import Query, Referral, refer
from tests.directory.conftest import line, listing, place, write

DAY = datetime(2026, 11, 24, 10, 0, tzinfo=QUEBEC)
QUEBEC_WIDE = [{"type": "province", "extent": "QC"}]
OLD = [{"role": "intervenante", "method": "phone", "verified_on": "2026-01-01"}]
NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=QUEBEC)


def ask(database: Database, **query: Any) -> Referral:
    given = {"needs": ("hebergement",), "place": place("Gatineau"), "at": DAY, **query}
    with database.session() as session:
        return refer(session, Query(**given))


def ids(found: Referral) -> list[str]:
    return [service.id for service in found.services]


@pytest.mark.parametrize(
    ("case", "first", "second"),
    [
        ("même ville avant la région", {}, {"municipality": "Maniwaki"}),
        ("région avant Québec", {"municipality": "Maniwaki"}, {"areas": QUEBEC_WIDE, "municipality": None}),
        ("sortie d'abord", {"exit_specialised": True, "municipality": "Maniwaki"}, {}),
        ("ouvert avant inconnu", {"opening_hours": "24/7"}, {}),
        ("inconnu avant fermé", {}, {"opening_hours": "Mo-Fr 20:00-22:00"}),
        ("fermé coule", {"municipality": "Maniwaki"}, {"opening_hours": "Mo-Fr 20:00-22:00"}),
        ("téléphone avant site", {}, {"phones": [], "website": "https://exemple.org"}),
        ("vérifié récemment", {}, {"verifications": OLD}),
        ("souhait rempli", {"access": {"drug_use_accepted": True}}, {}),
        ("sûr avant à confirmer", {}, {"confidence": "medium"}),
        ("langue parlée", {"languages": ["es"]}, {"languages": ["fr"]}),
    ],
)  # fmt: skip
def test_order(empty: Database, case: str, first: dict, second: dict) -> None:
    # The names run against the wanted order, so that the last tie-break cannot hide a missing rule.
    write(empty, listing("z-premier", **first), listing("a-second", **second))
    found = ask(empty, access=("drug_use_accepted",), language="es")
    assert ids(found) == ["z-premier", "a-second"], case


@pytest.mark.parametrize(
    ("case", "fields", "query", "reason"),
    [
        ("inactif", {"status": "inactive"}, {}, "fermé ou inactif"),
        ("fermeture", {"closed_from": "2026-11-01", "closed_until": "2026-12-01"}, {}, "2026-12-01"),
        ("fermeture sans fin", {"closed_from": "2026-11-01"}, {}, "fermé temporairement"),
        ("caché", {"visibility": "hidden"}, {}, "retiré"),
        ("pour les professionnelles", {"visibility": "professionals"}, {}, "intervenantes"),
        ("peu sûr, hors de sa région", {"confidence": "low", "areas": QUEBEC_WIDE}, {}, "trop peu sûrs"),
        ("peu sûr, numéro en doute",
         {"confidence": "low", "phones": [{"number": "819-555-0100", "to_confirm": True}]}, {},
         "trop peu sûrs"),
        ("trop jeune", {"min_age": 18}, {"age": 17}, "à partir de 18 ans"),
        ("trop âgée", {"max_age": 25}, {"age": 26}, "jusqu'à 25 ans"),
        ("femmes", {"genders": "femmes"}, {"gender": "homme"}, "réservé aux femmes"),
        ("hommes", {"genders": "hommes"}, {}, "réservé aux hommes"),
        ("autre genre", {"genders": "femmes"}, {"gender": "non binaire"}, "réservé aux femmes"),
        ("acheteur", {"genders": "femmes"}, {"profile": "acheteur"}, "réservé aux femmes"),
        ("subi", {"needs": ["hebergement", "traite"]}, {"profile": "acheteur"}, "personnes touchées"),
        ("pour les acheteurs", {"needs": ["hebergement", "acheteurs"]}, {}, "achètent du sexe"),
        ("autochtones", {"populations_only": ["autochtones"]}, {}, "réservé à"),
        ("jeunes", {"populations_only": ["jeunes"]}, {"age": 40}, "réservé à"),
        ("déjà montré", {}, {"exclude": frozenset({"maison"})}, "déjà montré"),
    ],
)  # fmt: skip
def test_hard_limit(empty: Database, case: str, fields: dict, query: dict, reason: str) -> None:
    write(empty, listing("maison", **fields))
    found = ask(empty, **query)
    assert not found.services, case
    assert reason in {one.id: one.reason for one in found.rejected}["maison"], case


@pytest.mark.parametrize(
    ("case", "fields", "query"),
    [
        ("fermeture passée", {"closed_from": "2026-10-01", "closed_until": "2026-11-23"}, {}),
        ("fermeture à venir", {"closed_from": "2026-11-25"}, {}),
        ("âge exact", {"min_age": 18, "max_age": 18}, {"age": 18}),
        ("âge inconnu", {"min_age": 18}, {}),
        ("femme", {"genders": "femmes"}, {"gender": "Femme"}),
        ("femme trans", {"genders": "femmes"}, {"gender": "femme trans"}),
        ("bienvenue", {"genders": "femmes", "access": {"trans_women_welcome": True}}, {"gender": "autre"}),
        ("homme", {"genders": "hommes"}, {"gender": "homme"}),
        ("proche", {"genders": "femmes", "min_age": 18, "needs": ["hebergement", "soutien_proches"]},
         {"profile": "proche", "gender": "homme", "age": 15}),
        ("professionnelle", {"visibility": "professionals"}, {"profile": "intervenant"}),
        ("population dite", {"populations_only": ["autochtones"]}, {"populations": ("autochtones",)}),
        ("jeune par l'âge", {"populations_only": ["jeunes"]}, {"age": 20}),
        ("acheteur", {"needs": ["hebergement", "acheteurs"]}, {"profile": "acheteur"}),
    ],
)  # fmt: skip
def test_no_limit(empty: Database, case: str, fields: dict, query: dict) -> None:
    write(empty, listing("maison", **fields))
    assert ids(ask(empty, **query)) == ["maison"], case


PAGE = {"website": "https://exemple.org"}
SITE = {"phones": [], **PAGE}


@pytest.mark.parametrize(
    ("case", "listings", "shown"),
    [
        ("le téléphone d'abord, même plus loin dans la région",
         [listing("a", **SITE), listing("b", municipality="Maniwaki")], ["b", "a"]),
        ("le téléphone d'abord, même pour tout le Québec",
         [listing("a", **SITE), listing("b", areas=QUEBEC_WIDE, municipality=None)], ["b", "a"]),
        ("trois qu'on peut appeler : pas de page",
         [listing("a", **SITE), *(listing(one, municipality="Maniwaki") for one in "bcd")], ["b", "c", "d"]),
        ("une page plutôt que rien", [listing("a", **SITE)], ["a"]),
        ("un numéro peu sûr n'en est pas un",
         [listing("a", **PAGE, phones=[{"number": "819-555-0100", "confidence": "low"}]),
          listing("b")], ["b", "a"]),
        ("un télécopieur n'est pas un numéro",
         [listing("a", **PAGE, phones=[{"number": "819-555-0100", "type": "fax"}]),
          listing("b")], ["b", "a"]),
        ("le numéro d'une autre région n'en est pas un",
         [listing("a", **PAGE, phones=[{"number": "418-555-0100", "region_codes": ["02"]}]), listing("b")],
         ["b", "a"]),
    ],
)  # fmt: skip
def test_the_person_holds_a_number(empty: Database, case: str, listings: list, shown: list) -> None:
    write(empty, *listings)
    assert ids(ask(empty)) == shown, case


def test_a_page_for_one_need_does_not_stand_before_a_number_for_another(empty: Database) -> None:
    write(empty, listing("a", **SITE), listing("b", needs=["juridique"]))
    assert ids(ask(empty, needs=("hebergement", "juridique"))) == ["b", "a"]


def test_exit_keeps_the_third_place(empty: Database) -> None:
    exit_need = {"needs": ["sortie_prostitution"]}
    write(
        empty,
        listing("cles", exit_specialised=True, **SITE, **exit_need),
        *(listing(slug, **exit_need) for slug in "bcde"),
    )
    for limit, shown in (
        (1, ["b"]),
        (2, ["b", "cles"]),
        (3, ["b", "c", "cles"]),
        (4, ["b", "c", "cles", "d"]),
    ):
        assert ids(ask(empty, needs=("sortie_prostitution",), limit=limit)) == shown
    assert "cles" not in ids(ask(empty, needs=("sortie_prostitution",), exclude=frozenset({"cles"})))


def test_a_crowd_of_pages_never_hides_a_number(empty: Database) -> None:
    write(empty, *(listing(f"page-{n:03}", **SITE) for n in range(120)))
    write(empty, listing("z-tel", municipality="Maniwaki"))
    assert ids(ask(empty))[0] == "z-tel"


def test_service_never_inherits_the_area_of_a_neighbour(empty: Database) -> None:
    write(
        empty,
        listing("ici", areas=[{"type": "mrc", "extent": "07/Papineau"}], municipality="Ripon"),
        listing("ailleurs", areas=[{"type": "region", "extent": "08"}], municipality="Rouyn-Noranda"),
    )
    found = ask(empty, place=place("Ripon"))
    assert ids(found) == ["ici"]


def test_line_is_not_a_service_too(empty: Database) -> None:
    write(empty, line("info-social-811"), listing("maison"))
    found = ask(empty)
    assert found.line is not None
    assert (found.line.id, ids(found)) == ("info-social-811", ["maison"])


def test_directory_without_our_lines_gives_one_that_never_closes(empty: Database) -> None:
    write(empty, line("une-ligne"), listing("maison"))
    found = ask(empty)
    assert found.line is not None
    assert found.line.id == "une-ligne"


def test_closed_line_gives_way(empty: Database) -> None:
    write(
        empty,
        line("tel-jeunes", opening_hours="Mo-Su 08:00-24:00"),
        line("jeunesse-jecoute"),
        listing("maison"),
    )
    day, night = ask(empty, age=15).line, ask(empty, age=15, at=NIGHT).line
    assert day is not None
    assert night is not None
    assert (day.id, night.id) == ("tel-jeunes", "jeunesse-jecoute")


@pytest.mark.parametrize("named", ["sos-violence-conjugale", "a-ligne"])
def test_a_line_without_a_number_is_no_line(empty: Database, named: str) -> None:
    silent = line(named, needs=["violence_conjugale"], phones=[], website="https://exemple.org")
    write(empty, silent, line("z-ligne", needs=["violence_conjugale"]))
    found = ask(empty, needs=("violence_conjugale",))
    assert found.line is not None
    assert found.line.id == "z-ligne"


def test_number_of_low_confidence_is_never_shown(empty: Database) -> None:
    phones = [
        {"number": "819-555-0101", "confidence": "low"},
        {"number": "819-555-0102", "confidence": "medium"},
        {"number": "819-555-0103", "to_confirm": True},
        {"number": "819-555-0104"},
    ]
    write(empty, listing("maison", phones=phones))
    shown = ask(empty).services[0].phones
    assert [(phone.number[-1], phone.to_confirm) for phone in shown] == [
        ("2", True),
        ("3", True),
        ("4", False),
    ]


def test_extension_is_told(empty: Database) -> None:
    write(empty, listing("maison", phones=[{"number": "819-555-0101", "extension": 225, "note": "accueil"}]))
    assert ask(empty).services[0].phones[0].note == "poste 225, accueil"


def test_secret_address_gives_the_town_and_nothing_more(empty: Database) -> None:
    write(empty, listing("maison", address_confidential=True, municipality="Maniwaki"))
    service = ask(empty).services[0]
    assert service.municipality == "Maniwaki"
    assert not hasattr(service, "address")


def test_hours_are_told_on_the_clock_of_the_islands(empty: Database) -> None:
    write(
        empty,
        listing(
            "bureau",
            areas=[{"type": "region", "extent": "11"}],
            municipality="Gaspé",
            opening_hours="Mo-Fr 08:30-16:30; PH off",
        ),
    )
    at = datetime(2026, 11, 24, 12, 0, tzinfo=ISLANDS)
    service = ask(empty, place=place("Les Îles-de-la-Madeleine"), at=at).services[0]
    assert "ouvert maintenant, ferme à 17 h 30" in service.reasons


def test_nothing_at_all(empty: Database) -> None:
    found = ask(empty)
    assert (found.services, found.line) == ((), None)
    assert any(note.kind == "nothing" for note in found.notes)


def test_instant_without_a_zone_is_quebecs(empty: Database) -> None:
    write(empty, listing("bureau", opening_hours="Mo-Fr 08:30-16:30; PH off"))
    assert ask(empty, at=datetime(2026, 11, 24, 16, 29)).services[0].open is True


@pytest.mark.parametrize(
    "bad",
    [
        {"needs": ("dormir",)},
        {"profile": "cliente"},
        {"populations": ("tous",)},
        {"access": ("piscine",)},
        {"age": -1},
        {"age": 121},
        {"limit": -1},
        {"limit": 21},
    ],
)
def test_query_outside_the_vocabulary_is_a_sentence(bad: dict) -> None:
    with pytest.raises(QueryInvalid, match=r"\.$"):
        Query(**bad)
