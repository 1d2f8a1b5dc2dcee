"""A file sent to the desk, turned into listings: JSON of the project or of HSDS 3.1, one or many, or CSV."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from directory.desk.sheet import read_sheet
from directory.errors import DataFileInvalid, FileRefused, ListingUnknown
from directory.exchange.files import listings_in
from directory.models import ImportDraft

LARGEST = 5 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS = 5000
"""Listings in a file."""
KEPT = timedelta(hours=24)
"""How long a file that was previewed waits for a yes."""
# What a packed file begins with: zip, gzip, bzip2, xz, zstandard, 7z, rar, and old Office files.
_PACKED = (
    b"PK",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
)


def read_upload(name: str, data: bytes) -> list[Any]:
    """Return the listings of a file, still unchecked; raises FileRefused with a sentence for who sent it.

    Nothing is ever unpacked: a small packed file can hold terabytes.
    """
    if len(data) > LARGEST:
        raise FileRefused(
            f"Le fichier est trop gros : au plus {LARGEST // (1024 * 1024)} Mo.",
            f"The file has more than {LARGEST} bytes.",
        )
    if data.startswith(_PACKED) or name.lower().endswith((".zip", ".gz", ".xlsx", ".ods", ".7z", ".rar")):
        raise FileRefused(
            "Les fichiers compressés (zip, xlsx, ods…) ne sont pas acceptés : enregistrez en CSV ou en JSON.",
            "A packed file is not taken.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            "Le texte du fichier n'est pas en UTF-8 : choisissez « CSV UTF-8 » à l'enregistrement.",
            "The file is not UTF-8 text.",
        ) from error
    if not text.strip():
        raise FileRefused("Le fichier est vide.", "The file is empty.")
    if "\0" in text:
        raise FileRefused("Ce fichier n'est pas du texte.", "The file is not text.")
    found = _documents(name, text) if text.lstrip()[0] in "[{" else read_sheet(text)
    if len(found) > MOST_ROWS:
        raise FileRefused(
            f"Le fichier compte {len(found)} fiches : au plus {MOST_ROWS} à la fois.",
            f"The file holds more than {MOST_ROWS} listings.",
        )
    if not found:
        raise FileRefused("Le fichier ne contient aucune fiche.", "The file holds no listing.")
    return found


def _documents(name: str, text: str) -> list[Any]:
    try:
        try:
            document = json.loads(text)
        except ValueError:
            lines = [line for line in text.splitlines() if line.strip()]
            if len(lines) < 2:
                raise
            document = [json.loads(line) for line in lines]
        return listings_in(document, "sent")
    except DataFileInvalid as error:
        raise FileRefused("Le fichier ne contient pas de liste de fiches.", str(error)) from error
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        # HSDS objects of odd shapes end here, too: nothing of them is taken.
        raise FileRefused(
            "Ce n'est pas un JSON de fiches lisible : partez d'un export.",
            f"The file {safe_name(name)} is not valid JSON of services.",
        ) from error


def safe_name(name: str) -> str:
    """Return the name of a file as it may be shown: no folders, nothing odd, 120 characters at most."""
    bare = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[^\w .,()-]", "_", bare)[:120] or "fichier"


def keep_draft(session: Session, name: str, records: list[Any], *, actor: str, at: datetime) -> str:
    """Keep checked listings until somebody says yes, and return their number; older ones are forgotten."""
    session.execute(delete(ImportDraft).where(ImportDraft.created_at < at - KEPT))
    draft = ImportDraft(
        actor=actor, created_at=at, file_name=safe_name(name), records=json.dumps(records, ensure_ascii=False)
    )
    session.add(draft)
    session.flush()
    return str(draft.id)


def drop_draft(session: Session, identity: str) -> None:
    """Forget a waiting import that was made, or held; nothing happens when it is gone already."""
    session.execute(delete(ImportDraft).where(ImportDraft.id == identity))


def draft_of(session: Session, identity: str, *, actor: str, at: datetime) -> ImportDraft:
    """Return one's own waiting import; raises ListingUnknown when it is another's, used, or too old."""
    found = session.get(ImportDraft, identity)
    if found is None or found.actor != actor or found.created_at < at - KEPT:
        raise ListingUnknown("This import waits no more: send the file again.")
    draft: ImportDraft = found
    return draft
