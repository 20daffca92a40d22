import re

import pytest
from click.testing import CliRunner
from sqlmodel import select

from app.accounts.inviting import open_invitation
from app.accounts.models import Account, Invitation
from app.accounts.second_factor import code_now
from app.cli.accounts import group
from app.content.loading import load_content
from app.db import Database
from app.mailing.waiting import KIND as MAIL
from app.migrations.running import upgrade
from app.outbox.models import OutboxMessage
from app.social_map.models import Organisation
from tests.web.staff.site import ROOT, SECRET

PASSWORD = "vier bakfietsen onder de wilg\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    for name, value in {
        "DATABASE_URL": url,
        "DATA_DIR": tmp_path,
        "SEARCH_DIR": tmp_path / "i",
        "CONTENT_DIR": ROOT / "content",
        "SECRET_KEY": SECRET,
    }.items():
        monkeypatch.setenv(f"LEEFPLEIN_{name}", str(value))
    database = Database(url)
    upgrade(database)

    def command(*arguments, text=PASSWORD):
        return CliRunner().invoke(group, arguments, input=text)

    command.database = database
    yield command
    database.close()


def create(run, *more, text=PASSWORD):
    return run("create", "--email", "a@b.example", "--role", "editor", "--password-stdin", *more, text=text)


def accounts(run):
    with run.database.reading() as session:
        return session.exec(select(Account)).all()


def test_create_shows_the_secret_once_and_never_the_password(run):
    answer = create(run)
    assert answer.exit_code == 0, answer.output
    secret = re.search(r"Geheim voor de app met codes: ([A-Z2-7]{32})", answer.output)[1]
    assert f"secret={secret}" in answer.output
    assert len(re.findall(r"^  \w{4}-\w{4}-\w{4}-\w{4}$", answer.output, re.MULTILINE)) == 8
    assert "bakfietsen" not in answer.output
    assert run("code", "--secret", secret).output.strip() == code_now(secret)


@pytest.mark.parametrize(
    ("more", "text", "says"),
    [
        ((), "kort\n", "12 tekens"),
        (("--municipality", "nergens"), PASSWORD, "--municipality"),
        (("--organisation", "X"), PASSWORD, "--organisation"),
        ((), "", "12 tekens"),
        ((), b"caf\xe9 in de straat\n", "UTF-8"),
    ],
)
def test_what_does_not_fit_is_refused_with_1(run, more, text, says):
    answer = create(run, *more, text=text)
    assert answer.exit_code == 1
    assert says in answer.output
    assert accounts(run) == []


def test_an_unknown_role_is_wrong_usage(run):
    assert run("create", "--email", "a@b.example", "--role", "baas", "--password-stdin").exit_code == 2


def test_an_organisation_is_found_by_its_name_or_made(run):
    first = run(
        "create", "--email", "a@b.example", "--role", "organisation", "--organisation", "De Hoek", "--password-stdin"
    )
    assert first.exit_code == 0, first.output
    second = run(
        "create", "--email", "c@d.example", "--role", "organisation", "--organisation", "de hoek", "--password-stdin"
    )
    assert second.exit_code == 0, second.output
    with run.database.reading() as session:
        organisation = session.exec(select(Organisation)).one()
    assert {account.organisation for account in accounts(run)} == {organisation.uid}


def test_disable_and_new_second_factor_and_password(run):
    create(run)
    before = accounts(run)[0]
    assert run("reset-second-factor", "--email", "A@b.example").exit_code == 0
    assert (
        run(
            "reset-password", "--email", "a@b.example", "--password-stdin", text="zeven kersen in een gieter\n"
        ).exit_code
        == 0
    )
    assert run("disable", "--email", "a@b.example").exit_code == 0
    after = accounts(run)[0]
    assert after.sealed_secret != before.sealed_secret
    assert after.password_hash != before.password_hash
    assert after.disabled_at is not None
    assert run("disable", "--email", "niemand@b.example").exit_code == 1


def test_without_a_secret_key_nothing_is_sealed(run, monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY", "")
    answer = create(run)
    assert answer.exit_code == 1
    assert "LEEFPLEIN_SECRET_KEY" in answer.output


def test_a_wrong_secret_is_said(run):
    assert run("code", "--secret", "1").exit_code == 1


def invited(run, *more):
    return run("invite", "--email", "a@b.example", "--role", "editor", *more)


def test_invite_prints_the_link_of_the_municipality_once_and_mails_it(run):
    answer = invited(run, "--municipality", "putten")
    assert answer.exit_code == 0, answer.output
    link = re.search(r"https://(\S+)/uitnodiging\?sleutel=([\w-]{43,})", answer.output)
    with run.database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
        mail = session.exec(select(OutboxMessage).where(OutboxMessage.kind == MAIL)).one()
        assert open_invitation(session, link[2]).id == invitation.id
    assert link[1] == load_content(ROOT / "content").municipality("putten").hosts[0]
    assert (invitation.municipality, invitation.role.value, invitation.invited_by) == ("putten", "editor", "cli")
    assert link[2] not in str(mail.payload), "sealed"
    assert accounts(run) == [], "there is no account before somebody answers"


def test_invite_for_an_organisation_and_what_is_refused(run):
    assert invited(run, "--municipality", "nergens").exit_code == 1
    assert invited(run, "--organisation", "De Hoek").exit_code == 1
    with run.database.reading() as session:
        assert session.exec(select(Organisation)).all() == []
    answer = run("invite", "--email", "a@b.example", "--role", "organisation", "--organisation", "De Hoek")
    assert answer.exit_code == 0, answer.output
    create(run, "--municipality", "putten", text=PASSWORD)
    assert "al een account" in invited(run).output


def test_the_employer_of_a_desk_worker_is_on_the_map_or_it_is_refused(run):
    desk = ("create", "--email", "a@b.example", "--role", "desk", "--password-stdin", "--organisation", "De Hoek")
    refused = run(*desk)
    assert (refused.exit_code, "niet op de kaart" in refused.output) == (1, True)
    with run.database.writing() as session:
        assert session.exec(select(Organisation)).all() == []
        session.add(Organisation(name="De Hoek", name_key="de hoek", uid="hoek"))
    assert run(*desk).exit_code == 0
    assert [(each.role.value, each.organisation) for each in accounts(run)] == [("desk", "hoek")]
