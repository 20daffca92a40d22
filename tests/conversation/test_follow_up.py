"""A look back goes out on the chosen day, once, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from app import clock
from app.conversation.asking import ask
from app.conversation.follow_up import post_follow_ups
from app.conversation.models import ConversationRequest, Delivery, State
from app.conversation.office import contact_of, put_contact, subject_of
from app.outbox.models import OutboxMessage
from tests.conversation.conftest import a_request

DAY = date(2027, 3, 28)
"""The night summer time begins."""


@pytest.fixture
def at():
    """Turns everybody's clock, as often as wanted."""
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller.move_to


def asked(office, by="email", **contact):
    return ask(
        office,
        a_request(follow_up_on=DAY, follow_up_by=by, contact={"email": "kanarie@voorbeeld.example"} | contact),
        "form",
    ).request_id


def posted(office):
    with office.database.reading() as session:
        found = session.exec(select(Delivery).where(Delivery.purpose == "follow_up")).all()
        waiting = session.exec(select(OutboxMessage)).all()
    assert all(any(message.payload.get("delivery") == each.id for message in waiting) for each in found)
    return [each.channel for each in found]


def test_it_goes_on_the_chosen_local_day_and_once(office, at):
    asked(office)
    at(datetime(2027, 3, 27, 22, 59, 59, tzinfo=UTC))
    assert post_follow_ups(office, clock.today()) == 0
    at(datetime(2027, 3, 27, 23, tzinfo=UTC))  # midnight in the Netherlands
    assert [post_follow_ups(office, clock.today()) for _ in range(3)] == [1, 0, 0]
    assert posted(office) == ["resident_mail"]


def test_a_clock_that_jumps_sends_nothing_twice_and_forgets_nobody(office, at):
    asked(office)
    at(datetime(2027, 9, 1, 12, tzinfo=UTC))  # forward: the worker was off on the day itself
    assert post_follow_ups(office, clock.today()) == 1
    for moment in (
        datetime(2027, 1, 5, tzinfo=UTC),
        datetime(2027, 3, 28, 12, tzinfo=UTC),
        datetime(2027, 9, 2, tzinfo=UTC),
    ):
        at(moment)
        assert post_follow_ups(office, clock.today()) == 0
    assert posted(office) == ["resident_mail"]


def test_who_chooses_another_day_hears_again(office, at):
    number = asked(office)
    at(datetime(2027, 3, 28, 12, tzinfo=UTC))
    assert post_follow_ups(office, clock.today()) == 1
    _change(office, number, follow_up_on=DAY + timedelta(days=30))
    assert post_follow_ups(office, clock.today()) == 0
    at(datetime(2027, 4, 27, 12, tzinfo=UTC))
    assert post_follow_ups(office, clock.today()) == 1


@pytest.mark.parametrize(
    "values",
    [{"state": State.WITHDRAWN}, {"follow_up_done_at": datetime(2027, 1, 5, tzinfo=UTC)}, {"follow_up_by": "phone"}],
)
def test_nobody_is_written_who_withdrew_answered_or_is_called(office, at, values):
    number = asked(office)
    _change(office, number, **values)
    at(datetime(2027, 3, 28, 12, tzinfo=UTC))
    assert post_follow_ups(office, clock.today()) == 0
    assert posted(office) == []


def test_without_an_address_any_more_it_is_a_task_for_the_desk(office, at):
    number = asked(office)
    with office.database.writing() as session:
        request = session.get(ConversationRequest, number)
        seal = office.keys.open(subject_of(request.uid))
        put_contact(request, seal, contact_of(request, seal).model_copy(update={"email": ""}))
        session.add(request)
    at(datetime(2027, 3, 28, 12, tzinfo=UTC))
    assert post_follow_ups(office, clock.today()) == 0
    with office.database.reading() as session:
        request = session.get(ConversationRequest, number)
    assert (request.follow_up_by, request.follow_up_done_at) == ("phone", None)


def _change(office, number, **values):
    with office.database.writing() as session:
        session.execute(sa.update(ConversationRequest).where(col(ConversationRequest.id) == number).values(**values))
