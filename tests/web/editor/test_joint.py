import csv
import io
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts import joint
from app.accounts.models import Account, JointAct
from app.accounts.rights import Role
from app.audit.models import AuditLine
from app.social_map.models import Organisation
from tests.web.staff.site import look, words_of

ONE, TWO = "een@voorbeeld.example", "twee@voorbeeld.example"


@pytest.fixture
def one(site):
    return site.signed_in(ONE, Role.ADMINISTRATOR)


@pytest.fixture
def two(site, one):
    return site.signed_in(TWO, Role.ADMINISTRATOR)


def act(site):
    with site.database.reading() as session:
        return session.exec(select(JointAct)).one()


def test_one_asks_a_colleague_agrees_and_the_asker_fetches_the_list(site, one, two):
    site.account("=cmd@voorbeeld.example")
    assert one.post("/beheer/samen/vragen").status_code == 303
    assert one.post("/beheer/samen/vragen").status_code == 303
    number = act(site).id
    assert "U heeft dit zelf gevraagd" in words_of(look(one.get("/beheer/samen")))
    assert one.post(f"/beheer/samen/{number}/lijst").status_code == 404, "not before somebody agreed"
    page = look(two.get("/beheer/samen"))
    assert page.find("button", attrs={"value": "akkoord"})
    assert two.post(f"/beheer/samen/{number}", data={"doen": "akkoord"}).status_code == 303
    look(one.get("/beheer/samen"))
    answer = one.post(f"/beheer/samen/{number}/lijst")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {each["e-mail"] for each in rows} == {ONE, TWO, "'=cmd@voorbeeld.example"}
    with site.database.reading() as session:
        secrets = [kept for each in session.exec(select(Account)) for kept in (each.password_hash, each.sealed_secret)]
        lines = session.exec(select(AuditLine.action).where(AuditLine.subject.startswith("joint:"))).all()
    assert not any(kept in answer.text for kept in secrets)
    assert lines == ["joint.ask", "joint.agree", "accounts.export"]
    assert two.post(f"/beheer/samen/{number}/lijst").status_code == 404, "only who asked"


def test_who_asks_cannot_agree_and_hears_why(site, one, two):
    one.post("/beheer/samen/vragen")
    number = act(site).id
    answer = one.post(f"/beheer/samen/{number}", data={"doen": "akkoord"})
    assert answer.status_code == 200
    assert "U heeft dit zelf gevraagd" in words_of(look(answer))
    assert act(site).decided_at is None
    assert one.post(f"/beheer/samen/{number}", data={"doen": "niet"}).status_code == 303
    assert act(site).agreed is False
    assert two.post(f"/beheer/samen/{number}", data={"doen": "akkoord"}).status_code == 200
    assert act(site).agreed is False


def test_a_single_administrator_reads_that_it_takes_two(site, one):
    page = look(one.get("/beheer/samen"))
    assert "Dit kan niet alleen" in words_of(page)
    assert page.find("form", action="/beheer/samen/vragen") is None


def test_a_list_is_there_for_a_day(site, one, two, monkeypatch):
    one.post("/beheer/samen/vragen")
    number = act(site).id
    two.post(f"/beheer/samen/{number}", data={"doen": "akkoord"})
    decided = act(site).decided_at
    with site.database.writing() as session:
        row = session.get_one(JointAct, number)
        row.decided_at = decided - timedelta(days=1, seconds=1)
        session.add(row)
    assert one.post(f"/beheer/samen/{number}/lijst").status_code == 404


def test_two_editors_take_an_organisation_off_the_map(site):
    asker, other = site.signed_in("a@voorbeeld.example"), site.signed_in("b@voorbeeld.example")
    with site.database.writing() as session:
        organisation = Organisation(name="Weg", name_key="weg", email="weg@voorbeeld.example", phone="0612345678")
        session.add(organisation)
        session.flush()
        account = session.exec(select(Account.id).where(Account.email.startswith("a@"))).one()
        joint.ask(session, joint.ORGANISATION_REMOVE, f"organisation:{organisation.id}", "Weg: gestopt", by=account)
    number = act(site).id
    assert "Weg: gestopt" in words_of(look(asker.get("/beheer/samen")))
    assert other.post(f"/beheer/samen/{number}", data={"doen": "akkoord"}).status_code == 303
    with site.database.reading() as session:
        assert session.exec(select(Organisation)).one().email == ""
    assert act(site).done_at is not None


def test_what_belongs_to_another_right_or_municipality_does_not_exist(site, one, two):
    one.post("/beheer/samen/vragen")
    number = act(site).id
    editor = site.signed_in("c@voorbeeld.example")
    local = site.signed_in("d@voorbeeld.example", Role.ADMINISTRATOR, municipality="hattem")
    for client in (editor, local):
        look(client.get("/beheer/samen"))
        assert client.post(f"/beheer/samen/{number}", data={"doen": "akkoord"}).status_code == 404
    assert editor.post("/beheer/samen/vragen").status_code == 404
    assert two.post(f"/beheer/samen/{number}", data={"doen": "anders"}).status_code == 404
    assert local.post("/beheer/samen/vragen").status_code == 303
    with site.database.reading() as session:
        mine = session.exec(select(JointAct).where(JointAct.municipality == "hattem")).one().id
    assert two.post(f"/beheer/samen/{mine}", data={"doen": "akkoord"}).status_code == 303
    answer = local.post(f"/beheer/samen/{mine}/lijst")
    assert "d@voorbeeld.example" in answer.text
    assert ONE not in answer.text


def test_after_a_week_it_is_over(site, one, two):
    one.post("/beheer/samen/vragen")
    with site.database.writing() as session:
        row = session.exec(select(JointAct)).one()
        row.expires_at = clock.now() - timedelta(seconds=1)
        session.add(row)
    answer = two.post(f"/beheer/samen/{act(site).id}", data={"doen": "akkoord"})
    assert "wacht niet meer" in words_of(look(answer))
    assert act(site).agreed is False
