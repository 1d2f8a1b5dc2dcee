"""Precise questions: which words ask them, which look alike and do not, and what their answers must be."""

from __future__ import annotations

from collections import Counter
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
from bot.conversation.precise import Asker, answer_by_meaning, precise_answer, precise_need
from bot.conversation.second_reading import reread
from bot.conversation.vocabulary import NEED_LABELS
from bot.safety.teaching.asked import all_asked
from directory.yamlfile import read_yaml
from tests.bot.conversation.test_responses import sentences

ALL = load_precise_answers()
LEAST_WORDINGS = 10
"""For the encoder to learn a question from."""

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
    "prep_pep": [
        "la capote a déchiré à matin avec un client",
        "L'exposition remonte à une trentaine d'heures",
        "Notre patiente a été exposée au VIH il y a 30 heures",
        "j'ai 22 ans pis le condom a cassé hier soir",
        "je me suis piquée avec une seringue qui traînait",
        "se me rompió el condón anoche",
    ],
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
    "est_ce_un_viol": ["ce qu'y m'a fait c'est tu un viol", "est-ce une agression si j'avais dit oui avant"],
    "hopital_apres": [
        "un docteur est-il utile quand on est violée",
        "faut tu que j'aille à l'urgence après un viol",
    ],
    "garder_ou_non": [
        "chu enceinte pis je sais pas quoi choisir",
        "j'hésite à garder le bébé",
        "pas certaine, je sais pas si je vais le garder",
    ],
    "expulsion_proprio": [
        "mon propriétaire a tu le droit de me jeter dehors",
        "le landlord a changé les serrures",
    ],
    "permis_etudes_perdu": ["vais-je perdre mon permis d'études", "mon visa étudiant peut tu être annulé"],
    "parrainage_partir": [
        "mon mari me parraine, si je pars je vais perdre quoi",
        "ma résidence permanente, peut-il l'annuler",
    ],
    "permis_patron": [
        "mon patron garde mon permis de travail, ai-je le droit de quitter la danse",
        "le boss a pris nos passeport et papiers",
    ],
    "dpj_retrait": [
        "la dpj peut tu prendre ma fille sur le coup",
        "y peuvent tu repartir avec les enfants tout de suite",
    ],
    "police_interprete": [
        "je suis sourde, comment répondre aux policiers",
        "je parle pas bien français et la police veut me voir",
    ],
    "sans_telephone": ["chu malentendante, avez-vous un texto", "je peux pas téléphoner"],
    "ordonnance_810": [
        "un juge peut tu ordonner qu'il me laisse tranquille",
        "comment avoir une ordonnance pour que mon ex reste loin",
    ],
    "coloc_loi": ["ma coloc paye le loyer avec l'argent des clients, elle peut tu être accusée"],
    "taxes_vente": ["faut-tu charger la tps aux clients", "dois-je m'inscrire pour les taxes"],
    "secret_psy": [
        "si je dis tout à une psychologue, va-t-elle le répéter",
        "mon avocate garde tu ça secret, ce que je raconte",
    ],
    "cell_surveille": ["mon ex a installé un traceur", "il sait toujours où je suis, y fouille mon cell"],
    "image_parents": [
        "mes nudes, ma mère va-tu le savoir",
        "une photo de moi circule, mes parents vont être au courant",
    ],
    "sevrage_hallucinations": [
        "j'entends des voix dans ma tête depuis hier",
        "je vois des ombres qui bougent",
    ],
    "sevrage_ghb": ["j'ai arrêté le ghb depuis hier", "lâcher le xanax d'un coup"],
    "alcool_deja_cesse": [
        "pas bu depuis deux jours, j'ai des sueurs, alcool",
        "j'ai lâché le vin mercredi",
        "plus bu de bière, là je shake ben fort",
    ],
    "sevrage_alcool": ["c'est dangereux d'arrêter la vodka", "je bois chaque jour et je tremble le matin"],
    "sevrage_opioides": ["lâcher le fentanyl, ça fait quoi"],
    "sevrage_stimulants": ["arrêter la coke c'est tu dangereux"],
    "consommer_seule": ["quoi faire quand je consomme toute seule"],
    "peur_de_retourner": ["si j'ai plus rien pour le mois j'ai peur de recommencer"],
    "confidentiel": ["c'est tu anonyme ici", "est-ce que ça reste entre nous"],
}
"""Their words say it by themselves."""

