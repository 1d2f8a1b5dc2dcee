"""What plain words take back of a danger heard by the learned layers alone."""

from __future__ import annotations

import pytest

from bot.safety.everyday import another_day, found_out
from bot.safety.french import clean, standardise
from bot.safety.reading import narrowed


def _kinds(text: str, *kinds: str, ruled: tuple[str, ...] = ()) -> tuple[str, ...]:
    return narrowed(standardise(clean(text)), kinds, (), ruled)[0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("surdose_medical", "ma soeur texte plus depuis mardi"),
        ("surdose_medical", "mon fils est sans nouvelles de sa blonde, ça fait trois semaines"),
        ("surdose_medical", "chu vidée, complètement à terre"),
        ("violence_en_cours", "je gèle dehors pis y neige"),
        ("violence_en_cours", "je dors dans mon char, il fait froid, y a pas de place nulle part"),
        ("surdose_medical", "j'ai oublié ma pilule, j'ai du retard"),
        ("suicide_imminent", "j'ai quitté mon appart à matin, nulle part où dormir"),
        ("suicide_imminent", "j'ai plus d'essence pour rouler"),
        ("suicide", "elle m'a fait jurer de garder le secret"),
        ("traite", "ça me donne des cauchemars, les passes"),
        ("mineure", "mon gars de 10 ans a lu mes textos"),
        ("suicide", "chu enceinte de deux mois, pas sûre de le garder"),
        ("suicide", "j'hésite si je le garde ou pas"),
    ],
)
def test_everyday_words_are_no_danger(kind: str, text: str) -> None:
    assert _kinds(text, kind) == ()
    assert _kinds(text, kind, ruled=(kind,)) == (kind,), "what a rule reads is never taken back"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("surdose_medical", "ma soeur répond plus depuis deux minutes"),
        ("surdose_medical", "elle répond plus depuis hier, ses lèvres sont bleues"),
        ("surdose_medical", "il texte plus depuis hier, il avait du fentanyl"),
        ("surdose_medical", "chu vidée, j'ai vidé le pot"),
        ("surdose_medical", "je suis brûlée au bras avec une cigarette"),
        ("violence_en_cours", "je gèle dehors, il me cherche"),
        ("violence_en_cours", "je suis cachée dehors dans la neige, vite"),
        ("violence_en_cours", "trois passes par jour sinon je couche dehors"),
        ("suicide", "y a enlevé la capote quand j'ai dit non"),
        ("violence_en_cours", "il fait froid dehors, quelqu'un marche derrière"),
        ("surdose_medical", "je suis enceinte pis j'ai avalé des pilules"),
        ("suicide_imminent", "j'ai quitté mon appart, nulle part où aller, adieu"),
        ("suicide_imminent", "le chauffage du char roule, porte de garage fermée, pas de lettre"),
        ("suicide", "elle m'a fait jurer de garder le secret, elle veut mourir"),
        ("traite", "j'ai des cauchemars, mon pimp garde mes papiers"),
        ("mineure", "ma fille de 13 ans a lu mes textos, elle en fait aussi, elle danse"),
        ("suicide", "enceinte pis pas sûre de le garder, je veux mourir"),
        ("suicide_imminent", "je sais pas si je tiens, chu sur le garde-fou"),
    ],
)
def test_one_word_of_risk_and_the_danger_stays(kind: str, text: str) -> None:
    assert _kinds(text, kind) == (kind,)


@pytest.mark.parametrize(
    ("text", "kind", "milder"),
    [
        ("je suis épuisée, j'en peux plus", "surdose_medical", "suicide"),
        ("mon ex m'appelle vingt fois par jour", "violence_en_cours", "violence"),
        ("il a posé un gps dans mon auto", "violence_en_cours", "violence"),
        ("il rentre mardi", "violence_en_cours", "violence"),
    ],
)
def test_a_milder_danger_stays(text: str, kind: str, milder: str) -> None:
    assert _kinds(text, kind) == (milder,)


@pytest.mark.parametrize(
    "text", ["mon ex m'appelle, il est en bas", "il rentre mardi mais là j'ai peur maintenant", "il rentre"]
)
def test_this_hour_stays_this_hour(text: str) -> None:
    assert _kinds(text, "violence_en_cours") == ("violence_en_cours",)


def test_the_other_kinds_stay_in_their_order() -> None:
    assert _kinds("il rentre mardi", "violence_en_cours", "traite") == ("violence", "traite")


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("il revient la semaine prochaine", True),
        ("il revient", False),
        ("il revient demain, il est armé d'un gun", False),
    ],
)
def test_another_day(text: str, is_so: bool) -> None:
    assert another_day(standardise(text)) is is_so


def test_her_child_found_it_out() -> None:
    assert found_out(standardise("mes enfants ont vu mes annonces"))
    assert not found_out(standardise("mes enfants ont vu un film"))
