"""The age of the person the help is for, as a message says it. Rules, no model.

An age is hers, not a duration ("15 ans de rue"), a child's ("ma fille de 3 ans" when she asks for herself), a
price, an hour or a date. Sources of the rules: label rules of the taxonomy; the Québec school ladder (sixth
grade of primary at 11-12, secondary 1 at 12-13, up to secondary 5 at 16-17: Ministère de l'Éducation).
"""

from __future__ import annotations

import re
from datetime import date

from bot.safety.french import fold, standardise

_UNITS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_NUMBER_WORDS = "|".join(["vingts", *_UNITS, *_TENS, "et", "une"])

# As it is heard: "vin katre an". Read as numbers only just before "an".
_HEARD = {
    "vin": "vingt", "vint": "vingt", "katre": "quatre", "catre": "quatre", "katorze": "quatorze", "katorz": "quatorze",
    "kinze": "quinze", "kinz": "quinze", "sèze": "seize", "seze": "seize", "saize": "seize", "sete": "sept", "set": "sept",
    "uit": "huit", "nef": "neuf", "neu": "neuf", "dis": "dix", "diset": "dix sept", "dizuit": "dix huit", "dizwit": "dix huit",
    "diznef": "dix neuf", "dizneuf": "dix neuf", "trante": "trente", "trent": "trente", "karante": "quarante",
    "karant": "quarante", "sinkante": "cinquante", "sinquante": "cinquante", "sink": "cinq", "sis": "six", "troi": "trois",
    "tro": "trois", "deu": "deux", "swasante": "soixante", "soisante": "soixante", "di": "dix",
}  # fmt: skip
_HEARD_AGE = re.compile(
    rf"\b(?:(?:{'|'.join(sorted([*_HEARD, *_UNITS, *_TENS, 'et'], key=len, reverse=True))}) )+(?=an[s]?\b)"
)
_SPELLED = re.compile(rf"\b(?:(?:{_NUMBER_WORDS})[ -]?)+\b")

