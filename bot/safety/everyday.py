"""What plain words say instead of a danger that the learned layers alone hear in them.

A model knows words, not what they are about: days without news sound to it like a body that answers no more,
a pill that failed like a bottle swallowed. Each entry asks for the words of the everyday matter and gives way
to one word of real risk; a kind that a rule reads is never taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.safety.denied import denied
from bot.safety.details import TAKEN_WORDS

_DAY_OF_WEEK = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_WISH = (
    r"mourir|morte?|tuer|suicid\w*|pendre|vivre|en finir|adieu|disparaitre|envie|lettre|derniere|"
    r"pont|garage|moteur|corde|lame|pilules?|couper|faire (?:du )?mal"
)
_BODY = (
    r"respir\w*|reveill\w*|bleue?s?|reagi\w*|inconsciente?|convuls\w*|connaissance|bouge|naloxone|narcan|"
    r"saign\w*|sang|vomi\w*|evanoui\w*|tremble\w*|fievre"
)
_FEAR = (
    r"peur|danger|secours|aide[rz]? moi|vite|cache\w*|enferm\w*|barree?|frapp\w*|bat|tu(?:er|e)|menac\w*|"
    r"suivi\w*|suit|couteau|gun|arme|viol\w*"
)
# Somebody, save in what the weather does ("il fait froid", "y a pas de place").
_SOMEBODY = (
    r"(?:il|y|ils|lui)(?! (?:fait|va faire|neige|pleut|mouille|vente|gele|y a (?:pas|plus|rien)|"
    r"a (?:pas|plus|rien|personne|nulle)\b))|"
    r"elles?|eux|quelqu un|gars|hommes?|monsieur|gang|clients?|chum|ex|mari|conjoint|copain|pimp|mac|boss|"
    r"cousine?|bebe|enfants?|plus (?:vieux|vieille|jeune)|"
    r"proprio|coloc|pere|frere|oncle|police|inconnu\w*|m (?:a|ont)|he|she|they|someone"
)
_AT_THE_DOOR = (
    r"maintenant|en bas|s en vien\w*|arrive|dehors|porte|bloc|stationnement|chez (?:moi|nous)|attend\w*|"
    r"retrouv\w*|casser|peter|encore la|sur place"
)


@dataclass(frozen=True)
class _Everyday:
    name: str
    kinds: frozenset[str]
    said: tuple[re.Pattern[str], ...]
    """All of them stand in the message."""
    unless: re.Pattern[str]
    """One word of it, and the kinds stay."""
    instead: str | None = None
    """The milder kind that the same words do tell."""
    longest: int = 40
    """Words: a longer story is read for itself."""
    harmless: re.Pattern[str] | None = None
    """Words of `unless` that are no risk in this matter: "vidée" is no bottle emptied."""

    def reads(self, standard: str) -> bool:
        """Whether a standardised message speaks of this and of no risk."""
        weighed = self.harmless.sub("", standard) if self.harmless else standard
        return (
            len(standard.split()) <= self.longest
            and all(pattern.search(standard) for pattern in self.said)
            and not self.unless.search(weighed)
        )


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


_IN_THE_BODY = _words(_BODY, r"devant moi|a cote de moi|dans mes bras", TAKEN_WORDS.pattern)
_WEARY = _words(
    r"(?:je suis|suis|etre|etais|sens|me sens) (?:\w+ ){0,2}"
    r"(?:brulee?|epuisee?|claquee?|crevee?|vannee?|lessivee?|videe?|fatiguee?)"
)
_EMPTIED = _words(r"(?:je suis|etre|etais|sens) (?:\w+ )?videe?")
_BURNT = _words(
    _BODY,
    TAKEN_WORDS.pattern,
    r"brulee? (?:\w+ ){0,2}(?:par|avec|sur|au|a la|aux|vive)|feu|eau|huile|cigarettes?|peau|doigts?|mains?|"
    r"bras|visage|jambes?|clients?|il|on m",
)
_ANOTHER_DAY = (
    rf"(?:{_DAY_OF_WEEK}|demain|apres demain|la (?:semaine|fin de semaine) prochaine|le mois prochain|"
    r"dans (?:\w+ )?(?:\w+ )?(?:jours|semaines|mois))"
)
_HE_COMES_BACK = _words(
    r"(?:il|y|lui|ils|mon \w+|le gars|le client) (?:\w+ ){0,2}?"
    r"(?:revien\w*|reviend\w*|rentre\w*|ressort\w*|arriv\w*) "
    rf"(?:\w+ ){{0,2}}?{_ANOTHER_DAY}"
)
_THIS_HOUR = _words(
    _FEAR,
    r"maintenant|en ce moment|tout de suite|ce soir|cette nuit|tantot|bientot|encore la|il est la|saign\w*",
)

_A_SHELTER = (
    r"(?:refuges?|(?:maisons?|centres?) (?:d |de )?(?:hebergement|femmes|jour|crise|nuit)|foyer|auberges?|"
    r"ressources?|organismes?|halte\w*|drop in|soupe populaire|dortoir|clinique|shelters?|la bas)"
)
_BARRED = (
    r"(?:barree?s?|bannie?s?|banned|barred|renvoyee?|expulsee?|exclue?) (?:a vie )?"
    rf"(?:de|du|des|d|from) (?:(?:le|la|l|ce|cette|un|une|deux|trois|tous|les|the|leur) ){{0,2}}{_A_SHELTER}"
)
_ANOTHER = (
    r"(?:elle|il|y|(?:ma|mon|sa|ca|son) (?:\w+ )?(?:mere|pere|soeur|frere|fille|fils|gars|blonde|chum|"
    r"cousine?|voisine?|coloc|amie?|ex|mari|conjointe?|bru|gendre|belle fille|niece))"
)
_HIGH = (
    r"(?:gelee?|saoule?|soule?|chaude?|paquetee?|high|stone|stonee?|buzzee?|pompette|defoncee?|drunk|"
    r"sur la (?:brosse|go)|(?:sent|sentait|pue) (?:\w+ )?(?:la biere|l alcool|la boisson|le pot))"
)
# What nobody does in an overdose, or a habit.
_AS_USUAL = _words(
    rf"{_ANOTHER} (?:\w+ )?(?:vien[st](?! (?:juste )?(?:de|d)\b)|revien[st]|rentre|repart|debarque|retontit|"
    r"(?:arrive|passe)(?! (?:plus|pas|out))|appelle|texte|chante|danse|travaille)",
    r"souvent|parfois|des fois|toujours|tout le temps|d habitude|chaque|tous les|toutes les|"
    r"les fins de semaine|regulierement|une fois sur deux|sometimes|always|every",
)
_AN_EMERGENCY = _words(
    _BODY,
    r"doses?|od|overdos\w*|surdos\w*|trop|melange\w*|pilules?|comprimes?|aval\w*|gob\w*|pique\w*|seringue|"
    r"fent\w*|ghb|tombe\w*|leve|debout|parle (?:plus|pas)|repond\w*|comprend|marche (?:plus|pas)|bizarre|"
    r"froide?|blanche?|jamais vue?|pire|maintenant|en ce moment|la la|dort|dors|coma|urgence|peur|"
    r"couteau|gun|frapp\w*|bat|mourir|tuer|suicid\w*|enceinte",
)
_BY_PHONE = (
    r"(?:par|au|a l|en|via|by|on the) (?:le |la |the )?"
    r"(?:telephone|cellulaire|cell|texto?s?|textos|message|ecrit|courriel|clavardage|chat|video|zoom|personne|phone)"
)
_PREFERS = r"(?:mieux|prefer\w*|plutot|plus (?:facile|simple|pratique|a l aise)|better|easier|rather)"
_FOND = _words(
    r"peur (?:de|d) (?:\w+ )?(?:(?:la|le|l|les|te) perdre|(?:\w+ )?perdre (?:ma|mon|mes|notre|sa|son) "
    r"(?:\w+ )?(?:fille|fils|gars|soeur|frere|mere|amie?s?|blonde|chum|enfants?|confiance|garde|place|job))",
    r"(?:afraid|scared) (?:of|to) (?:losing|lose) (?:her|him|them)",
)
_LIGHT_ON = _words(
    r"(?:dor[st]?|dort|dormir|dormait|dormais|endor\w*|couche|sleeps?) (?:\w+ ){0,4}?"
    r"(?:lumieres?|veilleuse|lampe|light)",
    r"(?:peur|terrifiee?|afraid) (?:du|de la|de l|of the) (?:noir|noirceur|obscurite|dark)",
)
_PARENT_THEN = _words(
    r"(?:ma|mon|sa|ca|son|notre) (?:grand )?(?:mere|maman|grand mere|mother|mom|mum)(?: elle)? (?:\w+ ){0,3}?"
    r"(?:a (?:deja )?(?:fait|vendu|danse|ete)|faisait|vendait|dansait|etait|travaillait|se prostituait|"
    r"s est prostituee?|avait|did|was|used to|sold|worked)"
)
_PARENT_NOW = _words(
    _FEAR,
    r"moi aussi|moi|m (?:a|ont|avait|avaient)|me (?:vend\w*|fais\w*|fait|forc\w*|donn\w*|amen\w*|pret\w*)|"
    r"me too|sold me|made me|j ai (?:\w+ )?(?:commence|fait|du)|"
    r"je (?:fais|danse|faisais)|ma soeur|mes soeurs|oblig\w*|forc\w*|encore|maintenant|aujourd hui|"
    r"ces temps ci|touch\w*|papiers|dettes?|pimp|mac|"
    r"still|now|mineure?|1[0-7]",
)

_FOUND_OUT = _Everyday(
    "her own child found it out",
    frozenset({"mineure", "enfant_en_danger", "traite"}),
    (
        _words(
            r"(?:ma|mon|mes|notre) (?:grande?s? |petite?s? )?"
            r"(?:fille|fils|gars|enfants?|ados?|kids?|plus vieille?) "
            r"(?:\w+ ){0,6}?(?:trouve|vu|lu|fouille|decouvert|appris|tombe(?:e)? sur) (?:\w+ ){0,2}?"
            r"(?:(?:mon|ma|mes) \w+|ce que je)"
        ),
    ),
    _words(_FEAR, _WISH, r"(?:elle|il) (?:en )?(?:fait|se fait|danse|rencontre)|photos? d elle|touche\w*"),
)

_SLEEPLESS = _words(
    _BODY,
    TAKEN_WORDS.pattern,
    r"parle\w*|pupilles?|hallucin\w*|voi[st]|voix|manque|sevrage|jours?|nuits|coeur|poitrine",
)
"""Something taken, a body in trouble, or the sleepless days of a stimulant or a withdrawal."""

_ALL = (
    _Everyday(
        "days without news",
        frozenset({"surdose_medical"}),
        (
            _words(
                r"(?:repond\w*|donne\w*|ecri\w*|texte\w*) (?:\w+ )?(?:plus|pas|jamais|rien|aucun\w*)",
                r"(?:sans|plus de|pas de|aucune) nouvelles?",
            ),
            _words(
                rf"(?:depuis|ca fait|fait|y a) (?:\w+ ){{0,3}}?(?:{_DAY_OF_WEEK}|hier|avant hier|jours?|"
                r"semaines?|mois|fin de semaine|week end)"
            ),
        ),
        _IN_THE_BODY,
    ),
    _Everyday(
        "worn out, at her end",
        frozenset({"surdose_medical"}),
        (_WEARY, _words(r"(?:peux|capable) (?:plus|pas)|(?:plus|pas) capable|a bout")),
        _BURNT,
        instead="suicide",
        harmless=_EMPTIED,
    ),
    _Everyday("worn out", frozenset({"surdose_medical"}), (_WEARY,), _BURNT, harmless=_EMPTIED),
    # Of somebody else ("elle dort plus") a body that answers no more is heard in it.
    _Everyday(
        "sleeps badly, startles",
        frozenset({"surdose_medical"}),
        (
            _words(
                r"(?:dor[st]|dormir|dormait) (?:\w+ )?(?:plus|pas|mal|peu)|sursaut\w*|insomnies?|cauchemars?"
            ),
        ),
        _SLEEPLESS,
        longest=16,
    ),
    _Everyday(
        "out in the cold, nobody named",
        frozenset({"violence_en_cours", "violence"}),
        (
            _words(
                r"dehors|frette?|froid|gel\w+|grelott\w*|a la rue|dans la rue|dans (?:mon|un) (?:char|auto)"
            ),
        ),
        _words(
            _FEAR, _WISH, _BODY, _SOMEBODY, r"sinon|(?:mise?|jetee?|crissee?|sacree?) (?:dehors|a la porte)"
        ),
    ),
    _Everyday(
        "contraception",
        frozenset({"surdose_medical", "suicide_imminent", "suicide"}),
        (
            _words(r"pilules?|contracepti\w+|sterilet|condoms?|capotes?|plan b"),
            _words(r"enceinte|contracepti\w+|grossesse|lendemain|marche|retard|regles|oublie\w*|bebe"),
        ),
        _words(_BODY, _WISH, r"aval\w*|gob\w*|calle\w*|tout|pots?|boites?|trop|poignee|\d{2,}"),
        harmless=_words("pilules?"),
    ),
    _Everyday(
        "whether to keep a pregnancy",
        frozenset({"suicide_imminent", "suicide"}),
        (
            _words(
                r"(?:si|sure?|sais pas|hesite) (?:\w+ ){0,4}?(?:le|l) gard(?:e|er|erai|erais)(?! fou| robe)",
                r"(?:enceinte|grossesse|bebe) (?:\w+ ){0,8}?(?:garder|le garde(?! fou)|avort\w+)",
                r"(?:garder|avort\w+) (?:\w+ ){0,6}?(?:bebe|grossesse|enceinte)",
            ),
        ),
        _words(_WISH, r"chien|chat|vie"),
    ),
    _Everyday(
        "a lodging left",
        frozenset({"suicide_imminent", "suicide"}),
        (
            _words(
                r"(?:laisse|quitte|lache|perdu|rendu) (?:\w+ )?(?:ma|mon|notre|la|le) "
                r"(?:place|appart\w*|logement|chambre|loyer|coloc|bail|maison)"
            ),
            _words(
                r"(?:ou|nulle part) (?:\w+ )?(?:dormir|aller|debarquer|rester|coucher|crecher)", r"demenag\w+"
            ),
        ),
        _words(_WISH),
    ),
    _Everyday(
        "nothing to heat or to drive with",
        frozenset({"suicide_imminent", "suicide", "surdose_medical"}),
        (
            _words(r"gaz|essence|huile|chauffage|bois|electricite|courant"),
            _words(r"plus|pas|manque\w*|coupee?|vide|sans|a sec"),
            _words(r"chauff\w*|roul\w*|char|auto|tank|cuisin\w*|poele|station|plein"),
        ),
        _words(_WISH, _BODY, r"garage|tuyau|ouv\w+|allum\w*|sen[st]\w*|odeur|fuite"),
    ),
    _Everyday(
        "a secret asked for",
        frozenset({"suicide", "suicide_imminent"}),
        (
            _words(
                r"(?:rien|pas|jamais|personne) (?:\w+ )?(?:dire|parler|repeter)", r"garder (?:le |ca )?secret"
            ),
            _words(r"promettre|promis|jurer?|(?:dit|demande) (?:de|d)|secret"),
        ),
        _words(_WISH, r"se (?:faire|couper)|jongle\w*|idees?|noire?s?"),
        longest=14,
    ),
    _Everyday(
        "from afar, by telephone",
        frozenset({"violence_en_cours"}),
        (
            _words(
                r"(?:il|ex|chum|mari|conjoint|pimp|mac) (?:\w+ ){0,3}?"
                r"(?:me (?:texte|ecrit|appelle|telephone|message)\w*|"
                r"m (?:ecri\w*|appelle\w*|envoie\w*)|"
                r"(?:mis|installe|rentre|pose) (?:\w+ ){0,4}(?:dans|sur) mon (?:\w+ )?"
                r"(?:telephone|ordi\w*|char|auto|sac))"
            ),
        ),
        _words(_FEAR, _AT_THE_DOOR),
        instead="violence",
    ),
    _Everyday(
        "another day", frozenset({"violence_en_cours"}), (_HE_COMES_BACK,), _THIS_HOUR, instead="violence"
    ),
    _Everyday(
        "bad nights",
        frozenset({"traite", "violence_en_cours"}),
        (_words(r"cauchemars?|insomnie|flash ?backs?|nuits? blanches?"),),
        _words(_FEAR, r"oblig\w*|forc\w*|dettes?|papiers?|passeport|pimp|mac|garde|surveille\w*|control\w*"),
        longest=15,
    ),
    _Everyday(
        "barred from a shelter",
        frozenset({"violence_en_cours", "violence", "suicide", "suicide_imminent"}),
        (_words(_BARRED),),
        _words(
            _FEAR,
            _WISH,
            _BODY,
            r"chum|ex|mari|conjoint|pimp|mac|clients?|gars|(?:il|y|lui|puis|et) (?:me|m a)",
        ),
        longest=20,
        harmless=_words(_BARRED),
    ),
    _Everyday(
        "somebody drunk or high as usual",
        frozenset({"surdose_medical", "suicide_imminent", "suicide"}),
        (_words(rf"{_ANOTHER} (?:\w+ ){{0,5}}?{_HIGH}"), _AS_USUAL),
        _AN_EMERGENCY,
        longest=25,
    ),
    _Everyday(
        "a way to talk preferred",
        frozenset({"suicide", "suicide_imminent", "surdose_medical", "violence_en_cours", "violence"}),
        (
            _words(
                rf"{_PREFERS} (?:\w+ ){{0,4}}?{_BY_PHONE}",
                rf"{_BY_PHONE} (?:\w+ ){{0,4}}?{_PREFERS}",
            ),
        ),
        _words(_FEAR, _WISH, _BODY, r"sans moi|morts?|plus la|sang"),
        longest=14,
    ),
    _Everyday(
        "afraid to lose somebody loved",
        frozenset({"suicide", "suicide_imminent", "surdose_medical", "violence_en_cours", "violence"}),
        (_FOND,),
        _words(
            _FEAR,
            _WISH,
            _BODY,
            TAKEN_WORDS.pattern,
            r"idees?|noires?|se (?:coupe|blesse|fait)|s est|hopital|repond\w*|disparu\w*|drogue\w*|"
            r"oblig\w*|forc\w*",
        ),
        longest=25,
        harmless=_FOND,
    ),
    _Everyday(
        "nights with the light on",
        frozenset(
            {"violence_en_cours", "violence", "suicide", "suicide_imminent", "surdose_medical", "traite"}
        ),
        (_LIGHT_ON,),
        _words(
            _FEAR,
            _WISH,
            _BODY,
            _AT_THE_DOOR,
            TAKEN_WORDS.pattern,
            r"(?:chum|ex|mari|conjoint|pimp|mac|clients?|gars|bebe)|oblig\w*|forc\w*|touch\w*|seule dans",
        ),
        longest=25,
        harmless=_LIGHT_ON,
    ),
    _Everyday(
        "what a mother did, long ago",
        frozenset({"traite", "mineure", "enfant_en_danger", "violence", "agression_sexuelle"}),
        (
            _PARENT_THEN,
            _words(
                r"clients?|escorts?|escortes?|dans(?:e\w*|ait|aient)|prostitu\w*|trottoir|passes|"
                r"dans la rue|son corps"
            ),
        ),
        _PARENT_NOW,
        longest=30,
    ),
    _FOUND_OUT,
)

_OF_CHILDREN = frozenset({"mineure", "enfant_en_danger"})
"""What is denied of a blow or of dark ideas says nothing of an age."""


def taken_back(standard: str, kinds: Collection[str], ruled: Collection[str]) -> dict[str, str | None]:
    """The kinds among `kinds`, read by no rule, that everyday words take back: each with the milder kind
    that stays in its place, or None."""
    found: dict[str, str | None] = {}
    if denied(standard):
        found |= dict.fromkeys({*kinds} - {*ruled} - _OF_CHILDREN)
    for matter in _ALL:
        for kind in matter.kinds.intersection(kinds).difference(ruled, found):
            if matter.reads(standard):
                found[kind] = matter.instead
    return found


def found_out(standard: str) -> bool:
    """Whether the writer's own child came upon what is hers: she speaks of herself."""
    return _FOUND_OUT.reads(standard)


def another_day(standard: str) -> bool:
    """Whether he comes back on another day, and nothing says now ("il revient mardi")."""
    return bool(_HE_COMES_BACK.search(standard)) and not _THIS_HOUR.search(standard)
