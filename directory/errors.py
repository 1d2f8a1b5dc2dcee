"""What can go wrong with the directory, as sentences a person can act on."""

from __future__ import annotations


class DirectoryError(Exception):
    """Base of every error of the directory; ``str(error)`` is a full English sentence."""


class DatabaseUnreadable(DirectoryError):
    """The database file or server cannot be opened or read."""


class DatabaseLocked(DirectoryError):
    """Another process holds the database and did not let go in time."""


class DatabaseUnsupported(DirectoryError):
    """The database is of a kind, or of a schema version, this program does not know."""


class ConfidentialAddressRefused(DirectoryError):
    """Something tried to store the address of a place whose address must stay secret."""


class DataFileInvalid(DirectoryError):
    """A file of ``directory/data`` or an import file is missing, broken or in an unknown format."""


class InvalidOpeningHours(DirectoryError):
    """A text is not valid OSM opening-hours syntax."""


class QueryInvalid(DirectoryError):
    """A referral query holds a value outside the vocabulary."""


class ProposalInvalid(DirectoryError):
    """A proposal of correction, or the decision about it, lacks something or says too much."""


class ProposalUnknown(DirectoryError):
    """There is no proposal of that identifier."""


class ProposalDecided(DirectoryError):
    """The proposal was decided before; a decision is not taken twice."""


class TooManyProposals(DirectoryError):
    """As many proposals as one may expect wait for a decision; no more are taken in."""
