"""Danger across a conversation: the answer to "es-tu en danger?", and a danger that stays open."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import yaml

from bot.safety.denied import denied, left_open
from bot.safety.french import fold, letters, standardise
from bot.safety.rules import RuleFileError, read_yaml
from bot.safety.verdict import Context

_NOT_NOW = (
    r"(?:non|nan|nope|no|pantoute|ca va|pas (?:la|maintenant|vraiment|en ce moment|pour l'instant|en danger))"
)
_GONE = (
    r"(?:(?:il|y|elle|on)(?:'?est| est| e)? (?:pas|plus|pu|parti|partie|sorti|sortie|loin)"
    r"(?: (?:la|ici|chez nous|a la maison|au travail|avec moi))*|(?:chu|je suis) (?:toute )?seule)"
)
_NO_DANGER = re.compile(
    rf"{_NOT_NOW}(?:[ ,.!]+(?:{_NOT_NOW}|{_GONE}|la|merci|chu correcte?|je suis correcte?|c'est beau))*[ .!]*"
)
_BARE = re.compile(r"(?:oui|ouais|ouin|yes|si|ok|d'accord|non|nan|no|nope)(?: (?:ok|oui|non|merci))?")
# The police or an ambulance is with her: what was under way is no longer hers alone.
_HELP_IS_HERE = re.compile(
    r"(?!.*\b(?:pas|si|quand|avant|peur)\b)(?:[\w' ,!.]{0,25}\b)?"
    r"(?:polices?|policiers?|policieres?|ambulance|ambulanciers?|pompiers|secours) "
    r"(?:est|sont|vient d'|viennent d'|e) ?(?:la|ici|arriv\w+|rendue?s?|avec (?:moi|nous|elle))"
    r"(?: (?:la|ici|enfin|maintenant|avec (?:moi|nous|elle)))*"
)
_NO_HELP_YET = re.compile(
    r"(?=.*\b(?:polices?|policiers?|ambulance|ambulanciers?|pompiers|secours|911|9-1-1)\b)"
    r"(?=.*\b(?:pas|jamais|toujours|personne|encore|attends?|raccroch\w+)\b).{0,60}"
)
# What says that all is well or that he is elsewhere, over the standardised text: the whole of an answer.
# The only words between "je suis" and what she is: any other ("pas", "enfermée") turns it round.
_QUITE = (
    r"(?:(?:tres|ben|bien|vraiment|toute?s?|tous|parfaitement|pas mal|seule|rendue|la|deja|maintenant|encore|"
    r"juste|quand meme|all|very|really|totally|now|already|just) )*"
)
_WELL = (
    r"(?:(?:tout |ca )?(?:va|est) (?:tres )?(?:bien|beau|correcte?|ok|super)|ca va|tout va|"
    r"je (?:vais|va|vas) bien|"
    rf"(?:je suis|on est|i am|i m) {_QUITE}"
    r"(?:bien|correcte?|ok|okay|safe|fine|good|en securite|tranquille|a l abri)|"
    r"rien de grave|pas de danger|aucun danger|estoy bien|estoy a salvo)"
)
_HE = r"(?:il|y|lui|ils|mon (?:chum|ex|mari|conjoint|client|pimp|mac|pere)|he|they|el|ellos)"
_FAR = (
    r"(?:(?:a|au|en|chez|dans|at|in|al) (?:l |la |le |sa |son |ses |the |his )?"
    r"(?:travail|travailler|job|ouvrage|shop|usine|bureau|chantier|prison|dedans|voyage|"
    r"mere|pere|frere|soeur|parents|chums?|amis?|amie|"
    r"gym|chasse|peche|ecole|hopital|exterieur|work|jail|trabajo)|"
    r"travailler|sorti|absent|loin|deja loin|gone|away|out)"
)
_NEAR = (
    r"(?:la|ici|chez (?:nous|moi|lui)|a (?:la )?maison|dans (?:la )?maison|avec (?:moi|nous)|dans le coin|"
    r"here|home|with (?:me|us)|around|aqui|en casa)"
)
_ELSEWHERE = (
    rf"(?:{_HE} (?:n )?(?:est|e|sont|is|are|s) (?:(?:parti|partis|deja|bien) )*{_FAR}|"
    rf"{_HE} (?:(?:n )?(?:est|e|sont|is|are|s) (?:pas|plus|not)|isn t|aren t|no esta) {_NEAR}|"
    rf"{_HE} (?:(?:ne )?(?:sait|savent|connait) (?:pas|plus)|doesn t know|does not know|don t know|no sabe) "
    r"(?:(?:ou|where|donde) (?:je suis|j habite|je reste|i am|i m|i live|estoy|vivo)(?: rendue)?|"
    r"mon adresse|my address)|"
    rf"{_HE} (?:travaille|works)(?: (?:de|the) (?:nuit|soir|jour|nights?))?)"
)
_HER_PHONE = (
    r"(?:(?:c est |le |mon )*(?:telephone|cell|cel|cellulaire|phone|numero|ordi) "
    r"(?:(?:est|c est|e|juste|rien qu|bien) )*(?:a moi|le mien|mine)(?: (?:seule|toute seule))?|"
    r"c est (?:mon|my) (?:\w+ )?(?:telephone|cell|cel|cellulaire|phone|numero)(?: a moi)?|"
    r"personne (?:d autre )?(?:le |mon |les )?(?:lit|regarde|voit|touche|fouille)"
    r"(?: (?:mon|mes|dans mon) \w+)?|"
    r"(?:je suis|chu) (?:la )?seule a (?:le |la )?(?:lire|voir|avoir|ecrire))"
)
_WHERE_SHE_IS = (
    rf"(?:je suis|on est|i am|i m) {_QUITE}(?:dans|chez|a|au|en|in|at) "
    r"(?:(?:ma|mon|l|la|le|my|the|une?) )?\w+"
)
_DAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|aujourd hui|tomorrow|tonight|today)"
)
_LATER = (
    r"(?:(?:jusqu a|jusqu au|jusque|pour|till|until|hasta|depuis|a|vers|"
    r"il (?:revient|rentre|finit)(?: pas)?(?: avant)?) )?"
    rf"(?:\d+ ?h?(?: \d+)?|minuit|midi|{_DAY}|(?:ce|a|cet) (?:soir|aprem|apres midi|matin)|"
    r"maintenant|la|en ce moment|pour l instant|right now|now|ahora|"
    r"toute la (?:journee|nuit|semaine|soiree))"
)
_FILLER = (
    r"(?:oui|ouais|ok|yes|si|non|nan|no|nope|ben|bin|mais|et|puis|euh|la|merci|c est|bon|donc|"
    r"fait que|genre|and|but)"
)
_HOW_UNSURE = (
    rf"(?:{_FILLER}|trop|vraiment|du tout|bien|exactement|moi|non plus|really|"
    r"pour l instant|en ce moment|maintenant|"
    r"si (?:elle|il|c) (?:est|l est)(?: (?:en danger|grave|urgent|la))?|if (?:she|he) is(?: in danger)?)"
)
_REASSURING = rf"(?:{_WELL}|{_ELSEWHERE}|{_HER_PHONE})"
_ALL_WELL = re.compile(
    rf"(?:{_FILLER} )*{_REASSURING}(?: ?(?:{_REASSURING}|{_WHERE_SHE_IS}|{_LATER}|{_FILLER})(?= |$))*"
)
_RISK = re.compile(
    r"\b(?:chercher|porte|devant|fenetre|cour|cote|char|stationnement|parking|"
    r"salon|cuisine|lit|douche|corridor|chambre d|"
    r"gun|fusil|couteau|arme|"
    r"retour|route|tantot|bientot|back|coming|soon)\b"
)
# "Oui, la police le sait": somebody whose work it is was told before.
_AUTHORITY = (
    r"(?:polices?|policiers?|sq|spvm|grc|enqueteu\w+|dpj|direction de la protection|travailleuse sociale|"
    r"intervenante?|ecole|avocate?|procureur\w*|cour|tribunal|cops)"
)
_ALREADY_KNOWN = re.compile(
    rf"\b{_AUTHORITY} (?:\w+ ){{0,4}}?(?:au courant|(?:le |l |deja )?(?:sai[ts]|savent|su)|"
    r"(?:in)?forme\w*|averti\w*|prevenu\w*|avise\w*|a (?:\w+ )?(?:dossier|rapport|plainte|signalement)|"
    r"cherche\w*|knows?|aware)\b"
    r"|\b(?:fait|porte|depose|rempli|ouvert|filed) (?:\w+ ){0,2}?"
    r"(?:plainte|signalement|rapport|declaration|denonciation|report)\b"
    rf"|\b(?:declaree?|signalee?|rapportee?|reported) (?:\w+ ){{0,2}}?(?:a |au |to )(?:\w+ )?{_AUTHORITY}\b"
)
_THIS_HOUR = re.compile(
    r"\b(?:en danger|maintenant|en ce moment|encore|ici|est la|avec lui|avec elle|frapp\w*|bat|menac\w*|"
    r"peur|vite|tu(?:e|er)|enferm\w*|cach\w*|couteau|arrive|revien\w*|now|here)\b"
)
_THEY_COME = re.compile(
    r"(?:(?:ok|bon|oui|yes|la|merci|enfin|fait que|ca y est|je pense qu|je les (?:entends|vois)) )*"
    r"(?:(?:ils|elles|eux|they) (?:(?:sont|s en|en|re|are|ya|y) )*"
    r"(?:arriv(?:e|ent)|vien(?:ne)?nt|(?:en )?(?:route|chemin)|coming|on (?:the|their) way)|"
    r"y (?:arrivent|s en viennent)|ya vienen)"
    r"(?: (?:la|enfin|bientot|vite|merci|ok|maintenant|dans|\w+ min\w*|\d+|soon|now))*"
)
_MISSING = re.compile(
    r"\b(?:elle|fille|fils|soeur|frere|amie?|ado|jeune|mineure?|niece|cousine) (?:\w+ ){0,4}?"
    r"(?:fugue|disparue?s?|introuvable|pas (?:re)?(?:rentree?|revenue?|entree?))\b"
    r"(?! (?:quand|lorsque|souvent))|"
    r"\b(?:en fugue|portee? disparue?|fugueuse)\b|"
    r"\b(?:m ont dit|parlent? d|dit|c est) (?:une |la )?fugue\b|"
    r"\b(?:je|on|personne|elle|ils?) (?:ne )?(?:sai[ts]|savent) pas (?:c est )?ou "
    r"(?:elle est|elle se trouve|est elle|ils l ont|il l a|ils la)\b|"
    r"\b(?:motel|hotel|appartement|place|maison) (?:elle|on|je) sai[ts] pas ou\b|"
    r"\bsans nouvelles d elle depuis\b"
)
_LONGEST_END = 16
"""Words: longer than the end of a danger is a story, read for itself."""
_FILE = Path(__file__).parent / "rules" / "conversation.yml"
_MOST_BEFORE_UNSURE = 3
"""Words before "je sais pas": after more of them, something else is not known."""
_LONGEST_YES = 12
"""Words: a question asked of a person in fear gets short answers; a longer one is read for itself."""

_SHORTEST_STORY = 4
"""Words up to which an answer says little besides yes or no."""


@lru_cache(maxsize=1)
def _answers() -> dict[str, re.Pattern[str]]:
    try:
        return {name: re.compile(pattern) for name, pattern in read_yaml(_FILE).items()}
    except (OSError, TypeError, AttributeError, yaml.YAMLError, re.error) as problem:
        raise RuleFileError(
            f"The answers of a conversation cannot be read ({type(problem).__name__})."
        ) from problem


def confirms(text: str, context: Context) -> bool:
    """True when `text` says yes, or does not say no, to "es-tu en danger en ce moment?".

    "Je sais pas" counts as yes: who does not know whether she is in danger gets the lines of danger. A "oui"
    before words that say she is well does not ("oui ça va").
    """
    if context.pending_question != "danger" or reassures(text):
        return False
    standard = standardise(text)
    if denied(standard) or _says_who_knows(standard):
        return False
    answers = _answers()
    if _begins_unsure(standard):
        return True
    if answers["no"].search(standard):
        return False
    words = len(standard.split())
    if words <= _SHORTEST_STORY and "?" not in text and answers["yes_alone"].search(standard):
        return True
    return words <= _LONGEST_YES and bool(answers["yes"].search(standard))


def _says_who_knows(standard: str) -> bool:
    """Whether the message says that the police or youth protection know already, and no danger of this hour:
    its "oui" answers that."""
    return bool(_ALREADY_KNOWN.search(standard)) and not (
        _names_risk(standard) or _THIS_HOUR.search(standard)
    )


def _begins_unsure(standard: str) -> bool:
    """True when the message begins by not knowing, or is little more: not "j'ai pas dormi, je sais pas
    pourquoi"."""
    found = _answers()["unsure"].search(standard)
    return found is not None and len(standard[: found.start()].split()) <= _MOST_BEFORE_UNSURE


