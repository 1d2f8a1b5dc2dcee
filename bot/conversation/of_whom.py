"""Of whom a message speaks: of whoever writes, of another woman, of a child, and whose age it gives.

The danger of a friend is not answered with "ce n'est pas ta faute", and "mon fils de seize ans" makes nobody
sixteen. Who writes is read in who_writes.py.
"""

from __future__ import annotations

import re

from bot.conversation.who_writes import A_MOTHER, RELATIVE, TO_HER, speaks_of_herself
from bot.safety.french import fold

_RELATIVE_OF_AN_AGE = re.compile(
    rf"{RELATIVE.pattern},? (?:qui a|a|de|agee? de) (?:seulement |juste )?\d{{1,2}} ans\b"
)


def gives_the_age_of_a_relative(text: str) -> bool:
    """Whether the age said is that of somebody of the writer's own: "mon fils de 16 ans" is not sixteen."""
    return _RELATIVE_OF_AN_AGE.search(fold(text)) is not None


_CHILD_OF_AN_AGE = re.compile(
    r"\b(?:son|sa|ses|leurs?|le|les|un|mon|mes) (?:petite?s? |jeunes? |autres? )?"
    r"(?:fils|gars|garcons?|ti-gars|enfants?|bebes?|flos?|kids?|petits?|jumeaux|jumelles|(?<=sa )fille)"
    r"[, ]+(?:qui )?(?:(?:a|ont|de|age|ages) )?(?:seulement |juste )?\d{1,2}(?: (?:et|pis|ou) \d{1,2})? ans\b"
)
_OWN_YOUNG_AGE = re.compile(
    r"\b(?:j'?ai|g) (?:juste |seulement )?1[0-7] ?(?:ans|pis|et)\b|\b(?:je suis|chu) mineure\b"
)


def gives_the_age_of_a_child(text: str) -> bool:
    """Whether the age said is that of a child of the one helped ("avec son fils de 11 ans")."""
    return _CHILD_OF_AN_AGE.search(fold(text)) is not None


