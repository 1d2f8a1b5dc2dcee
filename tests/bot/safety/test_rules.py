"""The readable layer: one table of plain dangers, one of what must stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety.french import clean
from bot.safety.rules import RuleFileError, RuleSet
from bot.safety.verdict import KINDS

PLAIN = {
    "violence_en_cours": (
        "Il est en train de me frapper",
        "yest en train de defoncer ma porte",
        "Il m'a enfermée dans la chambre",
        "IL VA ME TUER AIDEZ MOI",
        "je suis cachee dans la salle de bain il crie",
        "il m'a étranglée hier soir",
        "he is hitting me",
        "me están siguiendo",
        "des hommes kickent dans ma porte",
        "du monde cogne dans ma fenêtre à cette heure là, j'ouvre pas",
        "le char tourne chaque fois que je tourne",
    ),
    "suicide_imminent": (
        "Je vais me tuer ce soir",
        "j'ai la corde autour du cou",
        "ma soeur vient d'avaler plein de pilules",
        "j'ai avalé une boîte de tylenol",
        "I'm going to kill myself tonight",
        "me tomé todas las pastillas",
    ),
    "surdose_medical": (
        "elle respire pu",
        "a fait une overdose",
        "il est inconscient",
        "j'ai bu de l'eau de javel",
        "my friend is not breathing",
        "mi amiga no respira",
        "depuis que j'ai lâché l'alcool lundi, j'ai les mains qui tremblent pis j'hallucine",
        "j'ai pas pris mes ativans depuis hier pis je shake",
        "j'ai arrêté l'alcool avant-hier, je tremble",
        "je vois des bibittes partout pis je tremble",
        "Elle a cessé le vin avant-hier et elle transpire à grosses gouttes",
        "jai pas bu depuis 36h jtremble de partout",
        "mon frère a lâché les benzos net, y parle à du monde qui est pas là",
        "sans alcool depuis deux jours, crise d'épilepsie à matin",
        "ça fait vingt ans que je bois, j'ai arrêté avant-hier pis je shake",
        "j'ai pu rien bu depuis samedi, j'arrête pas de trembler",
    ),
    "suicide": (
        "je veux mourir",
        "jveu plu vivre",
        "J'ai des idées suicidaires",
        "mon amie veut se tuer",
        "mon frere magasine comment se tuer",
        "je google comment m'enlever la vie",
        "jpense au suicide",
        "i want to die",
        "quiero morir",
    ),
    "violence": (
        "ya tu un endroit ousqu'y pourra pas me trouver",
        "une maison où mon ex peut pas rentrer",
        "je veux aller quelque part où il me trouvera pas",
        "I need somewhere he can't find me",
        "un lugar donde él no me encuentre",
        "mon chum me bat",
        "je veux partir, il est violent",
        "mon mari est des fois violent",
        "mon ex m'a frappée",
        "un client m'a menacée",
        "ma soeur se fait battre par son mari",
        "mon pimp dit qu'il va me retrouver",
        "my boyfriend beats me",
        "mi esposo me golpea",
        "j'ai pas envie d'être poignardée par un fou",
        "j'ai peur de me faire assassiner",
        "je voudrais pas finir étranglée par un client",
    ),
    "agression_sexuelle": (
        "je me suis fait violer",
        "un client m'a violée",
        "j'ai été agressée sexuellement",
        "le client m'a forcée",
        "j'ai dit non pis il m'a obligée",
        "i was raped",
        "me violaron",
    ),
    "traite": (
        "le gars qui me loge dit que je vais le rembourser d'une manière ou d'une autre",
        "mon coloc veut que j'le paye autrement",
        "il m'héberge si je couche avec lui",
        "mon chum me demande d'être fine avec son boss",
        "Il reçoit des hommes le soir et je dois être gentille avec eux",
        "mi marido quiere que sea amable con sus amigos",
        "l'homme qui accompagne ma patiente parle pour elle",
        "the man with her answers for her",
        "la fille avait vraiment l'air terrifiée devant le gars",
        "mon pimp garde tout mon argent",
        "il a pris mon passeport",
        "on m'oblige à me prostituer",
        "he took my passport",
        "me quitaron el pasaporte",
        "une femme à l'hôtel semblait contrôlée",
    ),
    "mineure": (
        "j'ai 15 ans et je fais des clients",
        "ma fille de 14 ans fait de l'escorte",
        "j'ai 15 ans pis mes photos intimes sont rendues sur un groupe",
        "un gars demande des photos nues, ma nièce a 13 ans",
        "i'm 15 and i have clients",
        "tengo 16 años y tengo clientes",
    ),
    "enfant_en_danger": (
        "quand les chums de mon mari arrivent la petite se barre dans sa chambre",
        "ma fille bloque sa porte les soirs que mon oncle couche ici",
        "la petite dort habillée quand mon chum boit",
        "mon ex frappe mon fils",
        "le bébé est tout seul dans l'appartement",
        "il menace de prendre mes enfants",
        "he hits my kids",
        "mi esposo golpea a mis hijos",
    ),
}

SILENT = (
    "il faut que je paye mon loyer d'une façon ou d'une autre",
    "le proprio veut que je le paye autrement, par virement",
    "mon mari veut que je sois gentille avec sa mère",
    "mon boss veut que je sois gentille avec les clients",
    "son avocat parle pour elle",
    "elle est sourde, c'est un homme qui parle pour elle, son interprète",
    "une maison où il peut pas entrer, mon fils de treize ans",
    "une place où y peut pas rentrer d'eau",
    "mon gars se cache quand la visite arrive",
    "ma fille barre sa porte quand elle dort",
    "il est pas violent",
    "mon chum est pu violent",
    "ce film est violent",
    "j'ai déjà eu un chum violent, c'est fini depuis dix ans",
    "comment se tuer à l'ouvrage pour des pinottes",
    # denied
    "je veux pas mourir",
    "il m'a jamais frappée",
    "mon chum me bat pas",
    "personne m'a forcée",
    "y m'a jamais obligée",
    "he never hit me",
    # closed and past
    "mon père me battait, il y a vingt ans de ça",
    "il me battait il y a dix ans, c'est fini",
    "j'ai été violée en 1998",
    # sayings
    "je suis morte de fatigue",
    "mon boss va me tuer",
    "je veux mourir de rire",
    # songs, films, books
    "dans la série le gars dit je veux mourir",
    "c'est une chanson où il m'a frappée",
    # questions about a service
    "c'est quoi le numéro pour une femme qui dit je veux mourir",
    "pour un travail: mon conjoint me bat, qui appeler",
    # words inside words
    "un mac and cheese",
    "je joue du violon",
    "une robe violette",
    "je suis à Macamic",
    # one word away from a danger
    "j'ai arrêté de boire, chu fière de moi",
    "j'ai plus de bière pis je tremble de froid",
    "je bois plus depuis neuf mois, je tremble quand même des mains",
    "pas bu depuis cinq jours, j'ai tremblé comme une folle à ma rencontre AA",
    "lendemain de party, trop bu, je shake",
    "il arrête pas de boire, ça me fait trembler",
    "il me manque, j'ai bu, je tremble",
    "j'ai rien bu ni mangé depuis hier, je tremble",
    "dans la série, elle arrête de boire et elle tremble",
    "combien de jours on tremble quand on arrête de boire",
    "j'ai pas bu depuis hier, je tremble pas",
    "quelqu'un cogne à la porte, c'est le livreur",
    "le bus arrête quand je sonne",
    "je tourne quand il me le dit",
    "je voudrais pas me faire tuer par ma mère",
    "elle avait l'air forcée de rire",
    # ordinary
    "bonjour",
    "je cherche un refuge à Gatineau",
    "16 ans",
    "",
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return RuleSet.load()


def test_every_kind_has_a_file_of_rules(rules: RuleSet) -> None:
    assert {rule.kind for rule in rules.rules} == set(KINDS)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLAIN.items() for text in texts])
def test_plain_danger_is_caught(rules: RuleSet, kind: str, text: str) -> None:
    assert kind in {hit.kind for hit in rules.find(clean(text))}


@pytest.mark.parametrize("text", SILENT)
def test_look_alike_stays_silent(rules: RuleSet, text: str) -> None:
    assert rules.find(clean(text)) == ()


@pytest.mark.parametrize(
    "text", ["J'VEUX MOURIR", "je veux m0urir", "je veux m*ourir", "je veux m.ourir", "je veux mоurir"]
)
def test_disguised_spelling(rules: RuleSet, text: str) -> None:
    assert {hit.kind for hit in rules.find(clean(text))} == {"suicide"}


def test_exclusion_of_a_sentence_spares_the_others(rules: RuleSet) -> None:
    text = "Il me battait il y a dix ans, c'est fini. Là je veux mourir."
    assert {hit.kind for hit in rules.find(clean(text))} == {"suicide"}


def test_infant_alone_raises_the_level(rules: RuleSet) -> None:
    hits = rules.find(clean("elle a laissé le bébé tout seul dans le char"))
    assert any(hit.urgent for hit in hits)


def test_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="cannot be read"):
        RuleSet.load(tmp_path)


def test_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yml").write_text("HE: '(?:'\n", encoding="utf-8")
    (tmp_path / "exclusions.yml").write_text("negation: [\n", encoding="utf-8")
    with pytest.raises(RuleFileError):
        RuleSet.load(tmp_path)


@pytest.mark.parametrize(
    "text", ["il me bat en ce moment, je cherche une place", "mon chum me frappe maintenant"]
)
def test_a_blow_at_this_moment_is_violence_under_way(text: str) -> None:
    assert "violence_en_cours" in {hit.kind for hit in RuleSet.load().find(text)}
