"""Telephone numbers, social insurance numbers, cards and bank accounts, out of the runs of digits.

Public numbers stay: toll-free lines, short codes (they are too short to match) and every number of the
directory. Formats: North American Numbering Plan (area and exchange never start with 0 or 1); NAS checked by
the Luhn sum (Service Canada) unless the message announces one; cards by ISO/IEC 7812 (13 to 19 digits, Luhn).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.lexicons import cue_words, lexicons
from bot.privacy.reading import Reading
from bot.privacy.rules.digits import Group, runs

_LENGTHS = frozenset((7, 9, 10, 11, *range(13, 20)))
_NAS = re.compile(r"\b(?:n\.?a\.?s|nas|assurance sociale|sin|s\.i\.n|social insurance|numero social)\b")
_PHONE = re.compile(
    r"\b(?:tel|tels|telephone|phone|cell|cel|cellulaire|numero|num|no|nums|call|calle|callez|txt|text|"
    r"texte|texto|textez|"
    r"textez|appelle|appeler|appelez|apel|rejoindre|joindre|contacter|whatsapp|sms|mobile|portable|paget|"
    r"pagette)\b"
)
_CARD = re.compile(r"\b(?:carte|card|visa|mastercard|master|debit|credit|guichet|amex)\b")
_ACCOUNT = re.compile(
    r"\b(?:comptes?|folio|transit|succursale|institution|iban|account|acct|interac)(?![a-z])"
    r"(?:[\s:#.,=()]|\b(?:n|no|num|numero|number|bancaire|bank|est|c'?est|cest|is|le|de|la|d'|caisse|"
    r"desjardins|td|rbc|bmo|"
    r"cibc|scotia|nationale|banque|tangerine|laurentienne|cheque|cheques|epargne|chez|courant|avec|a|mon|"
    r"son|transit|folio|"
    r"institution|pour|virement|depot|direct|payer)\b){0,12}"
    r"(\d[\d -]{2,34}\d)(?!\s?(?:[$%]|dollars?|piasses?|k\b|h\b|ans?\b|mois\b|jours?\b|fois\b|euros?|cad\b))"
)
_SECRET = re.compile(
    r"\b(?:nip|pin|cvv|cvc)\b(?:[\s:=]|\b(?:est|c'?est|cest|c|is|de|la|carte|mon|ma)\b){0,8}(\d{3,6})\b"
)
_PASSWORD = re.compile(
    r"\b(?:mot de passe|password|mdp)\b[^:=\n]{0,30}?(?:[:=]|c'?est|cest|\best\b|\bis\b)\s*(\S*\d\S*)"
)
_FOREIGN = re.compile(r"(?:\+|(?<![\d.])00)\s?(?!1[\s.-]?\(?[2-9])\d(?:[\s.()-]{0,2}\d){8,14}(?![\d])")
_FRANCE = re.compile(r"(?<![\d$.,/-])0[1-79](?:[\s.-]?\d\d){4}(?![\d])")
_MONEY = re.compile(r"\s?(?:[$%]|dollars?\b|piass?es?\b|euros?\b)")
_STREET = re.compile(
    r",?\s?(?:rue|av|ave|avenue|boul|boulevard|blvd|bd|chemin|rang|route|street|road|place|montee|cote)\b"
)
_PUBLIC_OWNER = re.compile(
    r"\b(?:numero|telephone|tel|num|ligne|no)\b(?: de telephone)? (?:du|de la|de l'|des|d'un|d'une) ?"
    r"(?:clsc|calacs|cavac|dpj|clinique|hopital|centre|maison|refuge|police|palais|ville|ministere|"
    r"organisme|ciusss|cisss|"
    r"poste|bureau|banque alimentaire|aide juridique|tribunal|ecole|pharmacie|urgence|csn|"
    r"ligne)\b[^.!?]{0,50}\Z"
)
_SELF = re.compile(r"\b(?:mon|ma|mes|moi|je|j|son|sa|me|my)\b")


def luhn(digits: str) -> bool:
    """Whether the Luhn sum of `digits` ends in zero."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        if place % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def find(reading: Reading) -> Iterator[Span]:
    """Spans of type nas, compte and telephone."""
    folded = reading.folded
    if not folded.isascii() or any(c.isdigit() for c in folded):
        for pattern in (_ACCOUNT, _SECRET, _PASSWORD):
            for match in pattern.finditer(folded):
                digits = sum(map(str.isdigit, match[1]))
                if pattern is not _ACCOUNT or (
                    digits >= 5 and not _is_phone_or_year(match[1], reading, match.start(1))
                ):
                    yield Span("compte", match.start(1), match.start(1) + len(match[1].rstrip(".,;!?)")))
        for pattern in (_FOREIGN, _FRANCE):
            for match in pattern.finditer(folded):
                yield Span("telephone", match.start(), match.end())
    for run in runs(reading):
        yield from _read(reading, run)