_KID = (
    r"(?:fils|filles?|gars|garcons?|ti-gars|enfants?|bebes?|kids?|flos?|ados?|ti-cul|sons?|daughters?|child"
    r"|children|boys?|girls?|teen(?:ager)?s?|bab(?:y|ies))"
)
_HAVE = r"(?:j'?ai|jai|moi et|avec|have|i've got|i got|with|raising)"
"""Before "une fille de 14 ans": a child of hers. "Je suis une fille de 16 ans" is of herself."""
_OWN_CHILD = (
    rf"(?:\b(?:mon|ma|mes|nos|notre|my|our|{_HAVE} (?:une?|an?|deux|trois|two|three))"
    rf" (?:[a-z-]+ ){{0,2}}?{_KID}\b"
    r"|\b(?:mon|ma|mes|my) (?:plus )?(?:vieux|vieille|jeunes?|grande?s?|petite?s?|ainee?|cadette?|oldest"
    r"|eldest|youngest)\b|\b(?:le mien|la mienne|les miens|mine)\b)"
)
_YEARS = (
    r"(?:(?<!\d)(?:1[0-7]|[1-9])(?![\d$%:h])|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|onze|douze|treize"
    r"|quatorze|quinze|seize|dix(?:[- ]sept)?|two|three|four|five|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen)\b)"
)
_OLD = r"(?:[- ]?(?:ans?|yo|y/o|years?[- ]olds?|years? of age)\b)?"
_SEVERAL = (
    rf"{_YEARS}{_OLD}(?:(?: ?,| et| pis| and| &)(?: (?:ma|mon|my|la|le|une?) (?:\w+ )?\w+)? {_YEARS}{_OLD})*"
)
_COUNTED = r"(?! (?:clients?|fois|heures?|times|hours|nuits?|nights|amies?|friends))"
_HAS = (
    r"(?:(?:qui|who|il|elle|he|she|y|ils|elles|they) ?)?"
    r"(?:(?:vient d'avoir|va avoir|vont avoir|agee?s? de|aged|just turned|turned|turning|a|ont|have|de|of"
    r"|is|are|'s|'re|s) )?(?:juste |seulement |only |just |deja |already |presque |almost )?"
)
_NAMES_A_CHILD = re.compile(_OWN_CHILD)
_AGE_OF_OWN_CHILD = re.compile(
    rf"{_OWN_CHILD}(?:,? )?{_HAS}(?:[(] ?)?{_SEVERAL}{_COUNTED}"
    rf"|\b(?:(?:my|our)|{_HAVE} an?) {_YEARS}[- ](?:years?[- ]olds?|yo\b)(?: {_KID}\b)?"
)
"""The age of a child of the writer's, in one breath: "le mien a 13 ans", "my boys are 11 and 13"."""
_THEN_THE_AGE = re.compile(
    r"\b(?:he's|she's|hes|they're|(?:he|she|they) (?:is|are|just turned|turned)|il a|elle a|a?l'a|y a|ils ont"
    rf"|elles ont) (?:juste |seulement |only |just )?{_SEVERAL}(?= ?(?:$|[.,;:!?)]|and\b|et\b|pis\b|ans\b))"
    rf"{_COUNTED}"
)
"""After a child was named: "my son thinks i clean offices. he's 16"."""
_OWN_AGE_SAID = re.compile(
    rf"{_OWN_YOUNG_AGE.pattern}"
    r"|\b(?:j'?ai|jai|g|chu|i'?m|i am|i just turned|moi) (?:(?:an?|juste|seulement|just|only) )*"
    r"(?:1[0-7]|onze|douze|treize|quatorze|quinze|seize|dix[- ]sept|fifteen|sixteen|seventeen|fourteen"
    r"|thirteen)(?=[- ]?(?:$|[.,;!?]|ans?\b|years?\b|yo\b|f\b|pis\b|et\b|and\b|y/o))"
    r"|\bi'?m (?:a minor|underage)\b|\b(?:je suis|chu|jsuis) une? (?:fille|gars|ado) de 1[0-7]\b"
)
_ANOTHER_YOUNG_AGE = re.compile(
    r"(?<!depuis )(?<!pendant )(?<!fait )(?<!y a )(?<!for )"
    r"\b(?:1[0-7]|onze|douze|treize|quatorze|quinze|seize|dix-sept|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"[- ]?(?:ans\b|yo\b|years?[- ]old)|\bmineures?\b|\bunderage\b"
)
"""Of nobody's child, and no time that something has lasted ("je danse depuis 12 ans")."""
_IN_TROUBLE = re.compile(
    # What is done to the child, what she or he does, and that it is for her or him that help is sought.
    r"\b(?:fugu\w*|dispar\w*|missing|ran away|runaway|client\w*|escort\w*|prostitu\w*|danse\w*|strip\w*"
    r"|pimp\w*|mac|proxenet\w*|traff\w*|vend\w*|vendue?s?|sell\w*|sold|achet\w*|exploit\w*|recrut\w*|groom\w*"
    r"|photos?|videos?|nudes?|nue?s?|snap\w*|insta\w*|tiktok|onlyfans|internet|en ligne|online"
    r"|viol\w*|rape\w*|abus\w*|touch\w*|agress\w*|assault\w*|frapp\w*|bat|battue?|battre|hits?|beats?|hurts?"
    r"|forc\w*|oblig\w*|menac\w*|threat\w*|control\w*|drogu\w*|drugs?|dope|suicid\w*|mourir|die|mutil\w*"
    r"|chum|copain|boyfriend"
    r"|(?:un|des|plusieurs|vieux|les) (?:\w+ )?(?:gars|hommes?|messieurs|monsieurs?|types?)"
    r"|l?'?argent|enceinte|pregnant|fume\w*|consomm\w*|overdose|surdose|pilule|soign\w*|suivi|confier|programme"
    r"|l?'?intervenante?|prof|docteur|doc|infirmiere|psy"
    r"|(?:a|some|older|these|those) (?:\w+ )?(?:guys?|m[ae]n)|cadeaux?|gifts?|cash|motels?|hotels?|partys?"
    r"|inquiet\w*|worri\w*|peur|scared|afraid|chang(?:e|ed)|reconnai\w+|rentree?|couche dehors"
    r"|danger\w*|dpj|police|signal\w*|place(?:e|es|r)?|famille d'accueil|foster"
    r"|aider?|help|pour (?:ma|mon|mes)|for my|quoi faire|comment (?:lui|la|le)|what (?:to|do i) do)\b"
)
_OWN_CLAUSE = re.compile(
    r"(?:moi )?(?:(?:je |j')(?:suis|dors|reste|vis|travaille|loge)|chu|j'suis|i'?m"
    r"|i (?:am|work|live|sleep|stay)) "
    r"(?:\w+ )?(?:au|dans|a l'|en|sur|at|in|on)\b"
)
_CLAUSES = re.compile(r"[.,;:!?()]+|\b(?:pis|et|mais|puis|and|but)\b")


