"""The OpenAPI document of our HSDS API: only what it really answers."""

from __future__ import annotations

from typing import Any

from directory.hsds import VERSION

SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/compiled"
SCHEMAS_FLAT = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema"
_PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "search": (
        "Every word must stand in the record, in any French form, with or without accents.",
        {"type": "string"},
    ),
    "page": ("Page number, from 1.", {"type": "integer", "minimum": 1, "default": 1}),
    "per_page": ("Results on a page.", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}),
    "format": (
        "ndjson gives every result, one on a line, without pages.",
        {"type": "string", "enum": ["json", "ndjson"]},
    ),
    "taxonomy_term_id": ("Only records that carry this term.", {"type": "string", "format": "uuid"}),
    "taxonomy_id": ("Only records that carry a term of this taxonomy.", {"type": "string", "format": "uuid"}),
    "organization_id": ("Only records of this organization.", {"type": "string", "format": "uuid"}),
    "modified_after": (
        "Only records changed at or after this instant.",
        {"type": "string", "format": "date-time"},
    ),
    "minimal": ("Only id and modified_date.", {"type": "boolean"}),
    "full": ("Everything nested.", {"type": "boolean"}),
    "full_service": ("Services of an organization in full.", {"type": "boolean"}),
    "parent_id": ("Only terms under this one.", {"type": "string", "format": "uuid"}),
    "top_only": ("Only terms without a parent.", {"type": "boolean"}),
}
_PAGED = ("search", "page", "per_page", "format")
_SERVICE = (*_PAGED, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
_LISTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "services": (f"{SCHEMAS}/service_list.json", (*_SERVICE, "minimal"), f"{SCHEMAS}/service.json"),
    "organizations": (
        f"{SCHEMAS}/organization_list.json",
        (*_PAGED, "full", "full_service", "taxonomy_term_id", "taxonomy_id"),
        f"{SCHEMAS}/organization.json",
    ),
    "service_at_locations": (
        f"{SCHEMAS}/service_at_location_list.json",
        _SERVICE,
        f"{SCHEMAS}/service_at_location.json",
    ),
    "taxonomies": (f"{SCHEMAS_FLAT}/taxonomy.json", _PAGED, f"{SCHEMAS_FLAT}/taxonomy.json"),
    "taxonomy_terms": (
        f"{SCHEMAS_FLAT}/taxonomy_term.json",
        (*_PAGED, "taxonomy_id", "parent_id", "top_only"),
        f"{SCHEMAS_FLAT}/taxonomy_term.json",
    ),
}


def document(base: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document; ``base`` is the address the API stands at."""
    paths: dict[str, Any] = {
        "/": {"get": _get("getAPIMetaInformation", "About this API.", {"type": "object"}, ())}
    }
    for name, (item, parameters, whole) in _LISTS.items():
        page = {
            "allOf": [
                {"$ref": "#/components/schemas/Page"},
                {"type": "object", "properties": {"contents": {"type": "array", "items": {"$ref": item}}}},
            ]
        }
        paths[f"/{name}"] = {"get": _get(f"list_{name}", f"A page of {name}.", page, parameters, bad=True)}
        one = _get(f"get_{name}", f"One of {name}, nested in full.", {"$ref": whole}, (), missing=True)
        one["parameters"] = [{"in": "path", "name": "id", "required": True, "schema": {"type": "string"}}]
        paths[f"/{name}/{{id}}"] = {"get": one}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sentier: the directory of services, HSDS API (read only)",
            "version": VERSION,
            "description": "Services for women who want to leave prostitution, in Québec, as HSDS 3.1.",
            "license": {"name": "Apache-2.0"},
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": {"Page": _page_schema(), "Error": _error_schema()},
            "parameters": _parameters(),
        },
    }


def _get(
    operation: str,
    summary: str,
    schema: dict[str, Any],
    parameters: tuple[str, ...],
    *,
    bad: bool = False,
    missing: bool = False,
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    if bad:
        responses["400"] = {"description": "A parameter cannot be understood.", "content": error}
    if missing:
        responses["404"] = {"description": "There is no such record.", "content": error}
    found: dict[str, Any] = {"operationId": operation, "summary": summary, "responses": responses}
    if parameters:
        found["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    return found


def _parameters() -> dict[str, Any]:
    return {
        name: {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        for name, (words, schema) in _PARAMETERS.items()
    }


def _page_schema() -> dict[str, Any]:
    counts = ("total_items", "total_pages", "page_number", "size")
    flags = ("first_page", "last_page", "empty")
    return {
        "type": "object",
        "required": [*counts, *flags, "contents"],
        "properties": {
            **{name: {"type": "integer"} for name in counts},
            **{name: {"type": "boolean"} for name in flags},
            "contents": {"type": "array"},
        },
    }


def _error_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {"status": {"type": "integer"}, "message": {"type": "string"}},
            }
        },
    }
