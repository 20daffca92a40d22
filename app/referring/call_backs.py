"""A caller agrees that a provider calls back: asked by the desk, answered by the organisation, never lost in silence.

Who calls is sealed with a key of its own; open stand only which offer, how it stands, and days. Whoever opens it is
written down each time. Without an answer the desk sees an alarm until somebody settles it.
"""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome, Office
from app.conversation.opened import Worker
from app.counting.keeping import Happened, count
from app.counting.models import Measure
from app.crash import reached
from app.data_keys import FieldSeal
from app.db import LARGEST_ROW
from app.mailing.waiting import drop_letters
from app.personal_numbers import without_bsn
from app.referring.call_back_mail import ask_the_provider
from app.referring.models import CallBack, CallBackState
from app.social_map.merged import lasting
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from app.working_days import working_days_after

TABLE: Final = "call_back"
LONGEST_NAME: Final = 120
LONGEST_WHEN: Final = 200
LONGEST_QUESTION: Final = 300
LONGEST_REASON: Final = 500
MOST_LISTED: Final = 500
READABLE_FOR: Final = timedelta(days=7)
"""So long after its answer the organisation can still look up whom to call."""
LATE: Final = "call_back_late"
DECLINED: Final = "call_back_declined"


class Caller(BaseModel):
    """Who wants to be called. `phone` as `app.personal_numbers.own_phone` keeps it; `when` in the caller's words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    phone: str
    when: str = ""


class NoConsent(Exception):
    """The caller did not say that the organisation may call: nothing was kept."""


class AlreadyOver(Exception):
    """It was answered, withdrawn or settled already; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk hears at once.

    :ivar told: a mail is on its way to the organisation; False: it has no mail address, the desk calls.
    """

    number: int
    told: bool
    answer_by: date


@dataclass(frozen=True, slots=True)
class Opened:
    """One request with what was sealed."""

    row: CallBack
    caller: Caller
    question: str
    reason: str


def subject_of(uid: str) -> str:
    """The name under which the key store keeps the key of a request to call back."""
    return f"call_back:{uid}"


def subjects_in_use(session: Session) -> tuple[str, ...]:
    """The names of all keys of requests to call back that must be in the key store."""
    return tuple(subject_of(uid) for uid in session.exec(select(CallBack.uid)).all())


def ask_call_back(
    office: Office, who: Worker, offer_id: int, contact: Caller, question: str, *, consent: bool,
    municipality: str = "", form: str = "",
) -> Asked:  # fmt: skip
    """Keep the request and tell the organisation that there is one. When this returns, it is on disk.

    :param consent: the caller said that this organisation may know name, number and question.
    :param municipality: whose desk asks; empty: the worker's own.
    :param form: what tells one form from another: sent twice it is one request.
    :raises NoConsent: nothing was kept. :raises NobodyHome: visitors do not see this offer, or it is not this worker's desk.
    """
    town = municipality or who.municipality
    if not consent:
        raise NoConsent
    if not town or who.municipality not in {"", town}:
        raise NobodyHome
    uid = _uid_of(office, form) if form else str(uuid.uuid4())
    earlier = _known(office, uid)
    if earlier is not None:
        return earlier
    seal = _new_key(office, uid)
    reached("call-back key made")
    policy = office.content.now().policy
    row = CallBack(
        uid=uid, municipality=town, offer_id=offer_id, organisation="", asked_by=who.actor,
        answer_by=working_days_after(clock.today(), policy.call_back_days), sealed_contact=b"",
        sealed_question=_sealed(seal, uid, "sealed_question", without_bsn(question)[:LONGEST_QUESTION]),
    )  # fmt: skip
    kept = contact.model_copy(
        update={"name": without_bsn(contact.name)[:LONGEST_NAME], "when": without_bsn(contact.when)[:LONGEST_WHEN]}
    )
    row.sealed_contact = _sealed(seal, uid, "sealed_contact", kept.model_dump_json())
    try:
        with office.database.writing() as session:
            offer, organisation = _offer(session, offer_id)
            row.organisation = organisation.uid
            session.add(row)
            session.flush()
            if ask_the_provider(session, office, row, offer, organisation):
                row.told_at = clock.now()
                session.add(row)
            record(session, who.actor, "call-back.ask", f"call_back:{row.id}")
    except sa.exc.IntegrityError:  # the same form at the same moment
        earlier = _known(office, uid)
        if earlier is None:
            raise
        return earlier
    return _asked(row)


def listed(session: Session, municipality: str) -> list[CallBack]:
    """The requests of a desk without anything about anybody: what needs somebody first, then the newest.

    :param municipality: slug; empty for every desk.
    """
    question = select(CallBack).order_by(col(CallBack.id).desc()).limit(MOST_LISTED)
    if municipality:
        question = question.where(CallBack.municipality == municipality)
    today = clock.today()
    return sorted(session.exec(question).all(), key=lambda row: _pressing(row, today))


def alarms(session: Session, municipality: str) -> dict[str, int]:
    """How many requests need the desk now: by `LATE` (nobody answered) and `DECLINED` (somebody waits for no call)."""
    question = sa.select(col(CallBack.state), col(CallBack.answer_by)).where(
        col(CallBack.settled_at).is_(None), col(CallBack.state).in_((CallBackState.NEW, CallBackState.DECLINED))
    )
    if municipality:
        question = question.where(col(CallBack.municipality) == municipality)
    found: dict[str, int] = {}
    today = clock.today()
    for state, answer_by in session.execute(question):
        if state is CallBackState.DECLINED:
            found[DECLINED] = found.get(DECLINED, 0) + 1
        elif answer_by < today:
            found[LATE] = found.get(LATE, 0) + 1
    return found


def is_late(row: CallBack, today: date) -> bool:
    """Whether the provider's last day for an answer is over without one."""
    return row.state is CallBackState.NEW and row.settled_at is None and row.answer_by < today


