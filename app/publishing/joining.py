"""Asking to take part: a church, a club, a company, a citizen initiative without KvK number, one volunteer (I-37, I-38).

Who asks sees how it stands, who to call and by when they hear. A no always has a reason. The contact person is sealed and
erased some weeks after the decision; the account, once there, has its own rules.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.inviting import invite
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.staff_sessions import digest_of
from app.audit import record
from app.content.letterhead import day_in_words, site_of
from app.content.models import Municipality
from app.db import Database
from app.publishing.account_mail import mail_invitation
from app.publishing.house import Publishing
from app.publishing.letters import write_letter
from app.publishing.models import JoinRequest
from app.publishing.vocabulary import JoinState
from app.sealing import Unopened, box, seal, unseal
from app.social_map.draft import OrganisationDraft
from app.social_map.models import Organisation
from app.social_map.names import fold_name
from app.social_map.shelving import new_organisation
from app.social_map.vocabulary import OrganisationKind
from app.working_days import working_days_after

ERASED_AFTER: Final = timedelta(days=60)
"""After the decision, what is known of the contact person goes."""
_PURPOSE: Final = "join request"


class AlreadyDecided(Exception):
    """Somebody else said yes or no meanwhile."""


class NameTaken(Exception):
    """There is an organisation of this name already: is it the same one? An editor says so, nobody guesses."""


class ReasonNeeded(Exception):
    """A no without a reason is no answer (I-38)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to write to and call. Empty once it was erased."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewJoin:
    """What somebody filled in. `kvk` is eight figures or empty; `words`: what they offer, in their own words."""

    name: str
    kind: OrganisationKind
    words: str
    contact: Contact
    kvk: str = ""
    website: str = ""


def ask_to_join(session: Session, publishing: Publishing, town: Municipality, new: NewJoin) -> tuple[JoinRequest, str]:
    """Keep the request and mail how it stands, in a writing session. Returns it with the token of its page (256 bits)."""
    token = secrets.token_urlsafe(32)
    by = working_days_after(clock.today(), town.map_editors.join_days)
    contact = {"name": new.contact.name, "email": new.contact.email, "phone": new.contact.phone}
    request = JoinRequest(
        digest=digest_of(token), municipality=town.slug, name=new.name, kind=new.kind, kvk=new.kvk, website=new.website,
        words=new.words, sealed=seal(box(_PURPOSE, publishing.settings.secrets), contact), answer_by=by,
    )  # fmt: skip
    session.add(request)
    session.flush()
    write_letter(
        session,
        publishing,
        new.contact.email,
        "bericht-meedoen-ontvangst",
        town,
        about=f"join:{request.id}",
        organisation=new.name,
        day=day_in_words(by, "nl"),
        link=f"{site_of(publishing.settings, town)}/meedoen/stand?sleutel={token}",
    )
    return request, token


def request_with(session: Session, token: str) -> JoinRequest | None:
    """The request this token belongs to, or None."""
    return session.exec(select(JoinRequest).where(JoinRequest.digest == digest_of(token))).first() if token else None


def contact_of(publishing: Publishing, request: JoinRequest) -> Contact:
    """Who asked; nobody once that was erased or when the seal no longer opens."""
    if not request.sealed:
        return Contact()
    try:
        found = unseal(box(_PURPOSE, publishing.settings.secrets), request.sealed)
    except Unopened:
        return Contact()
    return Contact(str(found.get("name", "")), str(found.get("email", "")), str(found.get("phone", "")))


def waiting(session: Session, towns: Sequence[str] | None = None) -> Sequence[JoinRequest]:
    """What nobody decided, what is due first on top.

    :param towns: slugs of the municipalities somebody looks after; None for all.
    """
    question = select(JoinRequest).where(JoinRequest.state == JoinState.NEW)
    if towns is not None:
        question = question.where(col(JoinRequest.municipality).in_(towns))
    return session.exec(question.order_by(col(JoinRequest.answer_by), col(JoinRequest.id))).all()


def accept(
    session: Session,
    publishing: Publishing,
    keys: AccountKeys,
    request: JoinRequest,
    *,
    by: str,
    organisation: Organisation | None = None,
) -> Organisation:
    """Yes: the organisation is on the map's list and its contact is invited, in a writing session.

    :param organisation: the one this turned out to be, as an editor pointed out: who is invited may change its offers.
        None makes a new one.
    :raises AlreadyDecided: somebody was first.
    :raises NameTaken: a new one was wanted, and there is one of this name.
    :raises app.accounts.keeping.AccountRefused: the address cannot get an account; nothing is kept then.
    """
    _decide(session, request, JoinState.ACCEPTED, by)
    contact, town = contact_of(publishing, request), publishing.town(request.municipality)
    found = organisation or _made(session, request)
    if found.kind is OrganisationKind.UNKNOWN:
        found.kind = request.kind
    found.kvk = found.kvk or request.kvk
    found.website = found.website or request.website
    session.add(found)
    session.flush()
    days = publishing.content.now().policy.invitation_valid_days
    invitation, token = invite(
        session, keys, email=contact.email, role=Role.ORGANISATION, organisation=found.uid, municipality=request.municipality,
        name=contact.name, by=by, days=days,
    )  # fmt: skip
    mail_invitation(session, publishing, invitation, token, town)
    return found


def refuse(session: Session, publishing: Publishing, request: JoinRequest, reason: str, by: str) -> None:
    """No, with its reason, in a writing session.

    :raises ReasonNeeded: without one.
    :raises AlreadyDecided: somebody was first.
    """
    if not reason.strip():
        raise ReasonNeeded
    _decide(session, request, JoinState.REFUSED, by)
    request.reason = reason.strip()
    session.add(request)
    contact = contact_of(publishing, request)
    write_letter(
        session,
        publishing,
        contact.email,
        "bericht-meedoen-afgewezen",
        publishing.town(request.municipality),
        organisation=request.name,
        reason=request.reason,
    )


def forget_contacts(database: Database, today: date) -> int:
    """Erase who asked, of requests decided long enough ago. Returns how many."""
    with database.writing() as session:
        gone = session.execute(
            sa.update(JoinRequest)
            .where(col(JoinRequest.erase_on) <= today, col(JoinRequest.sealed) != "")
            .values(sealed="")
        )
    return int(getattr(gone, "rowcount", 0))


def _decide(session: Session, request: JoinRequest, state: JoinState, by: str) -> None:
    """One statement decides, so that of two editors one is first."""
    taken = session.execute(
        sa.update(JoinRequest)
        .where(col(JoinRequest.id) == request.id, col(JoinRequest.state) == JoinState.NEW)
        .values(state=state, decided_at=clock.now(), decided_by=by, erase_on=clock.today() + ERASED_AFTER)
    )
    if not getattr(taken, "rowcount", 0):
        raise AlreadyDecided
    session.refresh(request)
    record(session, by, f"join.{state.value}", f"join:{request.id}")


def same_name(session: Session, name: str) -> Organisation | None:
    """The organisation that has this name already."""
    return session.exec(select(Organisation).where(Organisation.name_key == fold_name(name))).first()


def _made(session: Session, request: JoinRequest) -> Organisation:
    if same_name(session, request.name) is not None:
        raise NameTaken
    made = new_organisation(OrganisationDraft(name=request.name, website=request.website), "leefplein")
    made.kind = request.kind
    session.add(made)
    return made
