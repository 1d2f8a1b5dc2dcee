"""What the pages of the directory desk share: the listing asked for, a change sent in, words for values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import PARTENAIRE
from directory.desk import publish
from directory.desk.changes import Change
from directory.desk.publish import Outcome
from directory.desk.records import Record, load
from directory.errors import InvalidOpeningHours, ListingChanged, ListingUnknown
from directory.geography import QUEBEC
from directory.hours_week import week_words
from directory.models import Service
from directory.records import labels
from directory.vocabulary import vocabulary

PATH = "/repertoire"
DONE = {
    "add": "La fiche est ajoutée.",
    "edit": "La fiche est modifiée.",
    "verify": "La vérification est notée.",
    "close": "La fermeture est notée : la fiche revient seule à la fin.",
    "reopen": "La fiche est rouverte.",
    "note": "La note est ajoutée.",
    "undo": "Le changement est annulé : la fiche est comme avant.",
    "proposal": "La proposition est envoyée; elle attend une décision.",
    "merge": "Le doublon est retiré du public; son histoire reste.",
    "import": "L'import est fait.",
    "held": "Le changement retenu est fait.",
    "refused": "Le changement retenu est refusé : rien n'a été changé.",
    "different": "Ce sont deux services : la paire ne reviendra plus.",
    "none": "Rien à changer : c'était déjà ainsi.",
}
"""Word in the address of a page -> what it says was done."""


def today_of(console: Console) -> date:
    """The day it is in Québec."""
    return console.now().astimezone(QUEBEC).date()


def listing_for(console: Console, visitor: Visitor, slug: str) -> Record:
    """The listing, which a partner sees only when it is her organization's; raises Refused (404)."""
    with console.database.session() as session:
        record = load(session, slug)
        owner = session.execute(select(Service.organization_id).where(Service.slug == slug)).scalar()
    hers = visitor.role != PARTENAIRE or (owner is not None and owner == visitor.organization)
    if record is None or not hers:
        raise Refused(404, "no_listing", "Cette fiche n'est pas, ou n'est plus, dans le répertoire.")
    return record


def submitted(
    console: Console,
    visitor: Visitor,
    change: Change,
    reason: str = "",
    also: Callable[[Session, Outcome], object] | None = None,
) -> Outcome:
    """Submit the change in the visitor's name, ``also`` and raising as `directory.desk.publish.submit`."""
    return publish.submit(
        console.database,
        change,
        actor=visitor.username,
        role=visitor.role,
        at=console.now(),
        reason=reason,
        also=also,
    )


def send(
    console: Console,
    visitor: Visitor,
    change: Change,
    reason: str = "",
    also: Callable[[Session, Outcome], object] | None = None,
) -> Outcome:
    """The same for a page of the desk; raises ListingRefused, and Refused (409, 404)."""
    try:
        return submitted(console, visitor, change, reason, also)
    except ListingChanged as changed:
        raise Refused(
            409,
            "listing_changed",
            "Quelqu'un a changé cette fiche entre-temps. Rien n'a été écrit : revenez-y et recommencez.",
        ) from changed
    except ListingUnknown as unknown:
        raise Refused(404, "no_listing", "Cette fiche n'est plus dans le répertoire.") from unknown


def after(outcome: Outcome, change: Change, slug: str | None = None) -> Response:
    """Where the browser goes: the held change, or the listing with a word about what was done."""
    if outcome.held is not None:
        return RedirectResponse(f"{PATH}/retenus/{outcome.held}", status_code=303)
    done = change.action if outcome.applied is not None else "none"
    back = f"{PATH}/fiche/{slug}" if slug else PATH
    return RedirectResponse(f"{back}?fait={done}", status_code=303)


def done_of(request: Request) -> str:
    """The sentence about what was just done, or nothing."""
    return DONE.get(request.query_params.get("fait", ""), "")


def hours_of(expression: str | None, today: date) -> list[tuple[str, str]]:
    """The hours as an ordinary week; nothing when there are none or they cannot be read."""
    try:
        return week_words(expression, today) if expression else []
    except InvalidOpeningHours:
        return []


def words(field: str, value: Any) -> str:
    """A value of a listing as people read it, on one or several lines."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if field in labels.VALUES:
        return labels.VALUES[field].get(str(value), str(value))
    if field == "needs":
        return ", ".join(vocabulary().needs.get(word, word) for word in value)
    if field in ("populations", "populations_only"):
        return ", ".join(vocabulary().populations.get(word, word) for word in value)
    if field == "access":
        return "\n".join(
            f"{vocabulary().access.get(key, key)} : {'oui' if answer else 'non'}"
            for key, answer in value.items()
        )
    if isinstance(value, list):
        return "\n".join(_item(field, item) for item in value)
    return str(value)


def _item(field: str, item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    if field == "phones":
        parts = [
            item["number"],
            f"poste {item['extension']}" if item.get("extension") else "",
            labels.PHONE_TYPE.get(item.get("type") or "voice", ""),
            item.get("note") or "",
            f"confiance {labels.CONFIDENCE[item['confidence']]}" if item.get("confidence") else "",
            "à confirmer" if item.get("to_confirm") else "",
            f"régions {', '.join(item['region_codes'])}" if item.get("region_codes") else "",
        ]
        return ", ".join(part for part in parts if part)
    if field == "areas":
        return f"{item.get('text') or ''} ({item.get('extent')})"
    if field == "addresses":
        return ", ".join(
            part for part in (item["address_1"], item.get("city"), item.get("postal_code")) if part
        )
    if field == "sources":
        return f"{item['url']} : « {item['seen']} »" if item.get("seen") else str(item["url"])
    if field == "verifications":
        due = f", prochaine le {item['next_due']}" if item.get("next_due") else ""
        note = f" ({item['note']})" if item.get("note") else ""
        method = labels.METHOD.get(item["method"], item["method"])
        return f"{item['verified_on']}, {method}, par {item['role']}{due}{note}"
    return json.dumps(item, ensure_ascii=False)
