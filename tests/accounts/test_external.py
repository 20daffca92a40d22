import threading

import pytest
from sqlmodel import select

from app.accounts.external import MUNICIPAL, NobodyHere, Vouched, has_second_step, read_claims, recognised
from app.accounts.keeping import create_account, disable_account
from app.accounts.models import Account
from app.accounts.rights import Role
from app.audit.models import AuditLine

PASSWORD = "vier bakfietsen onder de wilg"
ISSUER = "https://login.gemeente.example/realms/staf"


def person(subject="p1", email="a@b.example", *, steps=False):
    return Vouched(f"{ISSUER}|{subject}", email, steps)


def account(database, keys, email="a@b.example", role=Role.EDITOR, **more):
    with database.writing() as session:
        return create_account(session, keys, email=email, password=PASSWORD, role=role, **more).account.id


@pytest.mark.parametrize("role", sorted(MUNICIPAL))
def test_an_address_finds_the_account_once_and_the_number_from_then_on(database, keys, role):
    number = account(database, keys, role=role)
    assert recognised(database, person()).account_id == number
    assert recognised(database, person(email="")).account_id == number
    with pytest.raises(NobodyHere):
        recognised(database, person("p2"))
    with database.reading() as session:
        linked = [line for line in session.exec(select(AuditLine)).all() if line.action == "account.link-municipal"]
    assert len(linked) == 1
    assert "@" not in linked[0].subject


@pytest.mark.parametrize("role", sorted(set(Role) - MUNICIPAL - {Role.ORGANISATION}))
def test_independent_support_never_comes_in_this_way(database, keys, role):
    number = account(database, keys, role=role)
    with pytest.raises(NobodyHere):
        recognised(database, person())
    with database.writing() as session:
        session.get_one(Account, number).external_id = person().number
    with pytest.raises(NobodyHere):
        recognised(database, person())


def test_an_organisation_never_comes_in_this_way(database, keys):
    account(database, keys, role=Role.ORGANISATION, organisation="some-uid")
    with pytest.raises(NobodyHere):
        recognised(database, person())


def test_without_a_vouched_address_nobody_is_found(database, keys):
    account(database, keys)
    with pytest.raises(NobodyHere):
        recognised(database, person(email=""))


def test_a_closed_account_stays_closed(database, keys):
    number = account(database, keys)
    recognised(database, person())
    with database.writing() as session:
        disable_account(session, session.get_one(Account, number))
    with pytest.raises(NobodyHere):
        recognised(database, person())


def test_somebody_who_is_linked_already_does_not_take_a_second_account(database, keys):
    first = account(database, keys)
    account(database, keys, "c@d.example")
    recognised(database, person())
    assert recognised(database, person(email="c@d.example")).account_id == first


def test_of_two_people_at_once_with_one_address_one_gets_the_account(database, keys):
    account(database, keys)
    outcomes = []

    def come(subject):
        try:
            outcomes.append(recognised(database, person(subject)))
        except NobodyHere:
            outcomes.append(None)

    threads = [threading.Thread(target=come, args=(subject,)) for subject in ("p1", "p2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome is not None for outcome in outcomes) == 1


def test_one_person_in_two_browsers_at_once_is_one_person(database, keys):
    number = account(database, keys)
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(recognised(database, person()))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [half.account_id for half in outcomes] == [number, number]


def test_has_a_second_step(database, keys):
    number = account(database, keys)
    with database.writing() as session:
        assert has_second_step(session, number, "hattem.localhost")
        session.get_one(Account, number).sealed_secret = ""
        assert not has_second_step(session, number, "hattem.localhost")


GOOD = {"iss": ISSUER, "sub": "p1", "email": " A@B.example ", "email_verified": True}


@pytest.mark.parametrize(
    ("claims", "email", "steps"),
    [
        ({}, "a@b.example", False),
        ({"amr": ["pwd", "mfa"]}, "a@b.example", True),
        ({"amr": ["hwk"]}, "a@b.example", True),
        ({"amr": "mfa"}, "a@b.example", False),
        ({"amr": [["mfa"], None]}, "a@b.example", False),
        ({"email_verified": False}, "", False),
        ({"email_verified": "true"}, "", False),
        ({"email_verified": 1}, "", False),
        ({"email_verified": None, "xms_edov": True}, "a@b.example", False),
        ({"email_verified": None, "xms_edov": "1"}, "a@b.example", False),
        ({"email_verified": None, "xms_edov": "0"}, "", False),
        ({"email": None}, "", False),
        ({"email": ["a@b.example"]}, "", False),
    ],
)
def test_what_the_claims_say(claims, email, steps):
    assert read_claims(GOOD | claims) == Vouched(f"{ISSUER}|p1", email, steps)


@pytest.mark.parametrize("claims", [{"sub": ""}, {"sub": None}, {"sub": 7}, {"iss": ""}, {"sub": "x" * 400}])
def test_claims_that_do_not_say_who_it_is(claims):
    with pytest.raises(NobodyHere):
        read_claims(GOOD | claims)
