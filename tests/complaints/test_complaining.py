"""A complaint is sealed, once, counted, and known to its holder only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import sqlalchemy as sa
import time_machine

from app.clock import AMSTERDAM
from app.complaints.complaining import RECEIPTS_A_DAY_TO_ONE, complain
from app.complaints.models import Complaint, ComplaintHolder
from app.complaints.terms import holders_of, terms_of
from app.references import digest_of, spaced_code, spaced_reference
from tests.complaints.told import ADVISER, CANARY, MAIL, NAMED, OFFICER, PERSON, a_complaint, counted, mails, row, told

FRIDAY = datetime(2026, 12, 18, 10, tzinfo=AMSTERDAM)
BY_MAIL = {"by": "email", "email": MAIL}


def test_it_stands_sealed_with_the_days_that_were_promised(office):
    with time_machine.travel(FRIDAY, tick=False):
        receipt = told(office, contact=BY_MAIL)
    found = row(office, receipt.number)
    assert (
        found.acknowledge_by == receipt.acknowledge_by == (FRIDAY + timedelta(days=10)).date()
    )  # Christmas is no working day
    assert found.due_on == receipt.due_on == (FRIDAY + timedelta(weeks=6)).date()
    assert found.code_digest == digest_of(receipt.code)
    assert office.keys.subjects() == {f"complaint:{found.uid}"}
    with office.database.engine.connect() as connection:
        everything = repr([connection.execute(table.select()).all() for table in Complaint.metadata.sorted_tables])
    assert receipt.reference in everything
    for secret in (CANARY, NAMED, PERSON, MAIL, "sorry", receipt.code):
        assert secret not in everything


def test_the_holder_hears_without_a_word_of_it_and_the_desk_hears_nothing(office):
    first = told(office, "een", contact=BY_MAIL)
    second = told(office, "twee", holder=OFFICER)
    town = office.town("hattem")
    waiting = mails(office)
    assert [each.to for each in waiting] == [town.confidential_adviser.email, MAIL, town.complaints.email]
    assert not {town.desk.email, town.conversation.late_to} & {each.to for each in waiting}
    for mail, receipt in zip(waiting, (first, first, second), strict=True):
        assert spaced_reference(receipt.reference) in mail.text
        for secret in (CANARY, NAMED, PERSON, receipt.code, spaced_code(receipt.code), "uitgelachen"):
            assert secret not in mail.subject + mail.text
    assert waiting[1].subject == "Bericht van de gemeente Hattem"
    assert "/klachtbehandeling/" in waiting[0].text
    assert "/klachtbehandeling/" not in waiting[1].text
    assert counted(office) == {("treatment", "received"): 2}


def test_nobody_is_mailed_who_chose_another_way(office):
    told(office, contact={"by": "phone", "phone": "0612345678", "email": MAIL})
    assert MAIL not in {each.to for each in mails(office)}


def test_the_same_form_is_one_complaint_also_at_once(office):
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: complain(office, a_complaint(), "dubbel"), range(4)))
    assert len({(each.number, each.reference, each.code) for each in receipts}) == 1
    assert [each.repeated for each in receipts].count(False) == 1
    assert counted(office) == {("treatment", "received"): 1}
    assert len(mails(office)) == 1
    assert told(office, "een ander").number != receipts[0].number  # the twin: another form is another complaint


def test_after_a_day_the_form_no_longer_shows_the_code(office):
    receipt = told(office)
    long_ago = row(office, receipt.number).received_at - timedelta(hours=25)
    with office.database.writing() as session:
        session.execute(sa.update(Complaint).values(received_at=long_ago))
    again = told(office)
    assert (again.reference, again.code, again.repeated) == (receipt.reference, "", True)


def test_without_an_officer_the_adviser_holds_it(office):
    town = office.town("hattem").model_copy(update={"complaints": None})
    assert holders_of(town) == (ComplaintHolder.ADVISER,)
    assert (terms_of(town).weeks, terms_of(town).retention_days) == (6, 365)
    assert holders_of(office.town("hattem")) == (ADVISER, OFFICER)


def test_nobody_fills_a_mailbox_with_receipts_and_each_complaint_is_kept(office):
    for number in range(RECEIPTS_A_DAY_TO_ONE + 3):
        assert told(office, f"form {number}", contact={"by": "email", "email": MAIL}).code
    assert len([mail for mail in mails(office) if mail.to == MAIL]) == RECEIPTS_A_DAY_TO_ONE
    told(office, "another", contact={"by": "email", "email": "ander@post.example"})
    assert mails(office)[-1].to == "ander@post.example"
