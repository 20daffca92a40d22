"""One complaint with the key that opens it: read by who complained and by who holds it, and by nobody else.

It stands on the same office as the requests (database, keys, content, settings); nothing of it is ever in the desk's lists.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.complaints.models import Complaint, ComplaintEvent
from app.complaints.shapes import Contact, Story
from app.conversation.history import Happened
from app.conversation.office import Office
from app.data_keys import Erased, FieldSeal

TABLE: Final = "complaint"
EVENTS: Final = "complaint_event"


class NoSuchComplaint(Exception):
    """There is no such complaint, or not for who asks."""


class NotPossible(Exception):
    """This cannot be done (any more): it was answered, withdrawn or passed on meanwhile."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A complaint, opened."""

    complaint: Complaint
    contact: Contact
    story: Story
    history: tuple[Happened, ...]

    @property
    def public(self) -> tuple[Happened, ...]:
        """The lines that who complained reads."""
        return tuple(line for line in self.history if line.public)


def subject_of(uid: str) -> str:
    """The name under which the key store keeps a complaint's key."""
    return f"complaint:{uid}"


def subject_in_audit(complaint: Complaint) -> str:
    """How audit lines and waiting mails name it."""
    return f"complaint:{complaint.id}"


def subjects_in_use(session: Session) -> tuple[str, ...]:
    """The names of all keys of complaints that must be in the key store."""
    return tuple(subject_of(uid) for uid in session.exec(select(Complaint.uid)).all())


def seal_of(office: Office, complaint: Complaint) -> FieldSeal:
    """Its key.

    :raises NoSuchComplaint: it was destroyed.
    """
    try:
        return office.keys.open(subject_of(complaint.uid))
    except Erased:
        raise NoSuchComplaint from None


def opened(session: Session, office: Office, complaint: Complaint) -> Dossier:
    """Everything of it. Who calls writes down that somebody looked."""
    seal = seal_of(office, complaint)
    return Dossier(
        complaint, contact_of(complaint, seal), story_of(complaint, seal), tuple(history_of(session, complaint, seal))
    )


def contact_of(complaint: Complaint, seal: FieldSeal) -> Contact:
    """Who complains, opened."""
    return Contact.model_validate_json(seal.open(TABLE, "sealed_contact", complaint.uid, complaint.sealed_contact))


def story_of(complaint: Complaint, seal: FieldSeal) -> Story:
    """What they told, opened."""
    return Story.model_validate_json(seal.open(TABLE, "sealed_story", complaint.uid, complaint.sealed_story))


def put_contact(complaint: Complaint, seal: FieldSeal, contact: Contact) -> None:
    """Seal who complains."""
    complaint.sealed_contact = seal.seal(TABLE, "sealed_contact", complaint.uid, contact.model_dump_json())


def put_story(complaint: Complaint, seal: FieldSeal, story: Story) -> None:
    """Seal another version of what they told."""
    complaint.sealed_story = seal.seal(TABLE, "sealed_story", complaint.uid, story.model_dump_json())


def note(
    session: Session,
    complaint: Complaint,
    seal: FieldSeal,
    actor: str,
    kind: str,
    *,
    text: str = "",
    public: bool = True,
) -> None:
    """Append a line, in the transaction of what it tells about.

    :param kind: received, acknowledged, note_adviser or note_officer (read by that holder only), asked_to_pass_on, passed_on,
        passed_on_agreed (text of these two: the new holder's code), concerned (an account put it away because it is about
        them), longer, answered, added, withdrawn.
    :param public: whether who complained reads it too.
    """
    uid = str(uuid.uuid4())
    sealed = seal.seal(EVENTS, "sealed_note", uid, text) if text else None
    session.add(
        ComplaintEvent(
            uid=uid, complaint_id=complaint.id or 0, at=clock.now(), actor=actor[:40], kind=kind, public=public,
            sealed_note=sealed,
        )
    )  # fmt: skip


def history_of(session: Session, complaint: Complaint, seal: FieldSeal) -> Sequence[Happened]:
    """Everything that happened, oldest first."""
    lines = session.exec(
        select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint.id).order_by(col(ComplaintEvent.id))
    ).all()
    return [
        Happened(
            line.at, line.actor, line.kind, line.public,
            seal.open(EVENTS, "sealed_note", line.uid, line.sealed_note) if line.sealed_note else "",
        )
        for line in lines
    ]  # fmt: skip
