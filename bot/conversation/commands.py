"""Words that always mean the same, read before the model and without it.

Leaving and forgetting must work when the engine is down; what to say on the phone, who reads this and "c'est
pour moi" are questions about the conversation itself. Only whole short messages count: "efface mon casier" or
"faut j'y aille à l'hôpital" are for the model.
"""

from __future__ import annotations

import re
from typing import Any

from bot.conversation.plainwords import bare_request
from bot.safety.french import fold

LEAVE = "quitter_vite"
FORGET = "effacer_conversation"
MOST_WORDS = 9


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


# All patterns read a folded message (no accents, no capitals) without punctuation.
_WHO = _any(
    "il", "elle", "y", "quelqu'un", "qqun", "(?:mon |ma |le |la )?(?:chum|mari|ex|mac|pimp|boss|mere|pere)"
)
_COMING = (
    rf"{_WHO} (?:s'en |se |est )?{_any('arrive', 'vient', 'revient', 'rentre', 'reveille', 'debarque', 'la')}"
)
_GO = _any(
    r"(?:il |i |y )?fa(?:ut|u)(?: ?que)? (?:j'?y |j'?)aille",
    r"(?:il |i |y )?fa(?:ut|u)(?: ?que)? je (?:parte|file|te laisse|raccroche|ferme)",
    r"j[e']? ?doi[st] (?:y aller|partir|te laisser|filer)",
    "je te laisse",
    "jte laisse",
    "gtg",
    "g2g",
    "ferme(?: ca| tout| la page| vite)?",
    "vite ferme",
)
_AFTER = rf"(?: (?:la|vite|bye|tout de suite|maintenant|merci|desolee?|{_COMING}))*"
_LEAVING = rf"(?:ok |bon |oups |shit |bye )*(?:{_GO}|{_COMING} {_GO}){_AFTER}|bye {_COMING}"
_FORGETTING = (
    r"(?:peux-?tu |peut tu |stp |svp |ok |vite )*(?:efface[rz]?|supprime[rz]?|oublie[rz]?|delete)"
    r"(?: (?:tout|toute|ca|vite|stp|svp|maintenant|la conversation|la conv|mes messages))*"
)
_CALLING = r"(?: (?:au telephone|(?:quand|qd|si|en|lorsque) (?:je |j'|on )?(?:les )?(?:appel|telephon)\w*))?"
_SCRIPT = (
    r"(?:et |pis |mais )?"
    + _any(
        "(?:je |j'|j)?(?:sais|sait) pas (?:quoi|koi) (?:leur )?dire",
        "(?:quoi|koi) (?:leur )?dire",
        "je (?:leur )?(?:dis|dois dire|devrais dire) (?:quoi|koi)",
        "qu'est-ce que je (?:leur )?(?:dis|dois dire|devrais dire|peux dire)",
        "c'est quoi que je (?:leur )?dis",
        "comment (?:je )?(?:leur )?(?:dire|demander|parler)(?: ca)?",
    )
    + _CALLING
)
_HAPPENS = r"(?:va |vas )?(?:se )?(?:passer?|arriver?)"
_EXPECT = _any(
    rf"(?:et |pis |mais )?(?:qu'est-ce qui|c'est quoi qui|kess? ki|quoi qui) {_HAPPENS}(?: apres)?{_CALLING}",
    rf"(?:et |pis )?(?:comment ca (?:se passe|va se passer|marche)|ca (?:se passe|marche) comment){_CALLING}",
    "(?:ils |y |on )(?:vont|va)(?:-?tu|-ils)? me (?:demander|poser) (?:quoi|des questions)",
    r"qui (?:va |vas )?(?:me )?repond\w*(?: au telephone)?",
)
_WAY = _any(
    r"(?:et |pis |ok )*comm?[ae]nt? (?:je |j'|on |m'?y |jme |me |y |se )*(?:rend\w*|va|vais|aller)"
    "(?: la| la-bas)?",
    "c'est (?:ou|situe ou|a quelle adresse)(?: ca)?",
    "(?:c'est quoi )?(?:l'|leur )adresse",
    "c'est-?(?:tu)? loin",
)
_FOR_ME = (
    r"(?:non |en fait |finalement |euh |bon |ben |mais |ok )*(?:c'?est |c |je parle |je cherche |j'?ecris )"
    r"(?:en fait |plutot |juste )?pour (?:moi|moi-meme|moe)(?: (?:en fait|finalement|la))?"
)
_PRIVATE = (
    r"(?:est-ce que )?(?:c'est|cest|ces|c|ca reste|est-ce)(?:[ -](?:tu|vraiment|ben))* "
    r"(?:anonyme|confidentiel(?:le)?|prive|secret)(?: (?:ici|pour vrai|tout ca|ca|ton affaire))*"
)
_FULL = (
    r"(?:ben |pis |mais |la )*(?:c'?est|c'etait|(?:ils |y )?sont|eux(?: autres)? aussi(?: sont| c'est)?)"
    r" (?:toute? |encore |toujours )*(?:pleine?s?|complet(?:s|e|es)?|full)"
    "(?: (?:partout|la|aussi|encore|eux))*"
)
_NO_ANSWER = (
    r"(?:ben |pis |mais |la )*"
    r"(?:personne (?:ne )?repond|(?:ca|ils|y|le (?:numero|telephone)|la ligne)(?: ne)?"
    r" (?:repond(?:ent)?|marchent?|fonctionnent?)(?: toujours)? pas)(?: (?:la|eux|au telephone|non plus))*"
)
_REFUSING = (
    r"(?:non )?(?:je |j'|j)?(?:ne )?(?:veux|veut|prefere|prefererais|aime mieux|aimerais mieux|tiens)"
    r"(?: a)? (?:ne )?pas (?:a )?(?:le |te le |vous le |te |vous )?(?:dire|repondre)(?: \w+){0,4}"
)
_COMMANDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (LEAVE, _LEAVING, {}),
    (FORGET, _FORGETTING, {}),
    ("demander_details", _SCRIPT, {"aspect": "script"}),
    ("demander_details", _EXPECT, {"aspect": "expect"}),
    ("demander_details", _WAY, {"aspect": "way"}),
    ("demander_confidentialite", _PRIVATE, {}),
    ("signaler_probleme_ressource", _FULL, {}),
    ("signaler_probleme_ressource", _NO_ANSWER, {}),
    ("refuser_repondre", _REFUSING, {}),
    ("demander_ressource", _FOR_ME, {"profile": "personne"}),
)
_THINGS = _any("infos?", "informations", "renseignements", "donnees", "messages?", "textos?", "msgs?")
_KEPT = re.compile(
    rf"\b(?:mes|nos|vos) {_THINGS}\b.*\?"
    r"|\b(?:voir|savoir|lire|garder|donner|partager) (?:ca|mes|que j'ecris)\b.*\?"
)


def command_of(text: str) -> dict[str, Any] | None:
    """Rasa's parse data for a message that always means the same, or None."""
    folded = fold(text)
    bare = " ".join(re.sub(r"[?!.,;:…\"()]+", " ", folded).split())
    if not bare:
        return None
    if len(bare.split()) <= MOST_WORDS:
        for intent, pattern, found in _COMMANDS:
            if re.fullmatch(pattern, bare):
                return _parse(text, intent, found)
    if need := bare_request(text):
        return _parse(text, "demander_ressource", {"need": need})
    # "si je cherche un hébergement, vont-ils avoir mes infos?": a question about privacy, not a search.
    # About calling somebody else, the model answers.
    asked = _KEPT.search(folded) is not None and "appel" not in folded
    return _parse(text, "demander_confidentialite", {}) if asked else None


def _parse(text: str, intent: str, found: dict[str, str]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "command"}
            for name, value in found.items()
        ],
        "safety": {"level": "aucun", "kinds": []},
    }
