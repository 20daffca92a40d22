from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event
from sqlmodel import select

from app import clock
from app.conversation import desk
from app.conversation.asking import ask
from app.conversation.models import Channel, ConversationRequest, Delivery, DeliveryState, State, Support
from app.conversation.opened import Worker, view
from app.conversation.queue import Filters, Step, find, queue, with_tried
from tests.conversation.conftest import a_request
from tests.conversation.test_desk import account


def asked(office, **more) -> int:
    return ask(office, a_request(**more), f"form {more} {clock.now()}").request_id


def lines(office, town="hattem", **filters):
    with office.database.reading() as session:
        return queue(session, office, town, Filters(**filters))


def step(office, number):
    return next(line.step for line in lines(office) if line.id == number)


def all_arrived(office):
    with office.database.writing() as session:
        for delivery in session.exec(select(Delivery)):
            delivery.state = DeliveryState.DELIVERED


def test_an_empty_queue_is_empty(office):
    assert lines(office) == []


def test_one_line_tells_what_must_happen_and_nobodys_name(office):
    number = asked(
        office, story={"tried": "Bezoek 75+"}, channel=Channel.LETTER, arrived_on=clock.today() - timedelta(days=2)
    )
    with office.database.reading() as session:
        [line] = with_tried(session, office, queue(session, office, "hattem"))
    assert (line.id, line.age_days, line.due_on, line.tried) == (
        number,
        2,
        clock.today() + timedelta(days=40),
        "Bezoek 75+",
    )
    assert (line.support, line.channel, line.seen, line.step) == (Support.YES, Channel.LETTER, False, Step.READ)
    assert "Voorbeeld" not in repr(line)


def test_what_must_happen_first_stands_first(office):
    worker = account(office)
    new = asked(office)
    late = asked(office, channel=Channel.LETTER, arrived_on=clock.today() - timedelta(weeks=7))
    refused, planned, silent = asked(office), asked(office), asked(office)
    to_ask = asked(
        office, channel=Channel.LETTER, support=Support.TO_ASK, support_shares=(), support_ask_by=clock.today()
    )
    for number in (planned, to_ask):
        view(office, worker, number)
    desk.plan(office, worker, planned, clock.now() + timedelta(days=2), "hier")
    with office.database.writing() as session:
        session.exec(select(Delivery).where(Delivery.request_id == refused)).first().state = DeliveryState.REFUSED
        session.get(ConversationRequest, silent).arrived_on = clock.today() - timedelta(days=20)
    assert [(line.id, line.step) for line in lines(office)] == [
        (late, Step.LATE), (refused, Step.DID_NOT_ARRIVE), (silent, Step.FIRST_CONTACT_LATE), (new, Step.READ), (to_ask, Step.ASK_SUPPORT),
        (planned, Step.WAIT_FOR_DAY),
    ]  # fmt: skip
    assert {line.id for line in lines(office, late=True)} == {late, refused, silent}


def test_the_steps_of_one_request(office):
    worker, number = (
        account(office),
        asked(office, follow_up_on=clock.today() + timedelta(days=60), follow_up_by="phone"),
    )
    assert step(office, number) is Step.READ
    view(office, worker, number)
    assert step(office, number) is Step.TAKE_UP
    desk.take_up(office, worker, number)
    assert step(office, number) is Step.PLAN
    assert [line.id for line in lines(office, taken_by=worker.account_id)] == [number]
    assert lines(office, taken_by=worker.account_id + 1) == []
    desk.plan(office, worker, number, clock.now() + timedelta(hours=1), "hier")
    all_arrived(office)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert step(office, number) is Step.RECORD_OUTCOME
    desk.record_outcome(office, worker, number, ["own_strength_after_all"], "")
    all_arrived(office)
    assert lines(office) == []
    assert [line.step for line in lines(office, state=State.CLOSED)] == [Step.NOTHING]
    with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
        assert step(office, number) is Step.FOLLOW_UP


def test_a_letter_that_must_be_posted_brings_a_closed_request_back(office):
    worker = account(office)
    contact = {"street": "Voorbeeldstraat 1", "postcode": "8051 AB", "preference": "letter"}
    number = asked(office, contact=contact)
    desk.record_outcome(office, worker, number, ["own_strength_after_all"], "")
    [line] = lines(office)
    assert (line.step, line.letters) == (Step.POST_LETTER, 2)


def test_a_message_that_hangs_is_late(office):
    number = asked(office)
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        assert step(office, number) is Step.DID_NOT_ARRIVE


def test_the_walls(office):
    here, there = asked(office), asked(office, municipality="putten")
    assert [line.id for line in lines(office)] == [here]
    assert {line.id for line in lines(office, "")} == {here, there}
    with office.database.reading() as session:
        reference = session.get(ConversationRequest, there).reference
        assert find(session, reference.lower(), "hattem") is None
        assert find(session, f"{reference[:4]} {reference[4:]}".lower(), "putten") == there
        assert find(session, reference, "") == there
        assert find(session, "geen referentie", "") is None


def test_three_hundred_requests_cost_as_many_queries_as_three(office):
    def fill(number):
        for _ in range(number):
            asked(office)

    def queries():
        counted = []
        count = lambda *args: counted.append(1)  # noqa: E731
        event.listen(office.database.engine, "before_cursor_execute", count)
        with office.database.reading() as session:
            shown = with_tried(session, office, queue(session, office, "hattem"))
        event.remove(office.database.engine, "before_cursor_execute", count)
        return len(shown), len(counted)

    fill(3)
    few = queries()
    fill(30)
    many = queries()
    assert (few[0], many[0]) == (3, 33)
    assert few[1] == many[1]


@pytest.mark.parametrize("team", ["team-hattem", "nergens"])
def test_the_team_filters(office, team):
    asked(office)
    assert len(lines(office, team=team)) == (1 if team == "team-hattem" else 0)


def test_a_worker_of_the_region_sees_all(office):
    number = asked(office, municipality="putten")
    assert view(office, Worker(account(office).account_id, ""), number).request.municipality == "putten"
