"""Short answers in a conversation where a danger was told or asked about."""

from __future__ import annotations

import pytest

from bot.safety.conversation import (
    confirms,
    denies,
    does_not_know,
    ends,
    help_is_called,
    help_is_here,
    nobody_comes,
    reassures,
    says_little,
    takes_back,
    they_come,
)
from bot.safety.verdict import Context


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("non", True),
        ("non il est pas là", True),
        ("non, y'est parti", True),
        ("non y est pas chez nous", True),
        ("non, chu toute seule", True),
        ("non il est là", False),
        ("non il a un couteau", False),
        ("il est parti chercher son arme", False),
    ],
)
def test_what_says_no_to_the_question_of_danger(text: str, no: bool) -> None:
    assert denies(text) is no


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("la police est là", True),
        ("L'ambulance vient d'arriver.", True),
        ("la police est pas là", False),
        ("j'ai peur que la police soit là", False),
    ],
)
def test_help_that_is_with_her(text: str, here: bool) -> None:
    assert help_is_here(text) is here


@pytest.mark.parametrize(
    ("text", "alone"),
    [("le 911 a raccroché", True), ("la police arrive pas", True), ("la police est là", False)],
)
def test_help_that_does_not_come(text: str, alone: bool) -> None:
    assert nobody_comes(text) is alone


@pytest.mark.parametrize(("text", "little"), [("oui.", True), ("ok merci", True), ("oui il est là", False)])
def test_answers_that_say_little(text: str, little: bool) -> None:
    assert says_little(text) is little


@pytest.mark.parametrize(
    ("text", "well"),
    [
        ("oui tout va bien", True),
        ("ok ça va, chu chez ma soeur", True),
        ("oui, le cell est à moi", True),
        ("oui c'est mon téléphone", True),
        ("mon chum est à l'ouvrage", True),
        ("he's not home", True),
        ("y sait pas où j'habite", True),
        ("oui", False),
        ("il est pas loin", False),
        ("il est pas ici, il est dans la cour", False),
        ("il est chez nous", False),
        ("oui ça va pas", False),
        ("je vais bien, chu ben correcte", True),
        ("chu pas bien", False),
        ("on est pas en sécurité", False),
        ("i'm not safe", False),
        ("il sait où je reste", False),
        ("he knows where I live", False),
        ("il est à l'usine, je suis enfermée dans la maison", False),
        ("il est à l'usine, je suis rendue chez ma mère", True),
    ],
)
def test_what_says_that_she_is_well_or_he_elsewhere(text: str, well: bool) -> None:
    assert reassures(text) is well


@pytest.mark.parametrize(
    ("text", "yes"), [("oui", True), ("oui il est devant la porte", True), ("oui je vais bien", False)]
)
def test_a_yes_before_words_of_well_being_confirms_nothing(text: str, yes: bool) -> None:
    assert confirms(text, Context(pending_question="danger")) is yes


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("je sais pas", True),
        ("ben je sais pas trop", True),
        ("I don't know", True),
        ("chu pas sûre", True),
        ("aucune idée si elle est en danger", True),
        ("je sais pas mais il a un couteau", False),
        ("je sais pas, elle répond plus", False),
        ("oui", False),
    ],
)
def test_not_to_know_is_the_whole_of_an_answer(text: str, unsure: bool) -> None:
    assert does_not_know(text) is unsure


