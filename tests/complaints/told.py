"""A complaint that somebody told, who may read it, and the mails that wait about it. All invented."""

from sqlmodel import select

from app.complaints.complaining import complain
from app.complaints.handling import Handler
from app.complaints.models import About, Complaint, ComplaintHolder
from app.complaints.shapes import Contact, NewComplaint, Story
from app.counting.models import Tally
from app.mailing.waiting import KIND, open_letter
from app.outbox.models import OutboxMessage

ADVISER, OFFICER = ComplaintHolder.ADVISER, ComplaintHolder.OFFICER
CANARY = "kanarie-in-het-verhaal"
NAMED = "Zeldzame Loketmedewerker"
PERSON = "Vreemde Vogel"
MAIL = "vogel@post.example"


def a_complaint(**more) -> NewComplaint:
    contact = Contact(**({"by": "self", "name": PERSON} | more.pop("contact", {})))
    story = Story(happened=f"Ik werd uitgelachen. {CANARY}", whom=NAMED, wanted="dat iemand sorry zegt")
    values = {"municipality": "hattem", "about": About.TREATMENT, "holder": ADVISER}
    return NewComplaint(contact=contact, story=story, **(values | more))


def told(office, form="form", **more):
    return complain(office, a_complaint(**more), form)


def handler(account=1, holder=ADVISER, municipality="hattem") -> Handler:
    return Handler(account, holder, municipality)


def row(office, number) -> Complaint:
    with office.database.reading() as session:
        return session.get(Complaint, number)


def mails(office):
    """Every mail that waits, oldest first."""
    with office.database.reading() as session:
        found = session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.id)).all()
    return [open_letter(office.settings, each.payload["sealed"])[0] for each in found]


def counted(office) -> dict[tuple[str, str], int]:
    with office.database.reading() as session:
        found = session.exec(select(Tally).where(Tally.measure == "complaint")).all()
    return {(each.way, each.detail): each.count for each in found}
