"""Words that leave no doubt: "un refuge à Montréal", "de la bouffe", "chu travailleuse de rue".

Requests of two or three words give a model little to read, and they are the commonest on a telephone.
These nouns name a need by themselves. Whole words only: "clé" is not CLES, "droguerie" is no drug. A place
where she already is ("chu au refuge") asks for nothing.
"""

from __future__ import annotations

import re

from bot.safety.everyday import found_out
from bot.safety.french import fold, standardise

# A folded text (no accents, no capitals).
_NEEDS: tuple[tuple[str, str], ...] = (
    (
        "hebergement",
        r"refuges?|hebergements?|logements?|maison d'hebergement|appart(?:ement)? d'urgence|"
        r"(?:place|endroit|coin|lit|plasse) (?:pour |ou |a )?(?:dormir|coucher|rester|crecher|aller)|"
        r"(?:nulle part|pas de place) (?:ou )?(?:dormir|aller)|dormir (?:ce soir|a soir|cette nuit)",
    ),
    (
        "aide_alimentaire",
        r"(?:banque|aide|depannage) alimentaire|bouffe|(?:de quoi|argent pour|cenne pour) manger|"
        r"rien a manger|soupe populaire|panier d'epicerie|vetements|manteaux? d'hiver",
    ),
    (
        "sortie_prostitution",
        r"(?:sortir|m'en sortir|partir|arreter|quitter|lacher) (?:de |du |d')?(?:la |le |l'|les )?"
        r"(?:danse|prostitution|milieu|escorte|escorting|porno|clients|passes)",
    ),
    (
        "argent_dettes",
        r"loyers?(?: en retard)?|(?:mes |des )?dettes|(?:payer|paie) (?:mon|le) loyer|cheque de bs",
    ),
    ("grossesse", r"avort\w+|(?:je suis|chu|j'suis|jsuis) enceinte|tests? de grossesse"),
    (
        "papiers_identite",
        r"(?:pour|refaire|ravoir|remplacer) (?:mes|ma|mon|des) (?:papiers?|cartes?|pieces? d'identite)",
    ),
    ("traite", r"(?:situation|victime) de (?:la )?traite|traite (?:des personnes|humaine)"),
    ("juridique", r"avocate?s?|aide juridique|conseils? juridiques?"),
    (
        "sante_physique",
        r"(?:aller|passer) a (?:l'hopital|l'urgence|la clinique)|"
        r"medecins?|docteure?s?|infirmiere clinicienne|sans rendez-vous",
    ),
    ("sante_psychologique", r"cauchemars|psy|psychologue|psychotherap\w+"),
    ("sante_sexuelle", r"depistage|tests? itss|contraception|pilule du lendemain"),
    (
        "dependances",
        r"ma (?:conso|consommation)|arreter de (?:boire|consommer|sniffer)|"
        r"desintox\w*|detox|cure fermee|therapie (?:pour|alcool|drogue)\b",
    ),
    (
        "emploi_formation",
        r"une? (?:vraie? |autre |nouvel(?:le)? |bonne? )?(?:travail|emploi|job)|"
        r"(?:retourner|retour) (?:a l'ecole|aux etudes)|(?:finir|terminer) mon secondaire",
    ),
    ("soutien_proches", r"groupes? (?:de |pour )?(?:les |des )?(?:parents|proches|familles)"),
    ("entraide", r"groupe (?:de |pour )?(?:survivantes|femmes|soutien|entraide)"),
    (
        "ecoute",
        r"(?:quelqu'un|qqun|quequ'un) a qui (?:parler|jaser)|"
        r"(?:de quoi|quelque chose|une place|un endroit) pour (?:parler|jaser)(?! avec d)",
    ),
)
_ALREADY = (
    r"(?:\b(?:au|chez|dans le|dans un|dans une|sortie? du|suivie? par (?:un|une|ma|mon)|mon|ma|mes|son|sa) )"
)
# What she lives now is a need whatever the length of the message, and no word need ask for it.
_SITUATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hebergement",
        re.compile(
            r"\b(?:chu|je suis|j'suis|jsuis|je dors|j'dors|jdors|on est|on dort|je couche) (?:\w+ )?"
            r"(?:dehors|a la rue|dans la rue|dans mon (?:char|auto)|dans un char|sans abri|itinerante)\b"
            r"|\bans,? (?:\w+ )?dans la rue\b|\bau chaud\b"
            r"|\b(?:me|nous) (?:mettre|jeter|crisser|sacrer) (?:a la porte|dehors)\b"
            r"|\b(?:nulle part|pas de place) ou (?:dormir|aller|coucher|rester)\b"
            r"|\bj?(?:sais|sait|c) (?:pas|pu|pus|plus) (?:\w+ )?(?:ou|wou) (?:dormir|coucher)\b"
        ),
    ),
    (
        "aide_alimentaire",
        re.compile(
            r"\b(?:j'ai|jai|on a) (?:\w+ )?faim\b|\b(?:morte?s?|creve\w*) de faim\b|\bcreve (?:la )?faim\b"
            r"|\b(?:rien|pus?|plus) (?:rien )?(?:dans le frigo|a manger)\b"
            r"|\b(?:j'ai|jai|g|on a) (?:\w+ )?pas (?:d'|de |une )?(?:argent|cennes?) pour manger\b"
        ),
    ),
    (
        "argent_dettes",
        re.compile(
            r"\b(?:pu|pus|plus|pas) (?:d'argent|une cenne|une piasse)\b(?! pour (?:manger|la bouffe))"
            r"|\b(?:mois|semaines?) de loyer\b|\bloyers? en retard\b"
        ),
    ),
)
# A message of one word: what else could it ask?
_ALONE: tuple[tuple[str, str], ...] = (
    ("hebergement", r"dormir|coucher|lit|chambre|toit|abri|hebergement"),
    ("aide_alimentaire", r"manger|faim|nourriture|epicerie|vetements?|linge"),
    ("argent_dettes", r"argent|cash|factures?"),
    ("dependances", r"alcool|drogues?|dope|coke|crack|speed|fentanyl"),
    ("emploi_formation", r"job|jobine|emploi|travail"),
    ("sante_physique", r"sante|docteur|medecin|hopital|clinique"),
    ("papiers_identite", r"papiers|passeport"),
    ("immigration", r"immigration|visa"),
    ("ecoute", r"parler"),
)
_PATTERNS = tuple(
    (need, re.compile(rf"(?<![\w-])(?:{words})(?![\w'-])"), re.compile(rf"{_ALREADY}(?:{words})(?![\w'-])"))
    for need, words in _NEEDS
)
_ASKS = re.compile(r"\b(?:besoin|cherche|veux|veut|voudrais|faut|faudrait|trouver|ya tu|y a-t-il|manque)\b")
_TRADES = (
    "travailleuse? (?:sociale?|de rue)|travailleur (?:social|de rue)|ts|intervenante?|infirmiere?|"
    "educat(?:rice|eur)|psychoeducatrice|psychologue|agente? de probation|sage-femme|policiere?"
)
_PROFESSIONAL = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis|je travaille comme|ici|bonjour)[ ,]+(?:une? )?"
    rf"(?:{_TRADES})\b(?! (?:et|pis) (?:escorte|danseuse))"
)
MOST_WORDS = 9
"""A longer message names a need only beside a word that asks for it."""


