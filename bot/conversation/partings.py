"""A goodbye said in other words: what she is going to do, and nothing asked ("bon, j'vas aller me coucher").

She closes the talk herself. One line says goodbye to it, without a question and without a list; its words
stand in domain.yml (utter_dire_au_revoir, utter_remercier, under the slot `feeling`).
"""

from __future__ import annotations

import re

from bot.conversation.questions import asks
from bot.safety.french import standardise

_GOING = (
    r"(?:je (?:vais|m en vais)|m a|m as|on va|(?:faut|faudrait) que (?:j aille|je|j)|je dois)"
    r"(?: (?:aller|juste|moi))?"
)
_WHEN = (
    r"(?:demain|tantot|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|a soir|ce midi|apres|avant"
    r"|(?:en )?fin de semaine|la semaine prochaine|cette semaine|cet apres midi|a la premiere heure"
    r"|tout de suite|des que|quand)"
)
_HOUR = (
    r"(?:(?:a|vers|pour) (?:\d{1,2} ?h(?:\d\d)?|midi|\w+ heures?)"
    r"|dans (?:\w+ ){0,2}(?:min\w*|heures?|h)\b|tantot)"
)
_TEST = r"(?:examen|exam|cours|entrevue|presentation|audition|test)"
_CHILD = r"(?:\w+ )?(?:fils|filles?|enfants?|bebes?|petite?s?|gars|garcons?|kids|grande?s?)"
_MEAL = r"(?:manger|souper|diner|dejeuner)"
_DISH = r"(?:soupe|pate chinois|spag\w*|gateau|biscuits?|lunchs?|sauce|bouffe|crepes|cafe)"
_PARTINGS = {
    "part_appeler": (
        rf"{_GOING} (?:\w+ )?(?:leur |les |l |la )?(?:r?appeler|telephoner|caller|texter|ecrire a)\b",
        rf"(?:j|je (?:les|la|leur|l)) (?:r?appelle|telephone|texte) (?:\w+ ){{0,3}}{_WHEN}",
    ),
    "part_penser": (
        rf"{_GOING} (?:\w+ )?(?:y (?:re)?penser|y reflechir|reflechir"
        r"|penser a (?:ca|cela|tout ca|mon affaire)|jongler|dormir (?:la dessus|sur ca)"
        r"|(?:re)?lire (?:ca|cela|tout ca|le reste)"
        r"|digerer (?:ca|cela|tout ca)|laisser (?:ca )?(?:murir|reposer)|me donner (?:un peu de |du )temps)",
        r"(?:laisse moi|j ai besoin de|je prends?) (?:\w+ )?"
        r"(?:y penser|reflechir|(?:le |du )?temps d y penser)",
        r"je (?:vais )?(?:garde[rz]?|note[rz]?|ecri[st]|mets?|mettre) (?:\w+ )?"
        r"(?:le numero|les numeros|ca|cela) "
        r"(?:de cote|sur un papier|en note|quelque part|dans mon (?:cell|telephone))",
    ),
    "part_dormir": (
        rf"{_GOING} (?:\w+ ){{0,3}}"
        r"(?:me coucher|dormir|au lit|faire dodo|essayer de dormir|fermer les yeux)",
        r"je (?:me couche|m en vais au lit|tombe de sommeil|cogne des clous|ferme (?:la lumiere|l oeil))",
        r"(?:heure du|bon|au|fais) (?:dodo|dormir)|bonne nuit",
    ),
    "part_examen": (
        rf"(?:j ai|g) (?:un|une|mon|ma) (?:\w+ )?{_TEST} (?:\w+ ){{0,4}}?{_HOUR}",
        rf"(?:mon|ma) (?:\w+ )?{_TEST} (?:\w+ ){{0,3}}commence",
    ),
    "part_travailler": (
        r"(?:mon|ma|le|la) (?:break|pause|diner|heure de diner|lunch) (?:est |c est |e )?"
        r"(?:\w+ )?(?:finie?|terminee?)",
        r"(?:ma|mon|la|le) (?:boss|patron|patronne|gerante?|bus|autobus|lift|taxi) "
        r"(?:arrive|m attend|est la)",
        rf"(?:{_GOING} )?(?:rentre|rentrer|commence|commencer) "
        rf"(?:ma |mon )?(?:shift|quart|run|journee|travailler|travail) ?(?:{_HOUR}|{_WHEN})?$",
        rf"(?:{_GOING} (?:retourner|rentrer)|que j aille) (?:travailler|au travail|a la job|sur le plancher)",
    ),
    "part_enfants": (
        rf"{_GOING} (?:aller )?(?:chercher|rejoindre|coucher|nourrir|donner (?:le bain|a manger) a"
        rf"|m occuper de) (?:mon|ma|mes|le|la|les) {_CHILD}",
        rf"(?:mon|ma|mes|le|la|les) {_CHILD} (?:\w+ )?"
        r"(?:se reveille(?:nt)?|vient de se (?:re)?lever|arrive(?:nt)? de l (?:ecole|garderie)|m appelle"
        r"|pleure) (?:je (?:te |vous )?laisse|faut que (?:je|j)|je dois|bye)",
    ),
    "part_manger": (
        rf"{_GOING} (?:\w+ ){{0,2}}(?:faire|preparer|cuisiner|partir) (?:\w+ ){{0,2}}"
        rf"(?:a manger|{_MEAL}|{_DISH})",
        rf"{_GOING} (?:aller )?(?:{_MEAL}|me faire (?:un cafe|a manger))"
        rf"(?: (?:{_WHEN}|un peux?|de quoi|moi|bye))*$",
    ),
    "part_essayer": (
        rf"{_GOING} (?:\w+ )?(?:essayer (?:ca|cela)|y aller {_WHEN}|aller (?:les |la )?voir(?: {_WHEN})?"
        rf"|(?:en|lui) parler (?:a (?:ma|mon|une) \w+ |avec \w+ )?{_WHEN}|lui en parler)",
    ),
    "part_revenir": (
        r"je (?:te |vous )?(?:reviens|reecri[st]?|reviendrai|recrirai|re ecris)"
        r"(?: plus tard| tantot| demain| bientot)?$",
        rf"{_GOING} (?:te |vous )?(?:revenir|reecrire|repasser)",
        r"(?:on se (?:reparle|rejase|redonne des nouvelles)|a (?:plus|la prochaine|demain|tantot|bientot)"
        r"|je (?:te|vous) laisse(?! (?:mon|ma|le|la(?! dessus)|un)))(?: (?:la dessus|bye|merci|la))?$",
    ),
}
PARTINGS = tuple(_PARTINGS)
"""Values of the slot `feeling` of a goodbye; each has its words in domain.yml."""
_COMPILED = {name: re.compile(rf"\b(?:{'|'.join(tells)})(?!\w)") for name, tells in _PARTINGS.items()}
# What weighs, hesitates, is asked for or is no plan of hers closes nothing.
_GOES_ON = re.compile(
    r"\b(?:pas|jamais|(?<!^a )plus(?! tard)|mais|sauf|peur|besoin d aide|ou (?:aller|dormir)"
    r"|si (?:(?:je|j)(?! (?:coule|passe|reussis))|il|elle|y)"
    r"|dehors|rue|char|auto|metro|tente|refuge|client\w*|ex|chum|mac|pimp"
    r"|(?:pour|avec|chez) lui|escorte|motel|hotel|mourir|toujours|police|911|pilules?|pont"
    r"|voudrais|aimerais|veux|cherche|trouver|comment|quoi|obligee?|force\w*)\b"
)
MOST_WORDS = 22
"""A longer message tells something: it is no goodbye."""


def parting(text: str) -> str | None:
    """How `text` says goodbye, one of PARTINGS, or None."""
    standard = standardise(text)
    if asks(text) or len(standard.split()) > MOST_WORDS or _GOES_ON.search(standard):
        return None
    return next((name for name, tells in _COMPILED.items() if tells.search(standard)), None)
