"""What can go wrong with the directory, as sentences a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from directory.exchange.rows import Problem


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


class ListingRefused(DirectoryError):
    """A listing cannot be written as it is; ``problems`` says why, each with a French sentence."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class FileRefused(DirectoryError):
    """A file sent to the desk is not taken; ``french`` says why to who sent it."""

    def __init__(self, french: str, english: str) -> None:
        super().__init__(english)
        self.french = french


class ListingChanged(DirectoryError):
    """Somebody changed the listing since it was read; nothing was written over it."""


class DirectoryMoved(DirectoryError):
    """The directory was changed while a change was tried on the paths; nothing was written."""


class ListingUnknown(DirectoryError):
    """There is no listing, change or import of that identifier."""


class AccountInvalid(DirectoryError):
    """An account of the console cannot be made or changed this way."""


class AccountUnknown(DirectoryError):
    """There is no account of that name."""


class PasswordRefused(DirectoryError):
    """A password is too short, too long or too easy; ``reason`` is short, long or guessable."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class TotpKeyUnusable(DirectoryError):
    """The key that seals the secrets of sign-in codes is missing, is not theirs, or may be read by all."""


class SignInRefused(DirectoryError):
    """Name, password or code is wrong, or the account is disabled; which one is never said."""


class TooManyAttempts(DirectoryError):
    """Sign-in was tried too often; ``seconds`` until the next try is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts to sign in: the next one is possible in {seconds} seconds.")
        self.seconds = seconds


class AuditUnchangeable(DirectoryError):
    """Something tried to change or remove an entry of the audit trail."""


class PathInvalid(DirectoryError):
    """A file of referral paths, or one path in it, is not as it must be."""


class PathTaken(PathInvalid):
    """There is a path of that id already."""


class TooManyPaths(PathInvalid):
    """As many paths as one may save are saved."""


class StrategyInvalid(DirectoryError):
    """A strategy of the ranking names a criterion that does not exist."""


class HeldChangeUnknown(DirectoryError):
    """There is no held change of that number."""


class HeldChangeDecided(DirectoryError):
    """The held change was accepted or refused before, or is decided without a word why."""


class FollowUpInvalid(DirectoryError):
    """A note of who will do what lacks something or says too much."""


class FollowUpUnknown(DirectoryError):
    """There is no such note."""


class FollowUpRefused(DirectoryError):
    """The state of a note is not for this account to change."""
