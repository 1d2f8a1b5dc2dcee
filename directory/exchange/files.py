"""Reads files of listings in any of the known formats, and writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.errors import DataFileInvalid
from directory.exchange.older import from_starter
from directory.jsonfile import read_json
from directory.models import Attribute, Location, Service, ServiceAtLocation
from directory.records import record_of
from directory.starter import FORMAT

WHOLE = (
    selectinload(Service.organization),
    selectinload(Service.phones),
    selectinload(Service.schedules),
    selectinload(Service.service_areas),
    selectinload(Service.languages),
    selectinload(Service.contacts),
    selectinload(Service.additional_urls),
    selectinload(Service.required_documents),
    selectinload(Service.cost_options),
    selectinload(Service.sources),
    selectinload(Service.verifications),
    selectinload(Service.attributes).selectinload(Attribute.taxonomy_term),
    selectinload(Service.service_at_locations)
    .selectinload(ServiceAtLocation.location)
    .selectinload(Location.addresses),
)


def read_listings(path: Path) -> list[Any]:
    """Return the listings of a file or folder, in the project's own format, still unchecked.

    Known: the project's format, the starter's plain list, HSDS 3.1 JSON (a service, a list, a page or
    newline-delimited), and a folder with an HSDS ``datapackage.json``.
    """
    from directory.hsds.read import record_from_hsds
    from directory.hsds.tabular import read_datapackage

    if path.is_dir():
        return [record_from_hsds(service) for service in read_datapackage(path)]
    if path.suffix == ".ndjson":
        document: Any = [_line(path, number, line) for number, line in _lines(path)]
    else:
        document = read_json(path)
    return listings_in(document, str(path))


def listings_in(document: Any, name: str) -> list[Any]:
    """Return the listings of a JSON document, still unchecked; ``name`` is the file's, for what to say.

    Raises DataFileInvalid when it holds no list of services.
    """
    from directory.hsds.read import record_from_hsds

    if isinstance(document, dict) and document.get("format") == FORMAT:
        return list(document.get("services") or [])
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        document = document["contents"]
    if isinstance(document, dict) and "services" in document and "name" not in document:
        document = document["services"]
    if isinstance(document, dict):
        document = [document]
    if not isinstance(document, list):
        raise DataFileInvalid(f"The file {name} holds no list of services.")
    return [
        record_from_hsds(item)
        if isinstance(item, dict) and "status" in item and "areas" not in item
        else from_starter(item)
        if isinstance(item, dict)
        else item
        for item in document
    ]


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataFileInvalid(f"The file {path} cannot be read: {error.strerror}.") from error
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _line(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise DataFileInvalid(f"Line {number} of {path} is not valid JSON: {error}.") from error


def load_services(session: Session) -> list[Any]:
    """Return every service with all that hangs on it, ordered by slug."""
    return list(session.execute(select(Service).options(*WHOLE).order_by(Service.slug)).scalars())


def project_document(session: Session) -> dict[str, Any]:
    """Return the whole directory in the project's own format."""
    return {"format": FORMAT, "services": [record_of(service) for service in load_services(session)]}


def write_json(document: Any, path: Path) -> None:
    """Write a JSON document, readable and stable under version control."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise DataFileInvalid(f"The file {path} cannot be written: {error.strerror}.") from error
