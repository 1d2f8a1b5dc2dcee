"""Turns rows into HSDS 3.1 JSON objects. What HSDS has no word for goes under ``sentier``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from directory.hsds.schedules import weekly_rules
from directory.models import stable_id
from directory.records import record_of

# The fields of the project's format that HSDS objects carry themselves.
IN_HSDS = frozenset(
    {
        "id",
        "name",
        "alternate_name",
        "organization",
        "description",
        "alert",
        "needs",
        "populations",
        "min_age",
        "max_age",
        "eligibility",
        "phones",
        "email",
        "website",
        "hours_text",
        "languages",
        "cost",
        "areas",
        "addresses",
        "status",
    }
)
# Notes of the editors, not for the public.
INTERNAL = frozenset({"notes", "conflicts", "decisions"})
_URIS = frozenset({"url", "website", "uri", "term_uri", "schedule_link"})


def plain(row: Any) -> dict[str, Any]:
    """Return the HSDS columns of a row that hold something, as JSON values."""
    found: dict[str, Any] = {}
    for column in row.__table__.columns:
        if column.info.get("ours"):
            continue
        value = getattr(row, column.name)
        if value is None:
            continue
        if isinstance(value, datetime | date):
            value = value.isoformat()
        elif column.name in _URIS:
            value = uri(value)
        found[column.name] = value
    return found


def uri(text: str) -> str:
    """Return an address of the web in ASCII, as the ``uri`` format wants it."""
    try:
        parts = urlsplit(text.strip())
        host = parts.netloc.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return quote(text.strip(), safe=":/?#[]@!$&'()*+,;=%")
    safe = "/:@!$&'()*+,;=%~-._"
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe=safe),
            quote(parts.query, safe=f"{safe}?"),
            quote(parts.fragment, safe=safe),
        )
    )


def term_object(term: Any, *, full: bool = True) -> dict[str, Any]:
    """Return a taxonomy_term, with its taxonomy in full when ``full``."""
    found = plain(term)
    if full and term.taxonomy_detail is not None:
        found["taxonomy_detail"] = plain(term.taxonomy_detail)
    return found


def organization_object(organization: Any) -> dict[str, Any]:
    """Return an organization without what hangs on it."""
    found = plain(organization)
    found["description"] = organization.description or organization.name
    return found


def service_list_object(service: Any) -> dict[str, Any]:
    """Return a service as a list shows it: its own fields and its organization."""
    found = plain(service)
    found["organization"] = organization_object(service.organization)
    return found


def location_object(location: Any) -> dict[str, Any]:
    """Return a location; a confidential one says its town and nothing else."""
    found = plain(location)
    if location.confidential:
        for key in ("latitude", "longitude"):
            found.pop(key, None)
        return found
    found["addresses"] = [plain(address) for address in location.addresses]
    return found


def service_object(service: Any, *, internal: bool = False) -> dict[str, Any]:
    """Return a service with everything nested; ``internal`` adds the editors' notes."""
    found = service_list_object(service)
    found["phones"] = [plain(phone) for phone in service.phones]
    found["schedules"] = _schedules(service)
    found["service_areas"] = [plain(area) for area in service.service_areas]
    found["languages"] = [plain(language) for language in service.languages]
    found["contacts"] = [plain(contact) for contact in service.contacts]
    found["additional_urls"] = [plain(url) for url in service.additional_urls]
    found["required_documents"] = [plain(paper) for paper in service.required_documents]
    found["cost_options"] = [plain(cost) for cost in service.cost_options]
    found["service_at_locations"] = [
        {**plain(link), "location": location_object(link.location)} for link in service.service_at_locations
    ]
    found["attributes"] = [
        {**plain(attribute), "taxonomy_term": term_object(attribute.taxonomy_term)}
        for attribute in service.attributes
    ]
    found["sentier"] = extension(service, internal=internal)
    return found


def _schedules(service: Any) -> list[dict[str, Any]]:
    """Return the text of the hours, then weekly rules for systems that read no OSM syntax."""
    found = []
    for schedule in service.schedules:
        found.append(plain(schedule))
        for place, rule in enumerate(weekly_rules(schedule.opening_hours)):
            found.append(
                {
                    "id": stable_id("weekly", schedule.id, str(place)),
                    "service_id": service.id,
                    "notes": "Heure locale du Québec.",
                    **rule,
                }
            )
    return found


def extension(service: Any, *, internal: bool) -> dict[str, Any]:
    """Return what HSDS cannot say, in the words of the project's own format."""
    record = record_of(service)
    found = {
        key: value
        for key, value in record.items()
        if key not in IN_HSDS and (internal or key not in INTERNAL)
    }
    found["slug"] = service.slug
    found["phones"] = [
        {
            "number": phone["number"],
            "type": phone["type"],
            "confidence": phone["confidence"],
            "to_confirm": phone["to_confirm"],
            "region_codes": phone["region_codes"],
        }
        for phone in record["phones"]
    ]
    return found


def service_at_location_object(link: Any, *, full: bool) -> dict[str, Any]:
    """Return a service_at_location with its location and its service (whole when ``full``)."""
    found = plain(link)
    found["location"] = location_object(link.location) if full else plain_place(link.location)
    found["service"] = service_object(link.service) if full else service_list_object(link.service)
    if full:
        found["service"].pop("service_at_locations", None)
    return found


def plain_place(location: Any) -> dict[str, Any]:
    """Return a location's own fields, without coordinates when it is confidential."""
    found = plain(location)
    if location.confidential:
        found.pop("latitude", None)
        found.pop("longitude", None)
    return found
