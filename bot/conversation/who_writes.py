"""Who writes, by words that leave no doubt: she herself, somebody of hers, a helper by trade, a buyer.

A model hears a runaway of fifteen as a social worker and a mother as a buyer. What somebody says outright of
herself or himself wins over that guess, and whoever she only names, called or was shown this page by makes
no relative of her.
"""

from __future__ import annotations

import re

from bot.safety.everyday import found_out
from bot.safety.french import fold, standardise

_DONE_TO_ME = (
    r"\b(?:me|m') ?(?:bat(?:tait)?|frappe|tape|force|menace|viole|etrangle|suit|oblige|controle|surveille|"
    r"fait (?:mal|peur|danser|travailler))\b"
    r"|\bm'a(?:vait)? (?:\w+ )?(?:battue?|frappee?|forcee?|menacee?|violee?|etranglee?|obligee?|barree?)\b"
    r"|\b(?:hits?|beats?|beat|hurts?|raped?|rapes|choked?|threatens|threatened|forces?|forced|sells|sold|controls"
    r"|punched|slapped|stalks) me\b(?! up)|\b(?:makes|made) me (?:do|work|dance|sleep with|see)\b"
)
_SOLD = (
    r"\b(?:je|j') ?(?:me prostitue|danse|fais (?:des|un|encore des) clients?|fais de l'escorte)\b"
    r"|\b(?:ai|j'ai|jai|avais) (?:pas |pu |plus |jamais )?(?:re)?fait (?:de|un|des) clients?\b"
    r"|\b(?:je |j'?)(?:vends|vendais) (?:mon corps|du sexe)\b"
    r"|\bmes passes\b"
    r"|\b(?:je suis|chu|j'suis|jsuis|j'etais|jetais|j'ai (?:deja )?ete) (?:une )?(?:ex-?|ancienne )?"
    r"(?:escorte|danseuse|prostituee|masseuse|travailleuse du sexe|tds)\b"
    r"|\bi(?:'ve| have)? ?(?:still |also |used to |been )?(?:escort(?:ing)?|strip(?:ping)?|do calls"
    r"|turn tricks|sell (?:sex|myself|my body)|do sex work)\b"
    r"|\b(?:i'?m|i am|i was|i've been) (?:still |also )?(?:an? )?(?:ex-|former )?(?:escort(?:ing)?|stripper"
    r"|stripping|hooker|prostitute|sex worker|dancer|sugar baby)\b"
)
"""What nobody says who does not sell: no worker, no buyer, no mother."""
_MEN = r"(?:messieurs|monsieurs|hommes|gars|clients)"
_NOT_SEEN_DOING = r"(?! (?:\w+(?:er|ir|re)|chez (?!moi)\w+)\b)"
_RECEIVES = (
    rf"\b{_MEN} (?:\w+ )?que (?:je |j'?)(?:recois|vois|rencontre)\b{_NOT_SEEN_DOING}"
    r"|\b(?:je |j'?)(?:recois|vois|rencontre) (?:encore |toujours )?"
    rf"(?:des|mes|deux|trois|quatre|cinq|\d+|quelques|plusieurs) {_MEN}\b{_NOT_SEEN_DOING}"
)
"""The men that she receives; "je vois des gars entrer chez elle" is of another woman."""
_MY_CLIENTS = r"\bmes (?:anciens |vieux |autres )?clients?\b(?! (?:me )?(?:dis|parl|confi|demand)\w*)"
A_MOTHER = (
    r"\bj'?ai (?:mes|deux|trois|quatre|[2-5]) (?:[2-5] |deux |trois |petits |jeunes |grands )?"
    r"(?:gars|garcons|filles|enfants|kids|flos|ados|petits|jumeaux|jumelles)\b"
)
_HERSELF = re.compile(
    rf"{_DONE_TO_ME}|{_SOLD}|{_RECEIVES}|{_MY_CLIENTS}"
    r"|\b(?:je suis|chu|j'suis|jsuis) (?:une (?:femme|fille)|en fugue|mineure)\b"
    r"|\bj'?ai 1[0-7] ans\b"
    r"|\b(?:ai|j'ai|jai) (?:deja )?fait (?:des|certaines) (?:choses|affaires|passes) (?:avec|pour) "
    r"(?:des|plusieurs) (?:hommes?|gars|messieurs|inconnus)\b"
    r"|\bm'acceptent pas\b|\bmoi (?:et|pis) (?:ma|mon|mes)\b|\b(?:mon|ma|mes) (?:et|pis) moi\b"
    r"|\bc'?est (?:pour )?moi\b(?! (?:qui|ki|aussi))|\bje parle de moi\b"
    # Her nights, her clients, what she did in her life, and who must not come near her.
    r"|\b(?:j'?ai|je|j') ?(?:fais |fait |re?vois |eu )?(?:\w+ ){0,2}?(?:cauchemars|flash-?backs)\b"
    r"|\bj'?ai (?:deja )?travaille (?:\w+ )?dans (?:une|des) maisons?"
    r"(?! (?:d'hebergement|de (?:la |transition|jeunes?|retraite|repos)|des jeunes))\b"
    r"|\bmon (?:mari|chum|conjoint) (?:ne )?(?:l'?a|l'ont|le sait|sait|savait) (?:pas|jamais|rien)\b"
    r"|\btrop tard pour (?:en parler|porter plainte|denoncer)\b(?! (?:a|avec) (?:elle|lui|ma|mon|la|sa)\b)"
    r"|\b(?:de|qu'il|qu'y|il|y) (?:m'|me )(?:approche|retrouve|retrace|localise|harcele|stalke)\w*"
    r"|\b(?:an|ans|mois) (?:que |qu'|k)?(?:je |j'?)(?:fais|fai|fait) (?:ca|sa|de l'escorte|des clients)\b"
    r"|\bmon (?:dernier|premier|prochain|seul) client\b"
    r"|\b(?:je |j'?)(?:travaille|danse|masse) (?:\w+ )?dans (?:un|des) (?:salons?|bars?|clubs?|studios?)\b"
    # A mother with hers, of whatever age: it is she who writes.
    rf"|{A_MOTHER}"
)