def needs_named(text: str) -> tuple[str, ...]:
    """The needs that `text` asks for in words that leave no doubt."""
    folded = fold(text)
    lived = situations(text)
    if len(folded.split()) > MOST_WORDS and not _ASKS.search(folded):
        return lived
    named = (need for need, asked, had in _PATTERNS if asked.search(folded) and not had.search(folded))
    return tuple(dict.fromkeys([*named, *lived]))


def situations(text: str) -> tuple[str, ...]:
    """The needs that what she lives now makes plain ("chu dehors", "rien dans le frigo")."""
    folded = fold(text)
    return tuple(need for need, pattern in _SITUATIONS if pattern.search(folded))


def is_silence(text: str) -> bool:
    """Whether something was written without a letter or a digit ("…", "?")."""
    return bool(text) and not any(map(str.isalnum, text))


_AROUND = r"(?:(?:ok|bon|pis|et|puis|aussi|svp|stp|gratuite?s?|pas chere?s?|je? ?veux|je? ?cherche)\b ?)*"
_ARTICLE = r"(?:de la |du |des |de l'|de |d'|une? |l'|la |le )?"
_BARE = tuple(
    (need, re.compile(rf"{_AROUND}{_ARTICLE}(?:{words}) ?{_AROUND}")) for need, words in (*_NEEDS, *_ALONE)
)


