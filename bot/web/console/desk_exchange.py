"""/repertoire: many listings at once, in and out: a file is read, shown as a difference, then imported."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk_common import PATH, after, send, today_of
from bot.web.console.desk_history import told
from bot.web.console.handlers import CSV, attachment, receiving, showing
from bot.web.console.paths import try_file
from bot.web.console.requests import redacted_field, text_field
from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import RESPONSABLE, STAFF
from directory.desk.changes import Change, Target
from directory.desk.history import FieldChange
from directory.desk.publish import Outcome
from directory.desk.records import load_services, version_of
from directory.desk.sheet import write_sheet
from directory.desk.upload import LARGEST, draft_of, drop_draft, keep_draft, read_upload, safe_name
from directory.errors import FileRefused, ListingRefused, ListingUnknown
from directory.exchange.files import project_document
from directory.exchange.importer import ImportReport, import_listings, prepared
from directory.records import record_of

BODY = LARGEST + 16 * 1024
"""Bytes of the request that carries a file."""
MOST_SHOWN = 100
"""Changed listings, and problems, that the preview shows."""


def exchange_routes(console: Console) -> list[Route]:
    """Import with a preview, export."""

    def begun(request: Request, visitor: Visitor) -> Response:
        return page(request, visitor)

    def page(request: Request, visitor: Visitor, problem: str = "", status: int = 200) -> Response:
        return console.respond(
            request,
            "repertoire_importer.html",
            visitor,
            status=status,
            problem=problem,
            largest=LARGEST // (1024 * 1024),
        )

    def previewed(request: Request, visitor: Visitor, name: str, data: bytes) -> Response:
        try:
            records = read_upload(name, data)
        except FileRefused as refused:
            return page(request, visitor, refused.french, 400)
        with console.database.session() as session:
            report: ImportReport = import_listings(session, records, dry_run=True)
            draft = ""
            if report.changes:
                draft = keep_draft(session, name, records, actor=visitor.username, at=console.now())
        shown = [
            {
                "id": one.id,
                "added": one.kind == "added",
                "changes": told([FieldChange(key, *pair) for key, pair in one.fields.items()]),
            }
            for one in report.changes[:MOST_SHOWN]
        ]
        return console.respond(
            request,
            "repertoire_apercu.html",
            visitor,
            status=400 if report.problems else 200,
            name=safe_name(name),
            report=report,
            problems=[(one.row, one.id, one.french or one.message) for one in report.problems[:MOST_SHOWN]],
            shown=shown,
            added=sum(1 for one in report.changes if one.kind == "added"),
            draft=draft,
            most=MOST_SHOWN,
        )

    async def preview(request: Request, visitor: Visitor) -> Response:
        sent = (await request.form()).get("fichier")
        if not isinstance(sent, UploadFile) or not sent.filename:
            return await run_in_threadpool(page, request, visitor, "Choisissez un fichier.", 400)
        return await run_in_threadpool(previewed, request, visitor, sent.filename, await sent.read())

    def tried(request: Request, visitor: Visitor, sent: Any) -> Response:
        identity = text_field(sent, "brouillon", 36)
        try:
            with console.database.session() as session:
                draft = draft_of(session, identity, actor=visitor.username, at=console.now())
                name, records = str(draft.file_name), json.loads(draft.records)
            effects = try_file(console, name, records)
        except ListingUnknown as unknown:
            raise gone() from unknown
        except ListingRefused as refused:
            return page(request, visitor, told_so(refused), 400)
        return console.respond(
            request, "repertoire_essai.html", visitor, name=name, effects=effects, draft=identity
        )

    def gone() -> Refused:
        return Refused(
            404, "no_draft", "Cet import n'attend plus (ou a plus d'un jour) : envoyez le fichier de nouveau."
        )

    def told_so(refused: ListingRefused) -> str:
        return " ".join(f"{one.id} : {one.french or one.message}" for one in refused.problems[:5])

    def imported(request: Request, visitor: Visitor, sent: Any) -> Response:
        identity, reason = text_field(sent, "brouillon", 36), redacted_field(sent, "raison", 500)
        try:
            with console.database.session() as session:
                draft = draft_of(session, identity, actor=visitor.username, at=console.now())
                records = [prepared(one) for one in json.loads(draft.records)]
                report = import_listings(session, records, dry_run=True)
                changed = {one.id for one in report.changes}
                standing = {
                    one.slug: version_of(record_of(one)) for one in load_services(session, sorted(changed))
                }
                name = str(draft.file_name)
        except ListingUnknown as unknown:
            raise gone() from unknown
        targets = tuple(
            Target(one["id"], one, standing.get(one["id"], "")) for one in records if one["id"] in changed
        )
        change = Change("import", targets)

        def used(session: Session, outcome: Outcome) -> None:  # noqa: ARG001
            drop_draft(session, identity)

        try:
            # Made and used up together: what fails can be tried again, what is made is not made twice.
            outcome = send(console, visitor, change, reason or f"Fichier {name}", used)
        except ListingRefused as refused:
            return page(request, visitor, told_so(refused), 400)
        return after(outcome, change)

    def as_csv(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        with console.database.session() as session:
            body = write_sheet(project_document(session)["services"])
        return attachment(body, named("csv"), CSV)

    def as_json(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        with console.database.session() as session:
            text = json.dumps(project_document(session), ensure_ascii=False, indent=1)
        return attachment(f"{text}\n".encode(), named("json"), "application/json")

    def named(ending: str) -> str:
        return f"repertoire-{today_of(console).isoformat()}.{ending}"

    return [
        Route(f"{PATH}/importer", console.guarded(showing(begun), RESPONSABLE), methods=["GET"]),
        Route(f"{PATH}/importer", console.guarded(preview, RESPONSABLE, most=BODY), methods=["POST"]),
        Route(f"{PATH}/importer/essayer", console.guarded(receiving(tried), RESPONSABLE), methods=["POST"]),
        Route(f"{PATH}/importer/faire", console.guarded(receiving(imported), RESPONSABLE), methods=["POST"]),
        Route(f"{PATH}/export.csv", console.guarded(showing(as_csv), *STAFF), methods=["GET"]),
        Route(f"{PATH}/export.json", console.guarded(showing(as_json), *STAFF), methods=["GET"]),
    ]
