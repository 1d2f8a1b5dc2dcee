"""What a message tells while a danger is open that has words of its own: help is here, a fear of calling, a
number asked again. Read over the standardised text; the words are in danger_words.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.safety.conversation import ends, help_is_called, help_is_here, they_come
from bot.safety.french import standardise

TAKEN, SUICIDE, VIOLENCE = "taken", "suicide", "violence"

HERE, HERS, FOUND, COMES, THEY_COME = "here", "hers", "found", "comes", "they come"
WITH_HER = "with her"
"""Somebody of hers is there, and what was taken goes on working: no ambulance, and no end."""
CALLED, CALLS = "called", "calls"
NUMBER, PAPERS, POLICE, FAMILY, HOME = "number", "papers", "police", "family", "home"
CHILDREN, NO_PHONE, NALOXONE, BETTER_OFF = "children", "no phone", "naloxone", "better off"
UNTAKEN, DOUBT, GOES, GOES_TO_HER = "untaken", "doubt", "goes", "goes to her"
WILL_NOT, THINKS = "will not", "thinks"

FEARS = (NO_PHONE, PAPERS, CHILDREN, HOME, FAMILY, POLICE)
"""What keeps from calling, the most precise first."""
ENDS = frozenset({HERE, HERS, FOUND, WILL_NOT, THINKS})
"""After these nothing is open any more: what is asked next is answered as anything else."""

_LONGEST = 26
"""Words: in more of them she tells a story, read for itself."""
_SHORT = 12
"""Words: in more of them help that comes is not all she tells."""

_HER = r"(?:ma|une|sa|l|mon|notre) (?:\w+ )?"
_FRIENDLY = (
    rf"(?:{_HER}(?:mere|soeur|soeurs|amie|chum de fille|voisine?|coloc\w*|cousine|tante|grand mere|"
    r"intervenante|travailleuse sociale|infirmiere)|ma mere|ma soeur)"
)
_ON_THE_WAY = (
    r"(?:(?:elle|il|y|a) )?(?:(?:est|e) (?:en (?:route|chemin)|partie?)|arrive|s en vien[ts]?|sen vien[ts]?|"
    r"vient (?:me |nous )?(?:chercher|rejoindre|voir|ici|tout de suite)|va (?:venir|arriver)|vient)"
)
_COMES = re.compile(rf"\b{_FRIENDLY} {_ON_THE_WAY}\b")
_SHE_IS_HERE = re.compile(
    r"^(?:(?:ok|bon|oui|ca y est|enfin|la|merci) )*"
    rf"(?:elle|ils|y|a|{_FRIENDLY})(?: vient d|vient de)? ?(?:est|sont|e|etre)? ?(?:la|ici|arrivee?s?|"
    rf"arriver|"
    r"avec moi|rendue?s?)\b"
)
_RESCUERS = (
    r"(?:polices?|policiers?|policieres?|ambulance|ambulanciers?|paramedics?|pompiers|secours|hopital|"
    r"urgence|"
    r"enqueteu\w+)"
)
_RESCUED = re.compile(
    r"\b(?:(?:ils|on|polices?|policiers?|policieres?|ambulanciers?|secours|a|elle) )"
    r"(?:l (?:a|ont)|lont|la|l|est|a ete|vien\w+ de la) ?(?:(?:a|ont|re) )?"
    r"(?:re)?(?:trouvee?|amenee?|emmenee?|sortie|prise en charge|transportee?|embarquee?)s?\b"
)
_ON_IT = re.compile(
    rf"\b(?:911|9 1 1|{_RESCUERS}) (?:m a|nous a|me|nous|m ont|sont en train de)? ?(?:transfere\w*|parle\w*|"
    r"localis\w*|rappel\w*|envoi\w*)\b(?! (?:pas|plus|jamais))|"
    r"\blocalis\w* (?:son|mon|le|ton) (?:telephone|cell\w*|signal)\b"
)
_FOUND = re.compile(r"\b(?:re)?trouvee?s?\b")
_CAME = re.compile(
    rf"\b(?:l ?)?{_RESCUERS} (?:\w+ ){{0,1}}?(?:est|sont) (?:\w+ )?(?:venue?s?|passee?s?|arrivee?s?|la|ici)\b"
)
_STILL_OPEN = re.compile(
    r"\b(?:pas|jamais|encore|toujours|saigne\w*|respire mal|si|quand|attend\w*|peut etre|pense|revien\w*)\b"
)
_ASKS_NUMBER = re.compile(
    r"\b(?:quoi|c est quoi|quel\w*|redonne\w*|rappelle\w*|kel\w*) (?:\w+ ){0,3}?(?:numeros?|num|"
    r"no de telephone)\b|"
    r"\bnumeros? (?:\w+ )?(?:deja|encore|c est quoi|c est quel)\b|"
    r"\b(?:j appelle|je compose|je signale|appeler) (?:\w+ )?(?:quoi|ou|qui|quel numero)(?: deja)?$"
)
_CALLING = (
    r"(?:appel\w*|telephon\w*|911|9 1 1|polices?|policiers?|flics?|boeufs?|ambulance|numero|signal\w*|"
    r"composer|secours)"
)
_KEPT = (
    r"(?:peur|pas|veu[tx] pas|peu[tx] pas|veulent pas|ose pas|oserai|risque\w*|inquiet\w*|crain\w*|sinon|si|"
    r"perd\w*|aucun\w*|plus|jamais)"
)
_PAPERS = re.compile(
    r"\b(?:papiers?|statut|immigration|visa|permis|deport\w*|expuls\w*|renvoy\w*|demande d asile|"
    r"sans papier)\b"
)
_CHILDREN = re.compile(
    r"\b(?:dpj|(?:enlever|prendre|perdre|garder|placer|enlevent|prennent) (?:\w+ )?"
    r"(?:enfants?|bebe|petite?s?|fille|fils|garcons?|kids)|la garde)\b"
)
_HOME = re.compile(
    r"\b(?:appartement|appart|logement|loyer|bail|chambre|hlm|proprio\w*|landlord|a la rue|dehors)\b"
)
_FAMILY = re.compile(
    r"\b(?:mere|pere|parents?|famille|mari|frere|soeur|monde|voisins?|tout le monde|ecole)\b(?=.*\b"
    r"(?:sa(?:voir|che|chent|ura|urait|uront)|appren\w*|apprendr\w*|su|dire|dise\w*|courant|connaitre)\b)"
)
_POLICE = re.compile(r"\b(?:polices?|policiers?|flics?|boeufs?|911)\b")
_PHONE = re.compile(
    r"\b(?:(?:peu[tx]|peut|pouvoir|capable) (?:\w+ )?(?:pas |d )?(?:l |les )?(?:appeler|telephoner)|"
    r"(?:pas|plus|sans|aucun) (?:de |mon |le )?(?:telephone|cell?|cellulaire|minutes?|credit|batterie|"
    r"reseau)|"
    r"(?:verifie|regarde|check\w*|surveille|fouille|voit|ecoute|lit) (?:tous? |toutes )?(?:mes|mon|les|"
    r"dans mon) "
    r"(?:appels?|telephone|cell?|cellulaire|historique)|"
    r"(?:pris|casse|cache|garde|confisque|a) (?:mon|le) (?:telephone|cell?|cellulaire))\b"
)
_CANNOT = re.compile(
    r"\b(?:pas|plus|sans|aucun|verifie|regarde|check\w*|surveille|fouille|voit|pris|casse|cache)\b"
)
_NALOXONE = re.compile(r"\b(?:naloxone|narcan|nalox)\b")
_BETTER_OFF = re.compile(
    r"\b(?:serai(?:t|ent)|sera|seront|est|sont|vivrai\w*|irai\w*) (?:\w+ )?(?:mieux|bien mieux|"
    r"plus heureu\w+|"
    r"soulagee?s?|debarrassee?s?)(?: (?:\w+ ){0,4}?sans moi)?\b(?=.*sans moi|.*debarrass|.*soulag)|"
    r"\bmieux (?:\w+ ){0,4}?sans moi\b|"
    r"\b(?:je suis|suis|c est) (?:\w+ )?(?:un |une )?(?:fardeau|boulet|poids|charge|nuisance) (?:pour|a)\b|"
    r"\bpersonne (?:\w+ )?(?:s ennuierait|remarquerait|verrait|pleurerait|s en rendrait)\b|"
    r"\bbetter off without me\b"
)
_NOTHING_TAKEN = re.compile(
    r"\b(?:(?:ai|a|avons) (?:\w+ )?(?:rien|pas|encore rien) (?:\w+ )?(?:pris|avale|consomme|touche)|"
    r"(?:rien|pas|aucune) (?:\w+ )?(?:pris|prise|avale|avalee|consomme)|pas touche)\b"
)
_TAKEN_OR_NOT = re.compile(
    r"\bsai[ts] pas (?:si|combien|ce qu|c est quoi qu) ?(?:\w+ ){0,3}?(?:pris|prise|avale)\b"
)
_LEAVES = re.compile(
    r"^(?:(?:ok|oui|bon|d accord|la|merci) )*(?:j ?y (?:vais|vas)|je (?:sors|pars|decolle|cours|me sauve|"
    r"m en vais|"
    r"vais y aller|y vais)|on (?:sort|part|y va|s en va)|je suis partie)(?: (?:la|maintenant|tout de suite|"
    r"merci))*$"
)
_GOES_TO_HER = re.compile(
    r"\b(?:(?:je|j|on) (?:\w+ ){0,2}?(?:pars?|y ?vais|vais|va|m en vais|y va|embarque|monte)\b|jy vais\b)"
    r"(?=.*\b(?:char|auto|chercher|rejoindre|trouver|la bas|rouler|y aller|motel|hotel|cogner)\b)"
)
_WILL_NOT = re.compile(
    r"\bje (?:ne )?(?:ferai|vais|va) (?:\w+ )?(?:rien|pas)\b|\bferai rien\b|\b(?:une |ma )?facon de parler\b|"
    r"\bje (?:disais|dis) (?:ca )?(?:\w+ )?(?:comme ca|pour rire|sous la colere)\b"
)
_NOTHING = re.compile(r"\b(?:rien|facon de parler|pour rire|comme ca|sous la colere|passer a l acte)\b")
_MIND = re.compile(r"\b(?:mais|pis|sauf que|mes)\b.*\b(?:(?:y )?(?:pense|songe|imagine|reve)|pensees?)\b")
_CALLING_NOW = re.compile(
    r"^(?:(?:ok|bon|oui|d accord|la|correct) )*(?:je (?:l |les )?|j )(?:appelle|compose|telephone|signale)"
    r"(?: (?:le |la |l |au )?(?:911|9 1 1|police|ambulance|la|maintenant|tout de suite))*(?= |"
    r"$)(?! (?:quoi|qui|ou)\b)"
)


def family(kinds: Collection[str], *, swallowed: bool = False) -> str:
    """What the danger of `kinds` is, of the three that ask for different gestures. `swallowed`: something was
    taken, so that the body goes first."""
    own_life = {"suicide_imminent", "suicide"} & set(kinds)
    if own_life and not swallowed:
        return SUICIDE
    return TAKEN if "surdose_medical" in kinds else VIOLENCE


def _sentences(message: str) -> Sequence[str]:
    return [one for one in map(standardise, re.split(r"[.!\n]+", message)) if one]


def _help_is_there(
    message: str, standard: str, kinds: Collection[str], called: bool, awaited: bool
) -> str | None:
    """HERE, FOUND or HERS when somebody who helps is there now. `called`: she said that help was called;
    `awaited`: somebody of hers was on the way."""
    taken = bool({"surdose_medical", "suicide_imminent"} & set(kinds))
    said = _sentences(message)
    # What may still go on is told in the same breath: the danger stays open.
    if _STILL_OPEN.search(standard):
        return None
    rescued = _RESCUED.search(standard)
    # "Ils l'ont amenée" may be of those who hold her: only beside a word of help.
    found = called and _FOUND.search(standard)
    helping = found or "surdose_medical" in kinds or re.search(rf"\b(?:l ?)?{_RESCUERS}\b", standard)
    if rescued and helping:
        return FOUND if _FOUND.search(standard) and not taken else HERE
    if any(ends(one, taken=True) for one in said) or help_is_here(message) or _CAME.search(standard):
        return HERE
    if awaited and any(map(_SHE_IS_HERE.search, said)):
        return HERS
    return None


def _fear(standard: str) -> str | None:
    """What keeps her from calling, if `standard` says so."""
    if _PHONE.search(standard) and _CANNOT.search(standard):
        return NO_PHONE
    about = re.search(rf"\b{_CALLING}\b", standard) and re.search(rf"\b{_KEPT}\b", standard)
    if not about:
        return None
    found = {PAPERS: _PAPERS, CHILDREN: _CHILDREN, HOME: _HOME, FAMILY: _FAMILY, POLICE: _POLICE}
    fear = next((name for name in FEARS if name in found and found[name].search(standard)), None)
    # "La police arrive pas" fears nobody.
    afraid = re.search(
        r"\b(?:peur|pas la police|veu[tx] pas|crain\w*|sans la police|ose pas|pas de police)\b", standard
    )
    return None if fear == POLICE and not afraid else fear


def heard(
    message: str, kinds: Collection[str], of: str, *, tu: bool, called: bool = False, awaited: bool = False
) -> str | None:
    """What `message` tells of the open danger of `kinds` that is answered by itself; None for the rest.

    `of`: its family; `tu`: she writes of herself; `called`, `awaited`: help, or somebody of hers, was said to
    come.
    """
    standard = standardise(message)
    words = len(standard.split())
    if words > _LONGEST:
        return None
    if there := _help_is_there(message, standard, kinds, called, awaited):
        return WITH_HER if there == HERS and of == TAKEN else there
    if _ASKS_NUMBER.search(standard) and words <= _SHORT:
        return NUMBER
    if fear := _fear(standard):
        return fear
    if _BETTER_OFF.search(standard) and of != VIOLENCE and tu:
        return BETTER_OFF
    # Of who is beaten, "je ferai rien" says that she will not leave.
    own_act = of == SUICIDE or (of == VIOLENCE and not tu)
    if own_act and _WILL_NOT.search(standard) and _NOTHING.search(standard):
        return THINKS if _MIND.search(standard) else WILL_NOT
    if of != VIOLENCE and _TAKEN_OR_NOT.search(standard):
        return DOUBT
    if of != VIOLENCE and _NOTHING_TAKEN.search(standard):
        return UNTAKEN
    if (
        of == TAKEN
        and _NALOXONE.search(standard)
        and "?" not in message
        and not re.search(r"\bpas\b", standard)
    ):
        return NALOXONE
    if of == VIOLENCE and not tu and _GOES_TO_HER.search(standard):
        return GOES_TO_HER
    if "?" in message:
        return None
    if _CALLING_NOW.search(standard):
        return CALLS
    if words > _SHORT:
        return None
    if help_is_called(message) or _ON_IT.search(standard):
        return COMES if _COMES.search(standard) else CALLED
    if they_come(message):
        return CALLED if called else THEY_COME
    if _COMES.search(standard) and not re.search(r"\b(?:pas|jamais|si|veu[tx])\b", standard):
        return COMES
    return GOES if of == VIOLENCE and tu and _LEAVES.search(standard) else None


_BODY_OF_ANOTHER = re.compile(
    r"\b(?:elle|ma (?:chum|amie|coloc\w*|soeur|fille|mere|copine)|a) (?:\w+ ){0,2}?"
    r"(?:ronfle|respire|bouge|repond|se reveille|(?:est |rendue |reste )+(?:molle|bleue|grise|blanche|"
    r"inconsciente|"
    r"evanouie|froide))\b"
)


def body_of_another(message: str) -> bool:
    """Whether `message` tells of another woman's body ("ma coloc respire mal")."""
    return _BODY_OF_ANOTHER.search(standardise(message)) is not None