IN_A_TALK_ABOUT = [
    ("violence_sexuelle", "j'ai tu besoin de voir un médecin", "hopital_apres"),
    ("violence_sexuelle", "c'est tu grave ça", "est_ce_un_viol"),
    ("sante_sexuelle", "ça fait à peu près 36h", "prep_pep"),
    ("grossesse", "je le garde ou pas, aucune idée", "garder_ou_non"),
    ("traite", "faut tu que je paye ma dette au complet", "dette_oblige"),
    ("images_intimes", "papa et ma mère vont l'apprendre", "image_parents"),
    ("images_intimes", "comment on peut la supprimer", "image_retirer"),
]
"""Asked only in a talk about that need."""

SAID_TO_MINORS = {"mineure_dire_non"}
"""In the place of a reading, whatever the words."""

NOT_ASKED = [
    "je suis allée voir une exposition de photos hier",
    "j'ai pus de pep depuis hier",
    "le condom a pété ya six mois",
    "condom brisé hier, combien de jours avant le test",
    "je capote, il a cassé ma porte hier",
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
    "une mère qui danse, suis-je obligée de signaler",
    "quitter l'agence, comment m'y préparer d'avance pour être libre",
    "mon boss verra-t-il mon vieux dossier de sollicitation",
    "je veux pas garder mon appart",
    "mon chum, je sais pas si je veux le garder",
    "mon proprio me jette dehors, une place pour ce soir",
    "si je retourne chez lui je vais recommencer à avoir peur",
    "est-ce que c'est confidentiel au CALACS",
    "vous savez où je suis?",
    "la police est venue hier",
    "arrêter l'alcool, le ghb et le crack",
    "j'ai cessé de boire depuis quatre ans",
    "je dois signaler, comment avertir l'élève",
    "j'ai un nouveau téléphone",
    "une avocate pour la garde",
    "je suis en danger chez le juge",
    "ma fille est enceinte",
    "faire une dénonciation anonyme",
    "la policière peut tu fouiller mon cell",
    "une amie sait où je suis",
    "mon amie est enceinte, elle sait plus quoi faire",
    "je perds tu ma résidence permanente pour un casier",
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


@pytest.mark.parametrize(("need", "text", "key"), IN_A_TALK_ABOUT)
def test_what_is_asked_only_in_a_talk_about_it(need: str, text: str, key: str) -> None:
    found = precise_answer(text, {need})
    assert found is not None
    assert found.key == key
    assert precise_answer(text) is None


def test_every_answer_has_words_that_ask_it() -> None:
    in_a_talk = {key for _, _, key in IN_A_TALK_ABOUT}
    assert set(ASKED) | in_a_talk == {answer.key for answer in ALL if answer.when or answer.about}


def test_every_other_answer_is_asked_by_enough_wordings_and_no_wording_asks_what_nobody_answers() -> None:
    worded = Counter(one.asks for one in all_asked() if one.asks)
    by_words = {answer.key for answer in ALL if answer.when or answer.about} | SAID_TO_MINORS
    assert set(worded) <= {answer.key for answer in ALL}
    assert {answer.key for answer in ALL if worded[answer.key] < LEAST_WORDINGS} <= by_words


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
    ("lost", "message"),
    [("tu", "plainte_retirer lacks 'tu'"), ("sources", "plainte_retirer lacks 'sources'")],
)
def test_an_answer_that_is_not_whole_is_refused(tmp_path: Path, lost: str, message: str) -> None:
    entries = read_yaml(PRECISE / "01_par_mots.yml")["precise"]
    entry = next(one for one in entries if one["id"] == "plainte_retirer")
    file = tmp_path / "precise.yml"
    file.write_text(yaml.safe_dump({"precise": [entry, entry]}), encoding="utf-8")
    with pytest.raises(BadAnswers, match="Answered twice: plainte_retirer"):
        load_precise_answers(tmp_path)
    del entry[lost]
    file.write_text(yaml.safe_dump({"precise": [entry]}), encoding="utf-8")
    with pytest.raises(BadAnswers, match=message):
        load_precise_answers(tmp_path)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAnswers, match="holds no precise answers"):
        load_precise_answers(tmp_path)
    (tmp_path / "other.yml").write_bytes(ANSWERS.read_bytes())
    with pytest.raises(BadAnswers, match="cannot be read"):
        load_precise_answers(tmp_path)