def bare_request(text: str) -> str | None:
    """The need of a message that is nothing but its noun ("pis de la bouffe aussi"), or None."""
    bare = " ".join(re.sub(r"[?!.,;:…]+", " ", fold(text)).split())
    return next((need for need, pattern in _BARE if pattern.fullmatch(bare)), None)


_HERSELF = re.compile(
    r"\b(?:me|m') ?(?:bat(?:tait)?|frappe|tape|force|menace|viole|etrangle|suit|oblige|controle|surveille|"
    r"fait (?:mal|peur|danser|travailler))\b"
    r"|\bm'a(?:vait)? (?:\w+ )?(?:battue?|frappee?|forcee?|menacee?|violee?|etranglee?|obligee?|barree?)\b"
    r"|\b(?:je suis|chu|j'suis|jsuis) (?:une (?:femme|fille)|en fugue|mineure)\b"
    r"|\bj'?ai 1[0-7] ans\b"
    r"|\b(?:je|j') ?(?:me prostitue|danse|fais (?:des|un|encore des) clients?|fais de l'escorte)\b"
    r"|\b(?:ai|j'ai|jai|avais) (?:pas |pu |plus |jamais )?(?:re)?fait (?:de|un|des) clients?\b"
    r"|\b(?:ai|j'ai|jai) (?:deja )?fait (?:des|certaines) (?:choses|affaires|passes) (?:avec|pour) "
    r"(?:des|plusieurs) (?:hommes?|gars|messieurs|inconnus)\b"
    r"|\b(?:je |j'?)(?:vends|vendais) (?:mon corps|du sexe)\b"
    r"|\bm'acceptent pas\b|\bmoi (?:et|pis) (?:ma|mon|mes)\b|\b(?:mon|ma|mes) (?:et|pis) moi\b"
    r"|\bc'?est (?:pour )?moi\b(?! (?:qui|ki|aussi))|\bje parle de moi\b"
    # Her nights, her clients, what she did in her life, and who must not come near her.
    r"|\b(?:j'?ai|je|j') ?(?:fais |fait |re?vois |eu )?(?:\w+ ){0,2}?(?:cauchemars|flash-?backs)\b"
    r"|\bmes (?:anciens |vieux |autres )?clients?\b(?! (?:me )?(?:dis|parl|confi|demand)\w*)"
    r"|\bj'?ai (?:deja )?travaille (?:\w+ )?dans (?:une|des) maisons?"
    r"(?! (?:d'hebergement|de (?:la |transition|jeunes?|retraite|repos)|des jeunes))\b"
    r"|\bmon (?:mari|chum|conjoint) (?:ne )?(?:l'?a|l'ont|le sait|sait|savait) (?:pas|jamais|rien)\b"
    r"|\btrop tard pour (?:en parler|porter plainte|denoncer)\b(?! (?:a|avec) (?:elle|lui|ma|mon|la|sa)\b)"
    r"|\b(?:de|qu'il|qu'y|il|y) (?:m'|me )(?:approche|retrouve|retrace|localise|harcele|stalke)\w*"
    r"|\b(?:an|ans|mois) (?:que |qu'|k)?(?:je |j'?)(?:fais|fai|fait) (?:ca|sa|de l'escorte|des clients)\b"
    r"|\bmon (?:dernier|premier|prochain|seul) client\b"
    r"|\b(?:je |j'?)(?:travaille|danse|masse) (?:\w+ )?dans (?:un|des) (?:salons?|bars?|clubs?|studios?)\b"
    # A mother with hers, of whatever age: it is she who writes.
    r"|\bj'?ai (?:mes|deux|trois|quatre|[2-5]) (?:[2-5] |deux |trois |petits |jeunes |grands )?"
    r"(?:gars|garcons|filles|enfants|kids|flos|ados|petits|jumeaux|jumelles)\b"
)
_RELATIVE = re.compile(
    r"\b(?:ma|mon|notre) (?:grande |petite |meilleure? )?(?:fille|soeur|amie|blonde|niece|"
    r"cousine|mere|conjointe|femme|belle-fille|belle-soeur|petite-fille|fils|frere)\b"
)


