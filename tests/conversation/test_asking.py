"""A request is on disk once, with everything that follows from it, however often the form is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from app import clock
from app.audit.models import AuditLine
from app.conversation.asking import ask, form_of
from app.conversation.models import (
    Channel,
    ConversationRequest,
    Delivery,
    ForWhom,
    RequestAccess,
    RequestEvent,
    Support,
)
from app.conversation.office import contact_of, story_of, subject_of
from app.outbox.models import OutboxMessage
from app.references import digest_of, read_reference
from tests.conversation.conftest import a_request


def _one(office):
    with office.database.reading() as session:
        return session.exec(select(ConversationRequest)).one()


def _count(office, table):
    with office.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_what_was_asked_stands_there_and_can_be_read_back(office):
    receipt = ask(office, a_request(), "form-1")
    request = _one(office)
    seal = office.keys.open(subject_of(request.uid))
    assert read_reference(receipt.reference) == request.reference
    assert story_of(request, seal).questions[0].text == "ik voel me aleen en kan niet slapen"
    assert contact_of(request, seal).phone == "0380000000"
    assert request.due_on == clock.today() + timedelta(weeks=6)
    assert request.plan_until == clock.today() + timedelta(days=7)
    assert (request.municipality, request.team) == ("hattem", "team-hattem")


def test_request_messages_history_and_audit_line_exist_together(office):
    receipt = ask(office, a_request(), "form-1")
    with office.database.reading() as session:
        deliveries = session.exec(select(Delivery)).all()
        waiting = session.exec(select(OutboxMessage)).all()
        audit = session.exec(select(AuditLine).where(AuditLine.action == "conversation.ask")).one()
        event = session.exec(select(RequestEvent)).one()
    assert {(each.channel, each.purpose) for each in deliveries} == {("mail", "request"), ("support_mail", "request")}
    assert sorted(message.payload["delivery"] for message in waiting) == sorted(each.id for each in deliveries)
    assert audit.subject == f"request:{receipt.request_id}"
    assert (event.kind, event.actor) == ("received", "person")


def test_the_same_form_is_one_request_with_the_same_code(office):
    first, second = ask(office, a_request(), "form-1"), ask(office, a_request(), "form-1")
    assert (first.reference, first.code) == (second.reference, second.code)
    assert (first.repeated, second.repeated) == (False, True)
    assert _count(office, ConversationRequest) == 1


def test_another_form_with_the_same_words_is_another_request(office):
    assert ask(office, a_request(), "form-1").reference != ask(office, a_request(), "form-2").reference


def test_eight_times_at_once_is_one_request(office):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: ask(office, a_request(), "form-1").reference, range(8)))
    assert len(set(found)) == 1
    assert _count(office, ConversationRequest) == 1
    assert _count(office, RequestAccess) == 1


def test_after_a_day_the_same_words_are_a_new_request(office, monkeypatch):
    new = a_request()
    first = ask(office, new, form_of(new))
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = ask(office, new, form_of(new))
    assert first.reference != second.reference
    assert ask(office, new, form_of(new)).reference == second.reference


def test_who_helps_and_who_is_helped_each_get_a_code(office):
    receipt = ask(office, a_request(for_whom=ForWhom.TOGETHER), "form-1", actor="helper")
    with office.database.reading() as session:
        kept = {each.holder.value: each.code_digest for each in session.exec(select(RequestAccess)).all()}
    assert receipt.code != receipt.person_code
    assert kept == {"helper": digest_of(receipt.code), "person": digest_of(receipt.person_code)}


def test_a_letter_counts_from_the_day_it_came_in(office):
    came_in = clock.today() - timedelta(days=3)
    ask(office, a_request(channel=Channel.LETTER, support=Support.TO_ASK, support_shares=(), arrived_on=came_in), "f")
    assert _one(office).due_on == came_in + timedelta(weeks=6)


def test_an_address_elsewhere_in_the_region_goes_to_its_own_team(office):
    ask(office, a_request(contact={"postcode": "6671 AB"}), "form-1")
    request = _one(office)
    assert (request.municipality, request.kern, request.team) == ("overbetuwe", "zetten", "kernteam-west")


def test_somebody_from_outside_the_region_is_not_sent_away(office):
    ask(office, a_request(contact={"postcode": "1011 AB", "town": "Amsterdam"}), "form-1")
    assert _one(office).municipality == "hattem"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"contact": {"phone": ""}}, "reached"),
        ({"story": {"questions": ()}}, "question"),
        ({"support": Support.TO_ASK, "support_shares": ()}, "theirs"),
        ({"support": Support.NO}, "shared"),
    ],
)
def test_what_is_not_complete_is_refused(change, why):
    with pytest.raises(ValueError, match=why):
        a_request(**change)