def speaks_of_herself(text: str) -> bool:
    """Whether the writer says in so many words that it happens to her: she is no relative, nor a worker."""
    return _HERSELF.search(fold(text)) is not None or found_out(standardise(text))


RELATIVE = re.compile(
    r"\b(?:ma|mon|notre) (?:grande |petite |meilleure? )?(?:fille|soeur|amie|blonde|niece|"
    r"cousine|mere|conjointe|femme|belle-fille|belle-soeur|petite-fille|fils|frere)\b"
)


def names_a_relative(text: str) -> bool:
    """Whether the text speaks of somebody of the writer's own: a mother is no buyer."""
    return RELATIVE.search(fold(text)) is not None


_OF_SOMEBODY = re.compile(
    r"\b(?:pour|d'|a) ?(?:une?|cette|la) (?:\w+ )?"
    r"(?:amie?|collegue|voisine|fille|femme|jeune|copine)\b"
    r"|\bune (?:amie|collegue|voisine|copine) (?:a moi|s'est|est|se|qui)\b"
    r"|\bquelqu'un (?:que|d'autre)\b"
)
_KIN_WORDS = (
    r"(?:mere|maman|pere|soeur|frere|fille|fils|grand-mere|grand-pere|tante|oncle|cousine?|niece|marraine|"
    r"blonde|chum|conjointe?|mari|femme|amie?|belle-mere|belle-soeur)"
)
_AFTER_ALL = (
    r"\b(?:en fait|en realite|en verite|finalement|(?:dans le|au) fond|pour vrai|j'avoue|"
    r"(?:ai|j'ai) menti|(?:pas|pus?|plus) (?:vraiment )?(?:pour )?(?:une|mon|d') ?amie)\b"
)
_IT_IS_ME = re.compile(
    r"\bc'?(?:est|etait) (?:de )?moi\b"
    rf"(?!,? (?:qui|ki|que|qu'\w*|aussi|non|ou|le|sa|son|ses|leurs?|la {_KIN_WORDS})\b)"
    r"|\bje parl(?:e|ais) de moi\b"
    # A mother may answer "c'est pour moi": only where it is taken back is the friend herself.
    rf"|{_AFTER_ALL}[^.!?]{{0,20}}\bc'?(?:est|etait) pour moi\b"
)
_FOR_ME_AND_NO_MORE = re.compile(r"^\W*(?:(?:bon|ok|oui|non|ben|la|euh)\W+)*c'?(?:est|etait) pour moi\W*$")
"""All that is said: nobody else is spoken of any more."""
_FOR_GOOD: dict[str, re.Pattern[str]] = {
    "proche": re.compile(rf"{_IT_IS_ME.pattern}|{_DONE_TO_ME}|{_SOLD}|{_RECEIVES}|{_MY_CLIENTS}"),
    # She has clients, and receives people, by trade.
    "intervenant": re.compile(rf"{_IT_IS_ME.pattern}|{_SOLD}"),
    # He may have nightmares, children and a shop of his own.
    "acheteur": re.compile(rf"{_SOLD}|{_RECEIVES}"),
}


