"""Precise questions: which words ask them, which look alike and do not, and what their answers must be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.answers import (
    ANSWERS,
    PRECISE,
    BadAnswers,
    PreciseAnswer,
    load_answers,
    load_precise_answers,
)
from bot.conversation.case import Case
from bot.conversation.precise import precise_answer, precise_need
from bot.conversation.second_reading import reread
from bot.conversation.vocabulary import NEED_LABELS
from directory.yamlfile import read_yaml
from tests.bot.conversation.test_responses import sentences

ALL = load_precise_answers()

ASKED = {
    "devoir_signaler": [
        "Suis-je tenue de faire un signalement pour une élève?",
        "chu tu obligée d'appeler la dpj pour une fille de 15 ans que je vois au cégep",
        "Dois-je signaler sa situation?",
    ],
    "surdose_police": [
        "si mon chum fait une od pis j'appelle la police va tu venir",
        "une overdose, vont-ils nous arrêter?",
    ],
    "naloxone_comment": ["la naloxone ça marche comment", "jai un narcan, quoi faire avec"],
    "condom_retire": [
        "y a oté la capote en cachette c'est tu grave",
        "Retirer le préservatif pendant, est-ce un crime?",
    ],
    "hopital_sans_police": [
        "la clinique va tu avertir les policiers",
        "est-ce que je peux passer la trousse sans porter plainte",
    ],
    "examen_encore_temps": [
        "j'ai pris une douche, ça sert tu encore la trousse",
        "ya quatre jours que j'ai été violée, un docteur peut tu me voir",
    ],
    "paye_dit_non": [
        "c'est un client qui m'a forcée, ca conte tu",
        "j'étais payée mais j'ai dit non, c'est tu un viol",
    ],
    "plainte_retirer": ["puis-je annuler ma plainte", "si je change d'avis après ma déposition"],
    "proprio_sexe_loyer": [
        "mon landlord veut une pipe contre mon mois",
        "le concierge me demande des faveurs sexuelles",
    ],
    "dette_oblige": [
        "j'ai signé avec une agence, chu tu obligée de continuer",
        "ma dette avec le mac est-elle légale",
    ],
    "amie_qui_attend": [
        "ma coloc me surveille en bas, elle risque-tu de quoi",
        "un chauffeur pour mes calls c'est illégal?",
    ],
    "permis_et_milieu": [
        "avec un permis d'études, ai-je le droit de danser",
        "jpeux tu perdre mon visa si je fais des massages",
    ],
    "immigration_prevenue": [
        "est-ce que le refuge va dire à l'immigration que je suis ici",
        "l'infirmière va tu appeler l'immigration",
    ],
    "revenus_impots": ["faut tu déclarer mon cash aux impots", "dois-je déclarer mes revenus de danse"],
    "accusation_sans_condamnation": [
        "j'ai été accusée mais jamais condamnée, mon dossier paraît tu",
        "mes charges sont tombées, un employeur le voit?",
    ],
    "casier_ancien": [
        "j'ai un record pour racolage de 2009, ça s'efface tu",
        "vieille condamnation de prostitution, un pardon se peut-il",
    ],
    "chantage_images": [
        "il demande 300 piasses pour garder mes nudes",
        "y menace de mettre mes vidéos en ligne",
    ],
    "disparue": [
        "ma soeur est pas rentrée, faut attendre combien de temps",
        "notre fille a disparu, que faire",
    ],
    "carte_soleil_perdue": ["j'ai perdu ma carte soleil", "comment remplacer sa carte d'assurance maladie"],
    "methadone_manque": ["il me reste une journée de méthadone", "ma prescription de suboxone est finie"],
    "qui_va_savoir": [
        "vas-tu avertir mes parents",
        "allez-vous appeler la DPJ",
        "qui va lire ce que j'écris",
    ],
}

NOT_ASKED = [
    "une place pour dormir à Québec",
    "un client compte sur moi samedi",
    "l'argent des clients compte-t-il pour l'aide sociale",
    "un client veut que j'enlève le condom",
    "comment arrêter après une overdose",
    "où trouver de la naloxone gratuite",
    "l'hôpital de Gatineau est ouvert quand",
    "mon proprio me met dehors, où coucher à soir",
    "j'ai une dette de carte de crédit",
    "mon amie m'attend dans l'auto",
    "mon chauffeur prend la moitié de l'argent des clients, c'est légal?",
    "comment refaire mon permis de conduire",
    "mon mari va appeler l'immigration",
    "comment déclarer mes revenus à l'aide sociale",
    "est-ce que j'ai un casier si je fais de la prostitution",
    "mon dossier à l'hôpital",
    "je voudrais une photo de la maison",
    "ma fille revient de l'école",
    "faut-tu une carte soleil pour y aller",
    "je veux arrêter la méthadone",
    "la DPJ va-tu prendre mes enfants",
    "je dois signaler un vol",
    "l'organisme va tu le dire à mes parents, tu vas leur dire de pas le faire",
    "quoi leur dire, tu vas m'aider à parler à quelqu'un?",
    "comment retirer mes photos après ma plainte",
    "9 mois sans client, ça compte-tu encore",
    "avoir des clients, est-ce que ça compte pour la garde de mon gars",
    "une voisine qui va voir des gens",
    "vont-ils couper mon chèque si je déclare mon argent",
    "ça prend-tu un permis pour un salon de massage, est-ce légal",
    "mon patron garde mon permis de travail, ai-je le droit de quitter la danse",
    "une mère qui danse, suis-je obligée de signaler",
    "quitter l'agence, comment m'y préparer d'avance pour être libre",
    "mon boss verra-t-il mon vieux dossier de sollicitation",
    "",
]


@pytest.mark.parametrize(("text", "key"), [(text, key) for key, texts in ASKED.items() for text in texts])
def test_what_is_asked(text: str, key: str) -> None:
    found = precise_answer(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_only_looks_like_it(text: str) -> None:
    assert precise_answer(text) is None


def test_every_answer_has_words_that_ask_it() -> None:
    assert set(ASKED) == {answer.key for answer in ALL}


def test_no_key_is_in_both_files() -> None:
    assert not {answer.key for answer in ALL} & {answer.key for answer in load_answers()}


@pytest.mark.parametrize("answer", ALL, ids=lambda answer: answer.key)
def test_an_answer_is_short_sourced_and_ends_with_one_step(answer: PreciseAnswer) -> None:
    for text in (answer.tu, answer.vous):
        assert 2 <= len(sentences(text)) <= 3
        assert "?" not in text
    assert answer.sources
    assert all(source.name and source.page and source.date for source in answer.sources)
    assert answer.reviewed
    assert answer.need == "" or answer.need in NEED_LABELS


def test_what_a_specialist_must_see_says_so() -> None:
    assert {answer.key for answer in ALL if answer.reviewed != "needed"} <= {"qui_va_savoir"}


def test_what_it_leads_to() -> None:
    assert precise_need("devoir_signaler") == "protection_jeunesse"
    assert precise_need("plainte_retirer") == ""
    assert precise_need("sevrage") is None


@pytest.mark.parametrize(
    ("lost", "message"), [("tu", "plainte_retirer lacks 'tu'"), ("when", "plainte_retirer lacks 'when'")]
)
def test_an_answer_that_is_not_whole_is_refused(tmp_path: Path, lost: str, message: str) -> None:
    entry = next(one for one in read_yaml(PRECISE)["precise"] if one["id"] == "plainte_retirer")
    file = tmp_path / "precise.yml"
    file.write_text(yaml.safe_dump({"precise": [entry, entry]}), encoding="utf-8")
    with pytest.raises(BadAnswers, match="Answered twice: plainte_retirer"):
        load_precise_answers(file)
    del entry[lost]
    file.write_text(yaml.safe_dump({"precise": [entry]}), encoding="utf-8")
    with pytest.raises(BadAnswers, match=message):
        load_precise_answers(file)


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(BadAnswers, match="cannot be read"):
        load_precise_answers(ANSWERS)


# --- in the conversation ---


def _parse(intent: str, text: str, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    neighbour = {
        "response": {"intent_response_key": "question/rechute", "utter_action": "utter_question/rechute"}
    }
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.4},
        "intent_ranking": [{"name": intent, "confidence": 0.4}],
        "entities": [],
        "safety": {"level": "aucun", "kinds": list(kinds)},
        "response_selector": {"question": neighbour},
    }


def _answer(parse: Any) -> tuple[str, str]:
    return parse["intent"]["name"], parse["response_selector"]["question"]["response"]["utter_action"]


@pytest.mark.parametrize(
    "intent", ["question", "demander_confidentialite", "demander_si_robot", "nlu_fallback", "hors_sujet"]
)
def test_it_takes_the_place_of_a_neighbour(intent: str) -> None:
    heard = reread(_parse(intent, "puis-je annuler ma plainte"), Case())
    assert _answer(heard) == ("question", "utter_question/plainte_retirer")


@pytest.mark.parametrize("intent", ["demander_ressource", "raconter", "signaler_danger"])
def test_what_is_no_question_is_left_alone(intent: str) -> None:
    assert reread(_parse(intent, "puis-je annuler ma plainte"), Case())["intent"]["name"] == intent


def test_beside_a_danger_only_an_answer_is_replaced() -> None:
    text = "c'est un client qui m'a forcée, ça compte-tu"
    told = ("agression_sexuelle",)
    assert _answer(reread(_parse("question", text, told), Case())) == (
        "question",
        "utter_question/paye_dit_non",
    )
    lost = _parse("nlu_fallback", text, told)
    assert reread(lost, Case()) is lost
