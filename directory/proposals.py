"""Proposals: received from the public and from partners, decided by those who keep the directory.

Deciding writes down what was decided and why; it changes no listing (bot/web/console/proposals.py does, by
way of the desk). Where that change is held because it changes paths, the proposal waits with it: `settle` and
`reopen` say what became of it. The public pages, the exports and HSDS never read this table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.accounts.audit import SERVER
from directory.errors import ProposalDecided, ProposalInvalid, ProposalUnknown, TooManyProposals
from directory.models import Service
from directory.models.proposal import (
    ACCEPTED,
    HELD,
    KINDS,
    NEW,
    NEW_SERVICE,
    PARTNER_KINDS,
    REFUSED,
    Proposal,
    ProposalStep,
)
from directory.telephone import dialled

MAX_TEXT = 1000
"""Characters of a proposal."""
MAX_UNDECIDED = 200
"""More than a team reads in a week; a flood stops here, and fills no disk."""
MAX_OF_A_PARTNER = 50
"""Of one organization, that wait. The public's flood does not shut partners out, nor the other way round."""
DESK = "responsable du répertoire"
"""Who decides, when no other function is named."""
_NUMBER = "Numéro proposé : "
# A browser ends the lines of a text with \r\n.
_PROPOSED = re.compile(rf"^{_NUMBER}([\d-]+)\r?$", re.MULTILINE)
_SHORTEST = 4
"""Characters of an identifier that are enough when only one proposal begins so."""


def with_number(number: str, words: str) -> str:
    """The text of a proposal: its `number`, as the directory writes it, then `words`; each may be empty."""
    return "\n".join(part for part in (f"{_NUMBER}{number}" if number else "", words) if part)


def parts_of(text: str) -> tuple[str, str]:
    """What `with_number` put together: the number as the directory writes it, and the words; "" for none."""
    found = _PROPOSED.search(text)
    number = dialled(found[1]) if found else ""
    if found is None or not number:
        return "", text.strip()
    return number, (text[: found.start()] + text[found.end() :]).strip()


def proposed_number(text: str) -> str:
    """The number that `with_number` put in the text of a proposal, as the directory writes it, or ""."""
    return parts_of(text)[0]


def add(
    session: Session, slug: str, kind: str, text: str, today: date, organization_id: str | None = None
) -> Proposal:
    """Store a proposal about the listing `slug` and return it; the same one sent twice is stored once.

    `organization_id`: the partner it comes from; None for the public. A partner may also leave a note, or
    name a service that is missing (`slug` is then empty). `text` must come without personal data of its
    sender: take it out before. Raises ProposalInvalid (no such listing, unknown kind, no text, over MAX_TEXT
    characters) or TooManyProposals (MAX_UNDECIDED, or MAX_OF_A_PARTNER of this one, are waiting).
    """
    text = text.strip()
    kinds = PARTNER_KINDS if organization_id else KINDS
    if kind not in kinds:
        raise ProposalInvalid(f"A proposal is of one of these kinds: {', '.join(kinds)}.")
    if not text or "\0" in text:
        raise ProposalInvalid("A proposal says in words what is wrong or what would be right.")
    if len(text) > MAX_TEXT:
        raise ProposalInvalid(f"A proposal has at most {MAX_TEXT} characters, this one {len(text)}.")
    missing = kind == NEW_SERVICE
    if missing:
        slug = ""
    elif session.execute(select(Service.id).where(Service.slug == slug)).first() is None:
        raise ProposalInvalid(
            "A proposal is about a listing of the directory, and there is none of that name."
        )
    same = select(Proposal).where(
        Proposal.service_slug == slug,
        Proposal.kind == kind,
        Proposal.text == text,
        Proposal.state.in_((NEW, HELD)),
        Proposal.organization_id == organization_id,
    )
    known = session.execute(same).scalars().first()
    if known is not None:
        return cast(Proposal, known)
    most = MAX_OF_A_PARTNER if organization_id else MAX_UNDECIDED
    undecided = (
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.state == NEW, Proposal.organization_id == organization_id)
    )
    if session.execute(undecided).scalar_one() >= most:
        raise TooManyProposals(
            f"{most} proposals wait for a decision already: decide some before others can come in."
        )
    made = Proposal(
        service_slug=slug,
        kind=kind,
        text=text,
        state=NEW,
        created_on=today,
        organization_id=organization_id,
    )
    session.add(made)
    session.flush()
    return made


