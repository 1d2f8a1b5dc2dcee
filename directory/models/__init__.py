"""The tables of the directory, named after the objects of HSDS 3.1."""

from directory.models.account import Account, AuditEntry, ConsoleSession
from directory.models.base import OURS, Base, stable_id
from directory.models.core import (
    ACCESS_ATTRIBUTES,
    ACCESS_MODES,
    CONFIDENCES,
    COVERAGES,
    GENDERS,
    STATUSES,
    VISIBILITIES,
    Address,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from directory.models.desk import ImportDraft, ListingChange, NotDuplicate
from directory.models.follow_up import FollowUp, FollowUpEntry
from directory.models.index import ReferralRow
from directory.models.parts import (
    Accessibility,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
    Url,
)
from directory.models.path import HeldChange, SavedPath
from directory.models.proposal import Proposal, ProposalStep
from directory.models.provenance import METHODS, Source, Verification
from directory.models.taxonomy import Attribute, MetadataEntry, Taxonomy, TaxonomyTerm
from directory.models.veille import VeilleCount, VeilleRelease

__all__ = [
    "ACCESS_ATTRIBUTES",
    "ACCESS_MODES",
    "CONFIDENCES",
    "COVERAGES",
    "GENDERS",
    "METHODS",
    "OURS",
    "STATUSES",
    "VISIBILITIES",
    "Accessibility",
    "Account",
    "Address",
    "Attribute",
    "AuditEntry",
    "Base",
    "ConsoleSession",
    "Contact",
    "CostOption",
    "FollowUp",
    "FollowUpEntry",
    "HeldChange",
    "ImportDraft",
    "Language",
    "ListingChange",
    "Location",
    "MetadataEntry",
    "NotDuplicate",
    "Organization",
    "Phone",
    "Proposal",
    "ProposalStep",
    "ReferralRow",
    "RequiredDocument",
    "SavedPath",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
    "Url",
    "VeilleCount",
    "VeilleRelease",
    "Verification",
    "stable_id",
]
