"""An example complaint, so that who tries the product sees the room of complaints at work. All invented."""

from typing import Final

import sqlalchemy as sa
from sqlmodel import col, select

from app.complaints.complaining import Receipt, complain
from app.complaints.dossier import subject_of
from app.complaints.models import About, Complaint, ComplaintEvent, ComplaintHolder
from app.complaints.shapes import Contact, NewComplaint, Story
from app.conversation.office import Office

ACTOR: Final = "demo"


def make_example_complaint(office: Office) -> Receipt:
    """One open complaint with the confidential adviser of Hattem. Asked twice, there is still one."""
    story = Story(
        happened="Dit is een voorbeeld: het is verzonnen. De hulp kwam drie keer niet, en niemand belde mij.",
        whom="Stichting Voorbeeldhulp",
        wanted="Dat iemand belt als de hulp niet kan komen.",
    )
    new = NewComplaint(
        municipality="hattem", about=About.LATE, holder=ComplaintHolder.ADVISER, contact=Contact(by="self"), story=story
    )  # fmt: skip
    return complain(office, new, "voorbeeld klacht", ACTOR)


def remove_example_complaints(office: Office) -> int:
    """Take them away, with their keys. Returns how many there were."""
    told = select(ComplaintEvent.complaint_id).where(ComplaintEvent.kind == "received", ComplaintEvent.actor == ACTOR)
    with office.database.writing() as session:
        found = list(session.exec(select(Complaint).where(col(Complaint.id).in_(told))).all())
        uids, numbers = [each.uid for each in found], [each.id for each in found]
        session.execute(sa.delete(Complaint).where(col(Complaint.id).in_(numbers)))
    if uids:
        office.keys.destroy(*(subject_of(uid) for uid in uids))
    return len(uids)
