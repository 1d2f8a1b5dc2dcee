"""Street addresses with a civic number, French and English, as they are typed in Québec.

A street without a number, a highway, a room of a public place, an amount or a date is no address. The value runs
from the civic number to the apartment, and leaves the municipality out: the place is needed to find a service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.lexicons import lexicons
from bot.privacy.reading import Reading

_NUMBER = r"(?<![\w$#.:/,'+-])(?<!\d )(?P<number>\d{1,5}(?:\s?-\s?\d{1,5}|\s?-?\s?[a-h](?![a-z'])|\s1/2)?)"
_TYPES = (
    "rue|avenue|ave|av|boulevard|boul|blvd|bd|bld|chemin|chem|rang|montee|impasse|terrasse|croissant|ruelle|promenade|route|rte|"
    "cote|allee|street|road|drive|lane|crescent|rg"
)
# These are also words: a capital or "j'habite au" must confirm them.
_SHY = "place|pl|ch|cours|carre|square|cercle|passage|quai|domaine|sentier|traverse|rt|r|cres|court|plage|lac|parc"
_SAINT = r"(?:saint|sainte|st|ste|sts|stes)(?:[ .-]{1,2}|-)"
_DIRECTION = r"(?:est|ouest|nord|sud|east|west|north|south)"
_APARTMENT = (
    r"(?:\s?,?\s?\(?(?:(?:app|appt|appart|appartement|apt|apartment|suite|unite|unit|porte|logement|log|condo|bureau|local|"
    r"etage|no|n)\b\.?\s?(?:#|no|numero)?\s?[a-z]?-?\d{1,5}-?[a-z]?(?![a-z0-9])|#\s?[a-z]?-?\d{1,5}-?[a-z]?(?![a-z0-9])|"
    r"(?:app|apt|appartement)\b\.?\s?[a-z](?![a-z0-9'])|(?:demi-)?sous-sol\b)\)?)"
)
_WORD = r"[a-z0-9][a-z0-9]{0,30}(?:['-][a-z0-9]{1,30}){0,6}"
_ORDINAL = r"\d{1,3}\s?(?:e|ie|ieme|eme|iem|re|er|ere|st|nd|rd|th|ier)"
_LINK = r"(?:(?:de la|de l'|de|des|du|d'|la|le|les|l'|aux|au|a la|a)\s?(?:\b|(?<=')))"
_TYPED = re.compile(rf"{_NUMBER}\s?,?\s?(?:(?:de|sur|dans|,)\s(?:la|le|l')\s?)?(?P<type>{_TYPES}|{_SHY})\b\.?\s(?P<name>{_WORD})")
_ORDINALS = re.compile(
    rf"{_NUMBER}\s?,?\s(?:(?:de|sur) la\s)?(?P<type>{_ORDINAL})\s(?P<name>rue|avenue|ave|av|rang|boulevard|street|st|chemin|rg|boul)(?!\w)\.?"
)
_BARE = re.compile(rf"{_NUMBER}\s?,?\s(?P<name>{_SAINT}{_WORD}|{_LINK}\s?{_WORD}|{_WORD})")
_ENGLISH = re.compile(
    rf"{_NUMBER}\s(?P<name>{_WORD}(?:\s{_WORD}){{0,2}}?)\s(?P<type>street|st|road|rd|avenue|ave|boulevard|blvd|drive|dr|lane|court|crescent|cres|place|way)\b\.?"
)
_REVERSED = re.compile(
    rf"\b(?P<type>rue|avenue|av|boulevard|boul|chemin|rang|route|montee)\b\.?\s(?P<name>(?:{_LINK}\s?)?(?:{_SAINT})?{_WORD}(?:\s{_DIRECTION}\b)?)"
    r"(?:\s?,\s?|,?\s(?:au|numero|no|#)\s?(?:numero|no|civique|#)?\s?)(?P<number>\d{2,5}[a-h]?)(?=\s?(?:[.,;!?]|$)|\s?,?\s?(?:app|apt|appartement|#))"
)
_HOME = re.compile(
    r"\b(?:habite|reste|restes|demeure|loge|vis|vit|adresse|bloc|appart|appartement|logement|heberge|hebergee|jreste|jhabite|maison|chez|live|"
    r"lives|rester|domicile|bail|loue|pognee|cachee|viens|venez|livrer|residence|reside|stay|staying|at)\b[^.!?]{0,25}\Z"
)
_AT = re.compile(r"\b(?:au|a|at|le|c'?est|adresse|est|:)\s?:?\s*\Z")
_AFTER_NUMBER = frozenset(
    "de par pour et ou a au aux en dans sur avec sans qui que est sont etait h ans mois jours semaines heures fois le la les libre libres "
    "disponible possible jusqu pis mais car si depuis apres avant chaque tous toutes vers proche plus pres loin vide ya y il elle".split()
)
_MONTHS = frozenset(
    "janvier janv fevrier fev mars avril mai juin juillet aout septembre sept octobre oct novembre nov decembre dec january february march april "
    "may june july august september october november december heures heure minutes ans jours".split()
)
_POSTAL = re.compile(r"\b[ghjk]\d[a-z]\s?\d[a-z]\d\b")
_PUBLIC = re.compile(
    r"\b(?:clsc|calacs|cavac|hopital|palais de justice|tribunal|poste de police|bureau|clinique|organisme|refuge|centre|pharmacie|ecole|"
    r"eglise|cegep|universite|bibliotheque|maison d'hebergement|friperie|banque alimentaire|cafe|restaurant|succursale|ywca)\b"
    r"[^.!?;]{0,40}\b(?:est|est-il|est-elle|se trouve|situe|situee|etes|sont|au|a)\b[^.!?;]{0,20}\Z"
)
_SELF = re.compile(r"\b(?:mon|ma|mes|moi|je|j|jsuis|jreste|son|sa|chez|il|elle|chu|heberge|loge|reste)\b")


def find(reading: Reading) -> Iterator[Span]:
    """Spans of type adresse."""
    folded = reading.folded
    if not any(map(str.isdigit, folded)):
        return
    found = list(_candidates(reading))
    for span in found:
        before = folded[max(0, span.start - 70) : span.start]
        if _PUBLIC.search(before) and not _SELF.search(before):
            continue
        yield span
        # Next to a street address, a whole postal code is one more way to the door; alone it is a place.
        for code in _POSTAL.finditer(folded, span.end, min(len(folded), span.end + 50)):
            yield Span("adresse", *code.span())


def _candidates(reading: Reading) -> Iterator[Span]:
    folded, cased = reading.folded, reading.cased
    for match in _TYPED.finditer(folded):
        kind, name = match["type"], match["name"]
        if name in _AFTER_NUMBER and not re.match(rf"{_LINK}", folded[match.start("name") :]):
            continue
        shy = kind in _SHY.split("|")
        if shy and not (cased[match.start("name")].isupper() or _home(folded, match.start("number"))):
            continue
        if kind in ("cote", "route", "allee") and name in _AFTER_NUMBER and not _home(folded, match.start("number")):
            continue
        end = _name_end(reading, match.start("name"))
        if end is not None:
            yield Span("adresse", match.start("number"), _apartment(folded, end))
    for match in _ORDINALS.finditer(folded):
        end = _direction(reading, match.end())
        yield Span("adresse", match.start("number"), _apartment(folded, end))
    for match in _ENGLISH.finditer(folded):
        if match["type"] in ("st", "dr", "place", "court", "way") and not cased[match.start("name")].isupper():
            continue
        first = match["name"].split()[0]
        if first in _AFTER_NUMBER or first in _MONTHS or first in ("min", "minutes", "km", "rue", "blocks"):
            continue
        yield Span("adresse", match.start("number"), _apartment(folded, _direction(reading, match.end())))
    for match in _REVERSED.finditer(folded):
        yield Span("adresse", match.start(), _apartment(folded, match.end()))
    yield from _without_type(reading)


def _without_type(reading: Reading) -> Iterator[Span]:
    """ "18 st-paul #2", "j'habite au 640 des pins", "432 Saint-Denis": no word says it is a street."""
    folded, cased = reading.folded, reading.cased
    for match in _BARE.finditer(folded):
        name, start = match["name"], match.start("number")
        words = re.findall(r"[a-z]+", name)
        if not words or words[0] in _MONTHS or words[-1] in _MONTHS or re.match(_ORDINAL + r"\b", name):
            continue
        saint = bool(re.match(_SAINT, name))
        capital = any(c.isupper() for c in cased[match.start("name") : match.end("name")]) and not reading.shouted
        end = _name_end(reading, match.start("name"))
        if end is None:
            continue
        whole = _apartment(folded, end)
        home = _home(folded, start)
        ordinary = all(lexicons().is_ordinary(word) for word in words) and not saint
        if whole > end:
            sure = saint or capital or not ordinary or home
            sure = sure and not re.match(r"(?:filles?|femmes?|personnes?|enfants?|pieces?|et)\b", name)
        elif saint:
            # "24 st-jean" is a holiday.
            sure = home or (_AT.search(folded[:start]) is not None and "jean" not in words) or (start == 0 and "jean" not in words and "," in folded[end : end + 2])
        else:
            towards = re.match(r"\s(?:est|ouest|nord|sud|east|west)\b(?=\s?(?:$|[,.;!?#]|app|apt|a\b))", folded[end:]) is not None
            street = capital or bool(re.match(_LINK, name) and len(words) > 1 and words[0] in ("des", "du", "de"))
            sure = (home and street and _at_number(folded, start) and words[0] not in ("du", "de")) or (capital and towards)
            sure = sure or (capital and folded[end - 1] not in "s" and _direction(reading, end) > end and home)
        if sure:
            yield Span("adresse", start, _apartment(folded, _direction(reading, end)))


def _home(folded: str, start: int) -> bool:
    return _HOME.search(folded[max(0, start - 45) : start]) is not None or _at_number(folded, start, "au")


def _at_number(folded: str, start: int, only: str | None = None) -> bool:
    before = folded[max(0, start - 14) : start]
    if only:
        return re.search(rf"\b{only}\s\Z", before) is not None
    return _AT.search(before) is not None or start == 0


def _name_end(reading: Reading, start: int) -> int | None:
    """Where the street's name ends, reading from its first letter; None when there is no name."""
    folded, cased = reading.folded, reading.cased
    position = start
    if match := re.match(r"\d{1,4}(?![\w$%])", folded[start:]):
        return _direction(reading, start + match.end())
    core = 0
    capitals = False
    for _ in range(7):
        rest = folded[position : position + 120]
        if core == 0 and (link := re.match(rf"{_LINK}(?=\s?[a-z])", rest)) and link.end() < len(rest):
            position += link.end()
            position += len(folded[position:]) - len(folded[position:].lstrip(" ")) if folded[position : position + 1] == " " else 0
            continue
        if saint := re.match(rf"{_SAINT}(?=[a-z])", rest):
            position += saint.end()
            rest = folded[position : position + 120]
        word = re.match(_WORD, rest)
        if word is None:
            break
        typed = cased[position : position + word.end()]
        if core and not _continues(reading, position, word[0], typed, capitals):
            break
        if core == 0 and word[0] in _AFTER_NUMBER:
            return None
        capitals = (capitals or typed[0].isupper()) and not reading.shouted
        position += word.end()
        core += 1
        if folded[position : position + 1] != " ":
            break
        position += 1
    if not core:
        return None
    end = position
    while end > start and folded[end - 1] in " ,":
        end -= 1
    return _direction(reading, end)


