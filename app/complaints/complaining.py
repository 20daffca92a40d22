"""Telling a complaint: on disk before anybody reads a reference, once however often the form is sent.

The complaint, its history, the count, the mails and the audit line are one transaction (promises 1-4). The key is made
just before, in a store of its own; a key whose complaint never came is swept away.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, select

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.slowing import counted_today, within_the_day
from app.audit import record
from app.complaints.dossier import note, put_contact, put_story, subject_in_audit, subject_of
from app.complaints.models import Complaint, ComplaintHolder
from app.complaints.shapes import NewComplaint
from app.complaints.telling import tell_holder, tell_person
from app.complaints.terms import holders_of, terms_of
from app.conversation.office import Office
from app.counting.keeping import Happened, count
from app.counting.models import Measure
from app.crash import reached
from app.references import code_from, digest_of, new_reference

SAME_FORM_FOR: Final = timedelta(hours=24)
RECEIPTS_A_DAY_TO_ONE: Final = 5
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """What who complained keeps.

    :ivar code: the secret code; empty when the form was sent longer ago than a day: they have it already.
    :ivar repeated: the same form was sent before; this is that complaint.
    """

    number: int
    reference: str
    code: str
    municipality: str
    holder: ComplaintHolder
    received_on: date
    acknowledge_by: date
    due_on: date
    repeated: bool = False


def complain(office: Office, new: NewComplaint, form: str, actor: str = "person") -> Receipt:
    """Accept a complaint. When this returns, it is on disk.

    :param form: what tells one form from another: the random token of the page with everything typed in it. Whoever has it
        reads the code once more, so it may never be something that others can work out.
    :param actor: `person` on the site, or `demo`.
    :raises app.db.DatabaseGone, app.data_keys.KeysLost: nothing was accepted, and nothing shown may say so.
    """
    for _ in range(_TRIES):
        try:
            return _once(office, new, form, actor)
        except sa.exc.IntegrityError:
            continue  # the same form at the same moment, or two equal references: look again
    return _once(office, new, form, actor)


def told_before(office: Office, form: str) -> bool:
    """Whether this form is a complaint already: sending it again tells nothing new."""
    with office.database.reading() as session:
        return _earlier(session, _digest(office, form)) is not None


def _once(office: Office, new: NewComplaint, form: str, actor: str) -> Receipt:
    digest, code = _digest(office, form), code_from(office.settings.secret_key, form, "complaint")
    with office.database.reading() as session:
        earlier = _earlier(session, digest)
    if earlier is not None:
        fresh = earlier.received_at > clock.now() - SAME_FORM_FOR and earlier.code_digest == digest_of(code)
        return _receipt(earlier, code if fresh else "", repeated=True)
    town, today = office.town(new.municipality), clock.today()
    terms, uid = terms_of(town), str(uuid.uuid4())
    holder = new.holder if new.holder in holders_of(town) else ComplaintHolder.ADVISER
    seal = office.keys.make(subject_of(uid))
    complaint = Complaint(
        uid=uid,
        reference=new_reference(),
        code_digest=digest_of(code),
        form_digest=digest,
        municipality=town.slug,
        language=new.language,
        about=new.about,
        holder=holder,
        acknowledge_by=terms.acknowledge_by(today),
        due_on=terms.due_on(today),
        sealed_contact=b"",
        sealed_story=b"",
    )
    put_contact(complaint, seal, new.contact)
    put_story(complaint, seal, new.story)
    with office.database.writing() as session:
        session.add(complaint)
        session.flush()
        note(session, complaint, seal, actor, "received")
        tell_holder(session, office, complaint, "new")
        if new.contact.by != "email" or _few_enough(session, office, new.contact.email):
            tell_person(session, office, complaint, new.contact, "bericht-klacht-ontvangst")
        count(session, Happened(Measure.COMPLAINT, town.slug, way=complaint.about.value, detail="received"))
        record(session, actor, "complaint.tell", subject_in_audit(complaint))
        reached("complaint before commit")
    return _receipt(complaint, code)


def _few_enough(session: Session, office: Office, address: str) -> bool:
    """Nobody may use us to fill somebody else's mailbox: a few receipts a day for one address. The page still shows one."""
    keys = AccountKeys.of(office.settings)
    counted = counted_today(keys, f"complaint receipt|{address.casefold()}", RECEIPTS_A_DAY_TO_ONE)
    return within_the_day(session, counted)


def _earlier(session: Session, digest: str) -> Complaint | None:
    return session.exec(select(Complaint).where(Complaint.form_digest == digest)).first()


def _receipt(complaint: Complaint, code: str, *, repeated: bool = False) -> Receipt:
    return Receipt(
        number=complaint.id or 0,
        reference=complaint.reference,
        code=code,
        municipality=complaint.municipality,
        holder=complaint.holder,
        received_on=complaint.received_at.astimezone(clock.AMSTERDAM).date(),
        acknowledge_by=complaint.acknowledge_by,
        due_on=complaint.due_on,
        repeated=repeated,
    )


def _digest(office: Office, form: str) -> str:
    return hmac.new(office.settings.secret_key.encode(), f"complaint form|{form}".encode(), hashlib.sha256).hexdigest()
