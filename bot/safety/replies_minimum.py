"""What is said of a danger when replies.yml cannot be read: the numbers alone, in words that every phone can
show (GSM-7).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.safety.verdict import IMPLIES

NUMBERS = {
    "urgence": ("urgence-911", "911"),
    "suicide": ("prevention-suicide-1866appelle", "1 866 277-3553"),
    "violence": ("sos-violence-conjugale", "1 800 363-9010"),
    "agression_sexuelle": ("info-aide-violence-sexuelle", "1 888 933-9007"),
    "traite": ("ligne-urgence-traite", "1 833 900-1010"),
    "mineure": ("jeunesse-jecoute", "1 800 668-6868"),
    "autre": ("info-social-811", "811"),
}
"""Kind -> the listing of the directory and its number."""
_KIN: Mapping[str, str | None] = {**IMPLIES, "surdose_medical": None}
_WORDS = {
    ("fr", True): (
        "Appelle le 911 maintenant.",
        "Aide 24/7, gratuite: {}.",
        "En danger maintenant? Appelle le 911.",
    ),
    ("fr", False): (
        "Appelez le 911 maintenant.",
        "Aide 24/7, gratuite: {}.",
        "Danger maintenant: appelez le 911.",
    ),
    ("en", True): ("Call 911 now.", "Free help, 24/7: {}.", "In danger now? Call 911."),
    ("en", False): ("Call 911 now.", "Free help, 24/7: {}.", "Danger right now: call 911."),
    ("es", True): ("Llama al 911 ahora.", "Ayuda gratis, 24/7: {}.", "Si el peligro es ahora, llama al 911."),
    ("es", False): (
        "Llame al 911 ahora.",
        "Ayuda gratis, 24/7: {}.",
        "Si el peligro es ahora, llame al 911.",
    ),
}
QUESTION = {
    "fr": "Es-tu en danger en ce moment?",
    "en": "Are you in danger right now?",
    "es": "¿Corres peligro en este momento?",
}


def minimum(kinds: tuple[str, ...], *, urgent: bool, language: str, tu: bool, most: int) -> tuple[str, ...]:
    """911 for an urgence, then the line of each kind, `most` lines; a child's danger goes to 811."""
    now, line, danger = _WORDS[language, tu]
    kin = [_KIN.get(kind, kind) for kind in kinds]
    names = list(dict.fromkeys(name if name in NUMBERS else "autre" for name in kin if name is not None))
    said = [line.format(NUMBERS[name][1]) for name in names][: most - 1]
    return (now, *said) if urgent else (*said, danger)
