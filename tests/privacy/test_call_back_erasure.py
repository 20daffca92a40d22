"""Requests to call back go on their day with their key, and never while somebody waits for a call."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.data_keys import Erased
from app.privacy.finishing import subjects_in_use
from app.privacy.retention import purge, words
from app.referring import call_backs
from app.referring.models import CallBack
from tests.referring.asked import DESK, an_offer, asked, row


def ended(office, how):
    number = asked(office, an_offer(office.database)).number
    if how in {"yes", "no", "no, settled"}:
        call_backs.answer_at_desk(office, DESK, number, accepted=how == "yes")
    if how in {"settled", "no, settled"}:
        call_backs.settle(office, DESK, number)
    if how == "withdrawn":
        call_backs.withdraw(office, DESK, number)
    return number


@pytest.mark.parametrize("how", ["yes", "no, settled", "settled", "withdrawn"])
def test_it_goes_on_its_day_and_its_key_with_it(office, how):
    number = ended(office, how)
    uid = row(office.database, number).uid
    keep = timedelta(days=office.content.now().policy.call_back_keep_days)
    with office.database.reading() as session:
        assert call_backs.subject_of(uid) in subjects_in_use(session)
    assert purge(office, clock.today() + keep - timedelta(days=1)).call_backs == ()
    office.keys.open(call_backs.subject_of(uid))
    purged = purge(office, clock.today() + keep)
    assert purged.call_backs == (number,)
    assert "Terugbelverzoeken gewist: 1." in words(purged)
    with office.database.reading() as session:
        assert session.exec(select(CallBack)).all() == []
    with pytest.raises(Erased):
        office.keys.open(call_backs.subject_of(uid))


@pytest.mark.parametrize("how", ["nobody answered", "no"])
def test_it_stays_as_long_as_somebody_waits(office, how):
    number = ended(office, how)
    with time_machine.travel(clock.now() + timedelta(days=800), tick=False):
        assert purge(office, clock.today()).call_backs == ()
        with office.database.reading() as session:
            assert call_backs.alarms(session, "hattem")
        call_backs.settle(office, DESK, number)
        assert purge(office, clock.today()).call_backs == (number,)


def test_what_an_older_copy_brought_back_goes_again(office):
    number = ended(office, "yes")
    office.keys.destroy(call_backs.subject_of(row(office.database, number).uid))
    assert purge(office, clock.today()).call_backs_restored == (number,)
