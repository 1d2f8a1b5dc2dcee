"""Everyday words that sound like somebody after her, often like any danger at all, and tell of none now.

The cold, a door closed to her, a man who writes from afar, comes back on another day or died long since; a
thing broken, a light left on, somebody she fears to lose.
"""

from __future__ import annotations

from bot.safety.details import TAKEN_WORDS
from bot.safety.everyday_matter import (
    AT_THE_DOOR,
    BODY,
    DAY_OF_WEEK,
    FEAR,
    OF_THE_BODY,
    SHAKING_OR_DRINK,
    SOMEBODY,
    WISH,
    Everyday,
    words,
)

_ANOTHER_DAY = (
    rf"(?:{DAY_OF_WEEK}|demain|apres demain|la (?:semaine|fin de semaine) prochaine|le mois prochain|"
    r"dans (?:\w+ )?(?:\w+ )?(?:jours|semaines|mois))"
)
HE_COMES_BACK = words(
    r"(?:il|y|lui|ils|mon \w+|le gars|le client) (?:\w+ ){0,2}?"
    r"(?:revien\w*|reviend\w*|rentre\w*|ressort\w*|arriv\w*) "
    rf"(?:\w+ ){{0,2}}?{_ANOTHER_DAY}"
)
THIS_HOUR = words(
    FEAR,
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
_BY_PHONE = (
    r"(?:par|au|a l|en|via|by|on the) (?:le |la |the )?"
    r"(?:telephone|cellulaire|cell|texto?s?|textos|message|ecrit|courriel|clavardage|chat|"
    r"video|zoom|personne|phone)"
)
_PREFERS = r"(?:mieux|prefer\w*|plutot|plus (?:facile|simple|pratique|a l aise)|better|easier|rather)"
_FOND = words(
    r"peur (?:de|d) (?:\w+ )?(?:(?:la|le|l|les|te) perdre|(?:\w+ )?perdre (?:ma|mon|mes|notre|sa|son) "
    r"(?:\w+ )?(?:fille|fils|gars|soeur|frere|mere|amie?s?|blonde|chum|enfants?|confiance|garde|place|job))",
    r"(?:afraid|scared) (?:of|to) (?:losing|lose) (?:her|him|them)",
)
_LIGHT_ON = words(
    r"(?:dor[st]?|dort|dormir|dormait|dormais|endor\w*|couche|sleeps?) (?:\w+ ){0,4}?"
    r"(?:lumieres?|veilleuse|lampe|light)",
    r"(?:peur|terrifiee?|afraid) (?:du|de la|de l|of the) (?:noir|noirceur|obscurite|dark)",
)
_LONG_SINCE = (
    r"(?:(?:depuis|en) (?:19\d\d|200\d|201\d)|(?:depuis|il y a|y a|ca fait) (?:\w+ ){0,2}?"
    r"(?:(?:[1-9]\d|dix|douze|quinze|vingt|trente|quarante|cinquante)(?: \w+)? (?:ans|annees)|decennies))"
)
_HE_IS_GONE = (
    r"(?:il|y|lui|souteneur|pimp|mac|proxenete|ex|mari|chum|conjoint|homme|gars|client|pere|bonhomme) "
    r"(?:\w+ ){0,2}?(?:mort|decede|enterre|au cimetiere|en prison|en dedans|au penitencier|sous terre)"
)
_GONE_FOR_GOOD = words(
    rf"{_HE_IS_GONE} (?:\w+ ){{0,3}}?{_LONG_SINCE}", rf"{_LONG_SINCE} (?:\w+ ){{0,3}}?{_HE_IS_GONE}"
)
_THINGS = (
    r"(?:lunettes|verres?|assiettes?|tasses?|vaisselle|cell\w*|telephone|ecran|montre|dentier|ordi\w*|"
    r"tablette|talons?|cles?|ongles?|fermeture|lacets?|lampe|vase|bol|plats?)"
)
# Her own, by herself: somebody else's blows break things too ("c est" is how "ses" is written out).
_BROKEN = words(
    r"(?:j ai|je) (?:\w+ )?(?:casse|brise|pete|fendu|echappe|craque)(?:e|es|s)? "
    rf"(?:mes|mon|ma|une?|des|le|la|les) (?:\w+ )?{_THINGS}",
    r"elle (?:\w+ ){0,2}?(?:casse|brise|pete|fendu|echappe|craque)(?:e|es|s)? "
    rf"(?:c est|son|ca|une?|des) (?:\w+ )?{_THINGS}",
    rf"(?:mes|mon|ma|c est|son|ca) {_THINGS} (?:\w+ ){{0,3}}?(?:casse|brise|pete|fendu|craque)(?:e|es|s)?",
)
_LET_HER_TALK = words(
    r"(?:mettre|mets|met|passer|passe|preter|prete|donner|donne|asseoir) (?:\w+ ){0,3}?"
    r"(?:sur|au|a|devant|le|mon) (?:le |la |l |mon )?(?:telephone|cell\w*|tablette|ordi\w*|clavardage|chat)"
)
_TALK_WITH_US = words(
    r"(?:jas\w*|parl\w*|ecri\w*|texte\w*|clavard\w*|discut\w*) (?:\w+ ){0,3}?"
    r"(?:avec (?:vous|toi|ca)|elle meme|lui meme|directement)",
    r"(?:vous|t|te) (?:jas|parl|ecri|text)\w*",
)
_ANGRY = words(
    r"je suis (?:(?!pas )\w+ ){0,2}?(?:fachee?|en colere|en maudit|en criss|en tabarnak|enragee?|choquee?|"
    r"furieux|furieuse) (?:\w+ )?(?:contre|apres|envers)",
    r"(?:j|je) (?:(?:lui|leur|y|l) )?en (?:\w+ )?(?:veux|voulais) (?:a|au|encore|juste|tellement|aux)",
)

_LONG_AGO = words(
    r"il y a (?:tres |bien |si )?(?:longtemps|des annees|(?:\w+ )?(?:ans|annees))|dans le temps"
)
_AND_NOW = (
    r"encore|toujours|continue\w*|recommenc\w*|revien\w*|maintenant|hier|cette (?:nuit|semaine)|"
    r"ce (?:matin|soir|mois)|aujourd hui|en ce moment|vient de"
)
HEARD_AS_VIOLENCE = (
    Everyday(
        "an assault of long ago",
        frozenset({"agression_sexuelle"}),
        (words(r"agress\w+|viole\w*|abus\w*|attouch\w*"), _LONG_AGO),
        words(FEAR.replace("|viol\\w*", ""), WISH, _AND_NOW),
    ),
    Everyday(
        "out in the cold, nobody named",
        frozenset({"violence_en_cours", "violence"}),
        (
            words(
                r"dehors|frette?|froid|gel\w+|grelott\w*|a la rue|dans la rue|dans (?:mon|un) (?:char|auto)"
            ),
        ),
        words(FEAR, WISH, BODY, SOMEBODY, r"sinon|(?:mise?|jetee?|crissee?|sacree?) (?:dehors|a la porte)"),
    ),
    Everyday(
        "from afar, by telephone",
        frozenset({"violence_en_cours"}),
        (
            words(
                r"(?:il|ex|chum|mari|conjoint|pimp|mac) (?:\w+ ){0,3}?"
                r"(?:me (?:texte|ecrit|appelle|telephone|message)\w*|"
                r"m (?:ecri\w*|appelle\w*|envoie\w*)|"
                r"(?:mis|installe|rentre|pose) (?:\w+ ){0,4}(?:dans|sur) mon (?:\w+ )?"
                r"(?:telephone|ordi\w*|char|auto|sac))"
            ),
        ),
        words(FEAR, AT_THE_DOOR),
        instead="violence",
    ),
    Everyday(
        "another day", frozenset({"violence_en_cours"}), (HE_COMES_BACK,), THIS_HOUR, instead="violence"
    ),
    Everyday(
        "barred from a shelter",
        frozenset({"violence_en_cours", "violence", "suicide", "suicide_imminent"}),
        (words(_BARRED),),
        words(
            FEAR,
            WISH,
            BODY,
            r"chum|ex|mari|conjoint|pimp|mac|clients?|gars|(?:il|y|lui|puis|et) (?:me|m a)",
        ),
        longest=20,
        harmless=words(_BARRED),
    ),
    Everyday(
        "a way to talk preferred",
        frozenset({"suicide", "suicide_imminent", "surdose_medical", "violence_en_cours", "violence"}),
        (
            words(
                rf"{_PREFERS} (?:\w+ ){{0,4}}?{_BY_PHONE}",
                rf"{_BY_PHONE} (?:\w+ ){{0,4}}?{_PREFERS}",
            ),
        ),
        words(FEAR, WISH, BODY, r"sans moi|morts?|plus la|sang"),
        longest=14,
    ),
    Everyday(
        "afraid to lose somebody loved",
        frozenset({"suicide", "suicide_imminent", "surdose_medical", "violence_en_cours", "violence"}),
        (_FOND,),
        words(
            FEAR,
            WISH,
            BODY,
            TAKEN_WORDS.pattern,
            r"idees?|noires?|se (?:coupe|blesse|fait)|s est|hopital|repond\w*|disparu\w*|drogue\w*|"
            r"oblig\w*|forc\w*",
        ),
        longest=25,
        harmless=_FOND,
    ),
    Everyday(
        "nights with the light on",
        frozenset(
            {"violence_en_cours", "violence", "suicide", "suicide_imminent", "surdose_medical", "traite"}
        ),
        (_LIGHT_ON,),
        words(
            FEAR,
            WISH,
            BODY,
            AT_THE_DOOR,
            TAKEN_WORDS.pattern,
            r"(?:chum|ex|mari|conjoint|pimp|mac|clients?|gars|bebe)|oblig\w*|forc\w*|touch\w*|seule dans",
        ),
        longest=25,
        harmless=_LIGHT_ON,
    ),
    Everyday(
        "shaking of fear, of somebody",
        frozenset({"surdose_medical"}),
        (words(r"je (?:\w+ )?(?:tremble|shake)\w* (?:\w+ ){0,2}?de peur"), words(SOMEBODY)),
        OF_THE_BODY,
        instead="violence",
        longest=25,
        harmless=SHAKING_OR_DRINK,
    ),
    Everyday(
        "a man dead or locked up long since",
        frozenset({"violence", "violence_en_cours"}),
        (_GONE_FOR_GOOD,),
        words(
            r"peur|menac\w*|sort\w*|libere\w*|revien\w*|encore|maintenant|ce soir|c est (?:gars|freres|amis)|"
            r"mon (?:chum|conjoint|copain)|un autre|suivi\w*|appel\w*|ecri\w*|m a retrouv\w*|"
            r"(?:me|m|nous) (?:bat|frappe|tape|pousse|cherche|lache|laisse|crie|menace|brasse|serre|gifle|"
            r"fait|suit)",
        ),
        longest=45,
    ),
    Everyday(
        "a thing of her own, broken",
        frozenset({"surdose_medical", "violence", "violence_en_cours", "suicide", "suicide_imminent"}),
        (_BROKEN,),
        words(
            FEAR,
            WISH,
            BODY,
            TAKEN_WORDS.pattern,
            r"il|y|lui|ils|chum|ex|mari|conjoint|pimp|mac|clients?|gars|pere|frere|coloc|quelqu un|on m|"
            r"garroch\w*|lanc\w*|crise|coupe\w*|poignets?|bras|tete|visage|face|tombee?|porte|expres|"
            r"murs?|sur moi|rage|colere|fach\w*",
        ),
        longest=25,
        harmless=words(r"verres?"),
    ),
    Everyday(
        "somebody put on the telephone to talk here",
        frozenset({"suicide", "suicide_imminent", "surdose_medical", "violence_en_cours", "violence"}),
        (_LET_HER_TALK, _TALK_WITH_US),
        words(
            FEAR,
            WISH,
            BODY,
            TAKEN_WORDS.pattern,
            r"idees?|noires?|crise|urgen\w*|pleure\w*|partir|feel\w*",
        ),
        longest=25,
    ),
    Everyday(
        "anger at somebody, and no deed",
        frozenset({"violence_en_cours", "violence"}),
        (_ANGRY,),
        words(
            FEAR,
            BODY,
            AT_THE_DOOR,
            r"je vais|je m en vais|trouver|regler|payer|venger|va (?:me|la|nous)|mort|buter|etrangl\w*|"
            r"fouill\w*|surveill\w*|control\w*|pouss\w*|serr\w*|gifl\w*|brass\w*|cri\w*|"
            r"lanc\w*|garroch\w*|pogn\w*|cogn\w*|coups?|brul\w*|violen\w*|"
            r"(?:me|m|nous) (?:a|ont|fait|force|laisse|prend|garde|oblige)\b",
        ),
        longest=35,
    ),
)
