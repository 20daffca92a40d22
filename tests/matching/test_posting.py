"""Posting an offer or question: once, on disk, with what follows from it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.matching.access import open_with
from app.matching.letters import NOTICES_A_DAY_TO_THE_MEDIATOR
from app.matching.mediation import person_of, seal_of, words_of
from app.matching.models import Notice, NoticeEvent, Standing
from app.matching.posting import (
    SAME_FORM_FOR,
    NobodyMediates,
    forget_forms,
    form_of,
    post_notice,
    sent_before,
    subjects_in_use,
)
from app.personal_numbers import MASK
from app.references import spaced_reference
from tests.matching.conftest import a_question, an_offer
from tests.matching.scenes import BOARD, letters

BSN = "111222333"


def all_of(mediation, table):
    with mediation.database.reading() as session:
        return session.exec(select(table).order_by(table.id)).all()


def test_what_was_posted_is_on_disk_with_its_days_history_and_audit(mediation, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 23))  # Christmas is no working day
    posted = post_notice(mediation, an_offer(), "form")
    (notice,) = all_of(mediation, Notice)
    seal = seal_of(mediation, notice)
    assert (notice.id, notice.reference, notice.standing) == (posted.notice_id, posted.reference, Standing.NEW)
    assert posted.answer_by == notice.answer_by == date(2026, 12, 31)
    assert posted.expires_on == notice.expires_on == date(2026, 12, 23) + timedelta(days=180)
    assert person_of(notice, seal).first_name == "Voorbeeld-Vera"
    assert words_of(notice, seal).limits == "Geen trappen."
    assert notice.consent_at is not None
    (line,) = all_of(mediation, NoticeEvent)
    assert (line.kind, line.actor, line.public) == ("posted", "person", True)
    assert [each.subject for each in all_of(mediation, AuditLine)] == [f"notice:{posted.notice_id}"]
    assert open_with(mediation, posted.reference, posted.code) == posted.notice_id


def test_nothing_that_tells_who_it_is_stands_open(mediation):
    post_notice(mediation, an_offer(), "form")
    with mediation.database.reading() as session:
        row = session.execute(sa.text("SELECT * FROM help_notice")).one()
    said = " ".join(str(value) for value in row).casefold()
    assert not [word for word in ("vera", "vrijwilliger", "0380000001", "langs", "trappen") if word in said]


def test_the_same_form_twice_is_one_notice_with_one_code_and_one_mail(mediation):
    first = post_notice(mediation, an_offer(), "form")
    second = post_notice(mediation, an_offer(), "form")
    assert (second.reference, second.code, second.repeated) == (first.reference, first.code, True)
    assert (len(all_of(mediation, Notice)), len(letters(mediation))) == (1, 1)
    assert sent_before(mediation, "form")
    assert not sent_before(mediation, "another form")
    assert post_notice(mediation, an_offer(), "another form").reference != first.reference


def test_after_a_day_the_same_form_is_a_new_notice_and_its_mark_goes(mediation, monkeypatch):
    first = post_notice(mediation, an_offer(), "form")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + SAME_FORM_FOR)
    assert post_notice(mediation, an_offer(), "form").reference != first.reference
    assert [each.form_digest is None for each in all_of(mediation, Notice)] == [True, False]
    with mediation.database.writing() as session:
        assert forget_forms(session, clock.now()) == 1
    assert {each.form_digest for each in all_of(mediation, Notice)} == {None}


def test_the_receipt_mail_says_number_day_and_whom_to_call_and_nothing_else(mediation):
    offer = post_notice(mediation, an_offer(), "one")
    question = post_notice(mediation, a_question(language="en"), "two")
    dutch, english = letters(mediation)
    assert (dutch.to, english.to) == ("vera@post.example", "karel@post.example")
    for letter, posted in ((dutch, offer), (english, question)):
        said = letter.subject + letter.text
        assert posted.reference in said.replace("-", "")
        assert posted.code not in said.replace("-", "")
        assert "038 000 05 00" in said
        assert not [name for name in ("Vera", "Karel", "alleen sinds", "langs", "038000000", "{") if name in said]
    assert "uw aanbod" in dutch.text
    assert "/voor-elkaar/mijn" in dutch.text
    assert "your question" in english.text
    assert "/en/voor-elkaar/mijn" in english.text


def test_who_gave_no_mail_address_gets_no_mail_and_who_posts_often_not_one_each_time(mediation):
    post_notice(mediation, an_offer(person={"email": ""}), "no mail")
    assert letters(mediation) == []
    for number in range(8):
        post_notice(mediation, an_offer(), f"form {number}")
    assert len(letters(mediation)) == 5
    assert len(all_of(mediation, Notice)) == 9


def test_the_mediator_hears_that_something_waits_and_nothing_about_anybody(mediation):
    posted = post_notice(mediation, a_question(), "form")
    (letter,) = letters(mediation, BOARD)
    assert letter.subject == f"Er is een nieuwe vraag, nummer {spaced_reference(posted.reference)}"
    assert f"/bemiddeling/{posted.notice_id}" in letter.text
    assert not [name for name in ("Karel", "alleen sinds", "karel@post", "{") if name in letter.subject + letter.text]


def test_a_mediator_who_types_it_in_gets_no_mail_about_it_and_nobody_fills_their_mailbox(mediation):
    post_notice(mediation, a_question(entered="phone"), "by phone", "account")
    assert letters(mediation, BOARD) == []
    for number in range(NOTICES_A_DAY_TO_THE_MEDIATOR + 3):
        post_notice(mediation, an_offer(), f"form {number}")
    assert len(letters(mediation, BOARD)) == NOTICES_A_DAY_TO_THE_MEDIATOR


def test_a_citizen_service_number_does_not_stay(mediation):
    long = "a" * 1990 + f" {BSN}"
    new = an_offer(person={"last_name": f"Jansen {BSN}"}, words={"story": f"mijn nummer is {BSN}", "limits": long})
    posted = post_notice(mediation, new, "form")
    (notice,) = all_of(mediation, Notice)
    seal = seal_of(mediation, notice)
    assert posted.notice_id == notice.id
    assert person_of(notice, seal).last_name == f"Jansen {MASK}"
    words = words_of(notice, seal)  # also a mark that is longer than the number can be read back
    assert words.story == f"mijn nummer is {MASK}"
    assert BSN not in words.limits


def test_a_question_for_one_day_stands_until_shortly_after_that_day(mediation):
    day = clock.today() + timedelta(days=10)
    assert post_notice(mediation, a_question(needed_on=day), "form").expires_on == day + timedelta(days=3)
    far = clock.today() + timedelta(days=400)
    assert post_notice(mediation, a_question(needed_on=far), "far").expires_on == clock.today() + timedelta(days=180)


def test_where_nobody_mediates_nothing_is_posted(mediation):
    with pytest.raises(NobodyMediates):
        post_notice(mediation, an_offer(municipality="nergenshuizen"), "form")
    assert all_of(mediation, Notice) == []
    assert not mediation.keys.is_there() or mediation.keys.subjects() == frozenset()


def test_an_event_that_is_not_there_is_left_out(mediation):
    posted = post_notice(mediation, an_offer(event_id=99), "form")
    (notice,) = all_of(mediation, Notice)
    assert (notice.id, notice.event_id) == (posted.notice_id, None)


def test_every_notice_has_its_key(mediation):
    post_notice(mediation, an_offer(), "form")
    with mediation.database.reading() as session:
        assert set(subjects_in_use(session)) == mediation.keys.subjects()


def test_a_form_without_a_token_is_known_by_everything_in_it():
    assert form_of(an_offer()) == form_of(an_offer())
    assert form_of(an_offer()) != form_of(an_offer(notice_days=1))
