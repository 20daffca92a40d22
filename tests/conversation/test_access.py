"""Number and code together open a request; whatever else somebody tries hears the same and waits longer and longer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from app.accounts.models import SignInAttempt
from app.accounts.slowing import TooSoon
from app.audit.models import AuditLine
from app.conversation.access import FREE_PER_NETWORK, end_access, has_access, open_with, renew_code, still_open
from app.conversation.asking import ask
from app.conversation.models import ForWhom, Holder, RequestAccess
from app.conversation.office import NobodyHome
from app.references import new_code, new_reference, spaced_code, spaced_reference
from tests.conversation.conftest import a_request

HERE = "192.0.2.7"


@pytest.fixture
def receipt(office):
    return ask(office, a_request(), "form-1")


def _answer(office, reference, code):
    try:
        return open_with(office, reference, code, HERE)
    except (NobodyHome, TooSoon) as refused:
        return type(refused)


def test_number_and_code_open_it_however_they_are_written(office, receipt):
    opened = open_with(office, f" {spaced_reference(receipt.reference).lower()} ", spaced_code(receipt.code), HERE)
    assert (opened.request_id, opened.holder) == (receipt.request_id, Holder.PERSON)
    with office.database.reading() as session:
        assert still_open(session, opened.access_id) == opened
        line = session.exec(select(AuditLine).where(AuditLine.action == "conversation.open")).one()
    assert (line.actor, line.subject) == ("person", f"request:{receipt.request_id}")


def test_unknown_misspelt_and_wrong_code_are_one_answer(office, receipt):
    misspelt = receipt.reference[:-1] + ("2" if receipt.reference[-1] != "2" else "3")
    other = ask(office, a_request(), "form-2")
    pairs = [
        (receipt.reference, new_code()),
        (receipt.reference, other.code),
        (new_reference(), receipt.code),
        (misspelt, receipt.code),
        ("", receipt.code),
        (receipt.reference, ""),
        ("'; drop table --", "\x00"),
    ]
    assert {_answer(office, *pair) for pair in pairs} == {NobodyHome}


def test_neither_code_nor_number_nor_address_is_kept_with_the_tries(office, receipt):
    _answer(office, receipt.reference, "verkeerd")
    with office.database.reading() as session:
        kept = " ".join(row.key for row in session.exec(select(SignInAttempt)))
        digest = session.exec(select(RequestAccess.code_digest)).one()
    assert kept
    for secret in (receipt.reference, receipt.code, HERE, "192.0.2"):
        assert secret not in kept
        assert secret not in digest


def test_a_few_misses_on_one_number_slow_it_and_a_right_one_starts_anew(office, receipt):
    for _ in range(4):
        assert _answer(office, receipt.reference, new_code()) is NobodyHome
    assert open_with(office, receipt.reference, receipt.code, HERE)
    for _ in range(5):
        assert _answer(office, receipt.reference, new_code()) is NobodyHome
    assert _answer(office, receipt.reference, receipt.code) is TooSoon


def test_guessing_many_numbers_from_one_network_is_slowed_too(office, receipt):
    for _ in range(FREE_PER_NETWORK):
        assert _answer(office, new_reference(), new_code()) is NobodyHome
    assert _answer(office, receipt.reference, receipt.code) is TooSoon
    assert open_with(office, receipt.reference, receipt.code, "198.51.100.9"), "elsewhere nobody notices"


def test_many_tries_at_once_are_counted_together(office, receipt):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _answer(office, receipt.reference, new_code()), range(16)))
    assert answers.count(NobodyHome) == 5
    assert answers.count(TooSoon) == 11


def test_a_new_code_ends_the_old_one_at_once(office, receipt):
    opened = open_with(office, receipt.reference, receipt.code, HERE)
    code = renew_code(office, receipt.request_id, "account:1")
    with office.database.reading() as session, pytest.raises(NobodyHome):
        still_open(session, opened.access_id)
    assert _answer(office, receipt.reference, receipt.code) is NobodyHome
    assert open_with(office, receipt.reference, code, HERE).request_id == receipt.request_id
    with office.database.reading() as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "conversation.code_renewed")).one()
    assert (line.actor, line.detail) == ("account:1", None)


def test_person_and_helper_have_codes_of_their_own(office):
    receipt = ask(office, a_request(for_whom=ForWhom.BEHALF), "form-3", "helper")
    assert open_with(office, receipt.reference, receipt.code, HERE).holder is Holder.HELPER
    assert open_with(office, receipt.reference, receipt.person_code, HERE).holder is Holder.PERSON
    with office.database.writing() as session:
        assert end_access(session, receipt.request_id, Holder.HELPER)
        assert not end_access(session, receipt.request_id, Holder.HELPER)
    assert _answer(office, receipt.reference, receipt.code) is NobodyHome
    with office.database.reading() as session:
        assert not has_access(session, receipt.request_id, Holder.HELPER)
        assert has_access(session, receipt.request_id, Holder.PERSON)
    with pytest.raises(NobodyHome):
        renew_code(office, receipt.request_id, "account:1", Holder.HELPER)
