"""A request to call back: only with consent, sealed, answered by its own organisation, and never lost in silence."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.conversation.office import NobodyHome
from app.counting.models import Tally
from app.referring import call_backs
from app.referring.call_back_mail import tell_what_nobody_answered
from app.referring.models import CallBack, CallBackState
from app.social_map.models import Organisation
from tests.referring.asked import CALLER, DESK, ELSEWHERE, PHONE, QUESTION, SECRETS, an_offer, asked, letters, row
from tests.reliability.canaries import files_in

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY = datetime(2026, 11, 24, 22, tzinfo=UTC), datetime(2026, 11, 25, 9, tzinfo=UTC)
"""Two working days after that Friday, late in the evening, and the day after."""


def counted(database):
    with database.reading() as session:
        return {each.detail: each.count for each in session.exec(select(Tally).where(Tally.measure == "call_back"))}


def organisation(session, name="Stichting Voorbeeld"):
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def answer(office, number, *, accepted, reason="", whose="Stichting Voorbeeld"):
    with office.database.writing() as session:
        found = call_backs.for_organisation(session, organisation(session, whose), number)
        call_backs.answer(office, session, found, "mail link", accepted=accepted, reason=reason)


def test_without_consent_nothing_is_kept_or_sent(office):
    number = an_offer(office.database)
    with pytest.raises(call_backs.NoConsent):
        asked(office, number, consent=False)
    with office.database.reading() as session:
        assert session.exec(select(CallBack)).all() == []
    assert letters(office) == []


@time_machine.travel(FRIDAY, tick=False)
def test_what_was_asked_is_sealed_and_the_organisation_hears_of_nobody(office, tmp_path):
    made = asked(office, an_offer(office.database))
    assert (made.told, made.answer_by) == (True, date(2026, 11, 24))
    with office.database.reading() as session:
        kept = str([tuple(each) for each in session.execute(sa.text("SELECT * FROM call_back"))])
        lines = str([(each.actor, each.action, each.subject) for each in session.exec(select(AuditLine))])
    (mail,) = letters(office)
    assert mail.to == "hallo@stichting.example"
    assert "Rijden met de buurt" in mail.subject
    for secret in (*SECRETS, "038 000 99 17"):
        assert secret not in kept + lines + mail.subject + mail.text
    if office.database.is_sqlite:
        assert not any(secret.encode() in raw for raw in files_in(tmp_path).values() for secret in SECRETS)
    opened = call_backs.open_for_desk(office, DESK, made.number)
    assert (opened.caller, opened.question) == (CALLER, QUESTION)
    with office.database.reading() as session:
        looks = session.exec(select(AuditLine).where(AuditLine.action == "call-back.view")).all()
    assert [(each.actor, each.subject) for each in looks] == [("account:7", f"call_back:{made.number}")]


def test_a_form_sent_twice_is_one_request(office):
    number = an_offer(office.database)
    first, second = asked(office, number, form="vel"), asked(office, number, form="vel")
    assert first == second
    assert asked(office, number, form="ander vel").number != first.number
    assert len(letters(office)) == 2


def test_an_organisation_without_a_mail_address_is_said_at_once(office):
    made = asked(office, an_offer(office.database, mail=""))
    assert not made.told
    assert letters(office) == []


@pytest.mark.parametrize("way", ["open_for_desk", "settle", "withdraw", "yes"])
def test_another_desk_and_another_organisation_find_nothing(office, way):
    number = asked(office, an_offer(office.database)).number
    an_offer(office.database, "Iets anders", "Stichting Verderop")
    acts = {
        "open_for_desk": lambda who: call_backs.open_for_desk(office, who, number),
        "settle": lambda who: call_backs.settle(office, who, number),
        "withdraw": lambda who: call_backs.withdraw(office, who, number),
        "yes": lambda who: call_backs.answer_at_desk(office, who, number, accepted=True),
    }
    with pytest.raises(NobodyHome):
        acts[way](ELSEWHERE)
    with pytest.raises(NobodyHome):
        answer(office, number, accepted=True, whose="Stichting Verderop")
    with office.database.reading() as session:
        assert call_backs.listed(session, "putten") == []
        assert call_backs.of_organisation(session, organisation(session, "Stichting Verderop")) == []
        assert [each.id for each in call_backs.of_organisation(session, organisation(session))] == [number]
    assert row(office.database, number).state is CallBackState.NEW
    acts[way](DESK)  # the twin: for the own desk it works


def test_an_organisation_that_was_merged_still_finds_its_requests(office):
    number = asked(office, an_offer(office.database)).number
    an_offer(office.database, "Iets anders", "Stichting Verderop")
    with office.database.writing() as session:
        old, new = organisation(session), organisation(session, "Stichting Verderop")
        old.merged_into = new.uid
        session.add(old)
    answer(office, number, accepted=True, whose="Stichting Verderop")
    assert row(office.database, number).state is CallBackState.ACCEPTED


def test_the_alarm_rings_after_the_last_day_and_until_somebody_settles_it(office):
    with time_machine.travel(FRIDAY, tick=False):
        number = asked(office, an_offer(office.database)).number

    def rings():
        with office.database.reading() as session:
            return call_backs.alarms(session, "hattem"), call_backs.alarms(session, "putten")

    with time_machine.travel(TUESDAY, tick=False):
        assert rings() == ({}, {})
        assert tell_what_nobody_answered(office) == 0
    with time_machine.travel(WEDNESDAY, tick=False):
        assert rings() == ({call_backs.LATE: 1}, {})
        assert [tell_what_nobody_answered(office) for _ in range(2)] == [1, 0]
        mail = letters(office)[-1]
        assert mail.to == office.town("hattem").desk.email
        assert f"terugbelverzoek {number} (Rijden met de buurt)" in mail.text
        assert "/loket/terugbellen" in mail.text
        assert not any(secret in mail.text for secret in SECRETS)
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        assert rings() == ({call_backs.LATE: 1}, {})  # it never falls silent by itself
        call_backs.settle(office, DESK, number)
        assert rings() == ({}, {})
    assert counted(office.database) == {"unanswered": 1}


def test_a_no_is_red_until_the_desk_found_something_else(office):
    number = asked(office, an_offer(office.database)).number
    answer(office, number, accepted=False, reason="geen chauffeurs, 123456782")
    with office.database.reading() as session:
        assert call_backs.alarms(session, "") == {call_backs.DECLINED: 1}
    opened = call_backs.open_for_desk(office, DESK, number)
    assert opened.reason == "geen chauffeurs, [weggelaten]"
    call_backs.settle(office, DESK, number)
    with office.database.reading() as session:
        assert call_backs.alarms(session, "") == {}
    assert counted(office.database) == {"declined": 1}


def test_an_answer_counts_once_and_can_be_read_some_days(office):
    with time_machine.travel(FRIDAY, tick=False):
        number = asked(office, an_offer(office.database)).number
        answer(office, number, accepted=True)
        with pytest.raises(call_backs.AlreadyOver):
            answer(office, number, accepted=False)
        assert row(office.database, number).erase_on == clock.today() + call_backs._keep(office)
    with time_machine.travel(FRIDAY + call_backs.READABLE_FOR, tick=False), pytest.raises(NobodyHome):
        answer(office, number, accepted=False)
    assert counted(office.database) == {"accepted": 1}


def test_what_was_withdrawn_the_organisation_does_not_see_and_the_mail_stays_in(office):
    number = asked(office, an_offer(office.database)).number
    assert len(letters(office)) == 1
    call_backs.withdraw(office, DESK, number)
    assert letters(office) == []
    with office.database.reading() as session:
        assert call_backs.of_organisation(session, organisation(session)) == []
    assert counted(office.database) == {}
    assert PHONE not in str(row(office.database, number))
