"""Échanges: what partners and the public propose, and what the desk decides."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import unescape

import pytest
from sqlalchemy import select

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.desk import publish
from directory.desk.records import load
from directory.models import AuditEntry, ListingChange, Organization, Proposal, Service
from directory.models.base import stable_id
from directory.paths.comparing import PathDifference
from directory.proposals import add, decide, steps_of
from tests.bot.web.console.conftest import Browser, Desk
from tests.directory.conftest import listing, write

SCRIPT = "<script>document.title='pris'</script><img src=x onerror=alert(1)>"

SUBMIT = publish.submit
"""As it is, with the gate that stands."""


@pytest.fixture(autouse=True)
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """No path holds a change: what holds one is the gate's own affair (tests/directory/paths)."""
    monkeypatch.setattr(publish, "submit", partial(publish.submit, gate=lambda *given: ()))
    monkeypatch.setattr("bot.web.console.desk_history.looked_at_again", lambda *given: False)


def propose(desk: Desk, words: str, kind: str = "numéro", slug: str = "refuge", partner: bool = False) -> str:
    organization = stable_id("organization", "Organisme") if partner else None
    with desk.database.session() as session:
        return str(add(session, slug, kind, words, date(2026, 11, 20), organization).id)


def kept(desk: Desk, identity: str) -> Proposal:
    with desk.database.session() as session:
        found = session.get(Proposal, identity)
        assert found is not None
        return found


def phones(desk: Desk, slug: str = "refuge") -> list[str]:
    with desk.database.session() as session:
        record = load(session, slug)
    assert record is not None
    return [phone["number"] for phone in record["phones"]]


