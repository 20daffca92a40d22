"""Asking for something to be delivered, and letting a worker do it."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
import time_machine
from sqlmodel import select

from app import clock
from app.conversation.asking import ask
from app.conversation.deliveries import KIND
from app.conversation.delivering import deliver
from app.conversation.models import ConversationRequest, Delivery
from app.conversation.office import Office
from app.outbox.models import OutboxMessage
from app.outbox.worker import Worker
from tests.conversation.conftest import a_request


def with_settings(office: Office, **changes) -> Office:
    return replace(office, settings=office.settings.model_copy(update=changes))


def with_terms(office: Office, monkeypatch, **changes) -> None:
    """The same municipality with other agreements on Het Gesprek."""
    content = office.content.now()
    town = content.municipality("hattem")
    terms = town.conversation.model_copy(update=changes)
    towns = tuple(
        town.model_copy(update={"conversation": terms}) if each.slug == "hattem" else each
        for each in content.municipalities
    )
    fields = {name: getattr(content, name) for name in type(content).model_fields}
    other = type(content).model_construct(**(fields | {"municipalities": towns}))  # a copy would keep what it looked up
    monkeypatch.setattr(type(office.content), "now", lambda self: other)


def asked(office: Office, form: str = "form", **more) -> int:
    return ask(office, a_request(**more), form).request_id


def deliveries(office: Office, channel: str = "") -> list[Delivery]:
    with office.database.reading() as session:
        found = session.exec(select(Delivery).order_by(Delivery.id)).all()
    return [each for each in found if not channel or each.channel == channel]


def only(office: Office, channel: str) -> Delivery:
    (found,) = deliveries(office, channel)
    return found


def request_of(office: Office, number: int) -> ConversationRequest:
    with office.database.reading() as session:
        return session.get(ConversationRequest, number)


def attempt(office: Office, channel: str, number: int = 1) -> None:
    deliver(office, only(office, channel).id, number)


def _hand(office, claims):
    trouble = None
    for each in claims:
        try:
            deliver(office, each.payload["delivery"], each.attempts)
        except Exception as problem:
            trouble = problem
        else:
            from app.outbox.posting import done

            done(office.database, [each])
    if trouble:
        raise trouble


def worker(office: Office) -> Worker:
    return Worker(office.database, office, {KIND: _hand})


def work_for(office: Office, span: timedelta, step: timedelta = timedelta(minutes=61)) -> None:
    """A worker over a span of time."""
    start = clock.now()
    passed = timedelta()
    while passed <= span:
        with time_machine.travel(start + passed, tick=True):
            worker(office).once()
        passed += step


def lose_messages(office: Office) -> None:
    with office.database.writing() as session:
        session.execute(sa.delete(OutboxMessage))
