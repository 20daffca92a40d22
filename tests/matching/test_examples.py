"""The examples show every state, tell nobody real, and go without a trace."""

import pytest
from sqlmodel import select

from app.accounts.examples import make_example_accounts
from app.matching.access import open_with
from app.matching.board import board
from app.matching.example_people import OFFERS, QUESTIONS, REMARK
from app.matching.examples import make_example_notices, remove_example_notices
from app.matching.mediation import person_of, seal_of, subject_of, words_of
from app.matching.models import ExchangeEvent, Notice, NoticeEvent, Pair, PairState, Side, Standing
from app.matching.outside import public_lines
from app.matching.own import own_notice
from app.matching.posting import post_notice
from tests.matching.conftest import an_offer


@pytest.fixture
def made(mediation):
    make_example_accounts(mediation.database, mediation.settings)
    return make_example_notices(mediation)


def everything(mediation, table):
    with mediation.database.reading() as session:
        return session.exec(select(table)).all()


def test_a_newcomer_sees_every_state_in_three_municipalities(mediation, made):
    notices, pairs = everything(mediation, Notice), everything(mediation, Pair)
    assert len(notices) == made.count == len(OFFERS) + len(QUESTIONS) >= 45
    assert {notice.standing for notice in notices} == {*Standing}
    assert {pair.state for pair in pairs} == {*PairState}
    assert {notice.municipality for notice in notices} == {"hattem", "putten", "overbetuwe"}
    assert all(notice.expires_on >= notice.posted_at.date() for notice in notices)


def test_all_of_them_say_that_they_are_examples(mediation, made):
    for notice in everything(mediation, Notice):
        seal = seal_of(mediation, notice)
        person = person_of(notice, seal)
        assert notice.example
        assert person.first_name.startswith("Voorbeeld-")
        assert person.phone.startswith("038000")
        assert not person.email or person.email.endswith(".example")
        assert REMARK in words_of(notice, seal).story
    assert all(event.example for event in everything(mediation, ExchangeEvent))


def test_each_mediator_finds_something_to_do(mediation, made):
    seen = [board(mediation, town) for town in ("hattem", "putten", "overbetuwe")]
    assert all(each.questions and each.offers and each.asked and each.to_call for each in seen)
    assert any(each.reported for each in seen)
    assert any(each.follow_ups for each in seen)
    assert any(each.expiring for each in seen)


def test_the_event_has_lines_from_both_sides(mediation, made):
    (event,) = everything(mediation, ExchangeEvent)
    assert {line.side for line in public_lines(mediation, event.id)} == {*Side}


def test_the_number_and_code_open_somebodys_own_page_with_an_appointment(mediation, made):
    own = own_notice(mediation, open_with(mediation, made.reference, made.code))
    assert any(each.contact and each.contact.first_name == "Voorbeeld-Anna" for each in own.proposals)


def test_made_twice_there_are_no_more_of_them(mediation, made):
    again = make_example_notices(mediation)
    assert again.count == len(everything(mediation, Notice)) == made.count
    assert len(everything(mediation, ExchangeEvent)) == 1
    assert len(mediation.keys.subjects()) == made.count
    assert open_with(mediation, again.reference, again.code)


def test_they_go_with_their_keys_and_everything_else_stays(mediation, made):
    real = post_notice(mediation, an_offer(), "form", "person").notice_id
    assert remove_example_notices(mediation) == made.count
    (left,) = everything(mediation, Notice)
    assert left.id == real
    assert everything(mediation, Pair) == everything(mediation, ExchangeEvent) == []
    assert {line.notice_id for line in everything(mediation, NoticeEvent)} == {real}
    assert [*mediation.keys.subjects()] == [subject_of(left.uid)]
    assert remove_example_notices(mediation) == 0