def open_for_desk(office: Office, who: Worker, number: int) -> Opened:
    """Everything of one request, for the desk. Every time is an audit line.

    :raises NobodyHome: there is none, or it is another municipality's. :raises app.data_keys.Erased: it was erased.
    """
    with office.database.writing() as session:
        row = _of_desk(session, who, number)
        record(session, who.actor, "call-back.view", f"call_back:{number}")
        return opened(office, row)


def opened(office: Office, row: CallBack) -> Opened:
    """What was sealed; whoever calls this writes down who looked.

    :raises app.data_keys.Erased: it was erased.
    """
    seal = office.keys.open(subject_of(row.uid))
    contact = seal.open(TABLE, "sealed_contact", row.uid, row.sealed_contact)
    question = seal.open(TABLE, "sealed_question", row.uid, row.sealed_question)
    reason = seal.open(TABLE, "sealed_answer", row.uid, row.sealed_answer) if row.sealed_answer else ""
    return Opened(row, Caller.model_validate_json(contact), question, reason)


def of_organisation(session: Session, organisation: Organisation) -> list[CallBack]:
    """What this organisation was asked and may still read: unanswered first."""
    uids = _uids(session, organisation)
    rows = session.exec(select(CallBack).where(col(CallBack.organisation).in_(uids)).order_by(col(CallBack.id)))
    return sorted((row for row in rows if still_readable(row)), key=lambda row: row.state is not CallBackState.NEW)


def for_organisation(session: Session, organisation: Organisation, number: int) -> CallBack:
    """One request to this organisation, held for who changes it.

    :raises NobodyHome: there is none, it is somebody else's, or it is over.
    """
    row = held(session, number)
    if row.organisation not in _uids(session, organisation) or not still_readable(row):
        raise NobodyHome
    return row


def still_readable(row: CallBack) -> bool:
    """Whether the organisation may still see whom to call: until some days after its answer, never after it ended."""
    if row.state is CallBackState.WITHDRAWN or row.settled_at is not None:
        return False
    return row.answered_at is None or clock.now() < row.answered_at + READABLE_FOR


def answer(office: Office, session: Session, row: CallBack, by: str, *, accepted: bool, reason: str = "") -> None:
    """The organisation calls, or cannot, in a writing session.

    :param by: `account:<number>`, or the mark of who came by the link of a mail.
    :raises AlreadyOver: it was answered or ended before.
    """
    if row.state is not CallBackState.NEW or row.settled_at is not None:
        raise AlreadyOver
    row.state = CallBackState.ACCEPTED if accepted else CallBackState.DECLINED
    row.answered_at, row.answered_by = clock.now(), by
    row.erase_on = clock.today() + _keep(office)
    if reason:
        seal = office.keys.open(subject_of(row.uid))
        row.sealed_answer = _sealed(seal, row.uid, "sealed_answer", without_bsn(reason)[:LONGEST_REASON])
    session.add(row)
    _count(session, row, row.state.value)
    record(session, by, f"call-back.{row.state.value}", f"call_back:{row.id}")


def answer_at_desk(office: Office, who: Worker, number: int, *, accepted: bool) -> None:
    """The organisation told the desk by telephone.

    :raises NobodyHome: not this desk's. :raises AlreadyOver: it was answered or ended before.
    """
    with office.database.writing() as session:
        row = _of_desk(session, who, number)
        answer(office, session, row, who.actor, accepted=accepted)


def settle(office: Office, who: Worker, number: int) -> None:
    """The desk saw to it that the caller is helped: no alarm any more. A second time changes nothing.

    :raises NobodyHome: not this desk's.
    """
    with office.database.writing() as session:
        row = _of_desk(session, who, number)
        if row.settled_at is not None:
            return
        row.settled_at = clock.now()
        if row.state is CallBackState.NEW:
            row.erase_on = row.asked_at.astimezone(clock.AMSTERDAM).date() + _keep(office)
            _end_unanswered(session, row)
        session.add(row)
        record(session, who.actor, "call-back.settle", f"call_back:{number}")


