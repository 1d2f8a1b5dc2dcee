"""The older starter format, read as the present one."""

from __future__ import annotations

import re
from typing import Any

from directory.vocabulary import vocabulary


def from_starter(record: dict[str, Any]) -> dict[str, Any]:
    """Return a listing of the older starter format in the present one; others come back unchanged.

    The starter names a region code list and one address text; the present format has areas and addresses.
    """
    if "areas" in record or "region_codes" not in record:
        return record
    changed = dict(record)
    codes = changed.pop("region_codes") or []
    coverage = changed.get("coverage") or "regions"
    words = vocabulary().regions
    if coverage == "regions":
        areas = [{"text": words.get(code, code), "type": "region", "extent": code} for code in codes]
    else:
        extent = {"province": "QC", "canada": "CA", "outside_quebec": "XX"}.get(coverage, "QC")
        kind = "province" if extent == "QC" else "country"
        areas = [{"text": "Québec" if extent == "QC" else "Canada", "type": kind, "extent": extent}]
    changed["areas"] = areas
    text = changed.pop("address", None)
    changed["addresses"] = [] if not text else [_address(part) for part in text.split("; ")]
    changed.pop("service_area", None)
    access = dict(changed.get("access") or {})
    for key in ("anonymous", "confidential"):
        value = changed.pop(key, None)
        if value is not None:
            access[key] = value
    changed["access"] = access
    changed["phones"] = [
        {**phone, "to_confirm": bool(phone.get("verify_before_publish") or phone.get("to_confirm"))}
        for phone in changed.get("phones") or []
    ]
    website = changed.get("website")
    if website and "://" not in website:
        changed["website"] = f"https://{website}"
    if changed.get("page_date") is not None:
        changed["page_date"] = str(changed["page_date"])
    return changed


def _address(text: str) -> dict[str, Any]:
    code = re.search(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", text)
    bare = re.sub(r" ?\(Québec\)| ?[A-Z]\d[A-Z] ?\d[A-Z]\d", "", text).strip()
    street, _, city = bare.rpartition(", ")
    return {
        "address_1": street or bare,
        "city": city if street else "",
        "postal_code": code.group(0) if code else None,
    }
