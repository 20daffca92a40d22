import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.inviting import (
    InvitationOver,
    choose_password,
    finish,
    invite,
    invite_again,
    open_invitation,
    still_open,
    take_second_step,
)
from app.accounts.keeping import AccountRefused, create_account, disable_account
from app.accounts.models import Account, Invitation, RecoveryCode
from app.accounts.rights import Role
from app.accounts.second_factor import new_secret, step_now
from tests.web.staff.site import PASSWORD, everything_in

EMAIL = "anja@voorbeeld.example"


def a_token(database, keys, email=EMAIL, **more):
    given = {"role": Role.EDITOR, "by": "cli", "days": 14} | more
    with database.writing() as session:
        return invite(session, keys, email=email, **given)[1]


def opens(database, token):
    with database.reading() as session:
        try:
            return open_invitation(session, token)
        except InvitationOver:
            return None


def chosen(database, token):
    with database.writing() as session:
        found = open_invitation(session, token)
        choose_password(session, found, PASSWORD)
        return found.id


def test_a_token_has_256_bits_and_only_its_digest_is_kept(database, keys):
    token = a_token(database, keys)
    assert len(token) >= 43
    assert opens(database, token).email == EMAIL
    assert token.encode() not in everything_in(database)


def test_it_runs_out(database, keys, monkeypatch):
    token = a_token(database, keys, days=1)
    moment = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert opens(database, token) is None


def test_a_new_one_to_the_same_address_makes_the_old_one_void_and_nobody_elses(database, keys):
    first, other = a_token(database, keys), a_token(database, keys, "ander@voorbeeld.example")
    second = a_token(database, keys, EMAIL.upper())
    assert [opens(database, token) is not None for token in (first, second, other)] == [False, True, True]
    with database.writing() as session:
        _, third = invite_again(session, open_invitation(session, second), by="account:1", days=3)
        voided = session.exec(select(Invitation).where(Invitation.withdrawn_at != None)).all()  # noqa: E711
        with pytest.raises(InvitationOver):
            invite_again(session, voided[0], by="account:1", days=3)
    assert opens(database, second) is None
    assert opens(database, third).role is Role.EDITOR


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"email": "geen adres"}, "e-mailadres"),
        ({"role": Role.ORGANISATION}, "--organisation"),
        ({"organisation": "uid"}, "--organisation"),
    ],
)
def test_what_does_not_fit_is_refused(database, keys, more, says):
    with pytest.raises(AccountRefused, match=says):
        a_token(database, keys, **more)


def test_who_has_an_account_is_not_invited(database, keys):
    with database.writing() as session:
        create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.DESK)
    with pytest.raises(AccountRefused, match="al een account"):
        a_token(database, keys)


def test_without_a_password_nothing_is_finished(database, keys):
    token = a_token(database, keys)
    with pytest.raises(InvitationOver), database.writing() as session:
        finish(session, keys, open_invitation(session, token), secret=new_secret())
    assert opens(database, token) is not None, "nothing was used up"


def test_two_at_once_make_one_account(database, keys):
    number = chosen(database, a_token(database, keys))
    outcomes, ready = [], threading.Barrier(2)

    def run():
        ready.wait()
        try:
            with database.writing() as session:
                finish(session, keys, still_open(session, number), secret=new_secret(), step=step_now())
            outcomes.append("made")
        except InvitationOver:
            outcomes.append("over")

    both = [threading.Thread(target=run) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(outcomes) == ["made", "over"]
    with database.reading() as session:
        account = session.exec(select(Account)).one()
        assert len(session.exec(select(RecoveryCode)).all()) == 8
        assert session.exec(select(Invitation)).one().password_hash == "", "what was chosen is the account's now"
    assert account.password_hash


def test_a_second_step_set_up_anew_keeps_password_and_number(database, keys):
    with database.writing() as session:
        before = create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.DESK).account
        kept = before.password_hash
        _, token = take_second_step(session, before, by="account:9")
        assert before.sealed_secret == ""
        assert session.exec(select(RecoveryCode)).all() == []
    with database.writing() as session:
        done = finish(session, keys, open_invitation(session, token), secret=new_secret())
        assert (done.account.id, done.account.password_hash) == (before.id, kept)
        assert done.account.sealed_secret


def test_a_closed_account_sets_nothing_up(database, keys):
    with database.writing() as session:
        account = create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.DESK).account
        _, token = take_second_step(session, account, by="account:9")
        disable_account(session, account)
    assert opens(database, token) is None
    with pytest.raises(AccountRefused), database.writing() as session:
        take_second_step(session, session.get_one(Account, account.id), by="account:9")
