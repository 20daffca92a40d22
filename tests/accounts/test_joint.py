import contextlib
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts import joint
from app.accounts.joint import ACCOUNTS_EXPORT, KINDS, ORGANISATION_REMOVE, JointRefused, ask, decide, others, waiting
from app.accounts.keeping import create_account, disable_account
from app.accounts.models import Account, JointAct
from app.accounts.rights import RIGHTS, Role
from app.audit.models import AuditLine
from tests.web.staff.site import PASSWORD


@pytest.fixture
def people(database, keys):
    """Numbers of accounts by name."""
    made = {}
    with database.writing() as session:
        for name, role, town in (
            ("one", Role.ADMINISTRATOR, ""), ("two", Role.ADMINISTRATOR, ""), ("editor", Role.EDITOR, ""),
            ("hattem", Role.EDITOR, "hattem"), ("putten", Role.EDITOR, "putten"), ("desk", Role.DESK, ""),
        ):  # fmt: skip
            email = f"{name}@voorbeeld.example"
            made[name] = create_account(
                session, keys, email=email, password=PASSWORD, role=role, municipality=town
            ).account.id
    return made


def asked(database, by, kind=ORGANISATION_REMOVE, town=""):
    with database.writing() as session:
        return ask(session, kind, "organisation:12", "De Hoek: gestopt", by=by, municipality=town).id


def decided(database, number, by, *, agreed=True, doing=None):
    with database.writing() as session:
        decide(session, session.get_one(JointAct, number), by, agreed=agreed, doing=doing)


def test_another_agrees_and_it_is_done_in_the_same_transaction(database, people):
    number = asked(database, people["one"])
    seen = []
    decided(
        database, number, people["editor"], doing=lambda session, act, by: seen.append((act.subject, act.agreed, by))
    )
    assert seen == [("organisation:12", True, f"account:{people['editor']}")]
    with database.reading() as session:
        act = session.get_one(JointAct, number)
        assert (act.decided_by, act.agreed, act.done_at is not None) == (people["editor"], True, True)
        lines = session.exec(select(AuditLine).where(AuditLine.action.startswith("joint."))).all()
    assert [(line.action, line.actor) for line in lines] == [
        ("joint.ask", f"account:{people['one']}"),
        ("joint.agree", f"account:{people['editor']}"),
    ]


def test_when_the_doing_fails_nobody_agreed(database, people):
    number = asked(database, people["one"])

    def breaks(session, act, by):
        raise JointRefused("weg")

    with pytest.raises(JointRefused):
        decided(database, number, people["two"], doing=breaks)
    with database.reading() as session:
        assert session.get_one(JointAct, number).decided_at is None


def test_nobody_agrees_with_themselves_nor_without_the_right(database, people):
    number = asked(database, people["one"])
    for name in ("one", "desk", "hattem"):
        with pytest.raises(JointRefused):
            decided(database, number, people[name])
    decided(database, number, people["one"], agreed=False)
    with pytest.raises(JointRefused):
        decided(database, number, people["two"])


def test_who_asked_must_still_hold_the_right(database, people):
    number = asked(database, people["one"])
    with database.writing() as session:
        disable_account(session, session.get_one(Account, people["one"]))
    with pytest.raises(JointRefused, match="deze rol niet meer"):
        decided(database, number, people["two"])
    other = asked(database, people["editor"])
    with database.writing() as session:
        account = session.get_one(Account, people["editor"])
        account.role = Role.DESK
        session.add(account)
    with pytest.raises(JointRefused):
        decided(database, other, people["two"])


def test_who_lacks_the_right_cannot_ask(database, people):
    for name, kind, town in (
        ("desk", ORGANISATION_REMOVE, ""),
        ("editor", ACCOUNTS_EXPORT, ""),
        ("hattem", ORGANISATION_REMOVE, ""),
    ):
        with pytest.raises(JointRefused):
            asked(database, people[name], kind, town)
    assert asked(database, people["hattem"], town="hattem")


def test_everybody_sees_what_is_theirs(database, people):
    asked(database, people["hattem"], town="hattem")
    asked(database, people["one"], ACCOUNTS_EXPORT)
    assert asked(database, people["one"], ACCOUNTS_EXPORT) == asked(database, people["one"], ACCOUNTS_EXPORT)
    with database.reading() as session:
        seen = {name: len(waiting(session, number)) for name, number in people.items()}
        assert others(session, ACCOUNTS_EXPORT, "", people["one"]) == 1
        assert others(session, ORGANISATION_REMOVE, "hattem", people["hattem"]) == 3
    assert seen == {"one": 2, "two": 2, "editor": 1, "hattem": 1, "putten": 0, "desk": 0}


def test_after_seven_days_it_is_over(database, people, monkeypatch):
    number = asked(database, people["one"])
    moment = clock.now() + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(JointRefused, match="wacht niet meer"):
        decided(database, number, people["two"])
    with database.reading() as session:
        assert waiting(session, people["two"]) == []


def test_two_who_agree_at_once_do_it_once(database, people):
    number = asked(database, people["one"])
    done, ready = [], threading.Barrier(2)

    def run(name):
        ready.wait()
        with contextlib.suppress(JointRefused):
            decided(database, number, people[name], doing=lambda session, act, by: done.append(by))

    both = [threading.Thread(target=run, args=(name,)) for name in ("two", "editor")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(done) == 1


def test_every_kind_has_a_right_that_somebody_holds_and_words(database):
    for right, words in KINDS.values():
        assert RIGHTS[right]
        assert words
    assert timedelta(days=7) == joint.VALID
