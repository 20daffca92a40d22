"""Number and code together open one's own offer or question; whatever else hears the same and waits longer and longer."""

import pytest
from sqlmodel import select

from app.accounts.slowing import TooSoon
from app.audit.models import AuditLine
from app.matching.access import FREE_PER_NETWORK, FREE_PER_REFERENCE, open_with, renew_code
from app.matching.mediation import NobodyThere
from app.matching.posting import post_notice
from app.references import new_code, new_reference, spaced_code, spaced_reference
from tests.matching.conftest import a_question, an_offer

HERE = "192.0.2.7"


@pytest.fixture
def posted(mediation):
    return post_notice(mediation, an_offer(), "form-1")


def answer(mediation, reference, code, address=HERE):
    try:
        return open_with(mediation, reference, code, address)
    except (NobodyThere, TooSoon) as refused:
        return type(refused)


def test_number_and_code_open_it_however_they_are_written(mediation, posted):
    reference = f" {spaced_reference(posted.reference).lower()} "
    assert open_with(mediation, reference, spaced_code(posted.code), HERE) == posted.notice_id
    with mediation.database.reading() as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "notice.open")).one()
    assert (line.actor, line.subject, line.detail) == ("person", f"notice:{posted.notice_id}", None)


def test_unknown_misspelt_and_wrong_code_are_one_answer(mediation, posted):
    other = post_notice(mediation, a_question(), "form-2")
    misspelt = posted.reference[:-1] + ("2" if posted.reference[-1] != "2" else "3")
    pairs = [
        (posted.reference, new_code()),
        (posted.reference, other.code),
        (posted.reference, ""),
        (new_reference(), posted.code),
        (misspelt, posted.code),
        ("", posted.code),
        ("", ""),
    ]
    for number, (reference, code) in enumerate(pairs):
        assert answer(mediation, reference, code, f"192.0.{number}.1") is NobodyThere


def test_guessing_at_one_number_is_slowed_and_does_not_keep_its_owner_out(mediation, posted):
    said = [answer(mediation, posted.reference, new_code()) for _ in range(FREE_PER_REFERENCE + 1)]
    assert said == [NobodyThere] * FREE_PER_REFERENCE + [TooSoon]
    assert answer(mediation, posted.reference, posted.code) is TooSoon  # also the right one: it was not looked at
    assert answer(mediation, posted.reference, posted.code, "198.51.100.1") == posted.notice_id


def test_guessing_at_many_numbers_from_one_network_is_slowed(mediation, posted):
    said = [answer(mediation, new_reference(), new_code()) for _ in range(FREE_PER_NETWORK + 1)]
    assert said == [NobodyThere] * FREE_PER_NETWORK + [TooSoon]


def test_who_comes_in_often_is_never_slowed(mediation, posted):
    for _ in range(FREE_PER_NETWORK + 5):
        assert answer(mediation, posted.reference, posted.code) == posted.notice_id


def test_a_new_code_opens_and_the_old_one_does_not_any_more(mediation, posted):
    code = renew_code(mediation, posted.notice_id, "account:1")
    assert answer(mediation, posted.reference, posted.code) is NobodyThere
    assert answer(mediation, posted.reference, code) == posted.notice_id
    again = post_notice(mediation, an_offer(), "form-1")
    assert (again.reference, again.code) == (posted.reference, "")  # the page of before tells no dead code
    with pytest.raises(NobodyThere):
        renew_code(mediation, 999, "account:1")
