"""/comptes: who has an account. Accounts are made by command; they can be closed here."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.accounts import accounts, disable
from directory.accounts.roles import LABELS, RESPONSABLE
from directory.errors import AccountInvalid, AccountUnknown
from directory.models import Organization

PATH = "/comptes"


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            found = accounts(session)
            names = {
                one.organization_id: organization.name
                for one in found
                if one.organization_id
                and (organization := session.get(Organization, one.organization_id)) is not None
            }
        return console.respond(
            request, "comptes.html", visitor, accounts=found, organizations=names, labels=LABELS
        )

    def closed(request: Request, visitor: Visitor, form: FormData) -> Response:  # noqa: ARG001
        name = text_field(form, "nom", 40)
        if name == visitor.username:
            raise Refused(400, "own_account", "On ne ferme pas son propre compte : demandez à une collègue.")
        try:
            with console.database.session() as session:
                disable(session, name, at=console.now(), actor=visitor.username, actor_role=visitor.role)
        except AccountUnknown as unknown:
            raise Refused(404, "no_account", "Il n'y a pas de compte de ce nom.") from unknown
        except AccountInvalid as already:
            raise Refused(409, "closed_already", "Ce compte est déjà fermé.") from already
        return RedirectResponse(PATH, status_code=303)

    return Section(
        "comptes",
        "Comptes",
        PATH,
        (RESPONSABLE,),
        [
            Route(PATH, console.guarded(showing(listed), RESPONSABLE), methods=["GET"]),
            Route(f"{PATH}/fermer", console.guarded(receiving(closed), RESPONSABLE), methods=["POST"]),
        ],
        summary="Qui peut entrer ici, et dans quel rôle.",
    )
