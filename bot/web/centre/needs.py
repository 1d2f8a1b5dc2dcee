"""How the needs are grouped for somebody who reads the list: by what presses, in plain words."""

from __future__ import annotations

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "En sécurité",
        (
            "violence_conjugale",
            "violence_sexuelle",
            "traite",
            "suicide_detresse",
            "protection_jeunesse",
            "images_intimes",
        ),
    ),
    (
        "Un toit, de quoi vivre",
        ("hebergement", "aide_alimentaire", "argent_dettes", "emploi_formation", "papiers_identite"),
    ),
    (
        "Le corps et la tête",
        ("sante_physique", "sante_sexuelle", "grossesse", "sante_psychologique", "dependances"),
    ),
    ("Les droits", ("juridique", "indemnisation_victimes", "immigration", "parentalite")),
    ("S'en sortir, en parler", ("sortie_prostitution", "entraide", "ecoute", "information_generale")),
    ("Autour d'elle", ("soutien_proches", "soutien_intervenants", "acheteurs")),
)
"""(heading, needs). Every need of the vocabulary stands in exactly one group (tests/bot/web/centre)."""

HEADINGS = {
    "hebergement": "Dormir en sécurité",
    "ecoute": "Parler à quelqu'un",
    "sortie_prostitution": "Sortir de la prostitution, ou y penser",
    "traite": "Contrôlée ou exploitée par quelqu'un",
    "violence_conjugale": "Violence d'un conjoint ou d'un ex",
    "violence_sexuelle": "Après une agression sexuelle",
    "suicide_detresse": "Idées suicidaires, crise",
    "protection_jeunesse": "Moins de 18 ans, enfants en danger",
    "images_intimes": "Images diffusées sans accord",
    "aide_alimentaire": "Manger, se vêtir",
    "argent_dettes": "Argent, loyer, dettes",
    "emploi_formation": "Travail et études",
    "papiers_identite": "Papiers d'identité",
    "sante_physique": "Soins de santé",
    "sante_sexuelle": "Santé sexuelle, dépistage",
    "grossesse": "Grossesse",
    "sante_psychologique": "Soutien psychologique",
    "dependances": "Alcool, drogue, jeu",
    "juridique": "Avocates, police, droits",
    "indemnisation_victimes": "IVAC, aide aux victimes",
    "immigration": "Immigration, statut",
    "parentalite": "Être mère : garde, soutien",
    "entraide": "Entraide entre femmes",
    "information_generale": "S'informer",
    "soutien_proches": "Pour les proches",
    "soutien_intervenants": "Pour les intervenantes",
    "acheteurs": "Arrêter d'acheter du sexe",
}
"""Need -> heading of its page."""
