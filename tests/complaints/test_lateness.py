"""What waits too long is told to its holder, once a day, on working days, and never to the desk."""

from datetime import datetime, timedelta

import time_machine

from app.clock import AMSTERDAM
from app.complaints import handling
from app.complaints.lateness import late_complaints, tell_of_late
from app.references import spaced_reference
from tests.complaints.told import CANARY, OFFICER, handler, mails, told

MONDAY = datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)


def told_of(office, moment):
    before = len(mails(office))
    with time_machine.travel(moment, tick=False):
        assert tell_of_late(office) == len(mails(office)) - before
    return mails(office)[before:]


def test_each_holder_hears_once_a_day(office):
    with time_machine.travel(MONDAY, tick=False):
        first = told(office, "een")
        second = told(office, "twee", holder=OFFICER)
        third = told(office, "drie")
        handling.acknowledge(office, handler(), third.number)
    assert told_of(office, MONDAY + timedelta(days=7)) == []  # five working days: the Monday after is the last
    assert told_of(office, datetime(2026, 12, 1, 7, tzinfo=AMSTERDAM)) == []  # not before eight
    tuesday = told_of(office, datetime(2026, 12, 1, 8, 5, tzinfo=AMSTERDAM))
    town = office.town("hattem")
    assert {each.to for each in tuesday} == {town.confidential_adviser.email, town.complaints.email}
    to_adviser = next(each.text for each in tuesday if each.to == town.confidential_adviser.email)
    assert spaced_reference(first.reference) in to_adviser
    assert not any(spaced_reference(each.reference) in to_adviser for each in (second, third))
    assert CANARY not in to_adviser
    assert told_of(office, datetime(2026, 12, 1, 15, tzinfo=AMSTERDAM)) == []
    assert len(told_of(office, datetime(2026, 12, 2, 9, tzinfo=AMSTERDAM))) == 2
    assert told_of(office, datetime(2026, 12, 5, 9, tzinfo=AMSTERDAM)) == []  # a Saturday


def test_what_is_answered_or_in_time_is_not_late(office):
    with time_machine.travel(MONDAY, tick=False):
        receipt = told(office)
        handling.acknowledge(office, handler(), receipt.number)
    last = receipt.due_on
    with office.database.reading() as session:
        assert late_complaints(session, last) == []
        assert [each.id for each in late_complaints(session, last + timedelta(days=1))] == [receipt.number]
    with time_machine.travel(MONDAY + timedelta(days=90), tick=False):
        handling.answer(office, handler(), receipt.number, "Klaar.")
    with office.database.reading() as session:
        assert late_complaints(session, last + timedelta(days=100)) == []
