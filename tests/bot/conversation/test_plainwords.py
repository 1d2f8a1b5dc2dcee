"""Words that leave no doubt."""

from __future__ import annotations

import pytest

from bot.conversation.plainwords import (
    asks_for_her_own_work,
    bare_request,
    buys,
    danger_of_another,
    goes_on_as_before,
    names_child_protection,
    needs_named,
    saw_a_woman,
    situations,
    speaks_for,
    speaks_of_herself,
)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("chu dehors pis y fait frette", ("hebergement",)),
        ("15 ans, sortie du foyer, jsais pas trop où coucher", ("hebergement",)),
        ("je sais pas où ma fille dort", ()),
        ("19 ans, dans la rue, j'ai faim", ("hebergement", "aide_alimentaire")),
        ("ils vont me mettre dehors, trois mois de loyer", ("hebergement", "argent_dettes")),
        ("je suis intervenante de la rue", ()),
        ("il m'a dit qu'il avait pas d'argent pour manger", ()),
        ("j'ai pus une cenne", ("argent_dettes",)),
        ("il fait chaud dehors", ()),
    ],
)
def test_a_situation_is_a_need(text: str, needs: tuple[str, ...]) -> None:
    assert situations(text) == needs


def test_a_situation_counts_in_a_long_message() -> None:
    assert "hebergement" in needs_named(
        "bon ben je sais pas trop comment dire ça mais là je suis dehors depuis hier"
    )


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("dormir", "hebergement"),
        ("manger svp", "aide_alimentaire"),
        ("alcool", "dependances"),
        ("sexe", None),
    ],
)
def test_one_word(text: str, need: str | None) -> None:
    assert bare_request(text) == need


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("j'ai honte, je vais voir des escortes", True),
        ("je paye pour du sexe", True),
        ("mon fils va voir des prostituées", False),
        ("ma paie passe en loyer", False),
        ("une femme que j'ai payée pleurait", True),
        ("je veux continuer", False),
    ],
)
def test_who_pays(text: str, is_so: bool) -> None:
    assert buys(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("cette jeune femme que j'ai vue au motel", True),
        ("la dame que j'ai vue me suit, il me bat", False),
        ("la fille qui m'a aidée", False),
    ],
)
def test_a_woman_seen(text: str, is_so: bool) -> None:
    assert saw_a_woman(text) is is_so


def test_no_client_for_a_month_is_hers() -> None:
    assert speaks_of_herself("ça fait un mois que j'ai pas fait de client")


@pytest.mark.parametrize(
    ("profile", "text", "is_so"),
    [
        ("proche", "c'est pour ma nièce", True),
        ("proche", "une collègue à moi se fait menacer", True),
        ("proche", "ma soeur est avec moi", False),
        ("proche", "chu à la laverie", False),
        ("intervenant", "je suis infirmière", True),
        ("intervenant", "j'écris du centre d'emploi", False),
        ("acheteur", "je paye des escortes", True),
        ("acheteur", "ils disent que je paie avec des massages", False),
    ],
)
def test_whose_words_these_are(profile: str, text: str, is_so: bool) -> None:
    assert speaks_for(profile, text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("ma cousine s'est fait frapper par son ex à matin", True),
        ("le mari de la voisine la menace, j'entends crier", True),
        ("mon amie a dit qu'elle veut mourir, elle répond plus", True),
        ("son pimp garde l'argent de ma coloc", True),
        ("ma cousine m'a frappée", False),
        ("mon ex a battu ma soeur, pis là c'est moi qu'il cherche", False),
        ("je danse, pis le pimp de ma coloc me menace", False),
        ("mon frère est à la porte, il crie", False),
        ("il me bat", False),
    ],
)
def test_whose_danger_it_is(text: str, is_so: bool) -> None:
    assert danger_of_another(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("je veux pas lâcher", True),
        ("chu pas encore prête à m'en sortir", True),
        ("je vais pas quitter la danse", True),
        ("je veux pas arrêter de prendre ma médication", False),
        ("je veux arrêter", False),
    ],
)
def test_she_goes_on_as_before(text: str, is_so: bool) -> None:
    assert goes_on_as_before(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("la dpj a pris mon gars", True), ("ravoir la garde", True), ("un lit pour moi et mes enfants", False)],
)
def test_child_protection_is_named(text: str, is_so: bool) -> None:
    assert names_child_protection(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("c'est moi, l'histoire", True),
        ("c'est moi qui l'héberge", False),
        ("j'ai encore des flashbacks", True),
        ("mes anciens clients", True),
        ("mes clients me parlent de leur loyer", False),
        ("j'ai travaillé dans des maisons à Verdun", True),
        ("j'ai travaillé dans une maison d'hébergement", False),
        ("mon conjoint l'a jamais su", True),
        ("c'est trop tard pour porter plainte?", True),
        ("il est trop tard pour en parler avec ma soeur?", False),
        ("j'aimerais qu'il arrête de me harceler", True),
        ("mes enfants ont vu mes annonces", True),
        ("mes enfants ont vu leur tante", False),
    ],
)
def test_it_is_about_herself(text: str, is_so: bool) -> None:
    assert speaks_of_herself(text) is is_so


def test_a_worker_who_asks_for_herself() -> None:
    assert asks_for_her_own_work("qui peut me soutenir?")
    assert not asks_for_her_own_work("qui peut la soutenir?")
