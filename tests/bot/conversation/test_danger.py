"""How a danger opens a reply: the lines once, one question, a reminder after, nothing beside an urgence."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from bot.channels import gsm
from bot.conversation import danger_held
from bot.conversation.choices import DANGER_NO, DANGER_OVER, DANGER_YES
from bot.conversation.danger import Opening, adds_nothing, in_case, in_doubt, open_reply, says_anew
from bot.conversation.danger_answered import dates_back, is_over
from bot.conversation.danger_beside import beside, is_lost, opened_by, shows_services, stays_with_her
from bot.conversation.danger_heard import ENDS
from bot.conversation.danger_held import denied_since, in_her_language, in_urgence
from bot.conversation.danger_stay import own_topic, stay
from bot.conversation.danger_sure import as_adult, confirmed, unsure
from bot.conversation.danger_words import (
    ASK_OTHERWISE,
    ASK_THEM,
    HEARD,
    LIFE_AGAIN,
    LIFE_OF_HER,
    MISSING_AGAIN,
    STAY,
    STAY_OTHERWISE,
    STILL,
    TAKEN_ASKED,
    TAKEN_OF_HER,
)
from bot.conversation.domain import BadDomain
from bot.conversation.messages import BotMessage, Reply
from bot.privacy.conversations import Conversation
from bot.safety.verdict import KINDS, Verdict, level_of

CRISE = Verdict("crise", ("violence",), (), "fr")
URGENCE = Verdict("urgence", ("violence_en_cours",), (), "fr")


def _after(verdict: Verdict, held: Conversation) -> Conversation:
    """The conversation once `verdict` was answered."""
    opening = open_reply(verdict, held, None)
    held.last_reply = Reply((opening.message,))
    held.open_kinds = verdict.kinds
    return held


def _service(name: str, number: str, note: str = "") -> dict[str, Any]:
    return {"name": name, "phones": [{"number": number, "note": note}]}


def test_a_line_that_the_opening_gave_is_not_given_twice() -> None:
    first = BotMessage("Jour et nuit : 1 800 363-9010. Ou le 811, option 2.")
    near = _service("Près", "819-555-0101")
    listed = (_service("La ligne", "1-800-363-9010"), near, _service("Santé", "811", "choisir l'option 1"))
    reply = Reply((BotMessage("Il y a aussi :", services=listed), BotMessage("Elle répond : La ligne.")))
    shown = opened_by(first, reply)
    assert shown.messages == (first, BotMessage("Il y a aussi :", services=(near, listed[2])))


def test_a_list_of_nothing_else_leaves_its_choices_alone() -> None:
    choices = (BotMessage("", choices=()),)
    first = BotMessage("Texte le 535353.")
    shown = opened_by(
        first, Reply((BotMessage("Il y a aussi :", services=(_service("A", "535353"),)), *choices))
    )
    assert shown.messages == (first,)


def test_what_has_no_language_is_answered_in_that_of_the_talk() -> None:
    held = Conversation("web")
    held.engine = {"slots": {"language": "en"}}
    assert in_her_language(URGENCE, held, "ok").language == "en"
    assert in_her_language(URGENCE, held, "il est dans la maison").language == "fr"
    assert in_her_language(URGENCE, Conversation("web"), "ok").language == "fr"


def test_a_crise_ends_with_one_question_and_its_two_answers() -> None:
    opening = open_reply(CRISE, Conversation("web"), None)
    assert opening.asked
    assert opening.message.text.endswith("Es-tu en danger en ce moment?")
    assert opening.message.text.count("?") == 1
    assert [choice.id for choice in opening.message.choices] == [DANGER_YES, DANGER_NO]


def test_the_danger_of_another_woman_is_answered_as_hers() -> None:
    held = Conversation("web")
    said = open_reply(CRISE, held, None, "le chum de ma coloc la bat").message.text
    assert "Crois-la" in said
    assert "ta faute" not in said
    assert said.endswith("Est-elle en danger en ce moment?")
    # "Oui": still hers, until the one who writes speaks of herself.
    now = confirmed(CRISE, ("violence",))
    assert "n'affronte pas" in open_reply(now, held, None, "oui").message.text
    own = Verdict("urgence", ("suicide_imminent",), (), "fr")
    assert "la blesser" not in open_reply(own, held, None, "là c'est moi qui veux mourir").message.text


def test_an_urgence_asks_nothing() -> None:
    opening = open_reply(URGENCE, Conversation("web"), None)
    assert not opening.asked
    assert opening.message.text.startswith("Appelle le 911")
    assert "?" not in opening.message.text
    assert [choice.id for choice in opening.message.choices] == [DANGER_OVER]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("profile", ["personne", "proche", "intervenant", "acheteur"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_danger_again_gives_other_words_and_a_number(kind: str, profile: str, language: str) -> None:
    verdict = Verdict(level_of((kind,)), (kind,), (), language)
    held = Conversation("web", engine={"slots": {"profile": profile}})
    texts = []
    for _ in range(3):
        message = open_reply(verdict, held, None).message
        texts.append(message.text)
        held.last_reply, held.open_kinds = Reply((message,)), verdict.kinds
    for before, now in pairwise(texts):
        assert now.split("\n")[0] != before.split("\n")[0]
        assert any(character.isdigit() for character in now)
        assert len(now) <= len(texts[0])


def test_a_graver_danger_gets_its_own_lines() -> None:
    held = _after(CRISE, Conversation("web"))
    assert open_reply(URGENCE, held, None).message.text.startswith("Appelle le 911")


def test_yes_makes_what_was_open_happen_now() -> None:
    nothing = Verdict("aucun", (), (), "fr")
    assert confirmed(nothing, ("violence",)).kinds == ("violence_en_cours",)
    assert confirmed(nothing, ("suicide",)).kinds == ("suicide_imminent",)
    assert confirmed(nothing, ()).kinds == ("violence_en_cours",)
    assert confirmed(nothing, ("traite",)) == Verdict("urgence", ("traite",), (), "fr")


def _said(name: str, services: bool = False) -> dict[str, Any]:
    return {"text": name, "utter_action": name, "custom": {"services": [{"id": "x"}]} if services else {}}


@pytest.mark.parametrize(
    ("verdict", "needs", "asked", "placed", "kept"),
    [
        (CRISE, ("violence_conjugale",), True, False, ["utter_refer_near", "utter_question/ivac"]),
        (
            CRISE,
            ("violence_conjugale",),
            False,
            False,
            ["utter_refer_near", "utter_question/ivac", "utter_ask_place"],
        ),
        (URGENCE, ("violence_conjugale",), False, False, []),
        (URGENCE, ("violence_conjugale",), False, True, ["utter_refer_near"]),
        (URGENCE, ("violence_conjugale", "hebergement"), False, False, ["utter_refer_near"]),
    ],
)
def test_what_may_stand_beside_a_danger(verdict, needs, asked, placed, kept) -> None:
    said = [
        _said("utter_exprimer_detresse"),
        _said("utter_refer_near", services=True),
        _said("utter_question/ivac"),
        _said("utter_ask_place"),
        _said("utter_feeling_next"),
    ]
    opened = Opening(BotMessage(""), asked=asked)
    assert [one["utter_action"] for one in beside(said, verdict, needs, opened, placed)] == kept


def test_once_the_lines_were_given_what_she_asks_precisely_is_answered() -> None:
    said = [_said("utter_question/deuxieme_naloxone"), _said("utter_question/sevrage")]
    first, again = Opening(BotMessage("")), Opening(BotMessage(""), again=True)
    assert beside(said, URGENCE, (), first, placed=False) == []
    assert beside(said, URGENCE, (), again, placed=False) == said[:1]


def test_while_something_taken_may_kill_another_subject_is_not_answered() -> None:
    taken = _after(Verdict("urgence", ("surdose_medical",), (), "fr"), Conversation("web"))
    assert is_lost(taken, [_said("utter_question/premier_lequel"), _said("utter_answer_next")])
    assert not is_lost(taken, [_said("utter_question/deuxieme_naloxone")])
    assert not is_lost(taken, [_said("utter_refer", services=True)])
    assert not is_lost(_after(URGENCE, Conversation("web")), [_said("utter_question/premier_lequel")])


@pytest.mark.parametrize(
    ("reasons", "message", "nothing"),
    [
        (("model:violence 0.45",), "ma voisine est encore debout je peux aller cogner", True),
        (("model:violence_en_cours 0.90",), "vont-ils envoyer la police chez nous?", True),
        (("model:violence_en_cours 0.90",), "y est rendu dans cuisine", False),
        (("rule:violence/battue",), "y me bat pourquoi y fait ca?", False),
    ],
)
def test_in_an_urgence_what_a_model_alone_hears_is_not_said_anew(reasons, message, nothing) -> None:
    held = _after(Verdict("urgence", ("suicide_imminent",), (), "fr"), Conversation("web"))
    verdict = Verdict("urgence", ("violence_en_cours",), reasons, "fr")
    assert adds_nothing(verdict, held, message) is nothing


def test_numbers_of_a_danger_barely_heard_are_said_once_the_911_always() -> None:
    held = Conversation("web")
    faint = Verdict("crise", ("violence",), ("model:violence 0.10",), "fr")
    assert says_anew(held, in_case(faint, held, None))
    assert not says_anew(held, in_case(faint, held, None))
    other = Verdict("crise", ("suicide",), ("model:suicide 0.10",), "fr")
    assert says_anew(held, in_case(other, held, None))
    now = Verdict("urgence", ("violence_en_cours",), ("model:violence_en_cours 0.10",), "fr")
    assert says_anew(held, in_case(now, held, None))
    assert says_anew(held, in_case(now, held, None))


def test_a_question_that_nothing_answers_goes_to_those_who_can() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert stay(URGENCE, held, "y va tu sortir demain").text == ASK_THEM["fr", True][0]
    assert stay(URGENCE, held, "chu dans le placard").text == STAY["fr", True][0]


def test_a_message_without_danger_never_counts_as_said() -> None:
    held = Conversation("web", last_reply=Reply((BotMessage("Bonjour."),)))
    assert open_reply(URGENCE, held, None).message.text.startswith("Appelle le 911")


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        (("model:suicide 0.05",), True),
        (("model:suicide 0.05", "model:traite 0.29"), True),
        (("model:suicide 0.05", "model:traite 0.30"), False),
        (("rule:violence/battue", "model:violence 0.01"), False),
        (("context:confirmed",), False),
        ((), False),
    ],
)
def test_a_danger_is_barely_heard_when_the_model_alone_hears_it_under_its_mark(
    reasons: tuple[str, ...], expected: bool
) -> None:
    assert unsure(Verdict("crise", ("suicide",), reasons, "fr")) is expected


def test_nothing_is_not_a_danger_barely_heard() -> None:
    assert not unsure(Verdict("aucun", (), ("model:suicide 0.01",), "fr"))


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("profile", ["personne", "proche", "intervenant", "acheteur"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_danger_barely_heard_brings_numbers_and_no_question(kind: str, profile: str, language: str) -> None:
    verdict = Verdict(level_of((kind,)), (kind,), (f"model:{kind} 0.05",), language)
    held = Conversation("web", engine={"slots": {"profile": profile}})
    message = in_case(verdict, held, None)
    assert message.safety == {"level": verdict.level, "kinds": [kind]}
    assert message.choices == ()
    lines = message.text.split("\n")
    assert len(lines) <= 3
    assert any(character.isdigit() for line in lines for character in line)
    assert ("911" in lines[0]) is (verdict.level == "urgence")
    assert gsm.fits_gsm7(gsm.plain_typography(lines[0]))
    held.last_reply = Reply((message,))
    assert in_case(verdict, held, None).text.split("\n")[0] != lines[0]


@pytest.mark.parametrize(
    ("reasons", "message", "nothing"),
    [
        (("model:violence_en_cours 0.40",), "je peux le faire arrêter?", True),
        (("context:still open",), "la cour, ça marche comment", True),
        (("model:violence_en_cours 0.61",), "il défonce", False),
        (("rule:violence_en_cours/arme",), "il a un couteau", False),
        (("context:still open",), "il est revenu", False),
    ],
)
def test_urgent_lines_are_not_said_again_for_nothing(reasons, message: str, nothing: bool) -> None:
    held = _after(URGENCE, Conversation("web"))
    again = Verdict("urgence", ("violence_en_cours",), reasons, "fr")
    assert adds_nothing(again, held, message) is nothing
    assert not adds_nothing(again, Conversation("web"), message)


def test_a_child_hardly_heard_does_not_bring_youth_protection() -> None:
    verdict = Verdict("crise", ("enfant_en_danger",), ("model:enfant_en_danger 0.55",), "fr")
    assert unsure(verdict)
    text = in_case(verdict, Conversation("web"), None).text
    assert "811" in text
    assert "DPJ" not in text


@pytest.mark.parametrize(("age", "kinds"), [(30, ()), (17, ("mineure",)), (None, ("mineure",))])
def test_an_adult_of_the_case_is_no_minor(age: int | None, kinds: tuple[str, ...]) -> None:
    verdict = Verdict("crise", ("mineure",), ("model:mineure 0.70",), "fr")
    assert as_adult(verdict, age, "il change d'appart").kinds == kinds
    assert as_adult(verdict, age, "ma soeur a 15 ans").kinds == ("mineure",)


@pytest.mark.parametrize(
    ("age", "message", "kinds"),
    [
        (None, "my son is 15, he plays drums", ()),
        (None, "mes ados ont 13 et 16 ans, ils dorment", ()),
        (None, "my son is 15, he ran away", ("mineure",)),
        (None, "i'm 16, my baby is 1", ("mineure",)),
        (16, "ma fille a 1 an", ("mineure",)),
        (None, "il change d'appart", ("mineure",)),
    ],
)
def test_the_child_of_whoever_writes_makes_no_minor(
    age: int | None, message: str, kinds: tuple[str, ...]
) -> None:
    verdict = Verdict("crise", ("mineure",), ("model:mineure 0.80",), "fr")
    assert as_adult(verdict, age, message).kinds == kinds


@pytest.mark.parametrize("kind", ["suicide", "violence"])
@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_in_doubt_a_relative_gets_the_line_that_judges(kind: str, language: str) -> None:
    held = Conversation("sms", engine={"slots": {"profile": "proche"}})
    text = in_doubt(Verdict("crise", (kind,), (), language), held, None).text
    first, line, last = text.split("\n")
    assert "911" not in first + line
    assert any(map(str.isdigit, line))
    assert last.endswith("911.")
    assert gsm.fits_gsm7(gsm.plain_typography(text))


def test_nothing_taken_brings_no_word_of_later_effects() -> None:
    verdict = Verdict("urgence", ("suicide_imminent",), ("rule:suicide_imminent/x",), "fr")
    held = _after(verdict, Conversation("web"))
    assert "effet" not in open_reply(verdict, held, None).message.text
    swallowed = Verdict("urgence", ("suicide_imminent",), ("sign:swallowed",), "fr")
    held = _after(swallowed, Conversation("web"))
    assert "effet" in open_reply(swallowed, held, None).message.text


IDLE = [{"utter_action": "utter_menu", "text": "Choisis."}]


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        (IDLE, True),
        ([{"utter_action": "utter_which_service"}], True),
        ([{"utter_action": "utter_question/porter_plainte"}], False),
        ([{"utter_action": "utter_ok", "custom": {"services": [{"id": "a"}]}}], False),
        ([], False),
    ],
)
def test_in_an_open_urgence_a_menu_is_no_answer(said: list[dict[str, Any]], stays: bool) -> None:
    held = _after(URGENCE, Conversation("web"))
    assert stays_with_her(held, said) is stays
    assert not stays_with_her(_after(CRISE, Conversation("web")), said)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("profile", ["personne", "proche"])
def test_while_it_lasts_one_gesture_and_the_way_out(profile: str, language: str) -> None:
    held = _after(URGENCE, Conversation("web"))
    held.engine = {"slots": {"profile": profile}}
    calm = Verdict("aucun", (), (), language)
    first = stay(calm, held, "chu dans la salle de bain")
    assert "911" in first.text
    assert [choice.id for choice in first.choices] == [DANGER_OVER]
    assert first.safety == {"level": "urgence", "kinds": ["violence_en_cours"]}
    held.last_reply = Reply((first,))
    assert stay(calm, held, "y crie encore").text != first.text


def test_services_for_the_place_she_gives_stand_behind_the_gesture() -> None:
    assert in_urgence(_after(URGENCE, Conversation("web")))
    assert not in_urgence(Conversation("web"))
    assert shows_services([{"text": "a"}, {"custom": {"services": [{"id": "a"}]}}])
    assert not shows_services(IDLE)


def test_an_urgence_needs_no_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> None:
        raise BadDomain("domain.yml cannot be read.")

    monkeypatch.setattr(danger_held, "responses", unreadable)
    assert in_urgence(_after(URGENCE, Conversation("web")))


def test_once_help_is_called_the_gesture_is_to_stay_on_the_line() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert "en ligne" in stay(Verdict(), held, "je viens d'appeler le 911").text


@pytest.mark.parametrize(
    ("message", "reasons", "comes"),
    [
        ("les pompiers s'en viennent", (), True),
        ("les pompiers s'en viennent", ("model:violence_en_cours 0.90",), True),
        ("les pompiers s'en viennent, il respire pu", ("rule:surdose_medical/respire_plus",), False),
        ("les pompiers s'en viennent-tu?", (), False),
        ("il s'en vient", (), False),
    ],
)
def test_in_an_open_urgence_help_that_comes_is_heard(
    message: str, reasons: tuple[str, ...], comes: bool
) -> None:
    verdict = Verdict("urgence" if reasons else "aucun", (), reasons, "fr")
    assert (own_topic(_after(URGENCE, Conversation("web")), message, verdict) is not None) is comes
    assert not own_topic(_after(CRISE, Conversation("web")), message, verdict)


def test_they_who_come_are_no_police_before_a_call() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert stay(Verdict(), held, "ils s'en viennent").text in STAY["fr", True]


@pytest.mark.parametrize(
    ("message", "dated"),
    [
        ("Février 2021. Un gars de passage, jamais revu.", True),
        ("y a 5 ans de ca", True),
        ("c'était en 1998", True),
        ("l'an passé", True),
        ("ça fait 3 ans qu'y me bat", False),
        ("y a deux ans pis y a recommencé", False),
        ("depuis 2019", False),
        ("en 2099", False),
        ("hier soir", False),
    ],
)
def test_what_was_told_is_of_another_year(message: str, dated: bool) -> None:
    assert dates_back(message) is dated


OVERDOSE = Verdict("urgence", ("surdose_medical",), ("rule:surdose_medical/x",), "fr")
OWN_LIFE = Verdict("urgence", ("suicide_imminent",), ("rule:suicide_imminent/x",), "fr")
CALM = Verdict("aucun", (), (), "fr")


def _told(held: Conversation, message: str) -> str:
    """What is said alone to `message` in the danger that is open, remembered as the last reply."""
    topic = own_topic(held, message, CALM)
    assert topic
    if topic in ENDS:
        held.open_kinds = ()
    said = stay(CALM, held, message)
    held.last_reply = Reply((said,))
    return said.text


@pytest.mark.parametrize("profile", ["personne", "proche"])
@pytest.mark.parametrize("verdict", [OVERDOSE, OWN_LIFE])
def test_where_nobody_attacks_no_gesture_is_of_hiding(verdict: Verdict, profile: str) -> None:
    held = _after(verdict, Conversation("web", engine={"slots": {"profile": profile}}))
    texts = [stay(CALM, held, "la lumière est fermée").text for _ in range(3)]
    texts += [open_reply(verdict, held, None).message.text for _ in range(3)]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert "tout bas" not in text
        assert "sans parler" not in text
        assert "363-9010" not in text


def test_what_is_said_while_a_danger_is_open_fits_every_channel() -> None:
    tables = (HEARD, STAY_OTHERWISE, ASK_OTHERWISE, LIFE_AGAIN, STILL)
    said = [one for table in tables for wordings in table.values() for one in wordings]
    said += [*TAKEN_ASKED.values(), *MISSING_AGAIN.values(), *LIFE_OF_HER, *TAKEN_OF_HER]
    for one in said:
        numbered = re.sub(r"\{\w+\}", "1 800 000-0000", one)
        sms = gsm.size(gsm.without_rare_accents(gsm.plain_typography(numbered)))
        assert (sms.coding, sms.segments <= 2) == (gsm.Coding.GSM7, True), one


def test_a_question_in_an_overdose_is_not_whispered() -> None:
    assert (
        stay(CALM, _after(OVERDOSE, Conversation("web")), "combien de temps").text
        in ASK_OTHERWISE["fr", True]
    )


def test_a_place_asked_for_is_no_question_for_the_911() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert stay(CALM, held, "qui peut m'héberger à Amos?").text in STAY["fr", True]


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (OVERDOSE, "les ambulanciers sont arrivés"),
        (OVERDOSE, "les paramédics l'ont emmenée"),
        (OWN_LIFE, "chu à l'urgence avec ma tante"),
        (URGENCE, "deux policières sont ici"),
    ],
)
def test_help_that_is_there_closes_the_danger_with_a_word_of_its_own(verdict: Verdict, message: str) -> None:
    held = _after(verdict, Conversation("web"))
    assert not is_over(held, message, CALM)
    assert own_topic(held, message, CALM) in ENDS
    held.open_kinds = ()
    said = stay(CALM, held, message)
    assert said.safety is None
    assert said.text in HEARD["here", {OVERDOSE: "taken", OWN_LIFE: "suicide"}.get(verdict, "violence")]
    held.last_reply = Reply((said,))
    assert not in_urgence(held)


def test_who_holds_her_is_no_help() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert not own_topic(held, "ils l'ont emmenée à Windsor", CALM)
    assert held.open_kinds == ("violence_en_cours",)


def test_somebody_of_hers_comes_then_is_there() -> None:
    held = _after(OWN_LIFE, Conversation("web"))
    # Named before anybody was said to come, "elle" may be anybody.
    assert not own_topic(held, "elle est arrivée", CALM)
    held.engine = {"slots": {"profile": "proche"}}
    coming = _told(held, "ma soeur s'en vient")
    assert "vous" not in coming.lower()
    assert TAKEN_ASKED["fr", "own"] in coming
    there = _told(held, "elle est arrivée")
    assert "1 866" in there
    assert "911" not in there
    assert held.open_kinds == ()


def test_somebody_of_hers_ends_no_overdose() -> None:
    held = _after(OVERDOSE, Conversation("web"))
    _told(held, "ma soeur s'en vient")
    assert "911" in _told(held, "elle est arrivée")
    assert held.open_kinds == OVERDOSE.kinds


def test_whether_something_was_taken_is_asked_once_and_its_answer_heard() -> None:
    held = _after(OWN_LIFE, Conversation("web"))
    asked = stay(CALM, held, "chu assise par terre")
    assert asked.text.endswith(TAKEN_ASKED["fr", "own"])
    held.last_reply = Reply((asked,))
    again = Verdict("urgence", ("suicide_imminent",), (), "fr")
    assert "effet" in open_reply(again, held, None, "oui").message.text
    assert "Merci de le dire" in open_reply(again, held, None, "non").message.text
    assert TAKEN_ASKED["fr", "own"] not in stay(CALM, held, "chu encore par terre").text


def test_swallowed_is_not_asked() -> None:
    swallowed = Verdict("urgence", ("suicide_imminent", "surdose_medical"), ("sign:swallowed",), "fr")
    assert "pris quelque chose?" not in stay(CALM, _after(swallowed, Conversation("web")), "chu couchée").text


@pytest.mark.parametrize(
    ("message", "fear"),
    [
        ("j'ose pas appeler, mon visa est fini", "papers"),
        ("pas de police, mon père l'apprendrait pis il va le savoir", "family"),
        ("si j'appelle la DPJ va prendre mon bébé", "children"),
        ("j'ai pas de téléphone", "no phone"),
        ("il surveille mes appels", "no phone"),
        ("j'ai peur des policiers", "police"),
        ("si la police vient je perds mon logement", "home"),
    ],
)
def test_a_fear_that_keeps_from_calling_is_answered(message: str, fear: str) -> None:
    held = _after(URGENCE, Conversation("web"))
    own = HEARD.get((fear, "violence")) or HEARD[fear, ""]
    said = _told(held, message)
    assert said.split("{")[0].startswith(own[0].split("{")[0])
    assert "{" not in said
    # Told again, it is not said again; beside a danger told anew, it stands in the reminder.
    assert not own_topic(held, message, CALM)
    other = _after(URGENCE, Conversation("web"))
    assert open_reply(URGENCE, other, None, message).message.text == said


@pytest.mark.parametrize(
    "message", ["j'ai aucun papier de divorce", "la police arrive pas", "j'ai peur de lui"]
)
def test_what_is_no_fear_of_calling(message: str) -> None:
    assert not own_topic(_after(URGENCE, Conversation("web")), message, CALM)


def test_the_number_asked_again_comes_alone_every_time() -> None:
    held = _after(URGENCE, Conversation("web"))
    first, second = (_told(held, "redonne-moi le numéro") for _ in range(2))
    assert first == second
    assert first.startswith("911")
    assert "\n" not in first
    held = _after(CRISE, Conversation("web"))
    assert "1 800 363-9010" in _told(held, "c'était quel numéro?")


def test_a_thought_of_being_a_burden_is_answered() -> None:
    held = _after(OWN_LIFE, Conversation("web"))
    assert _told(held, "chu juste un fardeau pour mes enfants") == HEARD["better off", ""][0]


def test_anger_taken_back_closes_and_a_thought_left_is_asked() -> None:
    relative = {"slots": {"profile": "proche"}}
    held = _after(URGENCE, Conversation("web", engine=relative))
    assert "?" in _told(held, "je ferai rien. mais j'y pense le soir")
    assert held.open_kinds == ()
    # Of who is beaten, the same words deny nothing.
    assert not own_topic(_after(URGENCE, Conversation("web")), "je ferai rien", CALM)


def test_the_number_of_a_danger_barely_heard_is_not_its_lines() -> None:
    held = Conversation("web")
    held.last_reply = Reply((in_case(OVERDOSE, held, None),))
    assert "naloxone" in open_reply(OVERDOSE, held, None).message.text


def test_a_shelter_stands_beside_pills_only_when_an_attack_is_told() -> None:
    kinds = ("violence_en_cours", "suicide_imminent")
    guess = ("rule:violence_en_cours/cachee", "model:suicide_imminent 0.80")
    guessed = Verdict("urgence", kinds, guess, "fr")
    assert "363-9010" not in open_reply(guessed, Conversation("web"), None).message.text
    beaten = Verdict("urgence", kinds, ("rule:violence_en_cours/arme", "model:suicide_imminent 0.80"), "fr")
    assert "363-9010" in open_reply(beaten, Conversation("web"), None).message.text


def test_of_a_minor_who_cannot_be_found_the_police_and_no_address() -> None:
    held = Conversation("web", engine={"slots": {"profile": "proche"}})
    minor = Verdict("crise", ("mineure",), ("model:mineure 0.90",), "fr")
    first = open_reply(minor, held, None, "mon ado de 14 ans est en fugue").message
    assert "numéro de dossier" in first.text
    assert "adresse" not in first.text
    held.last_reply, held.open_kinds = Reply((first,)), ("mineure",)
    worse = open_reply(URGENCE, held, None, "on sait pas où elle est, un gars la garde").message.text
    assert worse.startswith(MISSING_AGAIN["fr", False])
    assert "363-9010" not in worse
    assert "1 833 900-1010" in worse


_THANKED = "Merci de me l'avoir dit. Si la situation change, appelle le 911, à toute heure."


def test_a_danger_denied_is_no_urgence_until_it_is_told_anew() -> None:
    held = _after(URGENCE, Conversation("web"))
    assert in_urgence(held)
    held.say(_THANKED)
    held.last_reply = Reply((BotMessage(_THANKED),))
    assert denied_since(held)
    assert not in_urgence(held)
    assert in_urgence(_after(URGENCE, held))


@pytest.mark.parametrize("kind", ["surdose_medical", "suicide_imminent"])
def test_a_denial_ends_neither_what_was_taken_nor_a_life_at_risk(kind: str) -> None:
    held = _after(Verdict("urgence", (kind,), (), "fr"), Conversation("web"))
    held.say(_THANKED)
    assert in_urgence(held)


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("je danse depuis 12 ans, mes gars ont 13 et 15 ans", ()),
        ("i escort, my daughter is 14", ()),
        ("ma fille de 14 ans fait des clients", ("mineure",)),
        ("j'ai 14 ans, je fais des clients, mon petit frère a 12 ans", ("mineure",)),
    ],
)
def test_a_mother_who_sells_is_no_minor_by_the_age_of_her_child(message: str, kinds: tuple[str, ...]) -> None:
    reasons = ("rule:mineure/age_et_exploitation", "model:mineure 0.90")
    verdict = Verdict("crise", ("mineure",), reasons, "fr")
    assert as_adult(verdict, None, message).kinds == kinds