def test_whether_it_is_confidential_begins_with_yes() -> None:
    found = precise_answer("c'est tu anonyme ici")
    assert found is not None
    assert found.tu.startswith("Oui")
    assert found.vous.startswith("Oui")


def test_a_minor_is_told_that_she_may_say_no_with_both_lines() -> None:
    text = next(answer.tu for answer in ALL if answer.key == "mineure_dire_non")
    assert "dire non" in text
    assert "1 800 668-6868" in text
    assert "1 833 900-1010" in text


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


ARRESTED = {"moi_arretee": 0.5, "acheteur_arrete": 0.3, "": 0.2}


def _by_meaning(intent: str, chances: dict[str, float], *entities: dict[str, Any]) -> dict[str, Any]:
    """A message whose words are in no rule of the file."""
    heard = [{"key": key, "confidence": chance} for key, chance in chances.items()]
    return {**_parse(intent, "xyz"), "precise": heard, "entities": list(entities)}


@pytest.mark.parametrize(
    ("profile", "key"),
    [("personne", "moi_arretee"), ("acheteur", "acheteur_arrete"), ("proche", "moi_arretee")],
)
def test_the_same_words_are_another_question_of_somebody_else(profile: str, key: str) -> None:
    heard = reread(_by_meaning("question", ARRESTED), Case(profile=profile))
    assert _answer(heard) == ("question", f"utter_question/{key}")


def test_a_question_after_a_hello_is_answered_when_nothing_was_said_before() -> None:
    parse = {**_by_meaning("saluer", {"moi_arretee": 0.7, "": 0.3}), "text": "allo, vont-ils m'arrêter?"}
    assert _answer(reread(parse, Case())) == ("question", "utter_question/moi_arretee")
    bare = {**parse, "text": "allo, bon matin"}
    assert reread(bare, Case())["intent"]["name"] == "saluer"


def test_none_of_them_or_too_little_chance_leaves_the_answer_of_the_subject() -> None:
    for chances in ({"": 0.6, "moi_arretee": 0.4}, {"moi_arretee": 0.38, "": 0.32, "plainte_duree": 0.3}):
        parse = _by_meaning("question", chances)
        assert reread(parse, Case()) is parse


def test_a_word_that_rules_it_out_does_so_by_its_meaning_too() -> None:
    chances = {"passeport_etranger_retenu": 0.8, "immigration_prevenue": 0.2}
    kept = answer_by_meaning(chances, Asker(), 0.5, "sans mon passeport je peux sortir?")
    other = answer_by_meaning(chances, Asker(), 0.1, "je suis sans papiers, vont-ils me renvoyer?")
    assert kept is not None
    assert kept.key == "passeport_etranger_retenu"
    assert other is not None
    assert other.key == "immigration_prevenue"


@pytest.mark.parametrize(
    ("level", "text", "asked"),
    [
        ("urgence", "a respire un peu", True),
        ("crise", "a respire un peu", False),
        ("crise", "je lui en donne tu une autre?", True),
        ("urgence", "a respire un peu, y me faut une place ou dormir", False),
    ],
)
def test_in_a_message_that_tells_a_danger(level: str, text: str, asked: bool) -> None:
    parse = _by_meaning("signaler_danger", {"deuxieme_naloxone": 0.9, "": 0.1})
    parse = {**parse, "text": text, "safety": {"level": level, "kinds": ["surdose_medical"]}}
    assert (reread(parse, Case())["intent"]["name"] == "question") is asked


def test_a_question_taken_out_of_the_file_is_asked_no_more() -> None:
    parse = _by_meaning("question", {"gone": 0.9, "": 0.1})
    assert reread(parse, Case()) is parse


@pytest.mark.parametrize(
    ("intent", "case", "asked"),
    [
        ("raconter", Case(), True),
        ("exprimer_detresse", Case(), True),
        ("quitter_vite", Case(), False),
        ("donner_lieu", Case(), False),
        ("signaler_danger", Case(), False),
        ("demander_ressource", Case(), True),
        ("signaler_probleme_ressource", Case(), True),
        ("signaler_probleme_ressource", Case(last_shown=("cles",)), False),
        ("demander_details", Case(), True),
    ],
)
def test_where_a_surely_heard_question_takes_the_place_of_another_reading(
    intent: str, case: Case, asked: bool
) -> None:
    parse = _by_meaning(intent, {"obligee_arreter": 0.9, "": 0.1})
    assert (reread(parse, case)["intent"]["name"] == "question") is asked
    unsure = _by_meaning(intent, {"obligee_arreter": 0.5, "": 0.5})
    assert reread(unsure, case)["intent"]["name"] != "question"


