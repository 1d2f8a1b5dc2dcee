"""Street addresses with a civic number, French and English, as they are typed in Québec.

A street without a number, a highway, a room of a public place, an amount or a date is no address. The value
runs from the civic number to the apartment, and leaves the municipality out: the place is needed to find a
service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.lexicons import cue_words, lexicons
from bot.privacy.reading import Reading

_NUMBER = r"(?<![\w$#.:/,'+-])(?<!\d )(?P<number>\d{1,5}(?:\s?-\s?\d{1,5}|\s?-?\s?[a-h](?![a-z'])|\s1/2)?)"
_TYPES = (
    "rue|avenue|ave|av|boulevard|boul|blvd|bd|bld|chemin|chem|rang|montee|mtee|impasse|terrasse|croissant|"
    "ruelle|promenade|route|rte|"
    "cote|allee|street|road|drive|lane|crescent|rg"
)
# These are also words: a capital or "j'habite au" must confirm them.
_SHY = (
    "place|pl|ch|cours|carre|square|cercle|passage|quai|domaine|sentier|traverse|rt|r|cres|court|plage|"
    "lac|parc"
)
_SAINT = r"(?:saint|sainte|st|ste|sts|stes)(?:[ .-]{1,2}|-)"
_DIRECTION = r"(?:est|ouest|nord|sud|east|west|north|south)"
_APARTMENT = (
    r"(?:\s?,?\s?\(?(?:(?:app|appt|appart|appartement|apt|apartment|suite|unite|unit|porte|logement|log|"
    r"condo|bureau|local|"
    r"etage|no|n)\b\.?\s?(?:#|no|numero)?\s?[a-z]?-?\d{1,5}-?[a-z]?(?![a-z0-9])|"
    r"#\s?[a-z]?-?\d{1,5}-?[a-z]?(?![a-z0-9])|"
    r"(?:app|apt|appartement)\b\.?\s?[a-z](?![a-z0-9'])|(?:demi-)?sous-sol\b)\)?)"
)
_WORD = r"[a-z0-9][a-z0-9]{0,30}(?:['-][a-z0-9]{1,30}){0,6}"
_ORDINAL = r"\d{1,3}\s?(?:e|ie|ieme|eme|iem|re|er|ere|st|nd|rd|th|ier)"
_LINK = r"(?:(?:de la|de l'|de|des|du|d'|la|le|les|l'|aux|au|a la|a)\s?(?:\b|(?<=')))"
_TYPED = re.compile(
    rf"{_NUMBER}\s?,?\s?(?:(?:de|sur|dans|,)\s(?:la|le|l')\s?)?(?P<type>{_TYPES}|"
    rf"{_SHY})\b\.?\s(?P<name>{_WORD})"
)
_ORDINALS = re.compile(
    rf"{_NUMBER}\s?,?\s(?:(?:de|sur) la\s)?(?P<type>{_ORDINAL})\s(?P<name>rue|avenue|ave|av|rang|"
    r"boulevard|street|st|chemin|rg|boul)(?!\w)\.?"
)
_BARE = re.compile(rf"{_NUMBER}\s?,?\s(?P<name>{_SAINT}{_WORD}|{_LINK}\s?{_WORD}|{_WORD})")
_ENGLISH = re.compile(
    rf"{_NUMBER}\s(?P<name>{_WORD}(?:\s{_WORD}){{0,2}}?)\s(?P<type>street|st|road|rd|avenue|ave|"
    r"boulevard|blvd|drive|dr|lane|court|crescent|cres|place|way)\b\.?"
)
_REVERSED = re.compile(
    r"\b(?P<type>rue|avenue|av|boulevard|boul|chemin|rang|route|"
    rf"montee)\b\.?\s(?P<name>(?:{_LINK}\s?)?(?:{_SAINT})?{_WORD}(?:\s{_DIRECTION}\b)?)"
    r"(?:\s?,\s?|\s(?!(?:19|20)\d\d)|,?\s(?:au|numero|no|#)\s?(?:numero|no|civique|"
    r"#)?\s?)(?P<number>\d{2,5}[a-h]?)(?=\s?(?:[.,;!?]|$)|\s?,?\s?(?:app|apt|appartement|#))"
)
_LINKED_CAPITAL = re.compile(r"(?:des|du|de la|de l'|de|d')\s?[A-Z]")
_HOME = re.compile(
    r"\b(?:habite|reste|restes|demeure|loge|vis|vit|adresse|bloc|appart|appartement|logement|heberge|"
    r"hebergee|jreste|jhabite|maison|chez|live|"
    r"lives|rester|domicile|bail|loue|pognee|cachee|viens|venez|livrer|residence|reside|stay|staying|"
    r"at)\b[^.!?]{0,25}\Z"
)
_AT = re.compile(r"\b(?:au|a|at|le|c'?est|adresse|est|:)\s?:?\s*\Z")
_POSTAL = re.compile(r"\b[ghjk]\d[a-z]\s?\d[a-z]\d\b")
_PUBLIC = re.compile(
    r"\b(?:clsc|calacs|cavac|hopital|palais de justice|tribunal|poste de police|bureau|clinique|"
    r"organisme|refuge|centre|pharmacie|ecole|"
    r"eglise|cegep|universite|bibliotheque|maison d'hebergement|friperie|banque alimentaire|cafe|"
    r"restaurant|succursale|ywca)\b"
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
        if name in cue_words().after_number and not re.match(rf"{_LINK}", folded[match.start("name") :]):
            continue
        shy = kind in _SHY.split("|")
        named = cased[match.start("name")].isupper() or (
            kind in ("place", "square", "carre", "domaine")
            and _LINKED_CAPITAL.match(cased, match.start("name"))
        )
        if shy and not (named or _home(folded, match.start("number"))):
            continue
        if (
            kind in ("cote", "route", "allee")
            and name in cue_words().after_number
            and not _home(folded, match.start("number"))
        ):
            continue
        end = _name_end(reading, match.start("name"))
        if end is not None:
            yield Span("adresse", match.start("number"), _apartment(folded, end))
    for match in _ORDINALS.finditer(folded):
        end = _direction(reading, match.end())
        yield Span("adresse", match.start("number"), _apartment(folded, end))
    for match in _ENGLISH.finditer(folded):
        if (
            match["type"] in ("st", "dr", "place", "court", "way")
            and not cased[match.start("name")].isupper()
        ):
            continue
        first = match["name"].split()[0]
        if (
            first in cue_words().after_number
            or first in cue_words().dates
            or first in ("min", "minutes", "km", "rue", "blocks")
        ):
            continue
        yield Span("adresse", match.start("number"), _apartment(folded, _direction(reading, match.end())))
    for match in _REVERSED.finditer(folded):
        yield Span("adresse", match.start(), _apartment(folded, match.end()))
    yield from _without_type(reading)


def _without_type(reading: Reading) -> Iterator[Span]:
    """ "18 st-paul #2", "j'habite au 640 des pins", "432 Saint-Denis": no word says it is a street."""
    folded = reading.folded
    dates = cue_words().dates
    for match in _BARE.finditer(folded):
        words = re.findall(r"[a-z]+", match["name"])
        if not words or words[0] in dates or words[-1] in dates or re.match(_ORDINAL + r"\b", match["name"]):
            continue
        if words[0] == "a" or match["number"].endswith(" a"):
            continue  # "chu au 2e à Granby": a floor, and the town where she is
        end = _name_end(reading, match.start("name"))
        if end is not None and _is_street(reading, match, words, end):
            yield Span("adresse", match.start("number"), _apartment(folded, _direction(reading, end)))


def _is_street(reading: Reading, match: re.Match[str], words: list[str], end: int) -> bool:
    """Whether a number and a name, which ends at `end`, are an address although no word says "rue"."""
    folded, name, start = reading.folded, match["name"], match.start("number")
    typed = reading.cased[match.start("name") : match.end("name")]
    capital = typed != typed.lower() and not reading.shouted
    saint = re.match(_SAINT, name) is not None
    directed = re.search(rf"\s{_DIRECTION}\Z|\s[enos]\.?\Z", folded[start:end]) is not None
    home = _home(folded, start)
    if _apartment(folded, end) > end:
        if re.match(r"(?:filles?|femmes?|personnes?|enfants?|pieces?|et)\b", name):
            return False
        return saint or capital or home or directed or not all(map(lexicons().is_ordinary, words))
    at = _at_number(folded, start)
    if saint:
        # "24 st-jean" is a holiday.
        return home or ("jean" not in words and (at and (start > 0 or "," in folded[end : end + 2])))
    if directed:
        return capital or home or start == 0
    if words[0] in ("du", "de"):
        return capital and at and start > 0 and words[:2] == ["de", "la"]
    return home and at and (capital or (words[0] == "des" and len(words) > 1))


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
            position += (
                len(folded[position:]) - len(folded[position:].lstrip(" "))
                if folded[position : position + 1] == " "
                else 0
            )
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
        if core == 0 and word[0] in cue_words().after_number:
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
    (
        "notre dame",
        "jean talon",
        "mont royal",
        "cote vertu",
        "grande allee",
        "bord eau",
        "pie ix",
        "henri bourassa",
        "rene levesque",
        "st denis",
    )
)


def _continues(reading: Reading, position: int, word: str, typed: str, capitals: bool) -> bool:
    """Whether the next word still belongs to the street's name."""
    folded = reading.folded
    if word in (
        "app",
        "apt",
        "appartement",
        "appart",
        "est",
        "ouest",
        "nord",
        "sud",
        "a",
        "au",
        "en",
        "et",
        "pis",
        "suite",
    ):
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
    return (
        last in words.first and (words.is_surname(word) or word in words.first) and word not in words.ordinary
    )


def _direction(reading: Reading, end: int) -> int:
    """Include "Ouest", "E.", "west" after the name; a lower-case "est" may be the verb."""
    match = re.match(rf"\s({_DIRECTION}|[enos]\.?)(?![a-z0-9'])", reading.folded[end : end + 8])
    if match is None:
        return end
    after = reading.folded[end + match.end() :]
    typed = reading.cased[end + 1]
    closing = re.match(r"\s*(?:$|[,.;!?)#]|app\b|apt\b|appartement\b|a\s|et\b|pis\b)", after) is not None
    if (
        typed.isupper()
        or match[1] in ("ouest", "nord", "sud", "east", "west", "north", "south")
        or (match[1] == "est" and closing)
    ):
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
