"""`sentier directory check` and `stats`: what is doubtful in the directory, and what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, shortnumberinfo
from sqlalchemy.orm import Session

from directory.exchange.files import load_services
from directory.exchange.rows import STREET
from directory.indexing import NEEDS, areas_of, terms_of

# A caseworker reads these on a screen and an SMS in two parts: longer texts are cut or skipped.
LONGEST = {"name": 90, "description": 320, "eligibility_description": 240}
# Numbers known to answer no more, with the reason.
DEAD = {"741741": "la ligne texto 741741 d'Espace Mieux-Être a fermé en 2024"}
# The policy (docs/repertoire.md): every listing is verified at least once in so many days.
YEAR = 365
ERROR, WARNING, NOTICE = "error", "warning", "notice"
SEVERITIES = (ERROR, WARNING, NOTICE)


@dataclass(frozen=True)
class Finding:
    """Something to look at: ``id`` is the service, ``kind`` a fixed key, ``message`` a French sentence."""

    id: str
    kind: str
    severity: str
    message: str


def check(session: Session, today: date) -> list[Finding]:
    """Return every finding, errors first, in a stable order."""
    services = load_services(session)
    found = [finding for service in services for finding in _one(service, today)]
    found += _shared_numbers(services)
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.kind, one.id))


def _one(service: Any, today: date) -> Iterator[Finding]:
    def finding(kind: str, severity: str, message: str) -> Finding:
        return Finding(service.slug, kind, severity, message)

    if not service.phones:
        way = (
            ""
            if service.url or service.chat_url or service.email
            else ", ni site : on ne peut pas le joindre"
        )
        yield finding("missing_phone", WARNING, f"Aucun numéro de téléphone{way}.")
    for phone in service.phones:
        problem = number_problem(phone.number, phone.type or "voice")
        if problem:
            yield finding("bad_number", ERROR, f"{phone.number} : {problem}.")
    if not areas_of(service):
        yield finding("no_area", ERROR, "Aucun territoire : le service n'est jamais proposé.")
    if not terms_of(service, NEEDS):
        yield finding("no_need", WARNING, "Aucun besoin : le service n'est jamais proposé.")
    if not any(schedule.opening_hours for schedule in service.schedules):
        yield finding("no_hours", NOTICE, "Heures inconnues ou trop vagues.")
    due = max((check.next_due for check in service.verifications if check.next_due), default=None)
    checked = max((check.verified_on for check in service.verifications), default=None)
    if checked is None:
        yield finding("never_verified", WARNING, "Jamais vérifié.")
    elif (today - checked).days > YEAR:
        message = "Pas vérifié depuis plus d'un an : à vérifier, ou à mettre en confiance basse."
        yield finding("year_overdue", ERROR, message)
    elif due is not None and due < today:
        yield finding("overdue", WARNING, f"Vérification due le {due.isoformat()}.")
    elif all(check.method == "public_pages" for check in service.verifications):
        yield finding(
            "never_called", NOTICE, "Vérifié sur des pages publiques seulement : personne n'a appelé."
        )
    for key, longest in LONGEST.items():
        text = getattr(service, key)
        if text and len(text) > longest:
            yield finding("too_long", NOTICE, f"« {key} » a {len(text)} caractères (au plus {longest}).")
    if service.address_confidential:
        yield from _leaks(service, finding)
    if service.confidence == "low":
        yield finding("low_confidence", NOTICE, "Confiance basse : caché au public jusqu'à vérification.")


def _leaks(service: Any, finding: Any) -> Iterator[Finding]:
    for link in service.service_at_locations:
        place = link.location
        if place.addresses or place.latitude is not None:
            yield finding("address_leak", ERROR, "Adresse confidentielle présente dans un lieu.")
    for key in ("name", "description", "eligibility_description", "alert", "editor_notes"):
        text = getattr(service, key)
        if text and STREET.search(text):
            yield finding("address_leak", ERROR, f"« {key} » semble contenir une adresse confidentielle.")


def number_problem(number: str, kind: str) -> str | None:
    """Return what is wrong with the format of a number, in French, or None."""
    digits = "".join(char for char in number if char.isdigit())
    if digits in DEAD:
        return DEAD[digits]
    if len(digits) <= 6:
        if kind == "sms" and len(digits) in (5, 6):
            return None
        try:
            short = phonenumbers.parse(digits, "CA")
        except NumberParseException:
            return "numéro court impossible"
        if shortnumberinfo.is_possible_short_number_for_region(short, "CA") or number.startswith("*"):
            return None
        return "numéro court inconnu au Canada"
    if digits.startswith("310") and len(digits) == 7:
        # Numbers in 310 are dialled without an area code all over a province.
        return None
    try:
        parsed = phonenumbers.parse(number, "CA")
    except NumberParseException:
        return "ce n'est pas un numéro"
    if not phonenumbers.is_possible_number(parsed):
        return "il manque des chiffres ou il y en a trop"
    return None if phonenumbers.is_valid_number(parsed) else "numéro impossible au Canada"


def _shared_numbers(services: Iterable[Any]) -> Iterator[Finding]:
    """Yield listings that give the same number without saying that they are one line."""
    holders: dict[tuple[str, int | None], dict[str, str]] = {}
    for service in services:
        for phone in service.phones:
            digits = "".join(char for char in phone.number if char.isdigit())[-10:]
            if len(digits) >= 7:
                line = service.same_line_as or service.slug
                holders.setdefault((digits, phone.extension), {})[service.slug] = line
    for (digits, _), lines in holders.items():
        if len(set(lines.values())) < 2:
            continue
        usual, _count = Counter(lines.values()).most_common(1)[0]
        for slug, line in sorted(lines.items()):
            if line != usual:
                message = f"Même numéro (… {digits[-4:]}) que « {usual} », sans dire que c'est la même ligne."
                yield Finding(slug, "shared_number", WARNING, message)


def stats(session: Session, today: date) -> dict[str, Any]:
    """Return counts of the directory as JSON values."""
    services = load_services(session)
    regions: Counter[str] = Counter()
    needs: Counter[str] = Counter()
    ages = []
    for service in services:
        regions.update(list(areas_of(service)))
        needs.update(terms_of(service, NEEDS))
        checked = max((check.verified_on for check in service.verifications), default=None)
        if checked:
            ages.append((today - checked).days)
    return {
        "services": len(services),
        "organizations": len({service.organization_id for service in services}),
        "with_phone": sum(1 for service in services if service.phones),
        "with_hours": sum(1 for s in services if any(schedule.opening_hours for schedule in s.schedules)),
        "confidential_addresses": sum(1 for service in services if service.address_confidential),
        "confidence": dict(Counter(service.confidence for service in services).most_common()),
        "visibility": dict(Counter(service.visibility for service in services).most_common()),
        "status": dict(Counter(service.status for service in services).most_common()),
        "regions": dict(sorted(regions.items())),
        "needs": dict(needs.most_common()),
        "verified_within_90_days": sum(1 for age in ages if age <= 90),
        "verified_within_180_days": sum(1 for age in ages if age <= 180),
        "never_verified": len(services) - len(ages),
    }