def version(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def test_a_partner_proposes_and_sees_what_became_of_it(desk: Desk) -> None:
    partner = desk.signed_in(PARTENAIRE)
    assert "Refuge" in partner.get("/propositions/nouvelle").text
    sent = partner.submit(
        "/propositions/nouvelle/refuge", sorte="numéro", numero="819 555-0142", texte="Le poste est le 4."
    )
    assert sent.headers["location"] == "/propositions"
    assert "en attente" in partner.get("/propositions").text
    desk_side = desk.signed_in(RESPONSABLE)
    queue = desk_side.get("/propositions").text
    assert "Organisme" in queue
    with desk.database.session() as session:
        identity = session.execute(select(Proposal.id)).scalar_one()
    page = desk_side.get(f"/propositions/{identity}").text
    assert "Remplacer 819-555-0100 par 819-555-0142" in page
    answer = desk_side.submit(
        f"/propositions/{identity}",
        decision="accepter",
        raison="Vérifié au téléphone.",
        fiche="remplacer:819-555-0100",
        version=version(page),
    )
    assert answer.status_code == 303
    assert phones(desk) == ["819-555-0142"]
    hers = partner.get("/propositions").text
    assert "Vérifié au téléphone." in hers
    assert "acceptée" in hers
    assert "rosalie" not in hers
    with desk.database.session() as session:
        change = session.execute(select(ListingChange)).scalar_one()
        trail = list(
            session.execute(select(AuditEntry.action).where(AuditEntry.actor == "rosalie")).scalars()
        )
    assert (change.action, change.slug, change.actor) == ("proposal", "refuge", "rosalie")
    assert kept(desk, identity).change_batch == change.batch
    assert "proposition acceptée" in trail
    assert "fiche:proposal" in trail


def test_accepting_with_changes_keeps_both_texts(desk: Desk) -> None:
    identity = propose(desk, "Ouvert la nuit maintenant.", "heures", partner=True)
    browser = desk.signed_in(RESPONSABLE)
    fields = {"decision": "modifier", "raison": "Confirmé, sauf le dimanche."}
    assert browser.submit(f"/propositions/{identity}", **fields, texte=" ").status_code == 400
    browser.submit(f"/propositions/{identity}", **fields, texte="Ouvert la nuit, sauf le dimanche.")
    made = kept(desk, identity)
    assert (made.state, made.text) == ("acceptée", "Ouvert la nuit maintenant.")
    assert made.amended_text == "Ouvert la nuit, sauf le dimanche."
    assert made.decided_by == "Responsable du répertoire"
    assert "acceptée avec changements" in desk.signed_in(PARTENAIRE).get("/propositions").text


def test_a_number_that_was_corrected_goes_into_the_listing(desk: Desk) -> None:
    """As a browser sends it: lines end with \\r\\n. The number of the service is no personal data."""
    identity = propose(desk, "Numéro proposé : 819-555-0142\nPoste 4.")
    browser = desk.signed_in(RESPONSABLE)
    answer = browser.submit(
        f"/propositions/{identity}",
        decision="modifier",
        raison="Confirmé.",
        texte="Numéro proposé : 819-555-0143\r\nDemander Mme Julie Gagnon, 514 555-0199.",
        fiche="ajouter",
        version=version(browser.get(f"/propositions/{identity}").text),
    )
    assert answer.status_code == 303, answer.text
    assert phones(desk) == ["819-555-0100", "819-555-0143"]
    amended = str(kept(desk, identity).amended_text)
    assert amended.startswith("Numéro proposé : 819-555-0143\nDemander ")
    assert "Gagnon" not in amended
    assert "0199" not in amended


def test_a_text_sent_back_untouched_is_no_amendment(desk: Desk) -> None:
    text = "Numéro proposé : 819-555-0142\nPoste 4."
    identity = propose(desk, text)
    desk.signed_in(RESPONSABLE).submit(
        f"/propositions/{identity}", decision="modifier", raison="Oui.", texte=text.replace("\n", "\r\n")
    )
    assert (kept(desk, identity).state, kept(desk, identity).amended_text) == ("acceptée", None)


def test_refusing_changes_no_listing_even_when_asked(desk: Desk) -> None:
    identity = propose(desk, "Numéro proposé : 819-555-0142")
    browser = desk.signed_in(RESPONSABLE)
    answer = browser.submit(
        f"/propositions/{identity}",
        decision="refuser",
        raison="Faux.",
        fiche="remplacer:819-555-0100",
        version="",
    )
    assert answer.status_code == 303
    assert kept(desk, identity).state == "refusée"
    assert phones(desk) == ["819-555-0100"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"raison": "x"}, "Choisissez une décision"),
        ({"decision": "effacer", "raison": "x"}, "Choisissez une décision"),
        ({"decision": "accepter"}, "Écrivez pourquoi"),
        ({"decision": "accepter", "raison": "x", "fiche": "remplacer:911"}, "n'est plus possible"),
        ({"decision": "accepter", "raison": "x", "fiche": "status"}, "n'est plus possible"),
    ],
)
def test_a_decision_that_lacks_something_decides_nothing(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    identity = propose(desk, "Numéro proposé : 819-555-0142")
    answer = desk.signed_in(RESPONSABLE).submit(f"/propositions/{identity}", **fields)
    assert answer.status_code == 400
    assert words in unescape(answer.text)
    assert kept(desk, identity).state == "nouvelle"


def test_a_decision_is_not_taken_twice(desk: Desk) -> None:
    identity = propose(desk, "Numéro proposé : 819-555-0142")
    browser = desk.signed_in(RESPONSABLE)
    for status in (303, 409):
        answer = browser.submit(f"/propositions/{identity}", decision="refuser", raison="Non.")
        assert answer.status_code == status


def test_a_listing_that_changed_meanwhile_is_looked_at_again(desk: Desk) -> None:
    identity = propose(desk, "Numéro proposé : 819-555-0142")
    browser = desk.signed_in(RESPONSABLE)
    seen = version(browser.get(f"/propositions/{identity}").text)
    write(desk.database, listing("refuge", description="Autre chose."))
    answer = browser.submit(
        f"/propositions/{identity}", decision="accepter", raison="x", fiche="ajouter", version=seen
    )
    assert answer.status_code == 409
    assert phones(desk) == ["819-555-0100"]
    assert kept(desk, identity).state == "nouvelle"


def test_a_service_that_is_gone_is_no_longer_referred_to(desk: Desk) -> None:
    identity = propose(desk, "Fermé depuis l'été.", "fermé")
    browser = desk.signed_in(RESPONSABLE)
    seen = version(browser.get(f"/propositions/{identity}").text)
    browser.submit(
        f"/propositions/{identity}", decision="accepter", raison="Confirmé.", fiche="disparu", version=seen
    )
    with desk.database.session() as session:
        status = session.execute(select(Service.status).where(Service.slug == "refuge")).scalar_one()
    assert status == "defunct"


def hold(desk: Desk, monkeypatch: pytest.MonkeyPatch, decision: str = "accepter") -> tuple[str, Browser]:
    """A partner's proposal that was accepted, whose change of the listing a path holds; the responsable."""
    worse = PathDifference("granby", "Une nuit à Granby", "pire", ("n'est plus montré : refuge",))
    identity = propose(desk, "Numéro proposé : 819-555-0142", partner=True)
    browser = desk.signed_in(RESPONSABLE)
    fields = {"raison": "Vérifié.", "fiche": "ajouter", "texte": "Numéro proposé : 819-555-0143"}
    with monkeypatch.context() as gate:
        gate.setattr(publish, "submit", partial(SUBMIT, gate=lambda *given: (worse,)))
        seen = version(browser.get(f"/propositions/{identity}").text)
        answer = browser.submit(f"/propositions/{identity}", decision=decision, version=seen, **fields)
    assert answer.status_code == 303
    return identity, browser


def test_an_accepted_proposal_waits_with_its_held_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    identity, browser = hold(desk, monkeypatch)
    assert (kept(desk, identity).state, kept(desk, identity).held_change) == ("retenue", 1)
    assert phones(desk) == ["819-555-0100"]
    page = unescape(browser.get(f"/propositions/{identity}").text)
    assert "S'il est refusé, la proposition revient à décider" in page
    assert "/repertoire/retenus/1" in page
    assert "Enregistrer la décision" not in page
    assert "1 proposition acceptée attend" in browser.get("/propositions").text
    assert "acceptée, en attente des parcours" in desk.signed_in(PARTENAIRE).get("/propositions").text
    assert f"/propositions/{identity}" in browser.get("/repertoire/retenus/1").text
    # Nobody decides of it a second time meanwhile, and the same words sent again make no second one.
    assert browser.submit(f"/propositions/{identity}", decision="refuser", raison="x").status_code == 409
    assert propose(desk, "Numéro proposé : 819-555-0142", partner=True) == identity


def test_a_released_change_accepts_its_proposal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    identity, browser = hold(desk, monkeypatch, "modifier")
    released = browser.submit("/repertoire/retenus/1", decision="accepter", raison="C'est voulu.")
    assert released.status_code == 303
    assert phones(desk) == ["819-555-0100", "819-555-0143"]
    with desk.database.session() as session:
        batch = session.execute(select(ListingChange.batch)).scalar_one()
    made = kept(desk, identity)
    assert (made.state, made.change_batch, made.reason) == ("acceptée", batch, "Vérifié.")
    hers = unescape(desk.signed_in(PARTENAIRE).get("/propositions").text)
    assert "acceptée avec changements" in hers
    assert "C'est voulu." in hers
    assert "rosalie" not in hers


def test_a_refused_change_opens_its_proposal_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    identity, browser = hold(desk, monkeypatch, "modifier")
    browser.submit("/repertoire/retenus/1", decision="refuser", raison="Granby y perd trop.")
    again = kept(desk, identity)
    assert (again.state, again.decided_at, again.amended_text, again.held_change) == ("nouvelle", *[None] * 3)
    assert phones(desk) == ["819-555-0100"]
    page = unescape(browser.get(f"/propositions/{identity}").text)
    for words in ("Vérifié.", "rouverte, le changement de la fiche est refusé", "Granby y perd trop."):
        assert words in page.replace("\xa0", " ")
    assert f"/propositions/{identity}" in browser.get("/propositions").text
    hers = desk.signed_in(PARTENAIRE).get("/propositions").text
    assert "en attente</span>" in hers
    assert "Granby y perd trop." in hers
    assert "proposition rouverte" in browser.get("/journal").text
    # Decided anew, the earlier steps stay.
    refused = browser.submit(f"/propositions/{identity}", decision="refuser", raison="Trop tôt.")
    assert refused.status_code == 303
    with desk.database.session() as session:
        steps = [step.state for step in steps_of(session, [identity])[identity]]
    assert steps == ["retenue", "nouvelle", "refusée"]


def test_a_decision_that_fails_keeps_its_change_off_the_listing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else refuses the proposal while the paths are run: the change is not made, either."""
    identity = propose(desk, "Numéro proposé : 819-555-0142")
    browser = desk.signed_in(RESPONSABLE)

    def slow(*given: object) -> tuple[()]:
        with desk.database.session() as session:
            decide(session, identity, accept=False, reason="Plus vite.", at=desk.at)
        return ()

    monkeypatch.setattr(publish, "submit", partial(SUBMIT, gate=slow))
    seen = version(browser.get(f"/propositions/{identity}").text)
    answer = browser.submit(
        f"/propositions/{identity}", decision="accepter", raison="x", fiche="ajouter", version=seen
    )
    assert answer.status_code == 409
    assert phones(desk) == ["819-555-0100"]
    with desk.database.session() as session:
        assert session.execute(select(ListingChange)).first() is None


def test_who_may_do_what(desk: Desk) -> None:
    identity = propose(desk, "Public, à lire.")
    ines, paule = desk.signed_in(INTERVENANTE), desk.signed_in(PARTENAIRE)
    rosalie = desk.signed_in(RESPONSABLE)
    decision = {"decision": "accepter", "raison": "x"}
    assert ines.get(f"/propositions/{identity}").status_code == 200
    assert "Enregistrer la décision" not in ines.get(f"/propositions/{identity}").text
    for browser in (ines, paule):
        assert browser.submit(f"/propositions/{identity}", **decision).status_code == 403
    assert paule.get(f"/propositions/{identity}").status_code == 403
    assert paule.get("/propositions.csv").status_code == 403
    # What the public wrote is none of a partner's business.
    assert "Public, à lire." not in paule.get("/propositions").text
    for browser in (ines, rosalie):
        assert browser.submit("/propositions/nouvelle/refuge", sorte="autre", texte="x").status_code == 403
    assert kept(desk, identity).state == "nouvelle"


def test_a_partner_does_not_see_what_another_partner_proposes(desk: Desk) -> None:
    with desk.database.session() as session:
        other = session.execute(select(Organization.id).where(Organization.name == "Autre")).scalar_one()
        add(session, "ailleurs", "note", "Réservé à Autre.", date(2026, 11, 20), other)
    assert "Réservé" not in desk.signed_in(PARTENAIRE).get("/propositions").text


def test_a_partner_names_no_listing_that_is_hidden_from_her(desk: Desk) -> None:
    write(
        desk.database,
        listing("secret", organization="Autre", visibility="hidden"),
        listing("douteux", organization="Autre", confidence="low"),
        listing("mien", visibility="hidden"),
    )
    browser = desk.signed_in(PARTENAIRE)
    for slug, status in (("secret", 404), ("douteux", 404), ("mien", 200), ("ailleurs", 200), ("rien", 404)):
        assert browser.get(f"/propositions/nouvelle/{slug}").status_code == status
        sent = browser.submit(f"/propositions/nouvelle/{slug}", sorte="note", texte="Une note.")
        assert sent.status_code == (303 if status == 200 else 404)
    found = browser.get("/propositions/nouvelle", params={"q": "autre"}).text
    assert "Ailleurs" in found
    assert "Secret" not in found
    assert "Douteux" not in found


def test_a_missing_service(desk: Desk) -> None:
    browser = desk.signed_in(PARTENAIRE)
    sent = browser.submit(
        "/propositions/nouveau-service", numero="819 555-0177", texte="La Halte, à Maniwaki."
    )
    assert sent.status_code == 303
    assert "Service manquant" in browser.get("/propositions").text
    with desk.database.session() as session:
        one = session.execute(select(Proposal)).scalar_one()
    assert (one.kind, one.service_slug) == ("nouveau", "")
    page = desk.signed_in(RESPONSABLE).get(f"/propositions/{one.id}")
    assert page.status_code == 200


def test_personal_data_is_taken_out_before_it_is_kept(desk: Desk) -> None:
    desk.signed_in(PARTENAIRE).submit(
        "/propositions/nouvelle/refuge",
        sorte="note",
        texte="Mme Julie Gagnon, 514 555-0199, attend une place.",
    )
    with desk.database.session() as session:
        text = session.execute(select(Proposal.text)).scalar_one()
    assert "0199" not in text
    assert "Gagnon" not in text


@pytest.mark.parametrize(
    "fields",
    [
        {"sorte": "", "texte": "x"},
        {"sorte": "nouveau-genre", "texte": "x"},
        {"sorte": "numéro", "numero": "555", "texte": ""},
        {"sorte": "note", "texte": ""},
        {"sorte": "note", "texte": "mot " * 300},
    ],
)
def test_a_proposal_that_lacks_something_is_kept_in_the_form_only(desk: Desk, fields: dict[str, str]) -> None:
    answer = desk.signed_in(PARTENAIRE).submit("/propositions/nouvelle/refuge", **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    with desk.database.session() as session:
        assert session.execute(select(Proposal)).first() is None


def test_a_stored_script_is_only_words(desk: Desk) -> None:
    identity = propose(desk, f"Le numéro est faux. {SCRIPT}", partner=True)
    browser = desk.signed_in(RESPONSABLE)
    browser.submit(f"/propositions/{identity}", decision="modifier", raison=SCRIPT, texte=SCRIPT)
    for page in (
        browser.get("/propositions?tout=1"),
        browser.get(f"/propositions/{identity}"),
        browser.get("/journal"),
        desk.signed_in(PARTENAIRE).get("/propositions"),
    ):
        assert "<script" not in page.text
        assert "<img" not in page.text
    assert "&lt;script&gt;" in browser.get(f"/propositions/{identity}").text


def test_the_table_runs_nothing_in_a_spreadsheet(desk: Desk) -> None:
    for words in ('=HYPERLINK("http://ailleurs.example")', "+1-819", "@SUM(A1)", "-2+3", "  =1+1"):
        propose(desk, words, "autre")
    answer = desk.signed_in(INTERVENANTE).get("/propositions.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    body = answer.content.decode("utf-8-sig")
    for start in ('"=', '"+', '"@', '"-', '"  ='):
        assert f";{start}" not in body
    assert "'=HYPERLINK" in body
    assert body.count("\r\n") == 6


def test_a_partner_cannot_fill_the_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from directory import proposals as kept_proposals

    monkeypatch.setattr(kept_proposals, "MAX_OF_A_PARTNER", 2)
    browser = desk.signed_in(PARTENAIRE)
    statuses = [
        browser.submit("/propositions/nouvelle/refuge", sorte="note", texte=f"Note {n}.").status_code
        for n in range(3)
    ]
    assert statuses == [303, 303, 429]
    # The public still gets through.
    propose(desk, "Une autre.", "autre")


def test_no_path_reaches_outside(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    for odd in ("x", "..%5c", "0' OR '1'='1", "é" * 50):
        assert browser.get(f"/propositions/{odd}").status_code == 404
        assert browser.submit(f"/propositions/{odd}", decision="refuser", raison="x").status_code == 404
