"""The read-only HSDS 3.1 API, as Starlette routes to be mounted under ``/hsds``.

``hsds_routes(database)`` returns them. Only what the public may see is here: listings that are public, of
high or medium confidence; the address of a confidential place exists nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from directory.database import Database
from directory.errors import DirectoryError
from directory.hsds import VERSION
from directory.hsds.openapi import document
from directory.hsds.parameters import BadRequest, Page, read_page, read_service_filters
from directory.hsds.queries import (
    organization_by_id,
    organizations,
    service_at_location_by_id,
    service_at_locations,
    service_by_id,
    services,
    taxonomies,
    taxonomy_by_id,
    taxonomy_terms,
    term_by_id,
)
from directory.hsds.write import (
    organization_object,
    plain,
    service_at_location_object,
    service_list_object,
    service_object,
    term_object,
)

PROFILE = "https://docs.openreferral.org/en/v3.1.1/hsds/"
Answer = dict[str, Any]
Work = Callable[[Session, Request], Any]


def hsds_routes(database: Database) -> list[Route]:
    """Return the routes, with paths relative to the mount point."""

    def route(path: str, work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(database, work, request)

        return Route(path, endpoint, methods=["GET"])

    return [
        route("/", _root),
        route("/openapi.json", _openapi),
        route("/services", _services),
        route("/services/{id}", _service),
        route("/organizations", _organizations),
        route("/organizations/{id}", _organization),
        route("/service_at_locations", _service_at_locations),
        route("/service_at_locations/{id}", _service_at_location),
        route("/taxonomies", _taxonomies),
        route("/taxonomies/{id}", _taxonomy),
        route("/taxonomy_terms", _taxonomy_terms),
        route("/taxonomy_terms/{id}", _term),
        Route("/{rest:path}", _unknown, methods=["GET"]),
    ]


async def _unknown(request: Request) -> Response:
    return _error(404, f"There is nothing at {request.url.path}.")


async def _answer(database: Database, work: Work, request: Request) -> Response:
    def run() -> Response:
        with database.session() as session:
            found = work(session, request)
            if found is None:
                return _error(404, f"There is nothing at {request.url.path}.")
            if isinstance(found, Page):
                if request.query_params.get("format", "json") == "ndjson":
                    return StreamingResponse(
                        iter(list(_lines(found.contents))), media_type="application/x-ndjson"
                    )
                return JSONResponse(found.as_dict())
            return JSONResponse(found)

    try:
        return await run_in_threadpool(run)
    except BadRequest as error:
        return _error(400, str(error))
    except DirectoryError:
        # The sentence names the file of the database: it is for the log of the server, not for the world.
        return _error(503, "The directory cannot be read at the moment.")


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": {"status": status, "message": message}}, status_code=status)


def _lines(contents: Iterable[Answer]) -> Iterator[bytes]:
    for item in contents:
        yield json.dumps(item, ensure_ascii=False).encode() + b"\n"


def _base(request: Request) -> str:
    """Return where the API stands, the mount point included."""
    return str(request.url.replace(path=request.scope.get("root_path", ""), query="", fragment="")).rstrip(
        "/"
    )


def _root(_session: Session, request: Request) -> Answer:
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{_base(request)}/openapi.json"}


def _openapi(_session: Session, request: Request) -> Answer:
    return document(_base(request))


def _flag(request: Request, name: str) -> bool:
    value = request.query_params.get(name, "false").lower()
    if value not in ("true", "false", "1", "0", ""):
        raise BadRequest(f"« {name} » must be true or false, not « {value} ».")
    return value in ("true", "1")


def _services(session: Session, request: Request) -> Page:
    filters = read_service_filters(request.query_params)
    found = services(session, filters, read_page(request.query_params))
    if _flag(request, "minimal"):
        return found.of(lambda one: {"id": one.id, "modified_date": plain(one).get("last_modified")})
    return found.of(service_object if _flag(request, "full") else service_list_object)


def _service(session: Session, request: Request) -> Answer | None:
    found = service_by_id(session, request.path_params["id"])
    return service_object(found) if found else None


def _organizations(session: Session, request: Request) -> Page:
    found = organizations(session, request.query_params, read_page(request.query_params))
    if _flag(request, "full"):
        whole = _flag(request, "full_service")
        return found.of(lambda one: _full_organization(session, one, whole))
    return found.of(organization_object)


def _organization(session: Session, request: Request) -> Answer | None:
    found = organization_by_id(session, request.path_params["id"])
    return _full_organization(session, found, _flag(request, "full_service")) if found else None


def _full_organization(session: Session, organization: Any, whole: bool) -> Answer:
    filters = read_service_filters({"organization_id": organization.id})
    offered = services(session, filters, None).contents
    listed = [service_object(one) if whole else service_list_object(one) for one in offered]
    for one in listed:
        one.pop("organization", None)
    return {**organization_object(organization), "services": listed}


def _service_at_locations(session: Session, request: Request) -> Page:
    filters = read_service_filters(request.query_params)
    found = service_at_locations(session, filters, read_page(request.query_params))
    full = _flag(request, "full")
    return found.of(lambda one: service_at_location_object(one, full=full))


def _service_at_location(session: Session, request: Request) -> Answer | None:
    found = service_at_location_by_id(session, request.path_params["id"])
    return service_at_location_object(found, full=True) if found else None


def _taxonomies(session: Session, request: Request) -> Page:
    return taxonomies(session, request.query_params, read_page(request.query_params)).of(plain)


def _taxonomy(session: Session, request: Request) -> Answer | None:
    found = taxonomy_by_id(session, request.path_params["id"])
    return plain(found) if found else None


def _taxonomy_terms(session: Session, request: Request) -> Page:
    return taxonomy_terms(session, request.query_params, read_page(request.query_params)).of(term_object)


def _term(session: Session, request: Request) -> Answer | None:
    found = term_by_id(session, request.path_params["id"])
    return term_object(found) if found else None
