"""What must never stand before real people (promise 42): no account by itself, and never the demo's secret."""

import pytest
from sqlmodel import select

from app.accounts.models import Account, Invitation
from app.cli import serve
from app.db import Database
from app.settings import DEMO_SECRET
from tests.installing import settings_in


def everybody(place):
    database = Database(settings_in(place).store)
    with database.reading() as session:
        found = [*session.exec(select(Account)), *session.exec(select(Invitation))]
    database.close()
    return found


def test_a_fresh_database_has_no_account_at_all(bare, run):
    bare.mkdir(parents=True)
    assert run("database", "upgrade")[0] == 0
    assert everybody(bare) == []
    code, said, _ = run("account", "invite", "--email", "a@b.example", "--role", "administrator")
    assert code == 0, said
    assert [type(each) for each in everybody(bare)] == [Invitation], "the twin: this would have been seen"


@pytest.mark.parametrize(("secret", "starts"), [(DEMO_SECRET, False), ("a secret of this installation's own", True)])
def test_the_demos_secret_never_serves(installed, run, monkeypatch, secret, starts):
    started = []
    monkeypatch.setattr(serve, "run", lambda *args, **options: started.append(args) or 0)
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY", secret)
    code, _, said = run("serve")
    assert (code == 0, bool(started)) == (starts, starts)
    assert starts or "van de demo" in said
