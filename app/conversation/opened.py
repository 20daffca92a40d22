"""One request, opened for somebody at the desk: what they may see, and the line in the audit log that they saw it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.history import Happened, history_of, note
from app.conversation.models import ConversationRequest, Delivery, RequestOutcome
from app.conversation.office import NobodyHome, Office, contact_of, locked, story_of, subject_of
from app.conversation.shapes import Contact, Story
from app.conversation.terms import Terms, terms_from
from app.data_keys import FieldSeal
from app.db import LARGEST_ROW


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works at a desk. `municipality`: the slug that bounds what they see; empty for the whole region."""

    account_id: int
    municipality: str

    @property
    def actor(self) -> str:
        """How they stand in the history and in the audit lines."""
        return f"account:{self.account_id}"


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """Everything about one request that the desk works with."""

    request: ConversationRequest
    contact: Contact
    story: Story
    history: Sequence[Happened]
    deliveries: Sequence[Delivery]
    outcomes: tuple[str, ...]
    terms: Terms


def held(session: Session, office: Office, who: Worker, number: int) -> tuple[ConversationRequest, FieldSeal]:
    """A request that this worker may change, in a writing session, and what opens it.

    :raises NobodyHome: there is no such request, or it is another municipality's.
    :raises app.data_keys.Erased: its personal data is gone.
    """
    if not 0 < number <= LARGEST_ROW:
        raise NobodyHome
    request = locked(session, number)
    if who.municipality and request.municipality != who.municipality:
        raise NobodyHome
    return request, office.keys.open(subject_of(request.uid))


def view(office: Office, who: Worker, number: int, action: str = "conversation.view") -> OpenedRequest:
    """Open a request to read it. Every time is an audit line; the first time the request counts as seen.

    :param action: what the audit line calls it: reading on screen, or printing.
    :raises NobodyHome: there is no such request, or it is another municipality's.
    :raises app.data_keys.Erased: its personal data is gone.
    """
    with office.database.writing() as session:
        request, seal = held(session, office, who, number)
        if request.seen_at is None:
            request.seen_at = clock.now()
            session.add(request)
            note(session, request, seal, who.actor, "seen", public=True)
        record(session, who.actor, action, f"request:{number}")
        session.flush()
        return _opened(session, office, request, seal)


def every_open_request(office: Office, who: Worker, numbers: Sequence[int]) -> list[OpenedRequest]:
    """Many requests at once, for the printed list, without history and messages: an audit line for each. Erased ones are
    left out.
    """
    with office.database.writing() as session:
        question = select(ConversationRequest).where(col(ConversationRequest.id).in_(numbers))
        if who.municipality:
            question = question.where(ConversationRequest.municipality == who.municipality)
        rows = {request.id: request for request in session.exec(question)}
        seals = office.keys.open_many(subject_of(request.uid) for request in rows.values())
        found = []
        for number in numbers:
            request = rows.get(number)
            seal = seals.get(subject_of(request.uid)) if request else None
            if request is None or seal is None:
                continue
            record(session, who.actor, "conversation.print-list", f"request:{number}")
            found.append(_on_paper(office, request, seal))
        return found


def _on_paper(office: Office, request: ConversationRequest, seal: FieldSeal) -> OpenedRequest:
    """Without what a printed list does not hold: three hundred requests cost one query."""
    return OpenedRequest(
        request=request,
        contact=contact_of(request, seal),
        story=story_of(request, seal),
        history=(),
        deliveries=(),
        outcomes=(),
        terms=terms_from(request.arrived_on, office.town(request.municipality).conversation),
    )


def _opened(session: Session, office: Office, request: ConversationRequest, seal: FieldSeal) -> OpenedRequest:
    deliveries = session.exec(select(Delivery).where(Delivery.request_id == request.id).order_by(col(Delivery.id)))
    codes = session.exec(select(RequestOutcome.code).where(RequestOutcome.request_id == request.id))
    return OpenedRequest(
        request=request,
        contact=contact_of(request, seal),
        story=story_of(request, seal),
        history=history_of(session, request, seal),
        deliveries=deliveries.all(),
        outcomes=tuple(codes.all()),
        terms=terms_from(request.arrived_on, office.town(request.municipality).conversation),
    )
