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
        ("surdose_medical", "mon mari sursaute à chaque bruit"),
        ("surdose_medical", "a dort ben mal, ma mère"),
        ("violence_en_cours", "je gèle dehors pis y neige"),
        ("agression_sexuelle", "j'ai été violée il y a quinze ans, je voudrais en parler"),
        ("violence_en_cours", "je dors dans mon char, il fait froid, y a pas de place nulle part"),
        ("surdose_medical", "j'ai oublié ma pilule, j'ai du retard"),
        ("suicide_imminent", "j'ai quitté mon appart à matin, nulle part où dormir"),
        ("suicide_imminent", "j'ai plus d'essence pour rouler"),
        ("suicide", "elle m'a fait jurer de garder le secret"),
        ("traite", "ça me donne des cauchemars, les passes"),
        ("mineure", "mon gars de 10 ans a lu mes textos"),
        ("suicide", "chu enceinte de deux mois, pas sûre de le garder"),
        ("suicide", "j'hésite si je le garde ou pas"),
        ("violence_en_cours", "on m'a déjà exclue du refuge l'an passé"),
        ("violence_en_cours", "chu bannie de deux refuges"),
        ("surdose_medical", "mon frère débarque saoul chaque vendredi"),
        ("suicide_imminent", "sa mère arrive toujours chaude aux visites"),
        ("suicide", "je préférerais par texto"),
        ("suicide", "ça me serait plus facile en personne"),
        ("suicide", "j'ai peur de perdre ma soeur si je lui parle de ça"),
        ("violence_en_cours", "ma fille s'endort juste avec sa veilleuse"),
        ("violence_en_cours", "elle a peur du noir, elle dort avec une lampe"),
        ("traite", "ma mère était escorte dans les années 90"),
        ("mineure", "sa mère dansait dans un bar pour payer le loyer"),
        ("suicide", "j'ai jamais eu d'idées suicidaires, chu juste à plat"),
        ("suicide_imminent", "j'ai pas l'intention de me tuer, j'ai de la peine"),
        ("agression_sexuelle", "y m'a jamais obligée, y achale"),
        ("violence", "personne me frappe chez nous"),
        ("violence_en_cours", "y a pas de danger, chu écoeurée"),
        ("suicide", "they never hurt me"),
        ("suicide", "j'ai pas besoin de me faire sauver, j'ai une question"),
        ("suicide", "ça me tue de la voir avec lui"),
        ("suicide_imminent", "son silence, c'est ce qui me tue"),
        ("suicide", "mon frère m'étranglerait s'il savait, façon de parler"),
        ("violence", "ma mère me tuerait, manière de dire, elle est douce"),
        ("suicide", "la mort me fait pas peur, j'ai 81 ans, c'est la vie"),
        ("suicide", "mon permis de travail expire en avril"),
        ("suicide_imminent", "notre contrat prend fin lundi"),
        ("violence", "mon premier mari est mort en 1998, y cognait"),
        ("violence", "le mac est en prison depuis vingt ans"),
        ("surdose_medical", "elle a échappé une tasse"),
        ("violence_en_cours", "j'ai pété mon écran, je lis mal"),
        ("suicide_imminent", "je passe le cell à ma soeur, elle veut jaser avec vous"),
        ("violence_en_cours", "je suis en colère contre celui qui l'a recrutée"),
        ("suicide", "une d'elles pleurait, j'ai rien dit, j'y repense souvent"),
        ("traite", "je vis avec 900 piasses par mois"),
        ("traite", "they really aren't dangerous, only annoying"),
        ("surdose_medical", "je tremble de colère, il avait bu"),
    ],
)
def test_everyday_words_are_no_danger(kind: str, text: str) -> None:
    assert _kinds(text, kind) == ()
    assert _kinds(text, kind, ruled=(kind,)) == (kind,), "what a rule reads is never taken back"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("surdose_medical", "ma soeur répond plus depuis deux minutes"),
        ("agression_sexuelle", "il m'a violée il y a deux ans pis il recommence"),
        ("agression_sexuelle", "agressée il y a dix ans, là j'ai peur de lui"),
        ("surdose_medical", "elle dort pus, elle a pris du speed"),
        ("suicide", "j'ai pas besoin de me faire sauver, c'est décidé"),
        ("suicide", "ça me tue, je suis plus capable"),
        ("violence", "il me tuerait, c'est pas une façon de parler"),
        ("violence", "il me tuerait, façon de parler, il m'a déjà battue"),
        ("suicide", "la mort me fait pas peur, j'ai 81 ans, je suis prête"),
        ("suicide", "mon permis expire, je veux mourir"),
        ("violence", "mon premier mari est mort en 1998, mon chum cogne aussi"),
        ("violence", "le mac est en prison depuis vingt ans, il sort lundi"),
        ("violence", "il a cassé mes lunettes"),
        ("violence", "elle a cassé ses lunettes, il l'a poussée"),
        ("suicide_imminent", "j'ai cassé un verre, je me coupe avec"),
        ("suicide_imminent", "je passe le cell à ma soeur, elle veut vous parler, elle veut mourir"),
        ("violence_en_cours", "je suis en colère contre lui, il m'a poussée"),
        ("suicide", "j'ai rien dit, j'y repense souvent, je mérite une balle"),
        ("suicide", "j'ai honte, j'y pense tous les soirs"),
        ("traite", "je gagne 4000 par mois, il garde la moitié"),
        ("traite", "je gagne 200 par nuit"),
        ("traite", "they aren't dangerous but I owe them"),
        ("surdose_medical", "je tremble de colère, j'ai pris du speed"),
        ("surdose_medical", "elle tremble plus, elle répond plus"),
        ("surdose_medical", "il dort plus depuis trois jours, il voit des choses"),
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
        ("violence_en_cours", "chu barrée dans le sous-sol"),
        ("violence_en_cours", "chu exclue du refuge, mon ex m'attend à côté"),
        ("surdose_medical", "mon frère débarque saoul chaque vendredi mais là y respire drôle"),
        ("surdose_medical", "ma coloc est défoncée, j'appelle qui"),
        ("surdose_medical", "elle vient de caler une bouteille, est saoule ben raide"),
        ("surdose_medical", "ma soeur est stone, elle passe out"),
        ("suicide", "ce serait mieux sans moi, je te l'écris par texto"),
        ("suicide", "j'ai peur de perdre ma soeur, elle a des idées noires"),
        ("violence_en_cours", "elle dort avec une lampe, il est dans la porte"),
        ("traite", "ma mère était escorte, elle m'a prêtée à ses clients"),
        ("traite", "ma mère était escorte, moi aussi j'en fais"),
        ("suicide", "je veux pas mourir"),
        ("suicide", "j'ai pas envie de mourir ici"),
        ("suicide", "j'ai pas d'idées noires, j'ai un plan"),
        ("suicide_imminent", "j'ai pas l'intention de me tuer, je veux juste dormir longtemps"),
        ("suicide", "elle dit qu'elle a pas d'idées noires"),
        ("suicide", "c'est pas l'idée de mourir qui me fait reculer"),
        ("violence", "y m'a pas frappée, y a tiré dans le plafond"),
        ("violence", "he never hit me, he punishes me"),
        ("agression_sexuelle", "y m'a pas vraiment obligée"),
        ("agression_sexuelle", "y m'a pas obligée, j'étais trop gelée"),
        ("violence", "y m'a pas frappée, y m'a garrochée au mur"),
        ("violence_en_cours", "y a pas de danger tant qu'il dort"),
        ("violence_en_cours", "moi chu pas en danger mais mon fils oui"),
    ],
)
def test_one_word_of_risk_and_the_danger_stays(kind: str, text: str) -> None:
    assert _kinds(text, kind) == (kind,)


def test_a_denial_says_nothing_of_an_age() -> None:
    assert _kinds("y m'a jamais obligée", "mineure", "traite") == ("mineure",)


@pytest.mark.parametrize(
    ("text", "kind", "milder"),
    [
        ("je suis épuisée, j'en peux plus", "surdose_medical", "suicide"),
        ("mon ex m'appelle vingt fois par jour", "violence_en_cours", "violence"),
        ("il a posé un gps dans mon auto", "violence_en_cours", "violence"),
        ("il rentre mardi", "violence_en_cours", "violence"),
        ("je tremble de peur quand y boit", "surdose_medical", "violence"),
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
