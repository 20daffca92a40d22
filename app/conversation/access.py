"""Coming back to one's own request: reference and secret code together, never one of them.

Wrong in whatever way is one answer after the same work (promise 41), and guessing is slowed in the database, so that all
workers count together; never locked, because whoever lost the way is often whoever needs it most. An access that was
ended finds nothing from the next click on, whatever stands in somebody's browser.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.slowing import Counted, counted_today, network_of, succeeded, take_turn
from app.audit import record
from app.conversation.deliveries import post_deliveries
from app.conversation.history import note
from app.conversation.lifecycle import Action, move
from app.conversation.models import ConversationRequest, Holder, RequestAccess
from app.conversation.office import NobodyHome, Office, contact_of, locked, subject_of
from app.references import digest_of, fits, new_code, read_code, read_reference

FREE_PER_REFERENCE: Final = 5
FREE_PER_NETWORK: Final = 25
_AS_MANY_COMPARED: Final = 4
_NOBODYS: Final = digest_of("")


@dataclass(frozen=True, slots=True)
class Opened:
    """Who came in, and where."""

    request_id: int
    access_id: int
    holder: Holder


def open_with(office: Office, reference_typed: str, code_typed: str, address: str | None = None) -> Opened:
    """Come in with what was typed; spaces, dashes, small letters and signs that look alike do not matter.

    :param address: of who asks, for counting tries; not kept.
    :raises app.accounts.slowing.TooSoon: tries follow each other too fast; nothing was looked up.
    :raises NobodyHome: this pair opens nothing. Never says which of the two was wrong.
    """
    reference, code = read_reference(reference_typed), read_code(code_typed)
    own, network = _counted(office, reference or read_code(reference_typed), address)
    take_turn(office.database, (own, network))
    with office.database.reading() as session:
        rows = session.execute(
            select(RequestAccess.id, RequestAccess.request_id, RequestAccess.holder, RequestAccess.code_digest)
            .join(ConversationRequest, col(ConversationRequest.id) == RequestAccess.request_id)
            .where(ConversationRequest.reference == (reference or ""), col(RequestAccess.ended_at).is_(None))
        ).all()
    found: Opened | None = None
    for row in rows:
        if fits(code, row.code_digest):
            found = Opened(row.request_id, row.id, row.holder)
    for _ in range(_AS_MANY_COMPARED - len(rows)):
        fits(code, _NOBODYS)
    if found is None:
        raise NobodyHome
    with office.database.writing() as session:
        succeeded(session, (own,), network, 1)
        record(session, found.holder.value, "conversation.open", f"request:{found.request_id}")
    return found


def still_open(session: Session, access_id: int) -> Opened:
    """Whose access this is, now.

    :raises NobodyHome: it was ended, or the request is gone.
    """
    row = session.execute(
        select(RequestAccess.request_id, RequestAccess.holder).where(
            RequestAccess.id == access_id, col(RequestAccess.ended_at).is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NobodyHome
    return Opened(row.request_id, access_id, row.holder)


def access_with(session: Session, code: str) -> int:
    """The access that this code opens now, or 0: for a browser that holds the code it is about to get."""
    found = session.execute(
        select(RequestAccess.id).where(
            RequestAccess.code_digest == digest_of(code), col(RequestAccess.ended_at).is_(None)
        )
    ).scalar_one_or_none()
    return found or 0


def has_access(session: Session, request_id: int, holder: Holder) -> bool:
    """Whether somebody of this kind can come in now."""
    found = session.execute(
        select(RequestAccess.id)
        .where(
            RequestAccess.request_id == request_id,
            RequestAccess.holder == holder,
            col(RequestAccess.ended_at).is_(None),
        )
        .limit(1)
    ).first()
    return found is not None


def end_access(session: Session, request_id: int, holder: Holder) -> bool:
    """End every access of this kind, at once, in a writing session. False when there was none."""
    ended = session.execute(
        sa.update(RequestAccess)
        .where(
            col(RequestAccess.request_id) == request_id,
            col(RequestAccess.holder) == holder,
            col(RequestAccess.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
        .returning(col(RequestAccess.id))
        .execution_options(synchronize_session=False)
    ).all()
    return bool(ended)


def renew_code(office: Office, request_id: int, actor: str, holder: Holder = Holder.PERSON) -> str:
    """A new secret code, to be printed in a letter; the one before opens nothing any more. It is shown this once.

    :param actor: `account:<number>` at the desk.
    :param holder: whose code. A helper whose access was ended by the person gets none this way: `NobodyHome`.
    :raises NobodyHome: there is no such request.
    """
    with office.database.writing() as session:
        return renewed(session, office, locked(session, request_id), actor, holder)


def renewed(
    session: Session, office: Office, request: ConversationRequest, actor: str, holder: Holder = Holder.PERSON
) -> str:
    """As `renew_code`, within the transaction of what it belongs to; `request` is held."""
    number, code = request.id or 0, new_code()
    move(request, Action.RENEW_CODE)
    had_one = end_access(session, number, holder)
    if holder is Holder.HELPER and not had_one:
        raise NobodyHome
    session.add(RequestAccess(request_id=number, holder=holder, code_digest=digest_of(code)))
    seal = office.keys.open(subject_of(request.uid))
    note(session, request, seal, actor, "code_renewed", public=True)
    post_deliveries(session, office, request, contact_of(request, seal), "changed")
    record(session, actor, "conversation.code_renewed", f"request:{number}")
    return code


def _counted(office: Office, reference: str, address: str | None) -> tuple[Counted, Counted]:
    keys = AccountKeys.of(office.settings)
    network = network_of(address)
    return (
        # Per number and network: who only knows somebody's number (it stands in mails) never keeps them out from elsewhere.
        # Guessing from a thousand networks at once still has 82 bits before it.
        counted_today(keys, f"own request|{reference}|{network}", FREE_PER_REFERENCE),
        counted_today(keys, f"own request network|{network}", FREE_PER_NETWORK),
    )