def does_not_know(text: str) -> bool:
    """True when the whole of `text` answers that it is not known whether somebody is in danger ("je sais pas
    trop"): what tells more is read for itself."""
    unsure = _answers()["unsure"].pattern
    whole = re.compile(rf"(?:(?:{_FILLER}|je suis|i m|i am) )*{unsure}(?: {_HOW_UNSURE})*")
    return any(whole.fullmatch(form) for form in _forms(text))


def reassures(text: str) -> bool:
    """True when the whole of `text` says that she is well, that he is elsewhere, or that her phone is hers.

    One word of risk ("il est pas là, il est devant la porte") and it is read for itself.
    """
    forms = _forms(text)
    return any(_ALL_WELL.fullmatch(form) for form in forms) and not any(map(_names_risk, forms))


def _forms(text: str) -> tuple[str, str]:
    """`text` standardised, and its letters as typed, where English and Spanish stand: the French forms write
    other words out of them."""
    return standardise(text), " ".join(letters(text))


def _names_risk(standard: str) -> bool:
    """Whether a word of risk stands in the message; her own room is none."""
    return bool(_RISK.search(re.sub(r"\b(?:ma|my) (?:chambre|cour|cuisine)\b", "", standard)))


def closes(text: str) -> bool:
    """True when `text` says that the danger is over ("il est parti", "je suis en sécurité")."""
    return bool(_answers()["over"].search(standardise(text))) or ends(text)


