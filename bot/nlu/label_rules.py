"""What an intent says of needs and profile by definition (label rules of the taxonomy)."""

from __future__ import annotations

from collections.abc import Mapping

NEVER_A_NEED = frozenset(
    {
        "saluer",
        "dire_au_revoir",
        "remercier",
        "demander_menu",
        "demander_si_robot",
        "demander_confidentialite",
        "effacer_conversation",
        "quitter_vite",
        "recommencer",
        "demander_repeter",
        "donner_avis_positif",
        "donner_avis_negatif",
        "refuser_repondre",
        "ne_sait_pas",
        "insulter",
        "hors_sujet",
        "donner_lieu",
        "donner_age",
        "affirmer",
        "raconter",
        "question/cout_services",
        "question/secret_mineure",
        "question/securite_numerique",
        "question/preparer_depart",
        "question/signes_exploitation",
        "question/proxenete_loverboy",
        "question/cles_espaces_vie",
    }
)
"""Messages of these intents ask for no service."""

ALWAYS: Mapping[str, str] = {
    "exprimer_ambivalence": "sortie_prostitution",
    "acheteur_veut_arreter": "acheteurs",
    "question/loi_prostitution": "juridique",
    "question/casier_judiciaire": "juridique",
    "question/porter_plainte": "juridique",
    "question/indemnisation_ivac": "indemnisation_victimes",
    "question/aide_sociale": "argent_dettes",
    "question/immigration_statut": "immigration",
    "question/depistage_itss": "sante_sexuelle",
    "question/sevrage": "dependances",
    "question/par_ou_commencer": "sortie_prostitution",
    "question/rechute": "sortie_prostitution",
    "question/aider_une_proche": "soutien_proches",
    "question/images_en_ligne": "images_intimes",
}
"""Messages of these intents carry this need, whatever else they name."""

REQUESTS = frozenset({"demander_ressource"})
"""Messages of these intents ask for services: as many needs as are said, the likeliest at least."""

ONE_AT_LEAST = frozenset({"question/garde_enfants_dpj"})
"""Questions about one need or another: the likeliest, and others that are plain."""

PROFILE_OF_INTENT: Mapping[str, str] = {
    "parler_pour_proche": "proche",
    "parler_comme_intervenant": "intervenant",
    "acheteur_veut_arreter": "acheteur",
}
"""Who is writing, when the intent says it."""
