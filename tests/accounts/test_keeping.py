import pytest
from sqlmodel import select

from app.accounts.keeping import AccountRefused, create_account, disable_account, find_account, reset_second_factor
from app.accounts.models import Account
from app.accounts.rights import Role
from app.accounts.staff_sessions import open_session, who_holds
from app.audit.models import AuditLine

GOOD = {"email": "Iemand@Voorbeeld.example", "password": "vier bakfietsen onder de wilg", "role": Role.EDITOR}


def make(database, keys, **more):
    with database.writing() as session:
        return create_account(session, keys, **(GOOD | more))


@pytest.mark.parametrize(
    ("more", "says"),
    [({"email": "geen adres"}, "--email"), ({"password": "kort"}, "12 tekens"), ({"role": Role.ORGANISATION}, "--organisation"), ({"organisation": "uid"}, "--organisation"),
     ({"password": "ik ben Iemand van hier"}, "iemand")],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_kept(database, keys, more, says):
    with pytest.raises(AccountRefused, match=says):
        make(database, keys, **more)
    with database.reading() as session:
        assert session.exec(select(Account)).all() == []


def test_an_address_has_one_account_however_it_is_written(database, keys):
    make(database, keys)
    with pytest.raises(AccountRefused, match="al een account"):
        make(database, keys, email="iemand@voorbeeld.EXAMPLE")


def test_a_new_second_factor_ends_sessions_and_leaves_the_password(database, keys):
    new = make(database, keys)
    with database.writing() as session:
        account = find_account(session, "IEMAND@voorbeeld.example")
        kept = account.password_hash
        token = open_session(session, account)
        again = reset_second_factor(session, keys, account)
    assert again.secret != new.secret
    assert set(again.recovery_codes).isdisjoint(new.recovery_codes)
    assert who_holds(database, token) is None
    assert again.account.password_hash == kept


def test_who_did_what_is_written_down(database, keys):
    make(database, keys)
    with database.writing() as session:
        disable_account(session, find_account(session, GOOD["email"]))
    with database.reading() as session:
        assert [(line.actor, line.action) for line in session.exec(select(AuditLine))] == [
            ("cli", "account.create"),
            ("cli", "account.disable"),
        ]


def test_a_role_outside_the_list_is_refused_by_the_database(database):
    with pytest.raises(Exception, match=r"(?i)check|not among|enum"), database.writing() as session:
        session.add(Account(email="x@y.example", role="root", password_hash="", sealed_secret=""))
