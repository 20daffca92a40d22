"""The mail to the organisation through a real mail server, and what its link opens."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.handlers import all_hands
from app.outbox.worker import Worker as Outbox
from app.referring.call_back_mail import LONGEST_OPEN, LinkOver, make_link, opens, read_link
from app.services import build_services
from app.social_map.models import Organisation
from app.upkeep import links
from tests.databases import fresh_url
from tests.installing import settings_in
from tests.mailing.conftest import mailbox  # noqa: F401
from tests.referring.asked import SECRETS, an_offer, asked, row


@pytest.fixture
def services(tmp_path, mailbox):
    fresh_url(tmp_path)
    made = build_services(settings_in(tmp_path, smtp_url=mailbox.url))
    yield made
    made.database.close()
    made.keys.close()


def test_the_mail_that_arrives_names_nobody_and_its_link_opens_this_request(services, mailbox):
    made = asked(services.office, an_offer(services.database))
    Outbox(services.database, services, all_hands(), ()).once()
    ((_sender, to, raw),) = mailbox.received
    assert to == ["hallo@stichting.example"]
    read = message_from_bytes(raw, policy=policy.default)
    text = f"{read['Subject']} {read.get_content()}"
    assert not any(secret in text or secret.encode() in raw for secret in (*SECRETS, "038 000 99 17"))
    token = re.search(r"/terugbellen\?sleutel=(\S+)", text)[1]
    with services.database.reading() as session:
        assert opens(session, read_link(services.settings, token)).id == made.number


def test_a_link_that_is_damaged_old_or_made_invalid_opens_nothing(services):
    number = asked(services.office, an_offer(services.database)).number
    token = make_link(services.settings, row(services.database, number))
    for bad in ("", token[:-6], "x" * 5000, token[:20] + "AAAA" + token[24:]):
        with pytest.raises(LinkOver):
            read_link(services.settings, bad)
    with time_machine.travel(clock.now() + LONGEST_OPEN + timedelta(minutes=1), tick=False), pytest.raises(LinkOver):
        read_link(services.settings, token)
    link = read_link(services.settings, token)
    with services.database.writing() as session:
        owner = session.exec(select(Organisation)).one()
        owner.links_since = clock.now() + timedelta(seconds=1)
        session.add(owner)
    with services.database.reading() as session, pytest.raises(LinkOver):
        opens(session, link)


def test_a_link_of_an_organisation_that_became_another_is_made_invalid_there(services):
    number = asked(services.office, an_offer(services.database)).number
    link = read_link(services.settings, make_link(services.settings, row(services.database, number)))
    with services.database.writing() as session:
        old = session.exec(select(Organisation)).one()
        new = Organisation(name="De Opvolger", name_key="de opvolger")
        session.add(new)
        session.flush()
        old.merged_into = new.uid
        assert opens(session, link).id == number
        new.links_since = clock.now() + timedelta(seconds=1)
        session.flush()
        with pytest.raises(LinkOver):
            opens(session, link)


def test_a_link_opens_only_what_it_was_made_for(services):
    number = asked(services.office, an_offer(services.database)).number
    ours = make_link(services.settings, row(services.database, number))
    with services.database.reading() as session:
        owner = session.exec(select(Organisation)).one()
        upkeep = links.make(services.settings, owner, clock.now())
        assert links.open_link(session, services.settings, upkeep).id == owner.id
        with pytest.raises(links.LinkOver):
            links.open_link(session, services.settings, ours)
    with pytest.raises(LinkOver):
        read_link(services.settings, upkeep)
