"""Asking for a conversation: on disk before anybody reads a reference, once however often the form is sent.

The request, what has to be delivered, the history and the audit line are one transaction (promises 1-4). The key of its
personal data is made just before, in a store of its own; a key whose request never came is swept away.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.counted import count_request
from app.conversation.deliveries import post_deliveries
from app.conversation.history import note
from app.conversation.models import (
    Channel,
    ConversationRequest,
    ForWhom,
    Holder,
    RequestAccess,
    SentForm,
    State,
)
from app.conversation.office import Office, put_contact, put_story, subject_of
from app.conversation.routing import route
from app.conversation.shapes import NewRequest
from app.conversation.terms import Terms, terms_from
from app.crash import reached
from app.references import code_from, digest_of, new_public_number, new_reference

SAME_FORM_FOR: Final = timedelta(hours=24)
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person keeps.

    :ivar code: the secret code of who sent it; `person_code` that of the person it is about, when somebody else sent it.
        Both are empty when the form is an old one: the reference stays, the code is theirs already.
    :ivar repeated: the same form was sent before; this is that request.
    """

    request_id: int
    reference: str
    code: str
    person_code: str
    arrived_on: date
    terms: Terms
    municipality: str
    repeated: bool = False


def ask(office: Office, new: NewRequest, form: str, actor: str = "person") -> Receipt:
    """Accept a request. When this returns, it is on disk.

    :param form: what tells one form from another: the hidden token of the page, else `form_of(new)`.
    :param actor: `person` or `helper` on the site; `account:<number>` at the desk.
    :raises app.db.DatabaseGone: nothing was accepted, and nothing shown may say so.
    """
    digest = _digest(office, form)
    for _ in range(_TRIES):
        try:
            return _ask_once(office, new, form, digest, actor)
        except sa.exc.IntegrityError:
            continue  # the same form at the same moment, or two equal references: look again
    return _ask_once(office, new, form, digest, actor)


def sent_before(office: Office, form: str) -> bool:
    """Whether this form is a request already: sending it again asks nothing new."""
    with office.database.reading() as session:
        return _sent_before(session, _digest(office, form)) is not None


def form_of(new: NewRequest) -> str:
    """What tells a form without a token from another: everything in it."""
    return hashlib.sha256(new.model_dump_json().encode()).hexdigest()


def _ask_once(office: Office, new: NewRequest, form: str, digest: str, actor: str) -> Receipt:
    with office.database.reading() as session:
        earlier = _sent_before(session, digest)
    if earlier is not None:
        return _receipt_of(office, earlier, form)
    uid = str(uuid.uuid4())
    seal = office.keys.make(subject_of(uid))
    destination = route(office.content.now(), office.gazetteer, new.municipality, new.contact)
    rules = office.town(destination.municipality).conversation
    arrived_on = new.arrived_on or clock.today()
    terms = terms_from(arrived_on, rules)
    request = ConversationRequest(
        uid=uid,
        reference=new_reference(),
        public_number=new_public_number(),
        municipality=destination.municipality,
        kern=destination.kern,
        team=destination.team,
        channel=new.channel,
        for_whom=new.for_whom,
        language=new.language,
        state=State.RECEIVED,
        is_report=rules.counts_as_report,
        arrived_on=arrived_on,
        due_on=terms.due_on,
        plan_until=terms.plan_until,
        support=new.support,
        support_shares=new.support_shares,
        support_confirmed=new.support_confirmed,
        support_ask_by=new.support_ask_by,
        contact_afterwards=new.contact_afterwards,
        follow_up_on=new.follow_up_on,
        follow_up_by=new.follow_up_by,
        again_of=new.again_of,
        sealed_contact=b"",
        sealed_story=b"",
    )
    put_contact(request, seal, new.contact)
    put_story(request, seal, new.story)
    with office.database.writing() as session:  # short: everybody waits here for their turn
        session.add(request)
        session.flush()
        number = request.id or 0
        session.execute(sa.delete(SentForm).where(col(SentForm.digest) == digest, col(SentForm.at) <= _same_since()))
        # The same form meanwhile: this row is refused, and we look again. The key just made has no request and is swept away.
        session.add(SentForm(digest=digest, request_id=number, at=clock.now()))
        for holder, code in _codes(office, new.for_whom, new.channel, form).items():
            session.add(RequestAccess(request_id=number, holder=holder, code_digest=digest_of(code)))
        note(session, request, seal, actor, "received", public=True)
        post_deliveries(session, office, request, new.contact, "request")
        record(session, actor, "conversation.ask", f"request:{number}")
        count_request(session, request)
        reached("before commit")
    reached("after commit")
    return _receipt(office, request, form)


def _same_since() -> datetime:
    return clock.now() - SAME_FORM_FOR


def _sent_before(session: Session, digest: str) -> ConversationRequest | None:
    found: ConversationRequest | None = session.execute(
        select(ConversationRequest)
        .join(SentForm, col(SentForm.request_id) == ConversationRequest.id)
        .where(SentForm.digest == digest, col(SentForm.at) > _same_since())
    ).scalar_one_or_none()
    return found


def _receipt_of(office: Office, earlier: ConversationRequest, form: str) -> Receipt:
    return _receipt(office, earlier, form, repeated=True)


def _receipt(office: Office, request: ConversationRequest, form: str, *, repeated: bool = False) -> Receipt:
    codes = _codes(office, request.for_whom, request.channel, form)
    sender = Holder.HELPER if Holder.HELPER in codes else Holder.PERSON
    return Receipt(
        request_id=request.id or 0,
        reference=request.reference,
        code=codes[sender],
        person_code=codes[Holder.PERSON] if sender is Holder.HELPER else "",
        arrived_on=request.arrived_on,
        terms=terms_from(request.arrived_on, office.town(request.municipality).conversation),
        municipality=request.municipality,
        repeated=repeated,
    )


def _codes(office: Office, for_whom: ForWhom, channel: Channel, form: str) -> dict[Holder, str]:
    """Who helps and who is helped each get a code of their own: the person can end the helper's access (P6)."""
    secret = office.settings.secret_key
    codes = {Holder.PERSON: code_from(secret, form, "person")}
    if for_whom in {ForWhom.TOGETHER, ForWhom.BEHALF} and channel is Channel.DIGITAL:
        codes[Holder.HELPER] = code_from(secret, form, "helper")
    return codes


def _digest(office: Office, form: str) -> str:
    return hmac.new(office.settings.secret_key.encode(), f"form|{form}".encode(), hashlib.sha256).hexdigest()


def subjects_in_use(session: Session) -> tuple[str, ...]:
    """The names of all keys that must be in the key store."""
    return tuple(subject_of(uid) for uid in session.exec(select(ConversationRequest.uid)).all())
