"""Coming back to one's own complaint with number and code."""

from datetime import timedelta

import pytest

from app import clock
from app.accounts.slowing import TooSoon
from app.complaints import handling, own
from app.complaints.dossier import NoSuchComplaint, NotPossible
from app.complaints.models import ComplaintState
from app.references import new_reference, spaced_code, spaced_reference
from tests.complaints.told import ADVISER, OFFICER, counted, handler, mails, row, told


def opened(office, receipt):
    found = own.open_with(office, spaced_reference(receipt.reference), spaced_code(receipt.code).lower(), "192.0.2.1")
    return receipt.number, found.uid


def test_number_and_code_open_it_and_neither_alone(office):
    receipt, other = told(office), told(office, "ander")
    assert opened(office, receipt)[0] == receipt.number
    for reference, code in (
        (receipt.reference, other.code), (receipt.reference, ""), (new_reference(), receipt.code), ("", receipt.code)
    ):  # fmt: skip
        with pytest.raises(NoSuchComplaint):
            own.open_with(office, reference, code, f"192.0.2.{len(reference) + len(code)}")
    with pytest.raises(NoSuchComplaint):
        own.own_complaint(office, receipt.number, row(office, other.number).uid)


def test_guessing_is_slowed_and_never_locked(office):
    receipt = told(office)
    with pytest.raises(TooSoon):
        for _ in range(12):
            with pytest.raises(NoSuchComplaint):
                own.open_with(office, receipt.reference, "FOUT", "192.0.2.9")
    assert own.open_with(office, receipt.reference, receipt.code, "198.51.100.4").id == receipt.number


def test_words_are_added_once_and_the_holder_hears(office):
    receipt = told(office)
    number, uid = opened(office, receipt)
    own.add_words(office, number, uid, "Het gebeurde nog een keer.")
    own.add_words(office, number, uid, "Het gebeurde nog een keer.")
    assert [each.text for each in own.own_complaint(office, number, uid).story.additions] == [
        "Het gebeurde nog een keer."
    ]
    assert len(mails(office)) == 2
    assert "nog een keer" not in mails(office)[-1].text


def test_passing_on_is_the_persons_own_choice_and_opens_an_answered_one_again(office):
    receipt = told(office)
    number, uid = opened(office, receipt)
    own.pass_on(office, number, uid, OFFICER)
    own.pass_on(office, number, uid, OFFICER)
    assert mails(office)[-1].to == office.town("hattem").complaints.email
    assert len(mails(office)) == 2
    handling.answer(office, handler(2, OFFICER), number, "Nee.")
    own.pass_on(office, number, uid, ADVISER)
    found = row(office, number)
    assert (found.state, found.holder, found.erase_on) == (ComplaintState.RECEIVED, ADVISER, None)
    assert counted(office) == {("treatment", "received"): 2, ("treatment", "in_time"): 1}


def test_withdrawn_is_over_and_has_a_day_to_go(office):
    receipt = told(office)
    number, uid = opened(office, receipt)
    own.withdraw(office, number, uid)
    own.withdraw(office, number, uid)
    found = row(office, number)
    assert (found.state, found.erase_on) == (ComplaintState.WITHDRAWN, clock.today() + timedelta(days=365))
    with pytest.raises(NotPossible):
        own.add_words(office, number, uid, "toch")