def proposals(
    session: Session, *, decided: bool = False, organization_id: str | None = None
) -> list[Proposal]:
    """The undecided proposals, oldest first; all of them when `decided`; of one partner when it is named."""
    wanted = select(Proposal).order_by(Proposal.created_on, Proposal.service_slug, Proposal.id)
    if organization_id:
        wanted = wanted.where(Proposal.organization_id == organization_id)
    if not decided:
        wanted = wanted.where(Proposal.state == NEW)
    return list(session.execute(wanted).scalars())


def decide(
    session: Session,
    identity: str,
    *,
    accept: bool,
    reason: str,
    at: datetime,
    role: str = DESK,
    amended: str | None = None,
    actor: str = SERVER,
    actor_role: str = SERVER,
    held: int | None = None,
) -> Proposal:
    """Write down the decision about the proposal `identity`: its id, or a beginning that no other one has.

    `held`: the number of the held change that what is accepted waits for; it is decided with that one.

    `at` is aware; `role` is a function, never a name; `amended` is what is accepted instead of the words of
    the proposal; `actor` (a username) and `actor_role` stand in the audit trail. Raises ProposalUnknown,
    ProposalDecided when it was decided before, and ProposalInvalid without a reason or for a bad amendment.
    """
    amended = amended.strip() if amended is not None else None
    if amended is not None and not (accept and 0 < len(amended) <= MAX_TEXT):
        raise ProposalInvalid(
            f"What is accepted instead has words, at most {MAX_TEXT} characters; a refusal has none."
        )
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
    # Claimed in the database: two people who decide at the same moment do not both succeed.
    state = REFUSED if not accept else ACCEPTED if held is None else HELD
    claim = (
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.state == NEW)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    claimed = session.execute(claim).rowcount == 1
    session.refresh(proposal)
    if not claimed:
        raise ProposalDecided(
            f"This proposal was decided before ({proposal.state} by {proposal.decided_by}): {proposal.reason}"
        )
    proposal.decided_at, proposal.decided_by, proposal.reason = at, role, reason.strip()
    proposal.amended_text = amended if amended != proposal.text else None
    proposal.held_change = held
    _note(session, proposal, at, role, reason)
    word = "modifiée" if proposal.amended_text and held is None else proposal.state
    about = proposal.service_slug or "service manquant"
    audit.record(
        session, actor, actor_role, f"proposition {word}", about, f"{proposal.id} : {reason.strip()}"
    )
    session.flush()
    return proposal


def settle(session: Session, number: int, *, batch: str, why: str, at: datetime, role: str) -> list[Proposal]:
    """The held change `number` was made (`batch`): the proposals that waited for it are accepted.

    `why`, `at`, `role` (a function) are of whoever released it. Returns those proposals.
    """
    found = waiting_for(session, number)
    for proposal in found:
        proposal.state, proposal.change_batch = ACCEPTED, batch
        _note(session, proposal, at, role, why)
    session.flush()
    return found


def reopen(session: Session, number: int, *, why: str, at: datetime, role: str) -> list[Proposal]:
    """The held change `number` was refused: the proposals that waited for it wait for a decision again.

    What had been decided, and why it came to nothing, stays in their steps. Returns those proposals.
    """
    found = waiting_for(session, number)
    for proposal in found:
        proposal.state, proposal.held_change, proposal.amended_text = NEW, None, None
        proposal.decided_at = proposal.decided_by = proposal.reason = None
        _note(session, proposal, at, role, why)
    session.flush()
    return found


def waiting_for(session: Session, number: int) -> list[Proposal]:
    """The proposals that wait for the held change `number`."""
    wanted = select(Proposal).where(Proposal.held_change == number, Proposal.state == HELD)
    return list(session.execute(wanted).scalars())


def held_count(session: Session) -> int:
    """How many proposals wait for a held change."""
    return int(
        session.execute(select(func.count()).select_from(Proposal).where(Proposal.state == HELD)).scalar_one()
    )


def steps_of(session: Session, identities: Sequence[str]) -> dict[str, list[ProposalStep]]:
    """What became of these proposals, by id, oldest first; nothing for one decided before steps were kept."""
    wanted = select(ProposalStep).where(ProposalStep.proposal_id.in_(identities)).order_by(ProposalStep.id)
    steps: dict[str, list[ProposalStep]] = {}
    for step in session.execute(wanted).scalars():
        steps.setdefault(str(step.proposal_id), []).append(step)
    return steps


def _note(session: Session, proposal: Proposal, at: datetime, role: str, reason: str) -> None:
    session.add(
        ProposalStep(proposal_id=proposal.id, at=at, state=proposal.state, by=role, reason=reason.strip())
    )