# What makes "N ans" a duration, a past, a child's or another's age.
_DURATION_BEFORE = re.compile(
    r"(?:\b(?:depuis|pendant|durant|dans|apres|avant|il y a|ya|y a|fait|fait ca|faite ca|fais|faisait|sa fe|sa fait|pour|encore|passe|mis|pris|"
    r"sur|fete|fetes|premiere|environ|presque|plus de|moins de|au moins|minimum|majeure a|legal|fini|condamne\w*|prison|"
    r"en|a l age de|vers|en bas de|en haut de|avait pas|avaient pas|de \d+ a|entre \d+ et|quand j avais|lorsque j avais|j avais|javais|jave[sz]?|javai|avait|avais|avaient|etait|etais|jusqu a|"
    r"des|v la|vla|voila|pandan|depui|d puis|dpuis|dpui|moin de|trou d|trou de|vieux de|vieille de|faits de|danse|reste la|mbate|"
    r"travailler pour lui|entre \d+ et)\s+(?:environ |presque |plus de |a peu pres |bientot |maintenant )?)$"
)
_DURATION_AFTER = re.compile(
    r"^(?:\s*(?:ans?|annees?))\s*(?:que|qu|de (?:rue|prostitution|vie|danse|dope|drogue|consommation|sobriete|mariage|metier|milieu|experience|"
    r"travail|carriere|escorte|prison|galere|relation|service|cam|bar|retard|silence|violence)|d (?:experience|escorte|abus|attente)|plus tard|passes?|"
    r"apres|dans (?:le|la|l|tout\w*)|d temps|de temps|dtemps|dage|d age|la nuit|et \+|\+|donc|avant|ensemble|chaque|minimum|et plus|et moins|ou plus|ou moins)\b"
)
_SPENT = re.compile(r"\b(?:travaille|passe|vecu|danse|endure|perdu|dure|tenu|reste)\s*$")
"""Before "N ans": how long. "J'ai vécu douze ans là"."""
_PAST_AFTER = re.compile(
    r"^\s*ans?,? (?:(?:j ai|jai|elle a|a l a|il a) (?!besoin|envie|peur|faim|juste|pas\b|des\b|une?\b|rien|tellement)\w+(?:e|i|u|is|it)\b|"
    r"(?:on|y|il|un \w+|une \w+) m a \w|je me suis |jme suis |j etais )"
)
_THEN_AFTER = re.compile(r"^\s*ans?,? (?:(?:et|pis|puis) )?(?:apres|ensuite|puis)\b")
""" "À 18 ans, après les bars…": what came then."""
_CAME = re.compile(r"\b(?:descendue?|montee?|venue?|came down|moved|debarquee?|mariee?)\b.*\b(?:a|at)\s*$")
_LATELY = re.compile(
    r"\b(?:hier|aujourd hui|a soir|ce soir|ce matin|semaine passee|tantot|maintenant|astheure|la la)\b"
)
_OTHER_MAN = re.compile(
    r"\b(?:gars|homme|monsieur|bonhomme|vieux|chum|client|proprio|boss|mac|pimp|recruteur|type|copain|mari) (?:de|d|a|agee? de)\s*$"
)
_CHILD = re.compile(
    r"\b(?:mes|ma|mon|nos|notre|sa|son|ses|un|une|des|les|ti|du|deux|trois|\d)\s*"
    r"(?:petit |petite |p tite |plus vieux |plus vieille |plus jeune )*"
    r"(?:fils|gars|garcon|filles?|enfants?|bebes?|jumeaux|jumelles|flo|kids?|petits?|petites?|ados?|bebe|plus jeune|plus vieux|vieille|vieux|mousse|"
    r"poupon)(?: \w+){0,3}?\s*(?:de|a|ont|d|est|qui a|,|y a)?\s*$"
)
_RELATIVE = re.compile(
    r"\b(?:fille|fils|soeur|frere|amie?|niece|cousine|filleule|blonde|copine|mere|tante|petite fille|belle fille|belle soeur|collegue|coloc|colocataire|"
    r"cliente|usagere|beneficiaire|patiente|residente|etudiante|eleve|jeune|adolescente|femme|dame|personne|voisine|elle|chum|conjointe|protegee)\b"
)
_ENTITY_AGE = re.compile(
    r"(?<![\d,./:$-])(\d{1,3})\s*(?:(?:ans?|an|ane|annees?|balais|piges|printemps|year ?old|years ?old|yo|y\.?o\.?)\b|a(?=[.,]))"
)
# "commencé à 22 ans" tells when, not how old she is now.
_AT_AN_AGE = re.compile(
    r"\b(?:(?:com|ko)\w*m[ae]n[cs]\w+|debut\w*|arrivee?s?|partie?s?|entree?s?|tombee?s?|rentree?s?|illegal\b.*|quitter\b.*|"
    r"finissent\b.*|transition)\b.*\ba\s*$"
)
_MONEY = re.compile(r"\b(\d+)\s*(?:\$|piast|piass|dollar|k\b)")
_SOMEBODY_OF = re.compile(
    r"\b(?:femme|fille|soeur|asile|dame|personne|jeune|cliente|patiente|usagere|amie|mere|niece|cousine|etudiante|adolescente) (?:de|d|agee? de)\s*$"
)
_IN_HAVE = re.compile(
    r"\bj?en (?:ai|a|e)\s+(?:juste |seulement )?(\d{2})\b(?!\s*(?:enfants?|ans? de|amies?|clients?|\$))"
)
_G_AGE = re.compile(r"(?:^|[\s,.])g (\d{2})\b(?!\s*(?:\$|enfants?|clients?|an[s]? de|mois|jours?|semaines?))")
_FIRST = re.compile(
    r"^\W*(\d{2})\s*(?:(?:ans?|an)\s*)?(?:,|pis toi|la\b|\W*bientot \d{2}|a\b(?=[,.])|et demie?\b|passe(?:e|es|s)?\b|"
    r"presque \d{2}|faite?s? (?:en|le|la|au|hier)\b|mais\b)"
)
# "J'viens d'avoir mes trente", "je file su mes 47".
_MY_YEARS = re.compile(
    r"\b(?:avoir|eu|file|fete|faite?|approche|pogn\w*|su|sur|dans) mes (\d{2})\b(?!\s*(?:\$|clients?|enfants?|heures?))"
)
# "Ma nièce, 17, Longueuil": between commas, beside somebody.
_BETWEEN = re.compile(
    r"\b(?:niece|soeur|fille|cousine|amie|ado|jeune|eleve|gars|fils|garcon|cliente|usagere|patiente|residente|"
    r"femme|homme|maman|mere|papa|dame|monsieur)\b[^.!?]*, (\d{2})\s*(?=,)"
)
# "24F, Hull", "f26 tr", "33a mtl", "26 trans girl".
_CODE = re.compile(
    r"^\W*(?:(\d{2}) ?[fhm]\b|[fh] ?(\d{2})\b|(\d{2})a\b(?= [a-z])|"
    r"(\d{2}) (?=(?:trans |cis |black |native )?(?:girl|woman|female|femme trans|fille trans|trans)\b))(?! ?(?:\$|ans? de))"
)
_IN_BRACKETS = re.compile(r"\((1[2-9]|[2-9]\d)(?: ?ans)?\)")
_SHE_IS = re.compile(
    r"\b(?:she|he|who) (?:s|is) (?:only |just )?(\d{2})\b(?!\s*(?:\$|weeks?|months?|days?|hours?|th|km|min))"
)
_OF_AGE = re.compile(
    r"\b(?:gars|fille|soeur|femme|homme|niece|cousine|amie|jeune|ado|adolescente?|garcon|fils|etudiante|eleve|mere|maman|mom|tante|bestie|bff|friend|sister|"
    r"blonde|copine|frere|daughter|teen) (?:de |a |en a |d |(?<=jeune )|(?<=ado ))(\d{2})\b(?!\s*(?:ans?|mois|jours?|semaines?|clients?|\$|enfants?))"
)
_SAID_AGE = re.compile(
    r"\b(?:j ai|jai|je viens d avoir|viens d avoir|je vais avoir|elle a|a l a|elle va avoir|il a|qui a|agee? de|age|j ai eu|mon age c est|"
    r"age c est|i m|im|i am|turned|chu|je suis|je suis a|je file|je file su mes|je file sur mes|faite? mes|rendue a|davoir|d avoir|y a|a juste|a seulement|rien que|juste|seulement)\s+(?:juste |seulement |rien que |genre |maintenant |deja |a peine |presque |"
    r"bientot )?(\d{1,2})\b(?!\s*(?:enfants?|filles?|gars|garcons?|fils|bebes?|flos?|ans?\b|an\b|mois|semaines?|jours?|heures?|h\b|clients?|\$|piastres?|dollars?|"
    r"piasses?|k\b|minutes?|fois|soeurs?|freres?|jobs?|personnes?|chats?|chiens?|%|pour cent|cell|amies?|numeros?|rdv|rendez|dossiers?|amendes?|chambres?|e\b|"
    r"eme|ieme|et demie?|[,.]\d|nuits?|sacs?|amis?|km|cartes?|bars?|loyers?|papiers?|ans de|sec|mille|000))"
)
_ALONE = re.compile(
    r"^\W*(?:age\W*)?(\d{1,2})(?:\W*$|\W+(?:pile|bientot|depuis|mon|ma|tantot|en|ben)\b[^\d]{0,24}$)"
)
_BORN = re.compile(r"\b(?:nee?|n e|naissance|ne) (?:le \d{1,2} \w+ |en |au |\w+ )?(?:\w+ )?((?:19|20)\d\d)\b")
_SCHOOL = re.compile(r"\b(?:sec(?:ondaire)?|s)[ .]*([1-5])\b")
_SCHOOL_AGE = {"1": 12, "2": 13, "3": 14, "4": 15, "5": 16}
"""Age on 30 September, when the year begins: nobody in it is younger."""
_SOON = re.compile(
    r"\b(?:vais avoir|va avoir|vas avoir|j aurai|jaurai|elle aura|il aura|bientot) (\d{2})\b|\b(\d{2}) (?:ans? )?en (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|"
    r"septembre|octobre|novembre|decembre)\b"
)
_AGE_RANGE = (5, 99)
_GROWN = 13


