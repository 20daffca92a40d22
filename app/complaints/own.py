"""One's own complaint: come in with number and code, see where it stands, add words, pass it on, withdraw it.

Wrong in whatever way is one answer after the same work (promise 41), and guessing is slowed in the database, never locked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.slowing import Counted, counted_today, network_of, succeeded, take_turn
from app.audit import record
from app.complaints.dossier import (
    Dossier,
    NoSuchComplaint,
    NotPossible,
    contact_of,
    note,
    opened,
    put_story,
    seal_of,
    story_of,
    subject_in_audit,
)
from app.complaints.models import Complaint, ComplaintHolder, ComplaintState
from app.complaints.passing import pass_to
from app.complaints.shapes import Addition, Contact
from app.complaints.telling import tell_holder
from app.complaints.terms import other_holder, terms_of
from app.content.models import Municipality
from app.conversation.office import Office
from app.data_keys import FieldSeal
from app.references import digest_of, fits, read_code, read_reference

FREE_PER_REFERENCE: Final = 5
FREE_PER_NETWORK: Final = 25
MOST_ADDITIONS: Final = 40
_NOBODYS: Final = digest_of("")


class TooMany(Exception):
    """So much was added already that somebody had better call."""


@dataclass(frozen=True, slots=True)
class _Work:
    office: Office
    session: Session
    complaint: Complaint
    seal: FieldSeal
    town: Municipality

    @property
    def contact(self) -> Contact:
        return contact_of(self.complaint, self.seal)

    def done(self, kind: str, text: str = "") -> None:
        note(self.session, self.complaint, self.seal, "person", kind, text=text)
        record(self.session, "person", f"complaint.{kind}", subject_in_audit(self.complaint))


def open_with(office: Office, reference_typed: str, code_typed: str, address: str | None = None) -> Complaint:
    """Come in with what was typed; spaces, dashes, small letters and signs that look alike do not matter.

    :param address: of who asks, for counting tries; not kept.
    :raises app.accounts.slowing.TooSoon: tries follow each other too fast; nothing was looked up.
    :raises NoSuchComplaint: this pair opens nothing. Never says which of the two was wrong.
    """
    reference, code = read_reference(reference_typed), read_code(code_typed)
    own, network = _counted(office, reference or read_code(reference_typed), address)
    take_turn(office.database, (own, network))
    with office.database.reading() as session:
        found = session.exec(select(Complaint).where(Complaint.reference == (reference or ""))).first()
    if not fits(code, found.code_digest if found else _NOBODYS) or found is None:
        raise NoSuchComplaint
    with office.database.writing() as session:
        succeeded(session, (own,), network, 1)
        record(session, "person", "complaint.open", subject_in_audit(found))
    return found


def own_complaint(office: Office, number: int, uid: str) -> Dossier:
    """The complaint that was opened in this browser.

    :raises NoSuchComplaint: it is gone, or its number is another's since.
    """
    with office.database.reading() as session:
        found = session.exec(select(Complaint).where(Complaint.id == number, Complaint.uid == uid)).first()
        if found is None:
            raise NoSuchComplaint
        return opened(session, office, found)


def add_words(office: Office, number: int, uid: str, text: str) -> None:
    """Add something in one's own words. The same words sent twice in a row are there once.

    :raises NoSuchComplaint, NotPossible, TooMany:
    """
    with _working(office, number, uid) as work:
        story = story_of(work.complaint, work.seal)
        if story.additions and story.additions[-1].text == text:
            return
        if len(story.additions) >= MOST_ADDITIONS:
            raise TooMany
        new = Addition(at=clock.now(), text=text)
        put_story(work.complaint, work.seal, story.model_copy(update={"additions": (*story.additions, new)}))
        work.done("added")
        tell_holder(work.session, office, work.complaint, "added")


def pass_on(office: Office, number: int, uid: str, to: ComplaintHolder) -> None:
    """Give it to the other holder; also when it was answered already, and then it is open again.

    :raises NotPossible: nobody else holds complaints here, or it was withdrawn. When they hold it already, nothing happens.
    """
    with _working(office, number, uid) as work:
        if work.complaint.holder is to:
            return
        if other_holder(work.town, work.complaint) is not to:
            raise NotPossible
        pass_to(work.session, office, work.complaint, to)
        work.done("passed_on", to.value)


def withdraw(office: Office, number: int, uid: str) -> None:
    """Take it back: nothing happens with it any more, and it is erased on its day. Twice is once."""
    with office.database.writing() as session:
        complaint = _held(session, number, uid)
        if complaint.state is ComplaintState.WITHDRAWN:
            return
        if complaint.state is ComplaintState.ANSWERED:
            raise NotPossible
        complaint.state = ComplaintState.WITHDRAWN
        complaint.erase_on = terms_of(office.town(complaint.municipality)).erase_on(clock.today())
        session.add(complaint)
        work = _Work(office, session, complaint, seal_of(office, complaint), office.town(complaint.municipality))
        work.done("withdrawn")
        tell_holder(session, office, complaint, "withdrawn")


def exported(office: Office, number: int, uid: str) -> None:
    """Write down that everything was taken along in a file."""
    with office.database.writing() as session:
        record(session, "person", "complaint.exported", subject_in_audit(_held(session, number, uid)))


@contextmanager
def _working(office: Office, number: int, uid: str) -> Iterator[_Work]:
    with office.database.writing() as session:
        complaint = _held(session, number, uid)
        if complaint.state is ComplaintState.WITHDRAWN:
            raise NotPossible
        town = office.town(complaint.municipality)
        yield _Work(office, session, complaint, seal_of(office, complaint), town)
        session.add(complaint)


def _held(session: Session, number: int, uid: str) -> Complaint:
    found = session.exec(
        select(Complaint).where(Complaint.id == number, Complaint.uid == uid).with_for_update()
    ).first()
    if found is None:
        raise NoSuchComplaint
    return found


def _counted(office: Office, reference: str, address: str | None) -> tuple[Counted, Counted]:
    keys, network = AccountKeys.of(office.settings), network_of(address)
    return (
        counted_today(keys, f"own complaint|{reference}|{network}", FREE_PER_REFERENCE),
        counted_today(keys, f"own complaint network|{network}", FREE_PER_NETWORK),
    )
