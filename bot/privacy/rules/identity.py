"""Health insurance numbers, birth dates, plates, passports and licences.

RAMQ: four letters, then yymmdd (month + 50 for women) and two digits (RAMQ, "numéro d'assurance maladie").
Plates: Québec private series ABC 123, 123 ABC and A12 BCD (SAAQ), otherwise announced. Licence: a letter and
twelve digits (SAAQ). A date is personal only when it is told as a birth date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.reading import Reading

_RAMQ = re.compile(r"(?<![a-z0-9])([a-z](?:[ .-]?[a-z]){3})[ .-]{0,3}(\d(?:[ .-]{0,2}\d){7})(?![ -]?\d)")
_RAMQ_CUE = re.compile(
    r"\b(?:ramq|nam|carte soleil|assurance maladie|carte maladie|carte d'assurance|health card|medicare|"
    r"soleil)\b"
)
_CODE_PERMANENT = re.compile(r"\bcode permanent\b")

_MONTH = (
    r"(?:janvier|janv|jan|fevrier|fevr|fev|feb|mars|avril|avr|apr|mai|may|juin|juillet|juill|juil|aout|aug|"
    r"septembre|sept|sep|octobre|oct|novembre|nov|decembre|dec|january|february|march|april|june|july|"
    r"jun|jul|august|"
    r"september|october|november|december)\.?"
)
_DAY_WORD = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:[- ](?:sept|huit|neuf))?|onze|douze|"
    r"treize|quatorze|"
    r"quinze|seize|vingt(?:[- ](?:et[- ]un|deux|trois|quatre|cinq|six|sept|huit|neuf))?|"
    r"trente(?:[- ]et[- ]un)?)"
)
_YEAR_WORDS = (
    r"(?:mille neuf cents?|mil neuf cents?|dix-neuf cents?|deux mille)(?:[- ](?:et|un|une|deux|trois|"
    r"quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|"
    r"cinquante|soixante)\b){0,5}"
)
_YEAR = rf"(?:(?:19|20)\d\d|'\d\d|{_YEAR_WORDS})"
_DATE = (
    rf"(?:(?:\d{{1,2}}(?:er|e|st|nd|rd|th)?|{_DAY_WORD})(?:[ -]?(?:de |of )?|"
    rf"\.)[ -]?{_MONTH}(?:,?[ -]?(?:de |en )?(?:{_YEAR}|\d\d(?!\s?(?:h|ans|:))))?(?![\w])"
    rf"|{_MONTH} \d{{1,2}}(?:er|st|nd|rd|th)?(?:,? {_YEAR})?(?!\w)"
    r"|(?:19|20)\d\d(?P<s>[-/. ]{1,3})\d{1,2}(?P=s)\d{1,2}(?!\d)"
    r"|\d{1,2}(?P<t>[-/. ]{1,3})\d{1,2}(?P=t)(?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|(?:19|20)\d{6}(?!\d)|[0-3]\d[01]\d(?:19|20)\d\d(?!\d)|\d{6}(?!\d))"
)
_FILLER = (
    r"(?:[\s:=,(.-]|\b(?:est|c'?est|cest|c'etait|c|is|was|le|l'|un|une|la|on|du|the|mon|sa|ma|en "
    r"date)\b){0,10}"
)
_BIRTH_CUE = (
    r"\b(?:date de naissance|date naissance|d\.?d\.?n\.?|(?:anniversaire|fete)(?=\s?[:=])|date of birth|"
    r"d\.?o\.?b\.?|naissance|birth "
    r"?date|birthday|bday|"
    r"(?:ma|sa|leur) fete|(?:mon|son) (?:anniversaire|anniv|birthday|bday)|naquit|naquis|"
    r"(?:je suis|chu|chui|jsuis|j'suis|suis|est|etait|i was|was) (?:ne|nee|born|naitre)|"
    r"n(?:e|ee)s?|born)"
)
_BIRTH = re.compile(
    rf"{_BIRTH_CUE}(?![a-z]){_FILLER}(?:(?:a|au|aux|en|dans|in|at)\b[^.,;!?\d]{{1,40}}?(?:,\s?)?\b(?:le|"
    rf"un|on)\s+)?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)?(?P<date>{_DATE})"
)
_BIRTH_AFTER = re.compile(
    rf"(?<![\d$])(?P<date>{_DATE})\s?,?\s?(?:\(|:|-|=)?\s?(?:(?:c'?est|cest|c|is|est|it's|sont|=) (?:ma "
    r"date de naissance|ma fete|mon anniversaire|mon anniv|my birthday|sa fete|ma ddn|sa date de "
    r"naissance|son anniversaire)|(?:ma |sa )?(?:date de naissance|ddn))\b"
)
_YEAR_ONLY_BEFORE = re.compile(rf"\b(?:19|20)\d\d\s?,\s?le (?P<date>{_DATE})")

_PLATE_CODE = (
    r"(?:[a-z]\d\d[ -]?[a-z]{3}|[a-z]{3}[ -]?\d{3,4}|\d{3}[ -]?[a-z]{3}|[a-z]{4}[ -]?\d{3}|"
    r"[a-z]{1,2}\d{5,6}|[a-z]\d[a-z]\d[a-z]\d|f[a-z]{2}[ -]?\d{4}|[a-z]{2}[ -]\d{3}[ -][a-z]{2})"
)
_PLATE = re.compile(
    r"\b(?:plaques?(?: d'immatriculation| d'auto| de char)?|plates?|immatricule[es]{0,2}|immatriculation|"
    r"licence|license|matricule)\b"
    r"(?:[\s:=,.#]|\b(?:est|c'?est|cest|c|is|le|la|no|num|numero|plate|qc|quebec|du|de|auto|char|son|sa|"
    rf"finit|par|commence)\b){{0,10}}({_PLATE_CODE})(?![a-z0-9])"
)
_PLATE_FAR = re.compile(
    r"\b(?:[Pp]laque|[Pp]late|[Ii]mmatricul\w{1,7})\b[^.;!?]{0,40}?\b([A-Z]\d\d[ -]?[A-Z]{3}|"
    r"[A-Z]{3}[ -]?\d{3,4}|\d{3}[ -]?[A-Z]{3})(?![A-Za-z0-9])"
)
_PLATE_ALONE = re.compile(r"(?<![a-z0-9-])([A-Z]\d\d[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d{3})(?![A-Za-z0-9-])")
_PLATE_LOW = re.compile(r"(?<![a-z0-9-])([a-z]\d\d[ -]?[a-z]{3})(?![a-z0-9-])")
_CAR = re.compile(
    r"\b(?:char|auto|voiture|truck|pickup|pick-up|van|camion|camionnette|vus|suv|civic|corolla|elantra|"
    r"honda|toyota|mazda|"
    r"hyundai|kia|nissan|ford|dodge|jeep|chevrolet|chevy|bmw|audi|mercedes|benz|tesla|volkswagen|vw|"
    r"jetta|golf|subaru|gmc|"
    r"acura|lexus|cadillac|caravan|camry|sentra|rogue|accord|escalade|minivan|taxi|plaque|moto|"
    r"fourgonnette)\b"
)

_LICENCE = re.compile(r"(?<![a-z0-9])[a-z]\d{4}[ -]?\d{6}[ -]?\d{2}(?!\d)")
_PAPER = re.compile(
    r"\b(?:passeport|passport|permis(?: de (?:conduire|travail|sejour|etudes))?|uci|iuc|client id|visa|"
    r"carte de resident(?:e)? permanente?|"
    r"residence permanente|certificat de statut|carte de statut|code permanent|carte d'identite|numero "
    r"de client)\b"
    r"(?:[\s:=,.#]|\b(?:est|c'?est|cest|c|is|le|la|no|num|numero|number|de|du|canadien|canadienne|"
    r"haitien|francais|mexicain|avec|conduire|travail|etudes|perdu|mon|son)\b){0,10}"
    r"((?=[a-z]{0,4}[ -]?\d)[a-z]{0,4}[ -]?\d[\d -]{3,16}\d[a-z]?)(?![a-z0-9$])(?!\s?(?:[$\d]|dollars|"
    r"piasses))"
)


def find(reading: Reading) -> Iterator[Span]:
    """Spans of type ramq, document, date_naissance and plaque."""
    folded = reading.folded
    for match in _RAMQ.finditer(folded):
        before = folded[max(0, match.start() - 50) : match.start()]
        if _CODE_PERMANENT.search(before):
            yield Span("document", *match.span())
        elif _RAMQ_CUE.search(before) or _plausible(match[2], match[1]):
            yield Span("ramq", *match.span())
    for match in _LICENCE.finditer(folded):
        yield Span("document", *match.span())
    for match in _PAPER.finditer(folded):
        value = match[1].strip(" -")
        if 6 <= sum(map(str.isdigit, value)) <= 12 and not re.fullmatch(
            r"(?:19|20)\d\d[ -](?:19|20)\d\d", value
        ):
            yield Span("document", match.start(1), match.start(1) + len(match[1].rstrip()))
    for pattern in (_BIRTH, _BIRTH_AFTER):
        for match in pattern.finditer(folded):
            yield Span("date_naissance", match.start("date"), match.end("date"))
    if re.search(r"\bnee?s? en\b", folded):
        for match in _YEAR_ONLY_BEFORE.finditer(folded):
            yield Span("date_naissance", match.start("date"), match.end("date"))
    yield from _plates(reading)


def _plausible(digits: str, letters: str) -> bool:
    """Whether eight digits hold a birth date the RAMQ way, so that "mars 2024 2025" is none."""
    digits = re.sub(r"\D", "", digits)
    month, day = int(digits[2:4]), int(digits[4:6])
    spaced = len(letters) > 4
    return (1 <= month <= 12 or 51 <= month <= 62) and 1 <= day <= 31 and not spaced


def _plates(reading: Reading) -> Iterator[Span]:
    folded = reading.folded
    for match in _PLATE.finditer(folded):
        yield Span("plaque", match.start(1), match.end(1))
    for match in _PLATE_FAR.finditer(reading.cased):
        yield Span("plaque", match.start(1), match.end(1))
    if not _CAR.search(folded):
        return
    for text, pattern in ((reading.cased, _PLATE_ALONE), (folded, _PLATE_LOW)):
        for match in pattern.finditer(text):
            if match[1][:3].lower() not in ("csn", "bmw", "gmc", "suv", "rue"):
                yield Span("plaque", match.start(1), match.end(1))
