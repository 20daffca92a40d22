"""What stands in a mail, and above all what does not: neither question nor code, and a subject that tells nothing."""

from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.conversation.asking import ask
from app.conversation.channels.errand import Errand
from app.conversation.deliveries import post_delivery
from app.conversation.models import Delivery, DeliveryState, ForWhom, State, Support
from app.conversation.office import locked, subject_of
from app.conversation.shapes import Asked
from app.mailing.delivering import NotDelivered
from app.mailing.letters import Letter, message_of
from app.references import spaced_code, spaced_reference
from tests.conversation.channels.bringing import (
    asked,
    attempt,
    deliveries,
    only,
    request_of,
    with_settings,
    with_terms,
    worker,
)
from tests.conversation.conftest import a_request

CANARY = "kanarie-in-de-vraag"
SECRET_THINGS = {
    "for_whom": ForWhom.BEHALF,
    "contact": {
        "name": "Zeldzame Naam",
        "helper_name": "Andere Naam",
        "phone": "0612345678",
        "email": "wie@voorbeeld.example",
        "address_as": "kapitein",
    },
    "story": {"questions": (Asked(text=CANARY),), "tried": CANARY, "wanted_result": CANARY, "remark": CANARY},
}


@pytest.fixture
def mailing(office, mailbox):
    return with_settings(office, smtp_url=mailbox.url)


def read(mailbox, number=-1):
    return message_from_bytes(mailbox.received[number][2], policy=policy.default)


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


def also(office, number, channel, purpose, **changes):
    with office.database.writing() as session:
        request = locked(session, number)
        for name, value in changes.items():
            setattr(request, name, value)
        session.add(request)
        post_delivery(session, request, channel, purpose)


def test_a_receipt_holds_all_that_somebody_wants_to_know(mailing, mailbox):
    number = asked(mailing, contact={"email": "wie@voorbeeld.example"})
    attempt(mailing, "resident_mail")
    request, mail = request_of(mailing, number), read(mailbox)
    said = text_of(mail)
    assert mail["To"] == "wie@voorbeeld.example"
    assert mail["Subject"] == "Bericht van de gemeente Hattem"
    assert mail["From"].addresses[0].display_name == "Gemeente Hattem"
    assert spaced_reference(request.reference) in said
    for day in (request.arrived_on, request.due_on, request.plan_until):
        assert f" {day.day} " in said
        assert str(day.year) in said
    for words in ("Onafhankelijke hulp Hattem", "038 000 01 00", "gratis", "038 000 00 00", "Loket Hattem", "112"):
        assert words in said
    for place in ("hattem.localhost/mijn-aanvraag", "hattem.localhost/klacht"):
        assert place in said
    assert "{" not in said
    assert "<" not in said
    assert "#" not in said


def test_who_asked_in_english_reads_english(mailing, mailbox):
    asked(mailing, language="en", contact={"email": "who@voorbeeld.example"})
    attempt(mailing, "resident_mail")
    mail = read(mailbox)
    assert mail["Subject"] == "Message from the municipality of Hattem"
    assert "/en/mijn-aanvraag" in text_of(mail)
    assert "Uw nummer" not in text_of(mail)


