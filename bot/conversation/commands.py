"""Words that always mean the same, read before the model and without it.

Leaving and forgetting must work when the engine is down; what to say on the phone, who reads this, being
called back and "c'est pour moi" are questions about the conversation itself. Only whole short messages count:
"efface mon casier" or "faut j'y aille à l'hôpital" are for the model.
"""

from __future__ import annotations

import re
from typing import Any

from bot.conversation.aspects import asks_what_others_keep
from bot.conversation.choices import certain_parse, parse_of_choice
from bot.conversation.feelings import feeling_named, weighs
from bot.conversation.plainwords import bare_request
from bot.conversation.questions import asks
from bot.safety.french import fold

LEAVE = "quitter_vite"
FORGET = "effacer_conversation"
MOST_WORDS = 12


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
_ALARM = "(?:oups|oh|shit|merde|fuck|tabarnak|criss|vite|bye)"
_LEAVING = rf"(?:ok |bon |oups |shit |bye )*(?:{_GO}|{_COMING} {_GO}){_AFTER}|(?:{_ALARM} )+{_COMING}"
_FORGETTING = (
    r"(?:peux-?tu |peut tu |stp |svp |ok |vite )*(?:efface[rz]?|supprime[rz]?|oublie[rz]?|delete)"
    r"(?: (?:tout|toute|ca|vite|stp|svp|maintenant|la conversation|la conv|mes messages))*"
)
_CALLING = (
    r"(?: (?:au telephone|a l'appel"
    r"|(?:quand|qd|si|en|lorsque) (?:je |j'|on )?(?:les )?(?:appel|telephon)\w*))?"
)
_SCRIPT = (
    r"(?:et |pis |mais )?"
    + _any(
        "(?:je |j'|j)?(?:sais|sait) pas (?:quoi|koi) (?:leur )?dire",
        "(?:quoi|koi) (?:leur )?dire",
        "je (?:leur )?(?:dis|dois dire|devrais dire) (?:quoi|koi)",
        "qu'est-ce que je (?:leur )?(?:dis|dois dire|devrais dire|peux dire)",
        "c'est quoi que je (?:leur )?dis",
        "comment (?:je )?(?:leur )?(?:dire|demander|parler)(?: ca)?",
        "(?:kess?|qu'est-ce|kes|c'est quoi)(?: que?)? (?:j'?(?:e |leur )?)(?:leur )?(?:dis|di|dois dire)",
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
    r"(?:et |pis |ok )*comm?[ae]nt? (?:je fais pour |faire pour )?(?:je |j'|on |m'?y |jme |me |y |se )*"
    r"(?:rend\w*|va|vais|aller)"
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
_REPEATING = (
    r"(?:est-ce que )?(?:si je (?:te |vous )?(?:dis|parle|conte|raconte)\b.{0,40} )?"
    r"(?:tu vas|vas|vous allez|allez)[- ]?(?:tu|vous)? (?:le |la |les |tout |ca )*"
    r"(?:repeter|rapporter|stooler)(?: (?:a|au|aux) .{1,30})?"
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
_UNWILLING = (
    r"(?:non |ben |bon |ok )*(?:laisse (?:faire|tomber)|je (?:te |vous )?dis rien|je dirai rien"
    r"|(?:je suis|chu|j'suis|jsuis) pas a l'aise (?:de|a) (?:te |vous |le )*(?:dire|repondre)(?: \w+){0,4})"
)
_ADMISSION = (
    r"(?:(?:pis |mais |et )*(?:est-ce qu'(?:ils|elles|y) (?:prennent|acceptent)"
    r"|(?:ils|elles|y|eux) (?:prennent|acceptent)[- ]tu|(?:prennent|acceptent)-(?:ils|elles)) .{2,40}"
    r"|(?:y en a|en as|ya)[- ]?(?:tu|t-il)? (?:une?|des|pas)(?: place| maison)? qui "
    r"(?:prend|prennent|accepte\w*) .{2,40})"
)
_TRAINING = (
    r"(?:y a-t-il|avez-vous|existe-t-il|je cherche|on cherche|offrez-vous) (?:une |des |de la )?formations?"
    r"(?: (?:pour|sur|offerte?s?|destinee?s?)\b.{0,60})?"
)
_KINDLY = r"(?:bonjour|bonsoir|allo|ok|oui|svp|stp|s'il (?:te|vous) plait|merci|urgent|est-ce (?:que|qu'))"
_WHEN = _any(
    "svp", "stp", "s'il (?:te|vous) plait", "merci", "vite", "bientot", "maintenant", "tout de suite",
    "plus tard", "aujourd'hui", "ce (?:matin|soir)", "demain(?: matin| soir)?", "au telephone", "moi",
)  # fmt: skip
_CALLER = _any(
    "quelqu'un", "qqun", r"une? (?:vraie? )?(?:intervenante?|personne|femme|humain)", "on", "tu", "vous"
)
_CALL_BACK = (
    rf"(?:{_KINDLY} ?)*"
    + _any(
        r"(?:r'?)?appel(?:le|ez|lez|ler|er)[- ](?:moi|moe)",
        rf"{_CALLER} (?:peut|peux|peu|pouvez|pourrait|pourrais|pourriez|va|vas|allez)(?:[- ]?(?:tu|t?-?il))?"
        r" (?:me |m')(?:re|r)?appel?l?er",
        r"(?:peux|peut|pouvez|pourrais|pourrait|pourriez|vas|va|allez)[- ]?(?:tu|vous|t?-?on)?"
        r" (?:me |m')(?:re|r)?appel?l?er",
        rf"(?:je |j')(?:veux|voudrais|aimerais|aimerai|prefere|prefererais) (?:bien )?(?:etre rappelee?"
        rf"|me faire rappeler|qu'on me rappelle|que {_CALLER} me rappell?e[sz]?|qu'{_CALLER} me rappelle)",
    )
    + rf"(?: {_WHEN})*"
)
_CALL_ME = (
    "(?:hi |hello |hey |please |pls )*(?:(?:can|could|will|would) (?:you|u|someone|somebody|anyone) )?"
    "(?:please |pls )?"
    "(?:call|phone|ring) me(?: back)?(?: (?:please|pls|now|today|tonight|tomorrow|later|soon|thanks))*"
)
_THANKS = "(?:ok )?(?:thank you|thanks|thx|ty|gracias|muchas gracias)(?: (?:so much|a lot|very much))?"
_PLEASE = r"(?:ok|oui|ouais|ouin|yes|si)(?: ok| oui)? (?:svp|stp|s'il (?:te|vous) plait|please|por favor)"
_COMMANDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (LEAVE, _LEAVING, {}),
    (FORGET, _FORGETTING, {}),
    ("demander_details", _SCRIPT, {"aspect": "script"}),
    ("demander_details", _EXPECT, {"aspect": "expect"}),
    ("demander_details", _WAY, {"aspect": "way"}),
    ("demander_confidentialite", _PRIVATE, {}),
    ("demander_confidentialite", _REPEATING, {}),
    ("parler_humain", _CALL_BACK, {"aspect": "callback"}),
    ("parler_humain", _CALL_ME, {"aspect": "callback"}),
    ("remercier", _THANKS, {}),
    ("affirmer", _PLEASE, {}),
    ("demander_details", _ADMISSION, {"aspect": "admission"}),
    ("demander_ressource", _TRAINING, {"need": "soutien_intervenants", "profile": "intervenant"}),
    ("signaler_probleme_ressource", _FULL, {}),
    ("signaler_probleme_ressource", _NO_ANSWER, {}),
    ("refuser_repondre", _REFUSING, {}),
    ("refuser_repondre", _UNWILLING, {}),
    ("demander_ressource", _FOR_ME, {"profile": "personne"}),
)
_STOPS_AT_ONCE = re.compile(r"\barret\w*\b.{0,30}\b(?:frette|sec|d'un coup|cold turkey|d'une shot)\b")
_SUBSTANCE = re.compile(
    r"\b(?:boi[st]|boire|bu|alcool|biere|vin|26|40 onces|fort|ghb|benzos?|xanax|ativan|valium|rivotril|"
    r"crack|coke|heroine|fent\w*|dope|drogue|consomm\w*|opioides?|dilaudid|speed|meth)\b"
)
_THINGS = _any("infos?", "informations", "renseignements", "donnees", "messages?", "textos?", "msgs?")
_KEPT = re.compile(
    rf"\b(?:mes|nos|vos) {_THINGS}\b.*\?"
    r"|\b(?:voir|savoir|lire|garder|donner|partager) (?:ca|mes|que j'ecris)\b.*\?"
)

_MERCI = r"(?:merci|mercii+|mersi|thanks|thank you|thx|de rien|je (?:te|vous) remercie)\b"
_LEADS = (
    r"^\W*(?:(?:allo|bonjour|bonsoir|salut|ok|okay|bon|ah|oh|oui|super|parfait|cool|bin|ben|d'accord"
    r"|je comprends)\b\W*)*"
)
_THANKS_FIRST = re.compile(
    rf"{_LEADS}(?:un gros |mille |bin |ben )?{_MERCI}"
    r"(?:[^.,;:!?…\n]{0,60}[.,;:!…\n]+|(?: (?:beaucoup|bien|gros|encore|pareil|pour (?:vrai|tout|ca)))*)\s*"
    r"(?:(?:pis|et|mais)\b\s*)?",
    re.IGNORECASE,
)
_THANKS_LAST = re.compile(rf"[\s.,;:!?…]+{_MERCI}(?: (?:beaucoup|bien|gros|d'avance))*\W*$", re.IGNORECASE)
_LEAST_BESIDE = 3
"""Words beside thanks that may ask or tell something."""
_DONE_TO_HER = re.compile(
    r"\b(?:m'a|m'ont|m'avait|m'avaient"
    r"|ma(?= (?:appele|traite|fait|dit|insulte|blesse|crie|raccroche|juge)\w*\b)) "
    r"(?!(?:\w+ )?(?:aid|ecout|repondu|soulag|rassur|soutenu|accueill|encourag|sauv|bien)\w*"
    r"|(?:\w+ )?fait (?:du|tellement de|beaucoup de|un) bien)\w+"
)
_PLAN = re.compile(r"\b(?:je vais|j'vais|jvais|jva[is]?|mva|m'as|je va)\b")


def beyond_thanks(text: str) -> str:
    """What `text` asks, or tells of what was done to her, beside its thanks; `text` itself when nothing.

    "Merci, ils vont-tu me demander mon nom?" is a question; "merci, je vais les appeler" is only thanks.
    """
    rest = _THANKS_LAST.sub("", _THANKS_FIRST.sub("", text, count=1))
    if rest == text or len(rest.split()) < _LEAST_BESIDE:
        return text
    told = _DONE_TO_HER.search(fold(rest)) is not None or feeling_named(rest) is not None or weighs(rest)
    ends = _PLAN.search(fold(rest)) is not None
    if asks(text) and asks(rest.strip() + ("?" if text.rstrip().endswith("?") else "")):
        return rest.strip()
    return rest.strip() if told and not ends else text


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
    if _STOPS_AT_ONCE.search(folded) and _SUBSTANCE.search(folded):
        # What stopping at once can do to the body must be said whatever else the sentence says.
        needs = _parse(text, "question", {"need": "dependances"})["entities"]
        return parse_of_choice("question:sevrage", text) | {"entities": needs}
    if need := bare_request(text):
        return _parse(text, "demander_ressource", {"need": need})
    # "si je cherche un hébergement, vont-ils avoir mes infos?": a question about privacy, not a search.
    # About calling somebody else, the model answers.
    asked = _KEPT.search(folded) is not None and "appel" not in folded
    if asked and asks_what_others_keep(folded):
        return _parse(text, "demander_details", {"aspect": "secrecy"})
    return _parse(text, "demander_confidentialite", {}) if asked else None


def _parse(text: str, intent: str, found: dict[str, str]) -> dict[str, Any]:
    entities = ({"entity": name, "value": value} for name, value in found.items())
    return certain_parse(intent, text, *entities, extractor="command")