def is_herself_after_all(profile: str, text: str) -> bool:
    """Whether who was answered as `profile` says that it is she ("en fait, l'amie, c'est moi")."""
    folded = fold(text)
    if profile == "proche" and _FOR_ME_AND_NO_MORE.search(folded):
        return True
    return _FOR_GOOD[profile].search(folded) is not None


_IS_KIN = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis|c'est moi) (?:(?:sa|son|leur) "
    rf"{_KIN_WORDS}\b|(?:la|le) {_KIN_WORDS} d(?:e|u|'))"
    r"|\bcomme (?:mere|maman|pere|grand-mere|grand-pere)\b"
)


def is_kin(text: str) -> bool:
    """Whether the writer says whose mother, brother or friend she or he is."""
    return _IS_KIN.search(fold(text)) is not None


_CLOSE = (
    r"(?:ma|mon|une?|la) (?:grande |petite |meilleure? |vieille |ex-)?"
    r"(?:voisine?|coloc\w*|amie?|chum de fille|collegue|copine|mere|maman|pere|belle-mere|soeur|frere"
    r"|cousine?|tante|niece|grand-mere|blonde|conjointe?|fille|intervenante"
    r"|travailleuse (?:sociale|de rue))\b"
)
_TOLD_OF_HERE = re.compile(
    rf"\b{_CLOSE} (?:\w+ )?(?:qui )?(?:m'a|m'ont|m'avait) (?:\w+ )?"
    r"(?:montre|donne|refile|envoye|texte|conseille|suggere|recommande|refere|pousse|aide|"
    r"parle (?:de vous|de votre|de cette|de ce|d'ici|de la page|de la ligne)|dit (?:de |d')\w+)e?\b"
    r"(?! (?:sa|son|ses)\b)"
)
"""Who showed her this page, or the way to write on it."""
_HELPS = re.compile(
    rf"\b(?:appele?|texte|ecrit|rejoint|contacte|reveille|dit|parle|demande)(?: a| avec)? {_CLOSE}(?! qui\b)"
    rf"|\b(?:chez|avec) {_CLOSE}(?! qui\b)"
    rf"|\b(?!(?:ma|une|la) (?:\w+ )?fille\b){_CLOSE} (?:\w+ )?(?:s'?en vien[ts]?|arrive|vient(?! d)"
    r"|va venir|garde|est (?:la|ici|arrivee?|en route|en chemin|avec moi)"
    r"|(?:me|m'|peut|va) ?(?:aide|garde|appele)\w*)\b"
    # Her child in the care of hers.
    r"|\b(?:ma|mon|mes) (?:\w+ )?(?:filles?|fils|gars|enfants?|bebes?|petite?s?) (?:elle |il |ils )?"
    r"(?:est|sont|reste\w*|vit|vivent|dort|dorment) (?:\w+ )?(?:chez|avec) "
    r"(?:ma|mon|leur|sa|son) (?:\w+ )?(?:mere|maman|soeur|pere|tante|grand-mere|ex)\b"
)
"""Whom she called, or who comes, keeps the child, puts her up."""
_SOMEBODY_ELSE = re.compile(r"\b(?:a?elle|lui|la|l'a|sa|son|ses|quelqu'un)\b")


def only_told_of_here(text: str) -> bool:
    """Whether whoever she names only showed her this page, and nobody else is spoken of."""
    rest, found = _TOLD_OF_HERE.subn(" ", fold(text))
    rest = re.sub(r"\bsur la \w+", " ", rest)
    others = (RELATIVE, _OF_SOMEBODY, _SOMEBODY_ELSE)
    return found > 0 and not any(pattern.search(rest) for pattern in others)


_NOT_FOR_ME = re.compile(
    r"\bpas (?:vraiment |tant )?pour moi\b.{0,15}\bpour (?:ma|mon|notre|une?|quelqu'un)\b"
)


def writes_for_another(text: str) -> bool:
    """Whether the writer says that it is not for her or him but for somebody else."""
    return _NOT_FOR_ME.search(fold(text)) is not None