_PAIRS = frozenset(
    ("notre dame", "jean talon", "mont royal", "cote vertu", "grande allee", "bord eau", "pie ix", "henri bourassa", "rene levesque", "st denis")
)


def _continues(reading: Reading, position: int, word: str, typed: str, capitals: bool) -> bool:
    """Whether the next word still belongs to the street's name."""
    folded = reading.folded
    if word in ("app", "apt", "appartement", "appart", "est", "ouest", "nord", "sud", "a", "au", "en", "et", "pis", "suite"):
        return False
    previous = re.findall(r"[a-z0-9]+", folded[max(0, position - 25) : position])
    last = previous[-1] if previous else ""
    if f"{last} {word}" in _PAIRS:
        return True
    if capitals and not reading.shouted:
        if typed[0].isupper():
            return word not in lexicons().places or "-" in word
        following = reading.cased[position + len(word) : position + len(word) + 8].lstrip()
        return word in ("de", "du", "des", "la", "l'", "d'", "le") and any(c.isupper() for c in following[:5])
    words = lexicons()
    return last in words.first and (words.is_surname(word) or word in words.first) and word not in words.ordinary


def _direction(reading: Reading, end: int) -> int:
    """Include "Ouest", "E.", "west" after the name; a lower-case "est" may be the verb."""
    match = re.match(rf"\s({_DIRECTION}|[enos]\.?)(?![a-z0-9'])", reading.folded[end : end + 8])
    if match is None:
        return end
    after = reading.folded[end + match.end() :]
    typed = reading.cased[end + 1]
    closing = re.match(r"\s*(?:$|[,.;!?)#]|app\b|apt\b|appartement\b|a\s|et\b|pis\b)", after) is not None
    if typed.isupper() or match[1] in ("ouest", "nord", "sud", "east", "west", "north", "south") or (match[1] == "est" and closing):
        return end + match.end()
    return end


def _apartment(folded: str, end: int) -> int:
    """Include what follows of the kind ", app. 7" or "#2"."""
    for _ in range(2):
        match = re.match(_APARTMENT, folded[end : end + 40])
        if match is None:
            break
        stop = end + len(match[0].rstrip())
        if folded[end:stop].endswith(")") and "(" not in folded[end:stop]:
            stop -= 1
        end = stop
    return end
