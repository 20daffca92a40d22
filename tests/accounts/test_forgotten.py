import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.forgotten import LinkOver, choose_new, make_link, open_link
from app.accounts.inviting import take_second_step
from app.accounts.keeping import AccountRefused, create_account, reset_password
from app.accounts.models import Account, PasswordLink
from app.accounts.passwords import fits
from app.accounts.rights import Role
from tests.web.staff.site import PASSWORD, everything_in

EMAIL = "anja@voorbeeld.example"
NEW = "zeven kersen in een gieter"


@pytest.fixture
def account(database, keys):
    with database.writing() as session:
        return create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.DESK).account


def a_token(database, keys):
    with database.writing() as session:
        return make_link(session, keys, EMAIL)[1]


def test_only_the_digest_is_kept(database, keys, account):
    token = a_token(database, keys)
    assert len(token) >= 43
    assert token.encode() not in everything_in(database)


def test_two_at_once_with_one_link_one_gets_through(database, keys, account):
    token = a_token(database, keys)
    outcomes, ready = [], threading.Barrier(2)

    def run(new):
        ready.wait()
        try:
            with database.writing() as session:
                choose_new(session, token, new)
            outcomes.append(new)
        except LinkOver:
            outcomes.append("")

    both = [threading.Thread(target=run, args=(f"{number} {NEW}",)) for number in ("een", "twee")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert min(outcomes) == ""
    assert sorted(outcomes)[1] != ""
    with database.reading() as session:
        assert fits(session.exec(select(Account)).one().password_hash, sorted(outcomes)[1])


def test_a_refused_password_leaves_the_link_and_an_hour_ends_it(database, keys, account, monkeypatch):
    token = a_token(database, keys)
    with pytest.raises(AccountRefused), database.writing() as session:
        choose_new(session, token, "kort")
    with database.reading() as session:
        assert open_link(session, token).id == account.id
    moment = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(LinkOver), database.reading() as session:
        open_link(session, token)


def test_nobody_else_gets_a_link(database, keys, account):
    with database.writing() as session:
        assert make_link(session, keys, "niemand@voorbeeld.example") is None
        assert make_link(session, keys, " ANJA@voorbeeld.example ") is not None
        row = session.get_one(Account, account.id)
        row.password_hash = ""  # comes in by the municipality's own sign-in
        session.add(row)
        assert make_link(session, keys, EMAIL) is None
        assert len(session.exec(select(PasswordLink)).all()) == 1


def test_a_mail_of_before_does_not_change_back_a_password_that_was_changed_meanwhile(database, keys, account):
    token = a_token(database, keys)
    with database.writing() as session:
        reset_password(session, session.get_one(Account, account.id), NEW)
    with pytest.raises(LinkOver), database.reading() as session:
        open_link(session, token)


def test_one_mailbox_does_not_open_both_steps(database, keys, account):
    """While the second step is being set up anew by mail, a forgotten password gets no link: somebody has to ring first."""
    with database.writing() as session:
        found = session.get_one(Account, account.id)
        take_second_step(session, found, by="account:1")
        assert make_link(session, keys, found.email) is None