def _child_in_trouble(folded: str) -> bool:
    """Whether a trouble is told that is not where the writer is, nor what she lives herself."""
    return any(
        _IN_TROUBLE.search(clause)
        and not speaks_of_herself(clause)
        and not (_OWN_CLAUSE.match(clause.strip()) and not _NAMES_A_CHILD.search(clause))
        for clause in _CLAUSES.split(folded)
    )


_TELLS_OF_ITSELF = re.compile(r"\b(?:je|j'\w+|jai|chu|me|m'\w+|moi|i|i'\w+|im|maman|mommy|mom)\b")


def gives_her_own_age(text: str) -> bool:
    """Whether whoever writes says an age under eighteen of her own."""
    return _OWN_AGE_SAID.search(fold(text)) is not None


def only_ages_of_children(text: str) -> bool:
    """Whether every young age said is that of a child of the writer's, and none her own: "my son is 16", "le
    mien a 13 ans". A mother of seventeen says both."""
    return _ages_of_children(fold(text))


def _ages_of_children(folded: str) -> bool:
    if gives_her_own_age(folded):
        return False
    rest, found = _AGE_OF_OWN_CHILD.subn(" ", folded)
    if _NAMES_A_CHILD.search(folded):
        rest, later = _THEN_THE_AGE.subn(" ", rest)
        found += later
    return found > 0 and _ANOTHER_YOUNG_AGE.search(rest) is None


def child_in_passing(text: str) -> bool:
    """Whether a child's age is said in passing: nothing happens to the child, nothing is asked for it."""
    folded = fold(text)
    return _ages_of_children(folded) and not _child_in_trouble(folded)


def child_beside_her(text: str) -> bool:
    """Whether a child is named in passing by who tells of herself: a mother who writes, no relative."""
    return _TELLS_OF_ITSELF.search(fold(text)) is not None and child_in_passing(text)


def only_her_children_are_young(text: str) -> bool:
    """Whether those under 18 of whom `text` speaks are children of a grown woman, and she is no minor."""
    folded = fold(text)
    children = _CHILD_OF_AN_AGE.search(folded) or re.search(A_MOTHER, folded)
    named = children is not None and _OWN_YOUNG_AGE.search(folded) is None
    return named or child_in_passing(text)


_SAW = re.compile(
    r"\b(?:la|une|cette) (?:jeune )?(?:fille|femme|dame|danseuse|escorte|masseuse) (?:que|qu'on) "
    r"(?:(?:j'?|on )ai? |je )(?:\w+ )?(?:vue?|vois|croisee?|rencontree?|apercue)\b"
)


def saw_a_woman(text: str) -> bool:
    """Whether the writer tells of a woman seen ("la fille que j'ai croisée"), not of herself."""
    return (_SAW.search(fold(text)) is not None and not speaks_of_herself(text)) or witnesses(text)


_GIRLS = (
    r"(?:young|des|deux|trois|quatre|plusieurs|quelques|les|la|une|cette|ces|\d|two|three|four|several|some|the|these"
    r"|those|a|an|this) (?:memes? |same |jeunes? |young |petites? |autres? |other |two |deux |trois )*"
    r"(?:filles?|femmes?|dames?|adolescentes?|demoiselles?|girls?|wom[ae]n|lad(?:y|ies)|teenagers?)\b"
)
_CARRIES = (
    r"(?:prends|depose|ramasse|conduis|transporte|embarque|reconduis|livre|drop(?:pe)?"
    r"|loue (?:\w+ )?(?:\w+ )?a|sers|fais monter"
    r"|ai (?:pris|depose|ramasse|conduit|transporte|embarque|reconduit)"
    r"|drive|drove|pick up|picked up|drop off|dropped|rent(?:ed)? (?:\w+ )?(?:\w+ )?to|serve)"
)
_SEES = (
    r"(?:vois|entends|croise|remarque|observe|ai (?:vu|vue|vues|entendu|croise|remarque|apercu)"
    r"|see|hear|saw|heard|notice|noticed|watch|keep seeing|kept seeing)"
)
_FROM_OUTSIDE = (
    r"\b(?:entrer|sortir|monter|descendre|passer|pleurer|crier|arriver|meme|memes"
    r"|avec (?:un|des|le|plusieurs|trois) (?:\w+ )?(?:hommes?|gars|messieurs|monsieur|types?)"
    r"|going|coming|crying|screaming|getting|same|different"
    r"|with (?:a|some|two|an) (?:\w+ )?(?:m[ae]n|guys?))\b"
)
_WITNESSES = re.compile(
    rf"\b(?:je|j'|i|on|we) ?{_CARRIES} (?:\w+ ){{0,2}}?{_GIRLS}"
    rf"|\b(?:je|j'|i) ?{_SEES}\b(?=.*{_FROM_OUTSIDE}) (?:\w+ ){{0,2}}?{_GIRLS}"
    r"|\b(?:des|plusieurs|deux|trois|two|young|different) (?:jeunes? )?(?:filles|femmes|girls|women)"
    r" (?:qui )?(?:entrent|sortent|montent|descendent|defilent|go|come|going|coming)\b.*"
    r"\b(?:voisin\w*|en face|d'a cote|locataires?|airbnb|air bnb|immeuble|bloc|next door|neighbou?r\w*"
    r"|tenants?|across|upstairs|building)\b"
)
_ONE_OF_THEM = re.compile(
    r"\b(?:comme moi|moi aussi|moi et|moi pis|avec moi|(?:et|pis) moi|nous (?:force|oblige|vend|bat)\w*"
    r"|(?:mes|nos) clients|arreter?|degout\w*|degueu\w*|faire ca|quit|i hate myself|me too|like me"
    r"|with me|and me|us girls|ma (?:soeur|mere|fille|blonde))\b"
)