_RELATIVE_OF_AN_AGE = re.compile(
    rf"{_RELATIVE.pattern},? (?:qui a|a|de|agee? de) (?:seulement |juste )?\d{{1,2}} ans\b"
)


def gives_the_age_of_a_relative(text: str) -> bool:
    """Whether the age said is that of somebody of the writer's own: "mon fils de 16 ans" is not sixteen."""
    return _RELATIVE_OF_AN_AGE.search(fold(text)) is not None


def speaks_of_herself(text: str) -> bool:
    """Whether the writer says in so many words that it happens to her: she is no relative, nor a worker."""
    return _HERSELF.search(fold(text)) is not None or found_out(standardise(text))


_A_MAN = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis) (?:\w+ )?(?:veuf|un (?:homme|gars|gar|mec)"
    r"|son (?:mari|pere|frere|fils|oncle|grand-pere|conjoint|chum)"
    r"|le (?:pere|frere|mari|conjoint|chum) d\w*)\b"
    r"|\bj'?ai perdu ma (?:femme|blonde|conjointe)\b"
)
_ACCENTED = re.compile(r"\bsuis (?:\w+ )?(?:marié|divorcé)\b")
"""Without its accent "Marie" is a woman's name."""


def speaks_as_a_man(text: str) -> bool:
    """Whether the writer says of himself that he is a man: he is said vous, and buys only if he says so."""
    return _A_MAN.search(fold(text)) is not None or _ACCENTED.search(text.lower()) is not None


def names_a_relative(text: str) -> bool:
    """Whether the text speaks of somebody of the writer's own: a mother is no buyer."""
    return _RELATIVE.search(fold(text)) is not None


_SAW = re.compile(
    r"\b(?:la|une|cette) (?:jeune )?(?:fille|femme|dame|danseuse|escorte|masseuse) (?:que|qu'on) "
    r"(?:(?:j'?|on )ai? |je )(?:\w+ )?(?:vue?|vois|croisee?|rencontree?|apercue)\b"
)


def saw_a_woman(text: str) -> bool:
    """Whether the writer tells of a woman seen ("la fille que j'ai croisée"), not of herself."""
    return _SAW.search(fold(text)) is not None and not speaks_of_herself(text)


_BUYS = re.compile(
    r"\b(?:achete\w*|achat|paye?[rs]?|paie[s]?|payant)\b(?! avec\b).{0,40}"
    r"\b(?:sexe|sexuels?|escortes?|filles?|femmes?|prostitue\w*|massages?|relations?)\b"
    r"|\b(?:voir|vois|vais voir|frequente\w*|appel\w*) (?:\w+ )?(?:des |les |une )?(?:escortes?|prostitue\w*|"
    r"masseuses?|travailleuses du sexe)\b"
    r"|\b(?:je suis|chu|j'suis|jsuis|comme) (?:un )?client\b|\b(?:acheter|achete) du sexe\b"
    r"|\b(?:la|une) (?:fille|femme|escorte|masseuse) que (?:j'?ai|je) (?:paye|payee|engagee?|louee?)\b"
)