@pytest.mark.parametrize(
    "told",
    [
        [{"entity": "need", "value": "hebergement"}, {"entity": "need", "value": "juridique"}],
        [{"entity": "place", "value": "Amos", "region": "08", "start": 0, "end": 1}],
    ],
    ids=["two needs", "a place"],
)
def test_a_request_of_two_needs_or_with_its_place_stays_one(told: list[dict[str, Any]]) -> None:
    parse = _by_meaning("demander_ressource", {"loyer_retard": 0.9, "": 0.1}, *told)
    assert reread(parse, Case())["intent"]["name"] == "demander_ressource"


def test_whether_this_is_a_machine_is_answered_as_such() -> None:
    parse = _by_meaning("demander_si_robot", {"qui_repond": 0.9, "": 0.1})
    assert reread(parse, Case()) is parse


def test_what_is_for_adults_is_not_said_to_somebody_under_18() -> None:
    chances = {"client_verifier": 0.9, "": 0.1}
    assert (
        _answer(reread(_by_meaning("question", chances), Case(age=25)))[1] == "utter_question/client_verifier"
    )
    assert "client_verifier" not in _answer(reread(_by_meaning("question", chances), Case(age=16)))[1]


SAFER = {
    "response": {
        "intent_response_key": "question/reduction_mefaits",
        "utter_action": "utter_question/reduction_mefaits",
    }
}


def _safer_work() -> dict[str, Any]:
    parse = _parse("question", "comment faire ça plus en sécurité")
    return {**parse, "response_selector": {"question": SAFER}}


def test_a_minor_never_gets_the_text_for_going_on_nor_for_hesitating() -> None:
    young = Case(age=16)
    may_say_no = ("question", "utter_question/mineure_dire_non")
    assert _answer(reread(_safer_work(), young)) == may_say_no
    assert _answer(reread(_parse("exprimer_ambivalence", "y dit que si je l'aime"), young)) == may_say_no
    at_once = _parse("exprimer_ambivalence", "j'ai 15 ans, je sais plus")
    at_once["entities"] = [{"entity": "age", "value": 15}]
    assert _answer(reread(at_once, Case())) == may_say_no


def test_an_adult_a_relative_and_a_mother_keep_theirs() -> None:
    safer = ("question", "utter_question/reduction_mefaits")
    assert _answer(reread(_safer_work(), Case(age=19))) == safer
    assert _answer(reread(_safer_work(), Case())) == safer
    assert _answer(reread(_safer_work(), Case(age=16, profile="proche"))) == safer
    of_her_son = _parse("exprimer_ambivalence", "mon fils de 16 ans, je sais plus")
    of_her_son["entities"] = [{"entity": "age", "value": 16}]
    assert reread(of_her_son, Case())["intent"]["name"] == "exprimer_ambivalence"


def test_not_sure_of_keeping_it_is_about_the_child_she_expects() -> None:
    text = "bof, le garder je le sens pas trop"
    heard = reread(_parse("exprimer_ambivalence", text), Case(last_needs=("grossesse",)))
    assert _answer(heard) == ("question", "utter_question/garder_ou_non")
    assert reread(_parse("exprimer_ambivalence", text), Case())["intent"]["name"] == "exprimer_ambivalence"


@pytest.mark.parametrize("intent", ["demander_ressource", "parler_humain", "nier"])
def test_somebody_deaf_gets_what_is_written(intent: str) -> None:
    heard = reread(_parse(intent, "je suis sourde, pas d'appel"), Case())
    assert _answer(heard) == ("question", "utter_question/sans_telephone")


def test_a_followed_telephone_is_answered_beside_a_danger() -> None:
    lost = _parse("nlu_fallback", "mon ex a installé un traceur", ("violence",))
    assert _answer(reread(lost, Case())) == ("question", "utter_question/cell_surveille")
