"""A look back is counted once and forgotten; "not solved" opens the request again, with every term from that day."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.desk import Refused, record_outcome, take_up
from app.conversation.follow_up_answers import REOPENS_FOR, answer, answered_at_desk, open_again
from app.conversation.history import history_of
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, State
from app.conversation.office import subject_of
from app.conversation.opened import Worker, view
from app.conversation.own import choose_follow_up
from app.conversation.queue import Step, queue
from app.counting.models import Measure, Tally
from tests.conversation.conftest import a_request

EVERY = {"solved": "no", "hoped": "partly", "treatment": "bad", "support": "not_known"}


class Asked:
    """Somebody who asked, spoke with the desk, and whose day to look back has come."""

    def __init__(self, office, worker, *, closed=True):
        self.office = office
        self.day = clock.today()
        self.receipt = ask(office, a_request(follow_up_on=self.day, follow_up_by="phone"), f"form {closed}")
        self.number = self.receipt.request_id
        self.access = open_with(office, self.receipt.reference, self.receipt.code, "192.0.2.1").access_id
        if closed:
            view(office, worker, self.number)
            take_up(office, worker, self.number)
            record_outcome(office, worker, self.number, ["own_strength_after_all"], "De buren helpen mee.")

    @property
    def row(self):
        with self.office.database.reading() as session:
            return session.get(ConversationRequest, self.number)

    def history(self):
        with self.office.database.reading() as session:
            row = session.get(ConversationRequest, self.number)
            return history_of(session, row, self.office.keys.open(subject_of(row.uid)))


@pytest.fixture
def worker(office):
    with office.database.writing() as session:
        row = Account(
            email="loket@voorbeeld.example", role=Role.DESK, municipality="hattem", password_hash="x", sealed_secret="x"
        )
        session.add(row)
        session.flush()
        return Worker(row.id, "hattem")


@pytest.fixture
def turn():
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller.move_to


def counted(office):
    with office.database.reading() as session:
        rows = session.exec(select(Tally).where(Tally.measure == Measure.FOLLOW_UP.value)).all()
    return {row.way: (row.detail, sum(each.count for each in rows if each.way == row.way)) for row in rows}


def line(office, number):
    """How the request stands in the queue once every message arrived."""
    with office.database.writing() as session:
        session.execute(sa.update(Delivery).values(state=DeliveryState.DELIVERED))
    with office.database.reading() as session:
        return next((each for each in queue(session, office, "hattem") if each.id == number), None)


def test_answers_are_counted_once_for_a_day_and_stand_nowhere_with_the_person(office, worker, turn):
    asked = Asked(office, worker)
    assert answer(office, asked.access, EVERY, "de hulp kwam maar één keer, kanarie")
    assert not answer(office, asked.access, EVERY, "de hulp kwam maar één keer, kanarie"), "the second of two clicks"
    assert counted(office) == {question: (code, 1) for question, code in EVERY.items()}
    notes = [each.note for each in asked.history() if each.kind in {"follow_up", "follow_up_words"}]
    assert sorted(notes) == ["", "de hulp kwam maar één keer, kanarie"]
    row = asked.row
    assert row.follow_up_done_at is not None
    for code in ("bad", "not_known", "partly"):
        assert code not in str(row.model_dump())
    assert line(office, asked.number).step is Step.READ, "the desk has words to read"
    view(office, worker, asked.number)
    assert line(office, asked.number) is None
    turn(datetime(2027, 2, 1, 9, tzinfo=UTC))
    choose_follow_up(office, asked.access, clock.today() + timedelta(days=1), "")
    turn(datetime(2027, 2, 2, 9, tzinfo=UTC))
    assert answer(office, asked.access, {"solved": "no"}), "another day that they chose"
    assert counted(office)["solved"] == ("no", 2)


def test_without_words_the_desk_has_nothing_to_do(office, worker, turn):
    asked = Asked(office, worker)
    answer(office, asked.access, {"solved": "yes"})
    assert line(office, asked.number) is None
    with pytest.raises(ValueError, match="no such answer"):
        answer(office, asked.access, {"solved": "maybe"})


def test_not_solved_opens_the_same_request_with_its_terms_from_today(office, worker, turn):
    asked = Asked(office, worker)
    turn(datetime(2027, 3, 1, 9, tzinfo=UTC))
    result = open_again(office, asked.access)
    row = asked.row
    assert result.receipt is None
    assert (row.state, row.arrived_on, row.erase_on, row.taken_by) == (State.RECEIVED, clock.today(), None, None)
    assert row.due_on == clock.today() + timedelta(weeks=6)
    assert counted(office) == {"solved": ("no", 1)}
    with office.database.reading() as session:
        assert "request" in {
            each.purpose for each in session.exec(select(Delivery).where(Delivery.created_at >= clock.now()))
        }
    assert line(office, asked.number).step is Step.READ
    view(office, worker, asked.number)
    turn(datetime(2027, 3, 20, 9, tzinfo=UTC))
    assert line(office, asked.number).step is Step.FIRST_CONTACT_LATE, "the call of January is not the one promised now"


def test_of_long_ago_or_under_way_a_new_request_begins(office, worker, turn):
    going = Asked(office, worker, closed=False)
    assert open_again(office, going.access).receipt.request_id != going.number
    closed = Asked(office, worker)
    turn(datetime(2027, 1, 4, 10, tzinfo=UTC) + REOPENS_FOR)
    receipt = open_again(office, closed.access).receipt
    with office.database.reading() as session:
        assert session.get(ConversationRequest, receipt.request_id).again_of == closed.number
    assert closed.row.state is State.CLOSED


def test_the_desk_asks_the_same_and_opens_it_again(office, worker, turn):
    asked = Asked(office, worker)
    answered_at_desk(office, worker, asked.number, {"treatment": "good"}, "ik bel nog", again=True)
    row = asked.row
    assert (row.state, row.taken_by, row.due_on) == (
        State.TAKEN_UP,
        worker.account_id,
        clock.today() + timedelta(weeks=6),
    )
    assert counted(office) == {"treatment": ("good", 1)}
    with pytest.raises(Refused, match="not_waiting"):
        answered_at_desk(office, worker, asked.number, EVERY)
    going = Asked(office, worker, closed=False)
    with pytest.raises(Refused, match="not_closed"):
        answered_at_desk(office, worker, going.number, EVERY, again=True)
    assert counted(office) == {"treatment": ("good", 1)}, "nothing of a refused form is counted"