_TRADES_OF_MEN = (
    "chauffeur|camionneur|livreur|patrouilleur|policier|enqueteur|avocat|infirmier|intervenant|educateur"
    "|travailleur social|gardien|directeur|pompier|ambulancier|plombier|electricien|mecanicien|veilleur"
    "|enseignant|agent de securite|barman|portier|proprietaire d'un (?:bloc|motel|immeuble)"
)
"""Said of himself: French gives the trade of a woman another form."""
_A_MAN = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis) (?:\w+ )?(?:veuf|un (?:homme|gars|gar|mec)"
    r"|son (?:mari|pere|frere|fils|oncle|grand-pere|conjoint|chum)"
    r"|le (?:pere|frere|mari|conjoint|chum) d\w*)\b"
    r"|\bj'?ai perdu ma (?:femme|blonde|conjointe)\b"
    rf"|\b(?:je suis|chu|j'suis|jsuis|moi je suis) (?:un |aussi )?(?:{_TRADES_OF_MEN})\b"
    r"|\b(?:je suis|chu|j'suis|jsuis) (?:le )?pere\b|\bcomme pere\b"
    r"|\b(?:un|des|les) (?:gars|hommes?) comme moi\b"
    r"|\b(?:i'?m|i am) (?:\w+ )?(?:an? (?:old |young |married |single |gay |trans )?"
    r"(?:man|guy|dad|father|widower|husband)|(?:her|his|their) "
    r"(?:dad|father|brother|husband|son|uncle|grandfather|boyfriend))\b|\bas a (?:man|father|dad)\b"
    r"|\b(?:guys?|men) like me\b"
)
_ACCENTED = re.compile(r"\bsuis (?:\w+ )?(?:marié|divorcé)\b")
"""Without its accent "Marie" is a woman's name."""


def speaks_as_a_man(text: str) -> bool:
    """Whether the writer says of himself that he is a man: he is said vous, and buys only if he says so."""
    return _A_MAN.search(fold(text)) is not None or _ACCENTED.search(text.lower()) is not None


_TRADES = (
    "travailleuse? (?:sociale?|de rue)|travailleur (?:social|de rue)|ts|intervenante?|infirmiere?|"
    "educat(?:rice|eur)|psychoeducatrice|psychologue|agente? de (?:probation|liaison)|sage-femme|policiere?|"
    "medecin|sexologue|criminologue|enseignante?"
)
_MORE_TRADES = (
    "avocate?|tes (?:dans|au|a|en)|patrouilleu(?:r|se)|enquet(?:eur|euse|rice)|ambulanci(?:er|ere)"
    "|technicienne? en (?:education|travail)|paramedic|pharmacienne?|conseillere? (?:d'|en )orientation"
    "|direct(?:rice|eur) d'ecole|ergotherapeute|orthopedagogue|psychoeducateur|travailleuse? de proximite"
)
"""Trades that are also asked for ("bonjour, avocate gratuite?"): said of herself, or with whom they serve."""
_ENGLISH_TRADES = (
    r"(?:social worker|(?:street |public health |school |er )?nurse|counsell?or|youth worker|outreach worker"
    r"|(?:support|shelter|street|protection) worker|case ?worker"
    r"|case manager|lawyer|attorney|police officer|cop|detective|teacher|doctor"
    r"|midwife|psychologist|therapist|paramedic|probation officer|intake worker|crisis worker|educator)"
)
_SERVED = (
    r"(?:\b(?:ma|une|mon|notre|mes|des|nos|cette) (?:\w+ )?(?:cliente|patiente|usagere|eleve|etudiante"
    r"|beneficiaire|residente)s?\b|\b(?:une|des|cette) (?:\w+ )?(?:femme|fille|jeune|dame)s?\b"
    r"|\bintervention\b|\bdossier\b)"
)
_PROFESSIONAL = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis|je travaille comme|ici|bonjour)[ ,]+(?:une? )?"
    rf"(?:{_TRADES})\b(?! (?:et|pis) (?:escorte|danseuse))"
    rf"|\b(?:je suis|chu|j'suis|jsuis|je travaille comme) (?:une? )?(?:{_MORE_TRADES})\b"
    rf"|^\W*(?:(?:bonjour|bonsoir|salut|allo|salam|ici)\W+)+(?:une? )?(?:{_TRADES}|{_MORE_TRADES})\b"
    rf"(?=.*{_SERVED})"
    r"|\b(?:i'?m|i am|as|i work as|this is|hi,) an? (?:(?!former|retired|ex\b)[\w-]+ ){0,2}?"
    rf"{_ENGLISH_TRADES}\b(?! and (?:an? )?(?:escort|stripper|dancer))|(?:^|[.,!] ?){_ENGLISH_TRADES} here\b"
    r"|\bi work (?:at|in|for|with) (?:an? |the )?(?:\w+ )?(?:women'?s? )?(?:shelter|crisis line|crisis centre"
    r"|crisis center|youth protection|clsc|outreach|drop-in|victims)\b",
    re.DOTALL,
)


def is_professional(text: str) -> bool:
    """Whether the writer says that helping is her trade."""
    return _PROFESSIONAL.search(fold(text)) is not None