@pytest.mark.parametrize("purpose", ["receipt", "planned", "outcome", "follow_up"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_resident_mail_holds_the_question_a_name_or_the_code(mailing, mailbox, purpose, language):
    from app import clock

    receipt = ask(mailing, a_request(language=language, **SECRET_THINGS), "form")
    also(mailing, receipt.request_id, "resident_mail", purpose, planned_at=clock.now())
    worker(mailing).once()
    assert len(mailbox.received) >= 3
    for number in range(len(mailbox.received)):
        whole = f"{read(mailbox, number).as_string()}\n{text_of(read(mailbox, number))}"
        _tells_nothing(whole, receipt)


def test_a_notice_holds_nothing_about_the_person(mailing, mailbox):
    receipt = ask(mailing, a_request(**SECRET_THINGS), "form")
    attempt(mailing, "mail")
    mail = read(mailbox)
    _tells_nothing(f"{mail.as_string()}\n{text_of(mail)}", receipt, desk=True)
    assert mail["To"] == "loket@hattem.example"
    assert spaced_reference(receipt.reference) in mail["Subject"]
    assert f"/loket/aanvraag/{receipt.request_id}" in text_of(mail)
    assert "Gratis onafhankelijke hulp gevraagd: ja" in text_of(mail)


def _tells_nothing(whole, receipt, *, desk=False):
    said = whole.lower()
    for word in (CANARY, "zeldzame", "andere naam", "0612345678", "kapitein"):
        assert word not in said
    for code in (receipt.code, receipt.person_code):
        assert code.lower() not in said
        assert spaced_code(code).lower() not in said


def test_the_twin_a_full_mail_does_hold_the_question(mailing, mailbox, monkeypatch):
    with_terms(mailing, monkeypatch, mail="full")
    receipt = ask(mailing, a_request(**SECRET_THINGS), "form")
    attempt(mailing, "mail")
    mail = read(mailbox)
    said = text_of(mail)
    for word in (CANARY, "Zeldzame Naam", "Andere Naam", "0612345678", "kapitein"):
        assert word in said
        assert word not in mail["Subject"]
    assert spaced_code(receipt.code) not in said
    assert receipt.code not in said


def test_who_wants_no_mail_gets_none(mailing, mailbox, monkeypatch):
    asked(mailing)
    with_terms(mailing, monkeypatch, mail="none")
    attempt(mailing, "mail")
    assert mailbox.received == []
    assert only(mailing, "mail").state is DeliveryState.CANCELLED


def test_a_team_with_a_mailbox_gets_it_instead_of_the_desk(mailing, mailbox, monkeypatch):
    asked(mailing)
    team = mailing.content.now().municipality("hattem").conversation.teams[0]
    with_terms(mailing, monkeypatch, teams=(team.model_copy(update={"email": "team@hattem.example"}),))
    attempt(mailing, "mail")
    assert read(mailbox)["To"] == "team@hattem.example"


def test_support_hears_that_somebody_asks_and_nothing_else(mailing, mailbox):
    receipt = ask(mailing, a_request(**SECRET_THINGS), "form")
    attempt(mailing, "support_mail")
    mail = read(mailbox)
    assert mail["To"] == "naast-u@hattem.example"
    assert "hattem.localhost/ondersteuner" in text_of(mail)
    _tells_nothing(f"{mail.as_string()}\n{text_of(mail)}", receipt)


def test_support_that_was_taken_back_hears_nothing(mailing, mailbox):
    number = asked(mailing)
    with mailing.database.writing() as session:
        request = locked(session, number)
        request.support = Support.NO
        session.add(request)
    attempt(mailing, "support_mail")
    assert mailbox.received == []
    assert only(mailing, "support_mail").state is DeliveryState.CANCELLED


def test_who_withdrew_gets_no_appointment(mailing, mailbox):
    number = asked(mailing, contact={"email": "wie@voorbeeld.example"})
    attempt(mailing, "resident_mail")
    also(mailing, number, "resident_mail", "planned", state=State.WITHDRAWN)
    worker(mailing).once()
    assert [each.state for each in deliveries(mailing, "resident_mail")] == [
        DeliveryState.DELIVERED,
        DeliveryState.CANCELLED,
    ]


def test_every_try_is_the_same_mail(mailing, mailbox, office):
    asked(mailing)
    attempt(mailing, "mail")
    with office.database.writing() as session:
        found = session.get(Delivery, only(office, "mail").id)
        found.state = DeliveryState.WAITING
        session.add(found)
    attempt(mailing, "mail", 2)
    first, second = read(mailbox, 0), read(mailbox, 1)
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    asked(mailing, "nog een")
    worker(mailing).once()
    ids = [read(mailbox, number)["Message-ID"] for number in range(len(mailbox.received))]
    assert len(set(ids)) == len(ids) - 1


def test_an_address_that_does_not_exist_comes_on_the_list_of_the_desk(mailing, mailbox):
    asked(mailing, contact={"email": "weg@voorbeeld.example"})
    mailbox.refuse = "550 5.1.1 weg@voorbeeld.example does not live here"
    attempt(mailing, "resident_mail")
    found = only(mailing, "resident_mail")
    assert found.state is DeliveryState.REFUSED
    assert "weg@" not in found.last_error


@pytest.mark.parametrize("channel", ["mail", "support_mail"])
def test_a_mailbox_of_the_desk_is_never_given_up(mailing, mailbox, channel):
    asked(mailing)
    mailbox.refuse = "550 no such user"
    with pytest.raises(NotDelivered):
        attempt(mailing, channel)
    assert only(mailing, channel).state is DeliveryState.WAITING
    mailbox.refuse = ""
    attempt(mailing, channel, 2)
    assert only(mailing, channel).state is DeliveryState.DELIVERED


def test_a_busy_server_is_tried_again(mailing, mailbox):
    asked(mailing, contact={"email": "wie@voorbeeld.example"})
    mailbox.refuse = "451 later please"
    with pytest.raises(NotDelivered):
        attempt(mailing, "resident_mail")
    found = only(mailing, "resident_mail")
    assert (found.state, found.attempts, found.last_error) == (DeliveryState.WAITING, 1, "451")


ANYTHING = st.text(max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=ANYTHING,
    subject=ANYTHING,
    extra=st.sampled_from(["\r\nBcc: wie@elders.example", "\nX: y", "\r", "\x00", "\u2028Bcc: x"]),
)
def test_nothing_that_was_typed_becomes_a_header(name, subject, extra):
    from datetime import UTC, datetime

    mail = message_of(
        Letter("wie@voorbeeld.example", subject + extra, f"tekst{extra}"),
        sender="leefplein@voorbeeld.example",
        number="sleutel",
        secret="s" * 40,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        sender_name=name + extra,
    )
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert set(read.keys()) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    assert read["To"] == "wie@voorbeeld.example"
    assert read["From"].addresses[0].addr_spec == "leefplein@voorbeeld.example"


def test_what_somebody_typed_is_never_a_name_between_braces(mailing, mailbox, monkeypatch):
    with_terms(mailing, monkeypatch, mail="full")
    asked(mailing, story={"questions": (Asked(text="{link} {desk_phone} <b>"),)})
    attempt(mailing, "mail")
    assert "{link} {desk_phone} <b>" in text_of(read(mailbox))


def test_an_errand_never_prints_what_it_carries(mailing):
    number = asked(mailing, **SECRET_THINGS)
    request = request_of(mailing, number)
    seal = mailing.keys.open(subject_of(request.uid))
    errand = Errand(mailing, only(mailing, "mail"), request, seal, lambda step, value: None)
    assert CANARY not in repr(errand)
    assert errand.story.questions[0].text == CANARY
