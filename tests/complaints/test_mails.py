"""The mails that really go out: to the holder and to who chose mail, nobody else, and nothing of it in them."""

from datetime import timedelta
from email import message_from_bytes, policy

import time_machine

from app import clock
from app.complaints import handling
from app.complaints.lateness import tell_of_late
from app.handlers import all_hands
from app.health import examine
from app.outbox.worker import Worker
from app.references import spaced_code, spaced_reference
from tests.complaints.told import CANARY, MAIL, NAMED, PERSON, handler, told
from tests.installing import copy_of
from tests.mailing.conftest import mailbox  # noqa: F401


def _looked_at(services):
    return next(each for each in examine(services) if each.name == "klachten")


def _late_mail_of(office, moment) -> int:
    with time_machine.travel(moment, tick=False):
        return tell_of_late(office)


def test_a_real_mail_server_gets_a_number_and_no_word_of_the_story(example_template, tmp_path, mailbox):
    services = copy_of(example_template, tmp_path, smtp_url=mailbox.url)
    office = services.office
    receipt = told(office, contact={"by": "email", "email": MAIL})
    moment = clock.local_now().replace(hour=10) + timedelta(days=15)
    while not _late_mail_of(office, moment):
        moment += timedelta(days=1)  # past a weekend or a holiday
    with time_machine.travel(moment, tick=False):
        assert "1 wachten" in _looked_at(services).words
        assert not _looked_at(services).ok
    assert _looked_at(services).ok
    handling.answer(office, handler(), receipt.number, "Het antwoord zelf.")
    worker = Worker(services.database, services, all_hands(), ())
    while worker.once():
        pass
    sent = [(each[1], message_from_bytes(each[2], policy=policy.default)) for each in mailbox.received]
    holder = office.town("hattem").confidential_adviser.email
    assert sorted(to[0] for to, _mail in sent) == sorted([holder, holder, MAIL, MAIL])
    for to, mail in sent:
        whole = f"{mail['Subject']}\n{mail['From']}\n{mail.get_content()}"
        assert spaced_reference(receipt.reference) in whole
        for secret in (
            CANARY,
            NAMED,
            PERSON,
            "uitgelachen",
            "Het antwoord zelf",
            receipt.code,
            spaced_code(receipt.code),
        ):
            assert secret not in whole
        if to == [MAIL]:
            assert "klacht" not in mail["Subject"].lower()
    services.database.close()
    services.keys.close()
