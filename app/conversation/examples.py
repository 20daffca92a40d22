"""Example requests, so that who tries the product sees a queue at work. All invented; `actor` says which they are."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.conversation import desk
from app.conversation.asking import ask
from app.conversation.models import Channel, ConversationRequest, ForWhom, RequestEvent, Support
from app.conversation.office import Office, subject_of
from app.conversation.opened import Worker, view
from app.conversation.shapes import Asked, Contact, NewRequest, Story

ACTOR: Final = "demo"
REMARK: Final = "Dit is een voorbeeld: deze persoon en deze vraag zijn verzonnen."


def make_example_requests(office: Office) -> int:
    """A few requests in several states for the desks of the example region. Returns how many there are.

    Asked twice, there are no more of them: each has its own form.
    """
    made = [ask(office, new, f"voorbeeld {place}", ACTOR).request_id for place, new in enumerate(_examples())]
    with office.database.reading() as session:
        desks = session.exec(select(Account).where(Account.role == Role.DESK, Account.municipality == "hattem")).all()
    if desks and made:
        _work_on(office, Worker(desks[0].id or 0, "hattem"), made)
    return len(made)


def remove_example_requests(office: Office) -> int:
    """Take them away, with their keys. Returns how many there were."""
    with office.database.writing() as session:
        numbers = _numbers(session)
        uids = session.exec(select(ConversationRequest.uid).where(col(ConversationRequest.id).in_(numbers))).all()
        session.execute(sa.delete(ConversationRequest).where(col(ConversationRequest.id).in_(numbers)))
    if uids:
        office.keys.destroy(*(subject_of(uid) for uid in uids))
    return len(uids)


def _numbers(session: Session) -> Sequence[int]:
    question = select(RequestEvent.request_id).where(RequestEvent.kind == "received", RequestEvent.actor == ACTOR)
    return session.exec(question).all()


def _work_on(office: Office, worker: Worker, made: Sequence[int]) -> None:
    """The first stays new; the others are on their way, one is finished."""
    _new, taken, planned, finished, *_rest = made
    for number in (taken, planned, finished):
        view(office, worker, number)
        desk.take_up(office, worker, number)
    desk.called(office, worker, taken, "missed", "Morgen na tien uur nog eens proberen.")
    at = clock.local_now().replace(hour=10, minute=30, second=0, microsecond=0) + timedelta(days=4)
    desk.plan(office, worker, planned, at, "Bij mevrouw thuis")
    words = "We spraken af dat u op dinsdag gaat kijken bij de koffie in het dorp. Over hulp in huis krijgt u apart bericht."
    desk.record_outcome(office, worker, finished, ["general_provision", "individual_provision"], words)


def _examples() -> list[NewRequest]:
    today = clock.today()
    return [
        _one(
            "ik zit de hele dag alleen sinds mijn man er niet meer is",
            contact={"name": "mevrouw Voorbeeld", "phone": "0380000901", "town": "Hattem", "address_as": "mevrouw Voorbeeld"},
            story={"wanted_result": "een paar keer per week iemand zien", "quiet_place": True},
            support=Support.YES, support_shares=("name", "phone"),
        ),
        _one(
            "ik zorg voor mijn vrouw met dementie en ik ben op",
            for_whom=ForWhom.CARER,
            contact={"name": "meneer Proef", "phone": "0380000902", "town": "Hattem", "safe": ("voicemail",)},
            story={"tried": "Bezoek 75+, de buren", "who_along": "onze dochter", "wish_time": "liefst 's ochtends"},
            support=Support.LATER,
        ),
        _one(
            "wij willen graag dat mijn moeder thuis kan blijven wonen",
            for_whom=ForWhom.TOGETHER, channel=Channel.PHONE,
            contact={"name": "mevrouw Monster", "helper_name": "A. Monster", "role": "zoon", "phone": "0380000903", "town": "Hattem"},
            story={"interpreter": "Turks", "knows": "yes"},
            support=Support.NO, support_confirmed=True,
        ),
        _one(
            "het schoonmaken lukt mij niet meer",
            channel=Channel.DESK, contact={"name": "meneer Toonbeeld", "phone": "0380000904", "town": "Hattem"},
            support=Support.LATER, contact_afterwards=True, follow_up_on=today, follow_up_by="phone",
        ),
        _one(
            "graag een gesprek over vervoer naar mijn vereniging",
            channel=Channel.LETTER, arrived_on=today - timedelta(days=2),
            contact={"name": "mevrouw Schrijver", "street": "Voorbeeldstraat 12", "postcode": "8051 AB", "town": "Hattem", "preference": "letter"},
            support=Support.TO_ASK, support_ask_by=today + timedelta(days=5),
        ),
        _one(
            "ik wil weten wie mij kan helpen met formulieren",
            municipality="putten", contact={"name": "meneer Voorbeeld", "phone": "0341000905", "town": "Putten"},
            support=Support.YES, support_shares=("phone", "question"),
        ),
        _one(
            "mijn buurvrouw heeft hulp nodig en vroeg mij dit te sturen",
            municipality="overbetuwe", for_whom=ForWhom.BEHALF,
            contact={"helper_name": "mevrouw Proef", "role": "buurvrouw", "phone": "0488000906", "town": "Zetten"},
            story={"knows": "yes"}, support=Support.LATER,
        ),
    ]  # fmt: skip


def _one(question: str, **more: object) -> NewRequest:
    contact, story = more.pop("contact", {}), more.pop("story", {})
    values: dict[str, object] = {
        "municipality": "hattem",
        "contact": Contact.model_validate(contact),
        "story": Story.model_validate({"questions": (Asked(text=question),), "remark": REMARK, **_as_dict(story)}),
    }
    return NewRequest.model_validate(values | more)


def _as_dict(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}
