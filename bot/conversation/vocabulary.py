"""Words for people: the needs and regions of the taxonomy as this assistant says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

REGIONS: Mapping[str, str] = {
    "01": "Bas-Saint-Laurent",
    "02": "Saguenay–Lac-Saint-Jean",
    "03": "Capitale-Nationale",
    "04": "Mauricie",
    "05": "Estrie",
    "06": "Montréal",
    "07": "Outaouais",
    "08": "Abitibi-Témiscamingue",
    "09": "Côte-Nord",
    "10": "Nord-du-Québec",
    "11": "Gaspésie–Îles-de-la-Madeleine",
    "12": "Chaudière-Appalaches",
    "13": "Laval",
    "14": "Lanaudière",
    "15": "Laurentides",
    "16": "Montérégie",
    "17": "Centre-du-Québec",
}
"""Québec administrative regions by official code."""

NEED_LABELS: Mapping[str, str] = {
    "sortie_prostitution": "sortir du milieu, ou y réfléchir",
    "hebergement": "un endroit où dormir",
    "violence_conjugale": "de l'aide face à quelqu'un de violent",
    "violence_sexuelle": "de l'aide après une agression",
    "traite": "de l'aide quand quelqu'un contrôle ou exploite",
    "suicide_detresse": "de l'aide en crise",
    "sante_psychologique": "un suivi psychologique",
    "dependances": "de l'aide pour l'alcool, la drogue ou le jeu",
    "sante_physique": "des soins de santé",
    "sante_sexuelle": "un dépistage, la santé sexuelle",
    "grossesse": "de l'aide pour une grossesse",
    "juridique": "de l'aide juridique",
    "indemnisation_victimes": "l'IVAC et l'aide après un crime",
    "argent_dettes": "de l'aide pour l'argent et les dettes",
    "aide_alimentaire": "manger, s'habiller, les articles de base",
    "emploi_formation": "de l'aide pour le travail ou les études",
    "immigration": "de l'aide pour l'immigration et le statut",
    "papiers_identite": "refaire des papiers ou une carte",
    "parentalite": "de l'aide comme mère",
    "protection_jeunesse": "protéger un jeune ou un enfant",
    "images_intimes": "faire retirer des images",
    "entraide": "parler avec d'autres femmes",
    "ecoute": "parler à quelqu'un",
    "soutien_proches": "du soutien comme proche",
    "soutien_intervenants": "des outils et une consultation",
    "acheteurs": "arrêter d'acheter du sexe",
    "information_generale": "de l'information",
}
"""Each need as the end of "pour …" (« j'appelle pour parler à quelqu'un »)."""

MOST_NAMED = 2
"""Needs named in one sentence; with more, "et le reste" follows."""


_LABELS_WITHOUT: Mapping[str, tuple[str, str]] = {
    "juridique": ("juridique", "un accompagnement, sans avocat"),
    "entraide": ("ecoute", "parler à quelqu'un, sans groupe"),
}
"""For a help refused: the need then sought, and how it is said."""


def what(needs: Sequence[str], refused: Collection[str] = ()) -> str:
    """Needs as the end of "pour …": "un endroit où dormir et de l'aide juridique". `refused`: the needs whose
    usual help she wants none of."""
    labels = {**NEED_LABELS, **dict(words for need, words in _LABELS_WITHOUT.items() if need in refused)}
    return named_in(labels, needs, " et ", " et le reste")


def named_in(labels: Mapping[str, str], needs: Sequence[str], joins: str, rest: str) -> str:
    """`needs` in the words of `labels`, MOST_NAMED of them between `joins`; with more, `rest` comes last."""
    named = [labels[need] for need in needs[:MOST_NAMED] if need in labels]
    if not named:
        return labels["information_generale"]
    return ", ".join(named) + rest if len(needs) > MOST_NAMED else joins.join(named)


_FOR_HER = (
    ("hebergement", "Un endroit où dormir"),
    ("ecoute", "Parler à quelqu'un"),
    ("sortie_prostitution", "Sortir du milieu, ou y penser"),
    ("violence_conjugale", "Quelqu'un me fait du mal"),
    ("dependances", "Alcool ou drogue"),
    ("sante_physique", "Santé"),
    ("juridique", "Avocat, police, mes droits"),
    ("argent_dettes", "Argent, manger"),
)

NEED_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "personne": _FOR_HER,
    "proche": (
        ("soutien_proches", "Du soutien pour moi, comme proche"),
        ("sortie_prostitution", "De l'aide pour elle : sortir du milieu"),
        ("hebergement", "Un endroit sûr pour elle"),
        ("traite", "Quelqu'un la contrôle"),
        ("dependances", "Alcool ou drogue"),
        ("protection_jeunesse", "Elle a moins de 18 ans"),
    ),
    "intervenant": (
        ("soutien_intervenants", "Formation, outils, consultation"),
        ("sortie_prostitution", "Accompagnement à la sortie"),
        ("hebergement", "Hébergement"),
        ("traite", "Traite et exploitation"),
        ("juridique", "Juridique et indemnisation"),
        ("dependances", "Dépendances"),
    ),
    "acheteur": (
        ("acheteurs", "Arrêter d'acheter du sexe"),
        ("sante_psychologique", "Un suivi psychologique"),
        ("ecoute", "Parler à quelqu'un"),
    ),
}
"""What each door offers to choose from: (need, words)."""