def withdraw(office: Office, who: Worker, number: int) -> None:
    """The caller does not want it any more: the mail that waits is taken away, the link opens nothing.

    :raises NobodyHome: not this desk's. :raises AlreadyOver: it ended before.
    """
    with office.database.writing() as session:
        row = _of_desk(session, who, number)
        if row.settled_at is not None:
            raise AlreadyOver
        if row.state is CallBackState.NEW:
            _end_unanswered(session, row)
        row.state, row.settled_at = CallBackState.WITHDRAWN, clock.now()
        row.erase_on = clock.today() + _keep(office)
        session.add(row)
        record(session, who.actor, "call-back.withdraw", f"call_back:{number}")


def held(session: Session, number: int) -> CallBack:
    """A request to change, in a writing session: nobody else changes it meanwhile.

    :raises NobodyHome: there is no such request.
    """
    if not 0 < number <= LARGEST_ROW:
        raise NobodyHome
    found = session.exec(select(CallBack).where(col(CallBack.id) == number).with_for_update()).first()
    if found is None:
        raise NobodyHome
    return found


def may_be_erased(row: CallBack, today: date) -> bool:
    """Whether its time is over and nobody waits: without an answer, or with a no, only after the desk settled it."""
    waits = row.state in {CallBackState.NEW, CallBackState.DECLINED} and row.settled_at is None
    return not waits and row.erase_on is not None and row.erase_on <= today


def _of_desk(session: Session, who: Worker, number: int) -> CallBack:
    row = held(session, number)
    if who.municipality not in {"", row.municipality}:
        raise NobodyHome
    return row


def _offer(session: Session, offer_id: int) -> tuple[Offer, Organisation]:
    offer = session.get(Offer, offer_id) if 0 < offer_id <= LARGEST_ROW else None
    if offer is None or offer.status is not Status.PUBLISHED:
        raise NobodyHome
    organisation = session.get(Organisation, offer.organisation_id)
    if organisation is None:
        raise NobodyHome
    return offer, lasting(session, organisation)


def _pressing(row: CallBack, today: date) -> tuple[int, date]:
    if row.settled_at is not None:
        return 4, row.answer_by
    if row.state is CallBackState.NEW:
        return (0 if is_late(row, today) else 2), row.answer_by
    return (1 if row.state is CallBackState.DECLINED else 3), row.answer_by


def _end_unanswered(session: Session, row: CallBack) -> None:
    drop_letters(session, f"call_back:{row.id}")
    if row.answer_by < clock.today():
        _count(session, row, "unanswered")


def _count(session: Session, row: CallBack, detail: str) -> None:
    offer = session.get(Offer, row.offer_id)
    domain = offer.domains[0] if offer is not None and offer.domains else ""
    count(session, Happened(Measure.CALL_BACK, row.municipality, domain=domain, detail=detail))


def _uids(session: Session, organisation: Organisation) -> set[str]:
    """The organisation, and every one that was merged into it."""
    found, look = {organisation.uid}, [organisation.uid]
    while look:
        question = select(Organisation.uid).where(col(Organisation.merged_into).in_(look))
        look = [uid for uid in session.exec(question).all() if uid not in found]
        found.update(look)
    return found


def _keep(office: Office) -> timedelta:
    return timedelta(days=office.content.now().policy.call_back_keep_days)


def _uid_of(office: Office, form: str) -> str:
    raw = hmac.new(office.settings.secret_key.encode(), f"call back|{form}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=raw[:16]))


def _known(office: Office, uid: str) -> Asked | None:
    with office.database.reading() as session:
        found = session.exec(select(CallBack).where(CallBack.uid == uid)).first()
    return None if found is None else _asked(found)


def _asked(row: CallBack) -> Asked:
    return Asked(row.id or 0, row.told_at is not None, row.answer_by)


def _new_key(office: Office, uid: str) -> FieldSeal:
    """Made now, or a moment ago by the same form whose request did not come through."""
    try:
        return office.keys.make(subject_of(uid))
    except ValueError:
        return office.keys.open(subject_of(uid))


def _sealed(seal: FieldSeal, uid: str, column: str, value: str) -> bytes:
    return seal.seal(TABLE, column, uid, value)


def offers_of(session: Session, rows: Sequence[CallBack]) -> dict[int, Offer]:
    """The offers of these requests, by number."""
    numbers = {row.offer_id for row in rows}
    found = session.exec(select(Offer).where(col(Offer.id).in_(numbers))).all() if numbers else ()
    return {offer.id or 0: offer for offer in found}