def _read(reading: Reading, run: list[Group]) -> Iterator[Span]:
    i = 0
    while i < len(run):
        span, used = _at(reading, run, i)
        if span is not None:
            yield span
        i += used


def _at(reading: Reading, run: list[Group], i: int) -> tuple[Span | None, int]:
    """What starts at group `i`, and how many groups it takes (1 when nothing)."""
    if i and not _parted(reading, run[i - 1], run[i]):
        return None, 1
    # Digits typed one by one are one number: it starts at the first of them, which also keeps this linear.
    if i and len(run[i].digits) == len(run[i - 1].digits) == 1 and run[i].start - run[i - 1].end <= 1:
        return None, 1
    digits = ""
    best: tuple[Span | None, int] = (None, 1)
    for j in range(i, min(i + 20, len(run))):
        digits += run[j].digits
        if len(digits) > 19:
            break
        if j + 1 < len(run) and not _parted(reading, run[j], run[j + 1]):
            continue
        if len(digits) not in _LENGTHS:
            continue
        kind = _kind(reading, run[i : j + 1], digits)
        if kind == "public":
            best = (None, j - i + 1)
        elif kind in ("telephone", "nas", "compte"):
            start, end = _edges(reading, run[i].start, run[j].end)
            best = (Span(kind, start, end), j - i + 1)  # type: ignore[arg-type]
    return best


def _parted(reading: Reading, before: Group, after: Group) -> bool:
    """Whether two groups may belong to two numbers: a space or a comma between them, or single digits."""
    gap = reading.folded[before.end : after.start]
    return gap == "" or any(c in " ,:()|" for c in gap) or (len(gap) > 0 and gap[0].isalpha())


def _edges(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The opening bracket or plus sign of a number belongs to it."""
    while start and reading.folded[start - 1] in "(+":
        start -= 1
    if ")" not in reading.folded[start:end] and reading.folded[start] == "(":
        start += 1
    return start, end


def _kind(reading: Reading, groups: list[Group], digits: str) -> str | None:
    folded = reading.folded
    start, end = groups[0].start, groups[-1].end
    if _MONEY.match(folded, end) or (start and folded[start - 1] == "$"):
        return None
    before = folded[max(0, start - 45) : start]
    after = folded[end : end + 30]
    count = len(digits)
    if (
        "," in folded[start:end]
        and not any(group.spelled for group in groups)
        and max(len(g.digits) for g in groups) > 1
    ):
        return None
    if _STREET.match(folded, end):
        return None
    single = max(len(group.digits) for group in groups) == 1 and all(
        len(group.digits) == 1 for group in groups
    )
    shape = [len(group.digits) for group in groups]
    if count == 9 and (_NAS.search(before) or _NAS.search(after)):
        return "nas"
    if (
        count == 9
        and digits[0] != "8"
        and luhn(digits)
        and digits != "000000000"
        and (single or shape in ([9], [3, 3, 3], [3, 6], [6, 3]))
    ):
        return "nas"
    grouped = shape[0] == count or 3 <= min(shape[:-1]) <= max(shape) <= 6
    if 13 <= count <= 19 and grouped and (luhn(digits) or _CARD.search(before)):
        return "compte"
    if count == 11 and digits[0] == "1":
        digits = digits[1:]
        shape = shape[1:] if shape[0] == 1 else [shape[0] - 1, *shape[1:]]
    if len(digits) == 10:
        return _telephone(digits, shape, groups, before)
    if count == 7 and digits[0] in "23456789" and shape in ([3, 4], [7], [3, 2, 2], [1] * 7):
        if digits in lexicons().public_numbers or digits[:3] == "310":
            return "public"
        glue = folded[groups[0].end : groups[1].start] if len(groups) > 1 else ""
        if (glue.strip() in ("-", ".") and shape == [3, 4]) or _PHONE.search(before):
            return "telephone" if not re.search(r"\bcomptes?\b", before) else None
    return None


def _telephone(digits: str, shape: list[int], groups: list[Group], before: str) -> str | None:
    if digits[0] in "01" or digits[3] in "01":
        return None
    if digits[:3] in cue_words().toll_free or digits in lexicons().public_numbers:
        return "public"
    usual = shape in ([3, 3, 4], [10], [3, 7], [6, 4], [3, 3, 2, 2]) and not any(
        group.spelled for group in groups
    )
    if not usual and digits[:3] not in cue_words().canadian_areas:
        return None
    if _PUBLIC_OWNER.search(before) and not _SELF.search(before):
        return "public"
    return "telephone"


def _is_phone_or_year(text: str, reading: Reading, start: int) -> bool:
    """A telephone number or years after the word "compte" are not an account."""
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"(?:19|20)\d\d[ -](?:19|20)\d\d", text.strip()):
        return True
    is_phone = (
        len(digits) == 10
        and bool(re.fullmatch(r"\d{3}[ -]\d{3}[ -]\d{4}", text))
        and digits[:3] in cue_words().canadian_areas
    )
    return is_phone and "folio" not in reading.folded[max(0, start - 30) : start]
