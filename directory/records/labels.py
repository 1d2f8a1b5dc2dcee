"""The fields of a listing and their values in French, as the pages of the console say them."""

from __future__ import annotations

FIELDS = {
    "id": "Identifiant",
    "name": "Nom",
    "alternate_name": "Autre nom",
    "organization": "Organisme",
    "description": "Ce qui est offert",
    "alert": "Avis à montrer",
    "needs": "Besoins",
    "populations": "Pensé pour",
    "populations_only": "Réservé à",
    "genders": "Genre",
    "min_age": "Âge minimal",
    "max_age": "Âge maximal",
    "eligibility": "Conditions",
    "exit_specialised": "Spécialisé en sortie de la prostitution",
    "phones": "Téléphones",
    "chat_url": "Clavardage",
    "email": "Courriel",
    "website": "Site",
    "hours_text": "Heures en mots",
    "opening_hours": "Heures exactes",
    "languages": "Langues",
    "cost": "Coût",
    "access": "Accueil",
    "access_mode": "Façon d'entrer",
    "coverage": "Portée",
    "areas": "Territoire",
    "municipality": "Municipalité",
    "sector": "Secteur",
    "addresses": "Adresses",
    "address_confidential": "Adresse confidentielle",
    "same_line_as": "Même ligne que",
    "status": "État",
    "closed_from": "Fermé du",
    "closed_until": "Fermé jusqu'au",
    "closure_reason": "Raison de la fermeture",
    "visibility": "Visible par",
    "confidence": "Confiance",
    "sources": "Sources",
    "verifications": "Vérifications",
    "page_date": "Date de la page",
    "notes": "Notes internes",
    "conflicts": "Contradictions entre les sources",
    "decisions": "Décisions",
    "verified_on": "Vérifié le",
    "next_due": "Prochaine échéance",
}

CONFIDENCE = {"high": "haute", "medium": "moyenne", "low": "basse (cachée)"}
VISIBILITY = {"public": "tout le monde", "professionals": "les intervenantes", "hidden": "personne"}
STATUS = {
    "active": "en service",
    "temporarily closed": "fermé temporairement",
    "inactive": "inactif",
    "defunct": "n'existe plus",
}
GENDER = {"toutes": "tout le monde", "femmes": "femmes", "hommes": "hommes"}
COVERAGE = {
    "regions": "une ou plusieurs régions",
    "province": "tout le Québec",
    "canada": "tout le Canada",
    "outside_quebec": "le Canada hors du Québec",
}
ACCESS_MODE = {
    "unconditional": "sans condition",
    "appointment": "sur rendez-vous",
    "referral": "sur référence",
    "waiting_list": "liste d'attente",
}
PHONE_TYPE = {"voice": "voix", "sms": "texto", "fax": "télécopieur", "tty": "ATS"}
METHOD = {
    "phone": "appel",
    "visit": "visite",
    "email": "courriel répondu",
    "own_declaration": "déclaration de l'organisme",
    "public_pages": "pages publiques lues",
}
VALUES = {
    "confidence": CONFIDENCE,
    "visibility": VISIBILITY,
    "status": STATUS,
    "genders": GENDER,
    "coverage": COVERAGE,
    "access_mode": ACCESS_MODE,
}
"""Field -> its values in French, for the fields that hold one of a few words."""


def field_label(key: str) -> str:
    """Return what a page calls a field."""
    return FIELDS.get(key, key)
