"""Client support sees what was ticked, for as long as it is, and every look is written down."""

import email
import email.policy
from datetime import date
from itertools import chain, combinations

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.audit.models import AuditLine
from app.conversation.asking import ask
from app.conversation.delivering import deliver
from app.conversation.history import history_of
from app.conversation.models import ConversationRequest, Delivery, ForWhom, State, Support
from app.conversation.office import NobodyHome, subject_of
from app.conversation.shapes import SHARES, Asked
from app.conversation.support import look_at, note_call, shared_with_support
from tests.conversation.conftest import a_request

VALUES = {"name": "Kanarie Naamveld", "phone": "0612345601", "question": "kanarie vraagt naar een buddy"}
NEVER = ("Kanarie Helperveld", "kanarie@voorbeeld.example", "Kanariestraat 9", "kanarie bleef proberen")
TICKS = list(chain.from_iterable(combinations(SHARES, size) for size in range(len(SHARES) + 1)))


def everything_told(office, shares, form="form", **more):
    """A request with a value in every field, of which these are ticked."""
    return ask(
        office,
        a_request(
            support=Support.YES,
            support_shares=shares,
            for_whom=ForWhom.BEHALF,
            contact={
                "name": VALUES["name"], "phone": VALUES["phone"], "helper_name": NEVER[0], "role": "zus",
                "email": NEVER[1], "street": NEVER[2], "postcode": "8051 AB",
            },
            story={"questions": (Asked(text=VALUES["question"], about="mijn zus"),), "tried": NEVER[3]},
            **more,
        ),
        form,
    ).request_id  # fmt: skip


def mail_to_support(office):
    """The mails of client support, as they went out; without a mail server they stand in a folder."""
    with office.database.reading() as session:
        numbers = session.exec(select(Delivery.id).where(Delivery.channel == "support_mail")).all()
    for number in numbers:
        deliver(office, number, 1)
    return [file.read_bytes() for file in (office.settings.data_dir / "mail").glob("*.eml")]


def change(office, number, **values):
    with office.database.writing() as session:
        session.execute(sa.update(ConversationRequest).where(col(ConversationRequest.id) == number).values(**values))


@pytest.mark.parametrize("shares", TICKS, ids=lambda shares: "+".join(shares) or "nothing")
def test_exactly_what_was_ticked_is_told_and_nothing_else(office, shares):
    number = everything_told(office, shares)
    listed, total = shared_with_support(office, "hattem")
    told = look_at(office, "hattem", number, "supporter:7")
    assert (total, listed[0].shares) == (1, shares)
    for name, value in VALUES.items():
        assert (value in repr(told)) == (name in shares)
        assert value not in repr(listed)
    for value in NEVER:
        assert value not in repr((told, listed))
    letters = mail_to_support(office)
    assert len(letters) == 1
    text = email.message_from_bytes(letters[0], policy=email.policy.default).as_string()
    assert "/ondersteuner" in text
    assert not [value for value in (*VALUES.values(), *NEVER) if value in text]


@pytest.mark.parametrize(
    "values",
    [
        {"support": Support.NO, "support_shares": ()},
        {"support": Support.LATER, "support_shares": ()},
        {"state": State.WITHDRAWN},
    ],
)
def test_what_is_withdrawn_is_gone_at_once_for_old_links_too(office, values):
    number = everything_told(office, SHARES)
    look_at(office, "hattem", number, "supporter:7")
    change(office, number, **values)
    assert shared_with_support(office, "hattem") == ([], 0)
    with pytest.raises(NobodyHome):
        look_at(office, "hattem", number, "supporter:7")
    with pytest.raises(NobodyHome):
        note_call(office, "hattem", number, "supporter:7", reached=True)


def test_a_tick_that_is_taken_away_is_narrower_at_the_next_look(office):
    number = everything_told(office, SHARES)
    change(office, number, support_shares=("phone",))
    told = look_at(office, "hattem", number, "supporter:7")
    assert (told.name, told.phone, told.questions) == ("", VALUES["phone"], ())


def test_an_account_of_another_municipality_finds_nobody(office):
    number = everything_told(office, SHARES)
    assert shared_with_support(office, "putten") == ([], 0)
    for wrong in (number + 1, 0, -1, 2**63):
        with pytest.raises(NobodyHome):
            look_at(office, "", wrong, "supporter:7")
    with pytest.raises(NobodyHome):
        look_at(office, "putten", number, "supporter:7")
    assert look_at(office, "", number, "supporter:7").phone == VALUES["phone"]


def test_a_request_whose_key_is_gone_is_nobodys(office):
    number = everything_told(office, SHARES)
    with office.database.reading() as session:
        office.keys.destroy(subject_of(session.get(ConversationRequest, number).uid))
    with pytest.raises(NobodyHome):
        look_at(office, "hattem", number, "supporter:7")


def test_each_look_is_an_audit_line_and_the_list_is_none(office):
    number = everything_told(office, ("name",))
    shared_with_support(office, "hattem")
    look_at(office, "hattem", number, "supporter:7")
    look_at(office, "hattem", number, "supporter:7")
    with office.database.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.actor == "supporter:7")).all()
    assert [(line.action, line.subject) for line in lines] == [("conversation.view", f"request:{number}")] * 2


def test_a_call_is_told_to_the_resident(office):
    number = everything_told(office, ("phone",))
    note_call(office, "hattem", number, "supporter:7", reached=False)
    note_call(office, "hattem", number, "supporter:7", reached=True)
    with office.database.reading() as session:
        request = session.get(ConversationRequest, number)
        lines = history_of(session, request, office.keys.open(subject_of(request.uid)))
    told = [(line.public, line.note) for line in lines if line.kind == "support_contact"]
    assert told == [(True, "missed"), (True, "reached")]
    assert shared_with_support(office, "hattem")[0][0].called_at is not None


def test_the_newest_comes_first_and_pages_hold_so_many(office):
    numbers = [everything_told(office, (), f"form-{each}") for each in range(3)]
    change(office, numbers[0], arrived_on=date(2026, 1, 1))
    first, total = shared_with_support(office, "", page=1, size=2)
    second, _ = shared_with_support(office, "", page=2, size=2)
    assert total == 3
    assert [each.number for each in (*first, *second)] == [numbers[2], numbers[1], numbers[0]]
