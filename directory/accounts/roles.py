"""The roles of the console. They are written in French because people read them beside a change."""

from __future__ import annotations

INTERVENANTE = "intervenante"
"""Tests paths, verifies listings, reads the counts."""
RESPONSABLE = "responsable"
"""Keeps the directory: everything an intervenante does, decisions, publication, accounts, the audit trail."""
PARTENAIRE = "partenaire"
"""Of one organization: proposes, and sees what became of it."""

ROLES = (INTERVENANTE, RESPONSABLE, PARTENAIRE)
STAFF = (INTERVENANTE, RESPONSABLE)
"""Those who work for the directory."""

LABELS = {
    INTERVENANTE: "Intervenante",
    RESPONSABLE: "Responsable du répertoire",
    PARTENAIRE: "Partenaire",
}
"""Role -> what a page says."""