_FOR_HER_OWN_WORK = re.compile(
    r"\b(?:me|m'|nous) ?(?:soutenir|appuyer|conseiller|outiller|former|guider|superviser|epauler)\b"
)


def asks_for_her_own_work(text: str) -> bool:
    """Whether somebody who helps by trade asks to be helped in it ("qui peut me soutenir?")."""
    return _FOR_HER_OWN_WORK.search(fold(text)) is not None


_SAYS_HE_BUYS = (
    r"\b(?:je suis|chu|j'suis|jsuis|j'etais|moi,? c'est) (?:(?:juste|encore|aussi|toujours|le|un) )*"
    r"(?:ex-|ancien |vieux )?(?:client|acheteur)\b(?! (?:de |du |d'|chez|a la|au ))"
    r"|\b(?:i'?m|i am|i was|i've been) (?:\w+ )?(?:an? )?(?:ex-|former |regular )?(?:john|buyer|punter)\b"
    r"|\bi(?:'ve| have)? ?(?:used to |still |often )?(?:pay|paid|buy|bought) (?:\w+ )?(?:for )?"
    r"(?:sex|escorts?|a girl|girls|women|a woman|a prostitute)\b"
    r"|\bi(?:'ve| have)? ?(?:see|saw|seen|hire|hired|visit|visited|been seeing) (?:an? |some )?"
    r"(?:escorts?|prostitutes?|sex workers?)\b"
)
_SELF_BUYER = re.compile(_SAYS_HE_BUYS)
_BUYS = re.compile(
    r"\b(?:achete\w*|achat|paye?[rs]?|paie[s]?|payant)\b(?! avec\b).{0,40}"
    r"\b(?:sexe|sexuels?|escortes?|filles?|femmes?|prostitue\w*|massages?|relations?)\b"
    r"|\b(?:voir|vois|vais voir|frequente\w*|appel\w*) (?:\w+ )?(?:des |les |une )?(?:escortes?|prostitue\w*|"
    r"masseuses?|travailleuses du sexe)\b"
    r"|\b(?:je suis|chu|j'suis|jsuis|j'etais|jetais|comme) (?:un )?(?:(?:ex|ancien)[- ])?client\b|"
    r"(?:^|[.,;!?]) ?(?:un )?(?:ex|ancien)[- ]client (?:depuis|ici|repenti)\b"
    r"|\b(?:alle|aller|retourne|retourner) voir une (?:\w+ )?(?:fille|femme)\b.{0,30}"
    r"\b(?:motel|hotel|salon|annonce|chambre)\b"
    r"|\b(?:acheter|achete) du sexe\b"
    r"|\b(?:la|une) (?:fille|femme|escorte|masseuse) que (?:j'?ai|je) (?:paye|payee|engagee?|louee?)\b"
    rf"|{_SAYS_HE_BUYS}"
)
_HIMSELF = re.compile(r"\b(?:je|j'\w+|jai|chu|moi|i|i'\w+|im)\b")
_PAID = re.compile(
    r"\b(?:j'?ai (?:\w+ )?paye|je (?:payais|paye|paie))(?= ?(?:$|[.,;!]|pendant|durant|souvent|trop souvent|"
    r"(?:\w+ )?fois|pour (?:ca|sa|cela)\b))"
)
"""Without what was paid: of a man who says that he is one, and names nobody of his."""


def buys(text: str) -> bool:
    """Whether the writer says in so many words that he pays for sex."""
    folded = fold(text)
    return _BUYS.search(folded) is not None and _HIMSELF.search(folded) is not None


def says_he_buys(text: str) -> bool:
    """Whether the writer calls himself a client or a buyer, or says that he pays: no model is needed."""
    return _SELF_BUYER.search(fold(text)) is not None and not speaks_of_herself(text)


def paid(text: str) -> bool:
    """Whether a man says that he has paid, without saying what for."""
    return _PAID.search(fold(text)) is not None and not names_a_relative(text)


TO_HER = re.compile(r"\b(?:m'|me |(?:avec|pour|chez|a cote de) moi\b)")


def speaks_for(profile: str, text: str) -> bool:
    """Whether words of `text` show that a `proche`, an `intervenant` or an `acheteur` writes.

    "Mon amie m'attend dans l'auto" does not make a relative of her, nor does whoever she called for help.
    """
    folded = fold(text)
    if profile == "proche":
        without = _HELPS.sub(" ", folded)
        of_another = is_kin(text) or names_a_relative(without) or _OF_SOMEBODY.search(without) is not None
        return of_another and not TO_HER.search(folded)
    return is_professional(text) if profile == "intervenant" else buys(text)