def witnesses(text: str) -> bool:
    """Whether the writer tells of women that she or he drives, lodges or sees pass, and is none of them."""
    folded = fold(text)
    hers = _ONE_OF_THEM.search(folded) is not None or speaks_of_herself(text)
    return _WITNESSES.search(folded) is not None and not hers


_ANOTHER_WOMAN = re.compile(
    rf"{RELATIVE.pattern}|\b(?:ma|la|cette|une) (?:\w+ )?(?:coloc\w*|copine|collegue|voisine|belle-mere"
    r"|tante|amie|fille|femme|cliente|best)\b|\bmon amie\b|\ba?elle\b"
)
_MAN = r"(?:\w+ )?(?:chum|mari|ex|pimp|mac|copain|conjoint|proxo|proxenete|client|boss)\b"
_DONE_TO_HER = re.compile(
    rf"\bson {_MAN}"
    r"|\b(?:se|s'est|s'|sest|s'etait) ?faite? (?:\w+ )?(?:battre|frapper|violer|menacer|etrangler|agresser"
    r"|suivre|forcer|enfermer|droguer|kidnapper)"
    r"|\b(?:la|l')(?: ?a)? ?(?:bat|battue?|frappe\w*|tape\w*|menace\w*|force\w*|viole\w*|suit|etrangle\w*"
    r"|controle\w*|enferme\w*|lache pas)\b"
    r"|\belle (?:saigne|respire|repond (?:pas|plus|pu)|est inconsciente|a (?:pris|avale|fait une)"
    r"|veut (?:mourir|en finir|plus vivre|pu vivre)|s'est (?:coupee|enfermee|pendue|evanouie)"
    r"|(?:m'a dit qu'elle |dit qu'elle |parle de )(?:veut |voulait )?(?:mourir|se tuer|en finir))"
)
_HIS_OWN = re.compile(rf"\bmon {_MAN}")
_FIRST_PERSON = re.compile(r"\b(?:je|j'\w+|j|jai|jsuis|chu|me|m'\w+|moi|mon|ma|mes)\b")


def danger_of_another(text: str) -> bool:
    """Whether a danger told in `text` is that of another woman ("son chum a casse la porte de ma coloc"):
    "ce n'est pas ta faute" would show that nobody read."""
    folded = fold(text)
    if witnesses(text):
        return True
    hers = TO_HER.search(folded) or _HIS_OWN.search(folded) or speaks_of_herself(text)
    if hers:
        return False
    a_child = _ages_of_children(folded) and _child_in_trouble(folded)
    return a_child or all(one.search(folded) for one in (_ANOTHER_WOMAN, _DONE_TO_HER))


def tells_of_herself_alone(text: str) -> bool:
    """Whether `text` speaks of whoever writes, and of no other woman."""
    return in_first_person(text) and _ANOTHER_WOMAN.search(fold(text)) is None


def in_first_person(text: str) -> bool:
    """Whether a word of `text` speaks of whoever writes."""
    return _FIRST_PERSON.search(fold(text)) is not None


_CHILD_PROTECTION = re.compile(
    r"\bdpj\b|protection|signal|\bplace(?:e|es|r|ment|ments)\b|famille d'accueil|"
    r"centre jeunesse|foyer|\bgarde\b|\bjuge\b|tribunal|abus|maltrait|neglig|ravoir|enlev|danger|battu|frapp"
)


def names_child_protection(text: str) -> bool:
    """Whether something in `text` speaks of protecting a child: that she has children does not."""
    return _CHILD_PROTECTION.search(fold(text)) is not None
