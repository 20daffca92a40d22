"""Requests to call back, for tests. All invented; the words of the caller are found back wherever they should not be."""

from sqlmodel import select

from app.conversation.opened import Worker
from app.mailing.waiting import KIND, open_letter
from app.outbox.models import OutboxMessage
from app.referring.call_backs import Caller, ask_call_back
from app.referring.models import CallBack
from app.social_map.draft import OrganisationDraft
from tests.social_map.drafts import draft, shelve

DESK = Worker(7, "hattem")
ELSEWHERE = Worker(8, "putten")
NAME, PHONE, WHEN, QUESTION = "Wilhelmina Zeldzaam", "0380009917", "na de koffietijd", "kan mijn kruiwagen ook mee"
CALLER = Caller(name=NAME, phone=PHONE, when=WHEN)
SECRETS = (NAME, PHONE, WHEN, QUESTION)


def an_offer(
    database, name="Rijden met de buurt", whose="Stichting Voorbeeld", mail="hallo@stichting.example", **more
) -> int:
    """The number of a public offer of an organisation that has this mail address, or none."""
    (received,) = shelve(
        database, draft(name, organisation=OrganisationDraft(name=whose, email=mail), email=mail, **more)
    )
    return received.offer_id


def asked(office, offer_id, who=DESK, **more):
    """Ask for a call; what the desk hears."""
    return ask_call_back(office, who, offer_id, CALLER, QUESTION, **({"consent": True} | more))


def row(database, number) -> CallBack:
    with database.reading() as session:
        return session.get_one(CallBack, number)


def letters(office):
    """Every mail that waits, oldest first."""
    with office.database.reading() as session:
        kept = session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.id)).all()
        return [open_letter(office.settings, each.payload["sealed"])[0] for each in kept]