_HIMSELF = re.compile(r"\b(?:je|j'\w+|jai|chu|moi)\b")


def buys(text: str) -> bool:
    """Whether the writer says in so many words that he pays for sex."""
    folded = fold(text)
    return _BUYS.search(folded) is not None and _HIMSELF.search(folded) is not None


_TO_HER = re.compile(r"\b(?:m'|me |(?:avec|pour|chez|a cote de) moi\b)")
_OF_SOMEBODY = re.compile(
    r"\b(?:pour|d'|a|avec|chez) ?(?:une?|cette|la) (?:\w+ )?"
    r"(?:amie?|collegue|voisine|fille|femme|jeune|copine)\b"
    r"|\bune (?:amie|collegue|voisine|copine) (?:a moi|s'est|est|se|qui)\b"
    r"|\bquelqu'un (?:que|d'autre)\b"
)


def speaks_for(profile: str, text: str) -> bool:
    """Whether words of `text` show that a `proche`, an `intervenant` or an `acheteur` writes.

    "Mon amie m'attend dans l'auto" does not make a relative of her.
    """
    folded = fold(text)
    if profile == "proche":
        of_another = names_a_relative(text) or _OF_SOMEBODY.search(folded) is not None
        return of_another and not _TO_HER.search(folded)
    return is_professional(text) if profile == "intervenant" else buys(text)


_ANOTHER_WOMAN = re.compile(
    rf"{_RELATIVE.pattern}|\b(?:ma|la|cette|une) (?:\w+ )?(?:coloc\w*|copine|collegue|voisine|belle-mere"
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
    hers = _TO_HER.search(folded) or _HIS_OWN.search(folded) or speaks_of_herself(text)
    return not hers and all(one.search(folded) for one in (_ANOTHER_WOMAN, _DONE_TO_HER))


def in_first_person(text: str) -> bool:
    """Whether a word of `text` speaks of whoever writes."""
    return _FIRST_PERSON.search(fold(text)) is not None


_GOES_ON = re.compile(
    r"\b(?:veux|veut|vx|vais|vas|pense|compte|suis|chu) (?:pas|pu|plus|jamais|aucunement) "
    r"(?:vraiment |encore |du tout )?(?:pret\w* )?(?:a |de |d')?"
    r"(?:m'en )?(?:lacher|arreter|quitter|sortir|partir|debarquer|changer de (?:vie|job|metier))\b"
    r"(?! (?:de |d')?(?:fumer|boire|consommer|prendre|te |vous |me ))"
)


def goes_on_as_before(text: str) -> bool:
    """Whether she says that she does not want to leave what she does."""
    return _GOES_ON.search(fold(text)) is not None


_CHILD_PROTECTION = re.compile(
    r"\bdpj\b|protection|signal|\bplace(?:e|es|r|ment|ments)\b|famille d'accueil|"
    r"centre jeunesse|foyer|\bgarde\b|\bjuge\b|tribunal|abus|maltrait|neglig|ravoir|enlev|danger|battu|frapp"
)


def names_child_protection(text: str) -> bool:
    """Whether something in `text` speaks of protecting a child: that she has children does not."""
    return _CHILD_PROTECTION.search(fold(text)) is not None


_FOR_HER_OWN_WORK = re.compile(
    r"\b(?:me|m'|nous) ?(?:soutenir|appuyer|conseiller|outiller|former|guider|superviser|epauler)\b"
)


def asks_for_her_own_work(text: str) -> bool:
    """Whether somebody who helps by trade asks to be helped in it ("qui peut me soutenir?")."""
    return _FOR_HER_OWN_WORK.search(fold(text)) is not None


def is_professional(text: str) -> bool:
    """Whether the writer says that helping is her trade."""
    return _PROFESSIONAL.search(fold(text)) is not None
