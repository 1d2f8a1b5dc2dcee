"""Proposals of correction: received from the public, listed and decided by those who keep the directory.

Deciding writes down what was decided and why; it changes no listing. The public pages, the exports and HSDS
never read this table.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.errors import ProposalDecided, ProposalInvalid, ProposalUnknown, TooManyProposals
from directory.models import Service
from directory.models.proposal import ACCEPTED, KINDS, NEW, REFUSED, Proposal

MAX_TEXT = 1000
"""Characters of a proposal."""
MAX_UNDECIDED = 200
"""More than a team reads in a week; a flood stops here, and fills no disk."""
DESK = "responsable du répertoire"
"""Who decides, when no other function is named."""
_SHORTEST = 4
"""Characters of an identifier that are enough when only one proposal begins so."""


def add(session: Session, slug: str, kind: str, text: str, today: date) -> Proposal:
    """Store a proposal about the listing `slug` and return it; the same one sent twice is stored once.

    `text` must come without personal data of its sender: take it out before. Raises ProposalInvalid (no such
    listing, unknown kind, no text, over MAX_TEXT characters) or TooManyProposals (MAX_UNDECIDED are waiting).
    """
    text = text.strip()
    if kind not in KINDS:
        raise ProposalInvalid(f"A proposal is of one of these kinds: {', '.join(KINDS)}.")
    if not text or "\0" in text:
        raise ProposalInvalid("A proposal says in words what is wrong or what would be right.")
    if len(text) > MAX_TEXT:
        raise ProposalInvalid(f"A proposal has at most {MAX_TEXT} characters, this one {len(text)}.")
    if session.execute(select(Service.id).where(Service.slug == slug)).first() is None:
        raise ProposalInvalid(
            "A proposal is about a listing of the directory, and there is none of that name."
        )
    same = select(Proposal).where(
        Proposal.service_slug == slug, Proposal.kind == kind, Proposal.text == text, Proposal.state == NEW
    )
    known = session.execute(same).scalars().first()
    if known is not None:
        return cast(Proposal, known)
    undecided = select(func.count()).select_from(Proposal).where(Proposal.state == NEW)
    if session.execute(undecided).scalar_one() >= MAX_UNDECIDED:
        raise TooManyProposals(
            f"{MAX_UNDECIDED} proposals wait for a decision already: decide some before others can come in."
        )
    made = Proposal(service_slug=slug, kind=kind, text=text, state=NEW, created_on=today)
    session.add(made)
    session.flush()
    return made


def proposals(session: Session, *, decided: bool = False) -> list[Proposal]:
    """The undecided proposals, oldest first; all of them when `decided`."""
    wanted = select(Proposal).order_by(Proposal.created_on, Proposal.service_slug, Proposal.id)
    if not decided:
        wanted = wanted.where(Proposal.state == NEW)
    return list(session.execute(wanted).scalars())


def decide(
    session: Session, identity: str, *, accept: bool, reason: str, at: datetime, role: str = DESK
) -> Proposal:
    """Write down the decision about the proposal `identity`: its id, or a beginning that no other one has.

    `at` is aware; `role` is a function, never a name. Raises ProposalUnknown, ProposalDecided when it was
    decided before, and ProposalInvalid without a reason.
    """
    if not reason.strip():
        raise ProposalInvalid("A decision has a reason: say why in a few words.")
    begins = Proposal.id.startswith(identity.strip().lower(), autoescape=True)
    found = list(session.execute(select(Proposal).where(begins).limit(2)).scalars())
    if len(found) != 1 or len(identity.strip()) < _SHORTEST:
        raise ProposalUnknown(
            f"No proposal, or more than one, begins with « {identity} »: "
            "sentier directory proposals --all shows them."
        )
    proposal = cast(Proposal, found[0])
    if proposal.state != NEW:
        raise ProposalDecided(
            f"This proposal was decided before ({proposal.state} by {proposal.decided_by}): {proposal.reason}"
        )
    proposal.state = ACCEPTED if accept else REFUSED
    proposal.decided_at, proposal.decided_by, proposal.reason = at, role, reason.strip()
    session.flush()
    return proposal