def _spell_out(text: str) -> str:
    """`text` with French number words in digits ("trente-six" -> "36")."""

    def value(match: re.Match[str]) -> str:
        total = 0
        seen = False
        parts = [part for part in re.split(r"[ -]", match.group().strip()) if part]
        if parts in (["un"], ["une"], ["et"], ["un", "et"], ["et", "un"]):
            return match.group()
        for part in parts:
            if part in ("vingt", "vingts") and total == 4:
                total = 80
            elif part in _TENS:
                total += _TENS[part]
            elif part in _UNITS:
                total += _UNITS[part]
            elif part == "une":
                total += 1
            seen = seen or part != "et"
        trailing = " " if match.group().endswith((" ", "-")) else ""
        return f"{total}{trailing}" if seen and total else match.group()

    return _SPELLED.sub(value, text)


def find_age(text: str, today: date | None = None) -> int | None:
    """The age in years of the person the help is for, or None. `text` is a cleaned message."""
    folded = fold(text)
    if match := _ALONE.match(_spell_out(folded)):
        return _plausible(int(match.group(1)), least=10)
    flat = _spell_out(_hear_out(re.sub(r"[^a-z0-9$%,.:/-]+", " ", folded)))
    standard = _spell_out(standardise(text))
    if match := _BORN.search(flat):
        year = int(match.group(1))
        return _plausible((today or date.today()).year - year)
    if (present := _year_before(flat)) is not None:
        return present
    candidates: list[tuple[int, int]] = []
    for match in _ENTITY_AGE.finditer(flat):
        before, after = flat[: match.start()], flat[match.start(1) + len(match.group(1)) :]
        hers = re.search(r"\b(?:j ai|jai|je|j|ge|chu|agee? de|suis|moi|une?|de)\s*$", before.rstrip())
        somebody = _SOMEBODY_OF.search(before)
        if not somebody and (_DURATION_AFTER.match(after) or _DURATION_BEFORE.search(before)):
            continue
        if not hers and not somebody and re.match(r"\s*ans? de \w", flat[match.end(1) :]):
            continue
        if _AT_AN_AGE.search(before) or _CAME.search(before) or _SPENT.search(before):
            continue
        if (
            re.search(r"\ba\s*$", before)
            and not re.search(r"\b(?:elle|on|il) a\s*$", before)
            and _THEN_AFTER.match(after)
        ):
            continue
        # "À 20 ans, j'ai répondu à une annonce": an age she had.
        if (
            re.search(r"(?:^|[.!?,] )\s*a\s*$", before)
            and _PAST_AFTER.match(after)
            and not _LATELY.search(flat)
        ):
            continue
        # A teenager or grown daughter is whom the help is for; a small child hardly ever.
        if _CHILD.search(before) and int(match.group(1)) < _GROWN and not _speaks_for(flat, before):
            continue
        # A man of whom she tells, unless he is hers and there is nobody else.
        told = _OTHER_MAN.search(before)
        if (
            told
            and not told.group().startswith(("homme", "monsieur"))
            and re.search(r"\b(?<!suis )(?<!chu )(?<!chus )(?<!comme )un $", before[: told.start()])
        ):
            continue
        candidates.append((0 if told else 2 if hers else 1, int(match.group(1))))
    flat = re.sub(r"\b\d{1,3} 000\b", "", flat)
    for pattern in (_IN_HAVE, _G_AGE, _FIRST, _OF_AGE, _MY_YEARS, _BETWEEN, _SHE_IS):
        candidates += [
            (3 if pattern is _IN_HAVE else 2, int(match.group(1))) for match in pattern.finditer(flat)
        ]
    candidates += [(2, int(next(filter(None, match.groups())))) for match in _CODE.finditer(flat)]
    candidates += [(1, int(match.group(1))) for match in _IN_BRACKETS.finditer(folded)]
    if not candidates:
        money = set(_MONEY.findall(flat))
        said = [match.group(1) for match in _SAID_AGE.finditer(standard)]
        candidates += [(1, int(number)) for number in said if number not in money]
    coming = {int(match.group(1)) for match in _SOON.finditer(flat) if match.group(1)}
    for _, age in sorted(candidates, key=lambda item: -item[0]):
        if (plausible := _plausible(age, least=10)) is not None:
            # "Je vais avoir 18 ans dans deux semaines": a minor still.
            return plausible - 1 if plausible in coming else plausible
    if match := _SCHOOL.search(flat):
        fini = re.search(
            r"\b(?:fini|finir|terminer|diplome|completer|refaire|equivalence|lache|decroche|jusqu)\b", flat
        )
        was = re.search(r"\bj?etait?s? (?:en )?$", flat[: match.start()])
        begins = not flat[: match.start()].strip()
        if (
            not fini
            and not was
            and (begins or re.search(r"\b(?:en|suis|j|a|rentre|commence|elle)\b", flat[: match.start()]))
        ):
            return _SCHOOL_AGE[match.group(1)]
    return None


def _year_before(flat: str) -> int | None:
    """ "J'vais avoir 30 en mars, mais pour tusuite 29": the smaller, when both are said."""
    for match in _SOON.finditer(flat):
        present = int(match.group(1) or match.group(2)) - 1
        if re.search(rf"\b{present}\b(?!\s*(?:\$|clients?|enfants?|jours?|heures?))", flat):
            return _plausible(present, least=10)
    return None


def _hear_out(text: str) -> str:
    return _HEARD_AGE.sub(
        lambda match: " ".join(_HEARD.get(word, word) for word in match.group().split()) + " ", text
    )


def _speaks_for(flat: str, before: str) -> bool:
    """Whether the child named before the age is whom the help is for ("pour ma fille de 16 ans")."""
    return bool(
        re.search(
            r"\b(?:pour|aider|inquiete|prostitue|exploit\w*|danse|fugue|escorte|client\w*|chum|mac|pimp)\b",
            flat,
        )
    ) and bool(_RELATIVE.search(before))


def _plausible(age: int, least: int = _AGE_RANGE[0]) -> int | None:
    return age if least <= age <= _AGE_RANGE[1] else None
