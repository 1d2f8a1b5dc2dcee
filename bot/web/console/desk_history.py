"""/repertoire: what changed in a listing, taking it back, and changes held because they change a path."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.desk_common import PATH, after, done_of, send, words
from bot.web.console.effects import VERDICTS
from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import redacted_field, text_field
from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import LABELS, RESPONSABLE, STAFF
from directory.desk.changes import Change
from directory.desk.history import (
    FieldChange,
    batch_of,
    changes_in,
    difference,
    entry_of,
    history,
    recent,
    undo_of,
)
from directory.desk.publish import VERBS, accept, looked_at_again, refuse
from directory.desk.records import load
from directory.desk.secrecy import LISTING
from directory.errors import (
    HeldChangeDecided,
    HeldChangeUnknown,
    ListingChanged,
    ListingRefused,
    ListingUnknown,
)
from directory.models.path import WAITING
from directory.paths import gate
from directory.paths.held import differences_of, held_change, held_changes
from directory.proposals import waiting_for
from directory.records.labels import field_label

_NONE = "Il n'y a pas de changement retenu de ce numéro."
_MORE = (
    "Le répertoire a changé depuis : ce changement toucherait maintenant d'autres parcours, ou autrement. "
    "Relisez, puis décidez."
)
_WHY = "Dites pourquoi, en quelques mots."


def told(changes: list[FieldChange]) -> list[dict[str, str]]:
    """The fields that change, as a page shows them."""
    return [
        {
            "label": field_label(one.field),
            "before": words(one.field, one.before),
            "after": words(one.field, one.after),
        }
        for one in changes
    ]


def history_routes(console: Console) -> list[Route]:
    """History, undo, held changes."""

    def shown_of(entry: Any) -> dict[str, Any]:
        return {
            "entry": entry,
            "verb": VERBS[entry.action],
            "role": LABELS.get(entry.role, entry.role),
            "changes": told(changes_in(entry)) if entry.before and entry.after else [],
            "added": entry.before is None,
            "removed": entry.after is None,
        }

    def past(request: Request, visitor: Visitor) -> Response:
        slug = request.path_params["slug"]
        with console.database.session() as session:
            entries = history(session, slug)
            record = load(session, slug)
        if record is None and not entries:
            raise Refused(404, "no_listing", "Cette fiche n'est pas dans le répertoire.")
        return console.respond(
            request,
            "repertoire_historique.html",
            visitor,
            slug=slug,
            name=record["name"] if record else slug,
            stands=record is not None,
            entries=[shown_of(one) for one in entries],
        )

    def latest(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            entries = recent(session)
        return console.respond(
            request,
            "repertoire_historique.html",
            visitor,
            slug="",
            name="",
            stands=False,
            entries=[shown_of(one) for one in entries],
        )

    def undoing(request: Request) -> tuple[Change, list[Any]]:
        """The change that takes an entry back (or all made with it), and those entries."""
        number, whole = request.path_params["number"], request.query_params.get("lot") == "1"
        try:
            with console.database.session() as session:
                entry = entry_of(session, number)
                entries = batch_of(session, entry.batch) if whole else [entry]
                return undo_of(session, entries), entries
        except ListingUnknown as unknown:
            raise Refused(404, "no_change", "Ce changement n'est pas dans l'histoire.") from unknown

    def undo_page(request: Request, visitor: Visitor, problem: str = "", status: int = 200) -> Response:
        change, entries = undoing(request)
        with console.database.session() as session:
            effects = [
                {
                    "slug": one.slug,
                    "removed": one.record is None,
                    "changes": told(difference(now, one.record)),
                }
                for one in change.targets
                if (now := load(session, one.slug)) is not None or one.record is not None
            ]
            entry = entries[0]
            together = len(batch_of(session, entry.batch))
        return console.respond(
            request,
            "repertoire_annuler.html",
            visitor,
            status=status,
            entry=entry,
            verb=VERBS[entry.action],
            effects=effects,
            together=together,
            whole=request.query_params.get("lot") == "1",
            problem=problem,
        )

    def undo_asked(request: Request, visitor: Visitor) -> Response:
        return undo_page(request, visitor)

    def undone(request: Request, visitor: Visitor, sent: FormData) -> Response:
        reason = redacted_field(sent, "raison", 500)
        if not reason:
            return undo_page(request, visitor, _WHY, 400)
        change, entries = undoing(request)
        try:
            outcome = send(console, visitor, change, reason)
        except ListingRefused as refused:
            told_so = " ".join(one.french or one.message for one in refused.problems)
            return undo_page(request, visitor, told_so, 400)
        stands = len(entries) == 1 and entries[0].before is not None
        return after(outcome, change, entries[0].slug if stands else None)

    def shelf(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            waiting = held_changes(session)
            decided = [one for one in held_changes(session, decided=True) if one.state != WAITING]
        return console.respond(
            request,
            "repertoire_retenus.html",
            visitor,
            waiting=waiting,
            decided=decided[:20],
            labels=LABELS,
            done=done_of(request),
        )

    def held_page(request: Request, visitor: Visitor, problem: str = "", status: int = 200) -> Response:
        try:
            with console.database.session() as session:
                held = held_change(session, request.path_params["number"])
                change = Change.from_json(held.payload) if held.kind == LISTING else None
                proposals = [one.id for one in waiting_for(session, held.id)]
                effects = []
                for target in change.targets if change else ():
                    now = load(session, target.slug)
                    whole = None if target.record is None else {**(now or {}), **target.record}
                    effects.append(
                        {
                            "slug": target.slug,
                            "removed": whole is None,
                            "changes": told(difference(now, whole)),
                        }
                    )
        except HeldChangeUnknown as unknown:
            raise Refused(404, "no_held_change", _NONE) from unknown
        return console.respond(
            request,
            "repertoire_retenu.html",
            visitor,
            status=status,
            held=held,
            waiting=held.state == WAITING and change is not None,
            differences=differences_of(held),
            effects=effects,
            proposals=proposals,
            verdicts=VERDICTS,
            labels=LABELS,
            problem=problem,
            may_decide=visitor.role == RESPONSABLE,
        )

    def held_shown(request: Request, visitor: Visitor) -> Response:
        return held_page(request, visitor)

    def decided(request: Request, visitor: Visitor, sent: FormData) -> Response:
        number, why = request.path_params["number"], redacted_field(sent, "raison", 500)
        yes = text_field(sent, "decision", 10) == "accepter"
        if not why:
            return held_page(request, visitor, _WHY, 400)
        who: dict[str, Any] = {"actor": visitor.username, "role": visitor.role, "at": console.now()}
        try:
            seen = gate.state(console.database)
            if yes and looked_at_again(console.database, number):
                return held_page(request, visitor, _MORE, 409)
            with console.database.session() as session:
                if yes:
                    gate.still(console.database, session, seen)
                    accept(session, number, why=why, **who)
                else:
                    refuse(session, number, why=why, **who)
        except HeldChangeUnknown as unknown:
            raise Refused(404, "no_held_change", _NONE) from unknown
        except HeldChangeDecided:
            return held_page(request, visitor, "Quelqu'un a déjà décidé de ce changement.", 409)
        except (ListingChanged, ListingUnknown):
            told_so = "La fiche a changé depuis que ce changement est retenu : refusez-le, puis refaites-le."
            return held_page(request, visitor, told_so, 409)
        except ListingRefused as refused:
            return held_page(request, visitor, " ".join(one.french for one in refused.problems), 400)
        return RedirectResponse(f"{PATH}/retenus?fait={'held' if yes else 'refused'}", status_code=303)

    undo, one = f"{PATH}/historique/{{number:int}}/annuler", f"{PATH}/retenus/{{number:int}}"
    return [
        Route(f"{PATH}/historique", console.guarded(showing(latest), *STAFF), methods=["GET"]),
        Route(f"{PATH}/fiche/{{slug}}/historique", console.guarded(showing(past), *STAFF), methods=["GET"]),
        Route(undo, console.guarded(showing(undo_asked), RESPONSABLE), methods=["GET"]),
        Route(undo, console.guarded(receiving(undone), RESPONSABLE), methods=["POST"]),
        Route(f"{PATH}/retenus", console.guarded(showing(shelf), *STAFF), methods=["GET"]),
        Route(one, console.guarded(showing(held_shown), *STAFF), methods=["GET"]),
        Route(one, console.guarded(receiving(decided), RESPONSABLE), methods=["POST"]),
    ]
