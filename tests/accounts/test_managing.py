import threading

import pytest
from sqlmodel import select

from app.accounts import managing
from app.accounts.keeping import AccountRefused, create_account
from app.accounts.models import Account, SecurityKey
from app.accounts.rights import Role
from tests.web.staff.site import PASSWORD


@pytest.fixture
def two(database, keys):
    with database.writing() as session:
        return [
            create_account(
                session, keys, email=f"{name}@voorbeeld.example", password=PASSWORD, role=Role.ADMINISTRATOR
            ).account.id
            for name in "ab"
        ]


def open_administrators(database):
    with database.reading() as session:
        return [
            each.id
            for each in session.exec(select(Account))
            if each.disabled_at is None and each.role is Role.ADMINISTRATOR
        ]


def test_two_administrators_who_close_each_other_at_once_leave_one(database, two):
    ready = threading.Barrier(2)

    def close(number):
        ready.wait()
        try:
            with database.writing() as session:
                managing.close(session, session.get_one(Account, number), by="account:0")
        except AccountRefused:
            pass

    both = [threading.Thread(target=close, args=(number,)) for number in two]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(open_administrators(database)) == 1


def test_an_administrator_without_a_second_step_does_not_count_and_one_with_a_key_does(database, two):
    first, second = two
    with database.writing() as session:
        other = session.get_one(Account, second)
        other.sealed_secret = ""
        session.add(other)
    with pytest.raises(AccountRefused, match="laatste beheerder"), database.writing() as session:
        managing.close(session, session.get_one(Account, first), by="cli")
    with database.writing() as session:
        session.add(SecurityKey(account_id=second, host="x", credential="c", public_key=b"k"))
    with database.writing() as session:
        managing.close(session, session.get_one(Account, first), by="cli")
    assert open_administrators(database) == [second]