def ends(text: str, *, taken: bool = False) -> bool:
    """True when `text` tells the end of a danger ("le gardien l'a mis dehors", "les policiers sont arrivés").

    Not what may come, nor what may come back. `taken`: something was swallowed or taken, so that only help
    that is there ends it.
    """
    standard = standardise(text)
    answers = _answers()
    if len(standard.split()) > _LONGEST_END or answers["not_over"].search(standard):
        return False
    names = ("helped",) if taken else ("helped", "left", "removed", "reached")
    return any(answers[name].search(standard) for name in names)


def goes_on(text: str) -> bool:
    """True when `text` says that what was told goes on or starts anew ("il est encore là")."""
    return bool(_answers()["goes_on"].search(standardise(text)))


def denies(text: str) -> bool:
    """True when the whole of `text` says no to "es-tu en danger en ce moment?" ("non, il est pas là")."""
    return _NO_DANGER.fullmatch(fold(text).strip()) is not None or reassures(text)


def says_missing(text: str) -> bool:
    """True when `text` says that somebody cannot be found, or is held nobody knows where."""
    return _MISSING.search(standardise(text)) is not None


def says_little(text: str) -> bool:
    """True for a bare "oui", "non", "ok"."""
    return _BARE.fullmatch(_bare(text)) is not None


def help_is_here(text: str) -> bool:
    """True when the police or an ambulance is with her now."""
    return _HELP_IS_HERE.fullmatch(_bare(text)) is not None


def nobody_comes(text: str) -> bool:
    """True when the help that was called is not there yet, or was not called ("la police arrive pas")."""
    return _NO_HELP_YET.fullmatch(_bare(text)) is not None


def help_is_called(text: str) -> bool:
    """True when 911 is on the line, was called, or help is on its way ("je les ai au téléphone")."""
    return bool(_answers()["called"].search(standardise(text)))


def they_come(text: str) -> bool:
    """True when the whole of `text` says that they come: those who were called, if somebody was. Never he."""
    return any(_THEY_COME.fullmatch(form) for form in _forms(text))


def takes_back(text: str, kinds: Collection[str]) -> tuple[str, ...]:
    """The open `kinds` that stay open after `text`: without those that it plainly denies."""
    return left_open(standardise(text), kinds)


def denies_plainly(text: str) -> bool:
    """True when `text` plainly says that there is no danger of some kind, and tells none."""
    return denied(standardise(text))


def _bare(text: str) -> str:
    return fold(text).strip(" .!")
