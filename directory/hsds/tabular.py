"""The HSDS tabular data package: one CSV for each object, and a ``datapackage.json`` that lists them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from directory.errors import DataFileInvalid

# HSDS object -> (file, the nested lists of a full service it comes from).
TABLES = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "service_area": "service_areas.csv",
    "language": "languages.csv",
    "contact": "contacts.csv",
    "url": "urls.csv",
    "required_document": "required_documents.csv",
    "cost_option": "cost_options.csv",
    "service_at_location": "service_at_locations.csv",
    "location": "locations.csv",
    "address": "addresses.csv",
    "attribute": "attributes.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "taxonomy": "taxonomies.csv",
    "sentier": "sentier.csv",
}
LISTS = {
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "languages": "language",
    "contacts": "contact",
    "additional_urls": "url",
    "required_documents": "required_document",
    "cost_options": "cost_option",
}
_NUMBERS = {"minimum_age", "maximum_age", "extension", "latitude", "longitude", "interval", "amount"}


def tables_of(services: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return object name -> rows, each row once, for full HSDS services."""
    tables: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES}

    def put(table: str, row: dict[str, Any]) -> None:
        tables[table].setdefault(str(row.get("id") or len(tables[table])), row)

    for service in services:
        put("organization", service["organization"])
        put("service", _flat(service))
        for name, table in LISTS.items():
            for row in service.get(name) or []:
                put(table, _flat(row))
        for link in service.get("service_at_locations") or []:
            put("service_at_location", _flat(link))
            put("location", _flat(link["location"]))
            for address in link["location"].get("addresses") or []:
                put("address", address)
        for attribute in service.get("attributes") or []:
            put("attribute", _flat(attribute))
            put("taxonomy_term", _flat(attribute["taxonomy_term"]))
            if "taxonomy_detail" in attribute["taxonomy_term"]:
                put("taxonomy", attribute["taxonomy_term"]["taxonomy_detail"])
        if service.get("sentier"):
            data = json.dumps(service["sentier"], ensure_ascii=False, sort_keys=True)
            tables["sentier"][service["id"]] = {"service_id": service["id"], "data": data}
    return {name: list(rows.values()) for name, rows in tables.items()}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if not isinstance(value, list | dict)}


def write_datapackage(services: Iterable[dict[str, Any]], folder: Path) -> list[Path]:
    """Write the package into ``folder``; return the files written."""
    tables = tables_of(services)
    resources = []
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            if not rows:
                continue
            columns = list(dict.fromkeys(key for row in rows for key in row))
            path = folder / TABLES[name]
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            written.append(path)
            resources.append(
                {
                    "name": name,
                    "path": TABLES[name],
                    "profile": "tabular-data-resource",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "schema": {
                        "fields": [
                            {"name": column, "type": "number" if column in _NUMBERS else "string"}
                            for column in columns
                        ],
                        "primaryKey": "service_id" if name == "sentier" else "id",
                    },
                }
            )
        package = folder / "datapackage.json"
        document = {"name": "sentier", "profile": "tabular-data-package", "resources": resources}
        package.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataFileInvalid(f"The folder {folder} cannot be written: {error.strerror}.") from error
    return [package, *written]


def read_datapackage(folder: Path) -> list[dict[str, Any]]:
    """Return the full HSDS services of a package, nested again."""
    tables = {name: _read(folder / file) for name, file in TABLES.items()}
    if not tables["service"]:
        raise DataFileInvalid(f"The folder {folder} holds no {TABLES['service']} with services in it.")
    organizations = {row["id"]: row for row in tables["organization"]}
    terms = {row["id"]: row for row in tables["taxonomy_term"]}
    locations = {row["id"]: dict(row) for row in tables["location"]}
    for address in tables["address"]:
        locations.get(address.get("location_id", ""), {}).setdefault("addresses", []).append(address)
    services = {row["id"]: dict(row) for row in tables["service"]}
    for name, table in LISTS.items():
        for row in tables[table]:
            owner = services.get(row.get("service_id", ""))
            if owner is not None:
                owner.setdefault(name, []).append(row)
    for row in tables["service_at_location"]:
        owner = services.get(row.get("service_id", ""))
        if owner is not None:
            place = locations.get(row.get("location_id", ""), {})
            owner.setdefault("service_at_locations", []).append({**row, "location": place})
    for row in tables["attribute"]:
        owner = services.get(row.get("link_id", ""))
        if owner is not None:
            term = terms.get(row.get("taxonomy_term_id", ""), {})
            owner.setdefault("attributes", []).append({**row, "taxonomy_term": term})
    for row in tables["sentier"]:
        owner = services.get(row.get("service_id", ""))
        if owner is not None:
            owner["sentier"] = json.loads(row["data"])
    for service in services.values():
        service["organization"] = organizations.get(service.get("organization_id", ""), {})
    return list(services.values())


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return [_typed(row) for row in csv.DictReader(handle)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileInvalid(f"The file {path} cannot be read: {error}.") from error


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in row.items():
        if key is None or value in (None, ""):
            continue
        if key in _NUMBERS:
            try:
                number = float(value)
                found[key] = int(number) if number.is_integer() else number
            except ValueError:
                found[key] = value
        else:
            found[key] = value
    return found
