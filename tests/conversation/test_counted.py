"""What is counted of requests stands in the transaction of what happened, and holds nothing of a person."""

from collections import Counter
from datetime import UTC, datetime

import time_machine
from sqlmodel import select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.conversation import desk
from app.conversation.asking import ask
from app.conversation.models import Channel
from app.conversation.opened import Worker
from app.counting.models import Measure, Tally
from tests.conversation.conftest import a_request

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def counted(office, measure):
    with office.database.reading() as session:
        rows = session.exec(select(Tally).where(Tally.measure == measure)).all()
    found = Counter()
    for row in rows:
        found[row.kern, row.way, row.detail] += row.count
    return dict(found)


def worker(office):
    with office.database.writing() as session:
        account = Account(email="loket@voorbeeld.example", role=Role.DESK, municipality="hattem")
        session.add(account)
        session.flush()
        return Worker(account.id, "hattem")


def test_a_request_counts_once_however_often_it_is_sent(office):
    new = a_request(contact={"postcode": "8051 AB"})
    for _ in range(2):
        ask(office, new, "one form")
    ask(office, a_request(channel=Channel.LETTER), "another form")
    assert counted(office, Measure.REQUEST) == {("hattem", "digital", "yes"): 1, ("", "letter", "yes"): 1}


def test_terms_and_outcomes(office):
    with time_machine.travel(MONDAY, tick=False) as now:
        who = worker(office)
        quick, slow = (ask(office, a_request(), form).request_id for form in ("quick", "slow"))
        desk.called(office, who, quick, "missed")
        desk.called(office, who, quick, "reached")
        assert counted(office, Measure.TERM) == {("", "first_contact", "in_time"): 1}
        now.shift(30 * 24 * 3600)
        desk.record_outcome(office, who, quick, ["own_strength_after_all", "general_provision"], "Bij de huiskamer.")
        desk.reopen(office, who, quick, asked_again=False)
        now.shift(30 * 24 * 3600)
        for number in (quick, slow):
            desk.record_outcome(office, who, number, ["own_strength_after_all"], "Zo is het goed.")
    assert counted(office, Measure.TERM) == {
        ("", "first_contact", "in_time"): 1,
        ("", "first_contact", "late"): 1,
        ("", "conversation", "in_time"): 1,
        ("", "conversation", "late"): 2,
    }
    assert counted(office, Measure.OUTCOME) == {
        ("", "general_provision", ""): 1,
        ("", "own_strength_after_all", ""): 3,
    }
