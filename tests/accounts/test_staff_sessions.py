from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.keeping import create_account, disable_account
from app.accounts.models import Account, StaffSession
from app.accounts.rights import Role
from app.accounts.staff_sessions import device_of, end_sessions, forget_old, living_sessions, open_session, who_holds


@pytest.fixture
def account(database, keys):
    with database.writing() as session:
        return create_account(
            session,
            keys,
            email="a@b.example",
            password="vier bakfietsen onder de wilg",
            role=Role.DESK,
            municipality="hattem",
        ).account


def opened(database, account):
    with database.writing() as session:
        return open_session(session, account, "Mozilla/5.0 (Windows NT 10.0) Edg/140")


def test_only_the_digest_of_the_token_is_kept(database, account):
    token = opened(database, account)
    assert len(token) >= 43
    with database.reading() as session:
        row = session.exec(select(StaffSession)).one()
    assert token not in row.model_dump_json()
    assert row.device == "Edge, Windows"
    who = who_holds(database, token)
    assert (who.email, who.role, who.municipality, who.actor) == (
        "a@b.example",
        Role.DESK,
        "hattem",
        f"account:{account.id}",
    )
    assert who_holds(database, token + "x") is None
    assert who_holds(database, "") is None


def test_half_an_hour_of_nothing_ends_it(database, account, monkeypatch):
    token = opened(database, account)
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=29))
    assert who_holds(database, token)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=58))
    assert who_holds(database, token)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=89))
    assert who_holds(database, token) is None


def test_twelve_hours_end_it_however_busy(database, account, monkeypatch):
    token = opened(database, account)
    start = clock.now()
    for minutes in range(0, 720, 20):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert who_holds(database, token), minutes
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=721))
    assert who_holds(database, token) is None


def test_ending_one_all_others_or_all(database, account):
    tokens = [opened(database, account) for _ in range(3)]
    here = who_holds(database, tokens[0])
    with database.writing() as session:
        assert len(living_sessions(session, account.id)) == 3
        assert end_sessions(session, account.id, only=who_holds(database, tokens[2]).session_id) == 1
        assert end_sessions(session, account.id, but=here.session_id) == 1
    assert [who_holds(database, token) is not None for token in tokens] == [True, False, False]
    with database.writing() as session:
        disable_account(session, session.get_one(Account, account.id))
    assert who_holds(database, tokens[0]) is None


def test_old_rows_are_forgotten(database, account, monkeypatch):
    opened(database, account)
    with database.writing() as session:
        assert forget_old(session) == 0
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    with database.writing() as session:
        assert forget_old(session) == 1


def test_a_device_is_said_roughly():
    assert (
        device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
        == "Safari, iPhone"
    )
    assert device_of("") == "Browser, onbekend apparaat"
