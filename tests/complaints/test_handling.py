"""The walls around a complaint, and what its holder does with it."""

from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.complaints import handling
from app.complaints.dossier import NoSuchComplaint, NotPossible
from app.complaints.models import Complaint, ComplaintState
from app.complaints.own import own_complaint, pass_on
from tests.complaints.told import ADVISER, CANARY, MAIL, OFFICER, counted, handler, mails, row, told

BY_MAIL = {"by": "email", "email": MAIL}
ACTIONS = {
    "look": handling.look,
    "acknowledge": handling.acknowledge,
    "note": lambda office, who, number: handling.keep_note(office, who, number, "x"),
    "ask": lambda office, who, number: handling.ask_to_pass_on(office, who, number, "x"),
    "pass": handling.pass_on_agreed,
    "about me": handling.about_me,
    "longer": lambda office, who, number: handling.take_longer(office, who, number, "x"),
    "answer": lambda office, who, number: handling.answer(office, who, number, "x"),
}


def seen(office, who):
    with office.database.reading() as session:
        rows = handling.waiting(session, who, clock.today())
        return {each.complaint.id for each in rows} | {each.id for each in handling.ended(session, who, 9)}


def test_only_who_holds_it_in_that_municipality_finds_it(office):
    numbers = {
        (town, holder): told(office, f"{town}{holder}", municipality=town, holder=holder).number
        for town, holder in product(("hattem", "putten"), (ADVISER, OFFICER))
    }
    for (town, holder), own in numbers.items():
        who = handler(1, holder, town)
        assert seen(office, who) == {own}
        assert handling.look(office, who, own).story.happened.endswith(CANARY)
        for other, number in numbers.items():
            if other != (town, holder):
                for action in ACTIONS.values():
                    with pytest.raises(NoSuchComplaint):
                        action(office, who, number)
    assert seen(office, handler(1, ADVISER, "")) == {numbers["hattem", ADVISER], numbers["putten", ADVISER]}


def test_about_me_is_out_of_sight_for_good_also_when_it_comes_back(office):
    receipt = told(office, contact=BY_MAIL)
    concerned, colleague, officer = handler(7), handler(8), handler(9, OFFICER)
    handling.keep_note(office, concerned, receipt.number, "geheime notitie")
    assert handling.about_me(office, concerned, receipt.number) is OFFICER
    assert seen(office, concerned) == seen(office, colleague) == set()
    dossier = handling.look(office, officer, receipt.number)
    assert "geheime notitie" not in {line.note for line in dossier.history}
    assert mails(office)[-2].to == office.town("hattem").complaints.email
    assert mails(office)[-1].to == MAIL
    found = row(office, receipt.number)
    pass_on(office, receipt.number, found.uid, ADVISER)
    assert seen(office, colleague) == {receipt.number}
    assert seen(office, concerned) == set()
    for action in ACTIONS.values():
        with pytest.raises(NoSuchComplaint):
            action(office, concerned, receipt.number)


def test_acknowledged_put_off_once_and_answered_in_time(office):
    receipt, who = told(office, contact=BY_MAIL), handler()
    handling.acknowledge(office, who, receipt.number, "Ik lees het vandaag.")
    with pytest.raises(NotPossible):
        handling.acknowledge(office, who, receipt.number)
    due = handling.take_longer(office, who, receipt.number, "Wij spreken nog iemand.")
    assert due == receipt.due_on + timedelta(weeks=4)
    with pytest.raises(NotPossible):
        handling.take_longer(office, who, receipt.number, "nog eens")
    handling.answer(office, who, receipt.number, "Het had anders gemoeten.")
    found = row(office, receipt.number)
    assert (found.state, found.erase_on) == (ComplaintState.ANSWERED, clock.today() + timedelta(days=365))
    assert counted(office) == {("treatment", "received"): 1, ("treatment", "in_time"): 1}
    assert [each.to for each in mails(office)].count(MAIL) == 4
    assert all("Wij spreken" not in each.text and "anders gemoeten" not in each.text for each in mails(office))
    read = own_complaint(office, receipt.number, found.uid)
    assert [line.note for line in read.public][1:] == [
        "Ik lees het vandaag.", "Wij spreken nog iemand.", "Het had anders gemoeten."
    ]  # fmt: skip
    for name, action in ACTIONS.items():
        if name not in {"look", "note"}:
            with pytest.raises(NotPossible):
                action(office, who, receipt.number)


def test_an_answer_after_its_day_counts_as_late(office):
    receipt = told(office)
    with office.database.writing() as session:
        session.execute(sa.update(Complaint).values(due_on=clock.today() - timedelta(days=1)))
    handling.answer(office, handler(), receipt.number, "Sorry dat het zo lang duurde.")
    assert counted(office)["treatment", "late"] == 1


def test_only_the_adviser_passes_it_on_and_the_day_of_the_answer_stays(office):
    receipt = told(office)
    handling.acknowledge(office, handler(), receipt.number)
    handling.pass_on_agreed(office, handler(), receipt.number)
    found = row(office, receipt.number)
    assert (found.holder, found.state, found.due_on) == (OFFICER, ComplaintState.RECEIVED, receipt.due_on)
    assert found.acknowledged_at is None
    with pytest.raises(NotPossible):
        handling.pass_on_agreed(office, handler(2, OFFICER), receipt.number)
    handling.ask_to_pass_on(office, handler(2, OFFICER), receipt.number, "De vertrouwenspersoon kan meegaan.")
    assert row(office, receipt.number).holder is OFFICER


def test_every_look_and_every_act_is_written_down_without_personal_data(office):
    receipt = told(office)
    handling.look(office, handler(5), receipt.number)
    handling.keep_note(office, handler(5), receipt.number, CANARY)
    with office.database.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == f"complaint:{receipt.number}")).all()
    assert [(each.actor, each.action) for each in lines] == [
        ("person", "complaint.tell"), ("account:5", "complaint.look"), ("account:5", "complaint.note_adviser")
    ]  # fmt: skip
    assert all(each.detail is None for each in lines)