@pytest.mark.parametrize(
    ("text", "taken", "over"),
    [
        ("le portier l'a chassé", False, True),
        ("il s'est fait embarquer", False, True),
        ("y a disparu, la serveuse m'aide", False, True),
        ("les pompiers sont arrivés", True, True),
        ("il est parti", True, False),
        ("il est reparti avec ma fille", False, False),
        ("il est reparti chercher un bat", False, False),
        ("la police va arriver", False, False),
        ("peut-être que la police l'a arrêté", False, False),
        ("le voisin l'a sorti mais il est encore dehors", False, False),
        ("le voisin la pousse dehors", False, False),
        ("chu rendue à la pharmacie, la commis appelle la police", False, True),
        ("chu à l'hôtel, le client reste", False, False),
        ("le chauffeur me garde", False, False),
        ("on l'a embarqué dans un camion", False, False),
    ],
)
def test_the_end_of_a_danger_told_of_others(text: str, taken: bool, over: bool) -> None:
    assert ends(text, taken=taken) is over


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("je les ai au téléphone", True),
        ("ok j'ai appelé le 911", True),
        ("jai appelé", True),
        ("bon je les ai appelés", True),
        ("j'ai appelé ma soeur", False),
        ("la police s'en vient", True),
        ("on s'en va à l'hôpital", True),
        ("ma voisine a appelé l'ambulance", True),
        ("they are on their way", True),
        ("y sen vient", False),
        ("il arrive", False),
        ("j'ai pas appelé la police", False),
        ("faut-tu que j'appelle le 911", False),
        ("chu au téléphone avec lui", False),
    ],
)
def test_help_that_was_called(text: str, called: bool) -> None:
    assert help_is_called(text) is called


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("je sais pas", True),
        ("ben là je sais pas trop", True),
        ("jsais pas, y dort", True),
        ("j'ai pas mangé aujourd'hui, je sais pas pourquoi", False),
        ("mon frère est passé tantôt je sais pas ce qu'il voulait", False),
    ],
)
def test_only_not_knowing_whether_she_is_in_danger_counts(text: str, yes: bool) -> None:
    assert confirms(text, Context(pending_question="danger")) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("encore", True),
        ("oui encore, y est dans l'autre chambre pis y fouille", True),
        ("sí", True),
        ("vraiment là", True),
        ("si je ferme ma localisation est-ce qu'il voit ça", False),
        ("ok mais si je change de numéro y va se douter", False),
        ("c'est vrai qu'il a le droit d'annuler le parrainage?", False),
        ("toujours la même affaire avec lui, y promet pis y change pas", False),
        ("un peu plus tard j'irai voir ma mère à Granby", False),
        ("certain jour c'est mieux que d'autres", False),
    ],
)
def test_a_word_that_begins_a_sentence_is_a_yes_only_by_itself(text: str, yes: bool) -> None:
    assert confirms(text, Context(pending_question="danger")) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("oui, la SQ est avertie depuis hier", False),
        ("oui on a fait un signalement", False),
        ("oui sa travailleuse sociale le sait", False),
        ("oui, la SQ est avertie mais il est ici", True),
        ("oui la police arrive", True),
        ("oui j'ai porté plainte, il me menace encore", True),
        ("non j'ai pas d'idées noires", False),
    ],
)
def test_a_yes_about_who_knows_confirms_no_danger(text: str, yes: bool) -> None:
    assert confirms(text, Context(pending_question="danger")) is yes


@pytest.mark.parametrize(
    ("text", "come"),
    [
        ("ok ils s'en viennent", True),
        ("ils sont en route", True),
        ("ils arrive dans 5 minutes", True),
        ("they're coming", True),
        ("il arrive", False),
        ("y arrive", False),
        ("elle arrive", False),
        ("ils arrivent pas", False),
        ("ils arrivent avec un bat", False),
    ],
)
def test_they_who_come_are_never_he(text: str, come: bool) -> None:
    assert they_come(text) is come


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("j'ai jamais eu d'idées noires", ("suicide", "violence"), ("violence",)),
        ("j'ai pas l'intention de me tuer", ("suicide_imminent",), ("suicide",)),
        ("j'ai pas l'intention de me tuer", ("suicide_imminent", "surdose_medical"), None),
        ("y m'a jamais blessée", ("violence",), ()),
        ("mon chum est pas violent", ("violence",), ()),
        ("y m'a jamais blessée", ("violence_en_cours",), None),
        ("y m'a jamais frappée", ("violence",), None),
        ("y m'a jamais obligée", ("traite", "agression_sexuelle"), ("traite",)),
        ("chu pas en danger", ("violence", "traite"), ()),
        ("chu pas en danger", ("surdose_medical",), None),
        ("chu pas en danger en ce moment", ("violence",), None),
        ("chu pas en danger tant qu'il dort", ("violence",), None),
        ("je veux pas mourir", ("suicide",), None),
        ("c'est pas que j'ai pas l'intention de me tuer", ("suicide",), None),
        ("y m'a pas blessée cette fois", ("violence",), None),
    ],
)
def test_a_plain_denial_closes_its_own_kind(
    text: str, before: tuple[str, ...], after: tuple[str, ...] | None
) -> None:
    expected = set(before if after is None else after)
    assert set(takes_back(text, before)) == expected
