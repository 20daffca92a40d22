import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app import clock
from app.accounts import inviting
from app.accounts.inviting import invite, take_second_step, withdraw
from app.accounts.keeping import reset_password
from app.accounts.models import Account, Invitation, StaffSession
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from tests.web.staff.site import PASSWORD, look, sign_in, words_of

EMAIL = "anja@voorbeeld.example"
GOOD = {"wachtwoord": PASSWORD, "nogmaals": PASSWORD}


def invited(site, email=EMAIL, role=Role.EDITOR, **more) -> str:
    with site.database.writing() as session:
        return invite(session, site.keys, email=email, role=role, by="cli", days=14, name="Anja", **more)[1]


def secret_on(page: BeautifulSoup) -> str:
    return page.select_one(".lp-secret code").text.replace(" ", "")


def to_second_step(site, token, data=GOOD):
    client = site.client()
    answer = client.post("/uitnodiging", data={"sleutel": token, **data})
    assert (answer.status_code, answer.location) == (303, "/uitnodiging/tweede-stap"), answer.text
    return client, secret_on(look(client.get(answer.location)))


def accounts(site):
    with site.database.reading() as session:
        return session.exec(select(Account)).all()


def test_from_the_link_to_the_work(site):
    token = invited(site)
    client = site.client()
    page = look(client.get(f"/uitnodiging?sleutel={token}"))
    assert "redacteur" in words_of(page)
    assert EMAIL in words_of(page)
    assert page.find("input", id="wachtwoord")["autocomplete"] == "new-password"
    assert page.find("input", id="wachtwoord").get("onpaste") is None
    client, secret = to_second_step(site, token)
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    before = client.get_cookie("leefplein").value
    answer = client.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())})
    assert (answer.status_code, answer.location) == (303, "/uitnodiging/herstelcodes")
    assert client.get_cookie("leefplein").value != before
    page = look(client.get("/uitnodiging/herstelcodes"))
    codes = [code.text for code in page.select(".lp-codes code")]
    assert len(codes) == 8
    page = look(client.post("/uitnodiging/herstelcodes", data={}))
    assert "vinkje" in words_of(page)
    assert [code.text for code in page.select(".lp-codes code")] == codes
    assert client.post("/uitnodiging/herstelcodes", data={"bewaard": "ja"}).location == "/beheer/"
    assert client.get("/beheer/").status_code == 200
    assert client.get("/uitnodiging/herstelcodes").status_code == 303, "shown once"
    again = site.client()
    again.post("/inloggen", data={"email": EMAIL, "wachtwoord": PASSWORD})
    assert again.post("/inloggen/code", data={"code": codes[0]}).status_code == 303


def test_the_square_needs_nothing_that_the_content_policy_refuses_and_has_words(site):
    client, _ = to_second_step(site, invited(site))
    answer = client.get("/uitnodiging/tweede-stap")
    picture = look(answer).select_one("svg.lp-qr")
    assert picture["role"] == "img"
    assert picture.find("title").text
    assert not picture.find_all(style=True)
    assert "data:" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_there_is_no_account_before_the_second_step_stands_and_the_same_link_goes_on(site):
    token = invited(site)
    to_second_step(site, token)
    assert accounts(site) == []
    assert site.client().post("/inloggen", data={"email": EMAIL, "wachtwoord": PASSWORD}).status_code == 422
    elsewhere, secret = to_second_step(site, token)
    assert elsewhere.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())}).status_code == 303
    assert [account.email for account in accounts(site)] == [EMAIL]


def test_the_second_page_opens_nothing_without_the_first(site):
    invited(site)
    assert site.client().get("/uitnodiging/tweede-stap").status_code == 404
    assert site.client().post("/uitnodiging/tweede-stap", data={"code": "123456"}).status_code == 404
    assert site.client().get("/uitnodiging/herstelcodes").status_code == 303
    assert accounts(site) == []


def test_a_wrong_code_makes_no_account_and_guessing_is_slowed(site):
    client, secret = to_second_step(site, invited(site))
    wrong = str((int(code_at(secret, step_now() + 9)) + 1) % 1_000_000).zfill(6)
    statuses = [client.post("/uitnodiging/tweede-stap", data={"code": wrong}).status_code for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert accounts(site) == []


def test_the_code_that_set_it_up_does_not_work_again(site):
    client, secret = to_second_step(site, invited(site))
    code = code_at(secret, step_now())
    client.post("/uitnodiging/tweede-stap", data={"code": code})
    thief = site.client()
    thief.post("/inloggen", data={"email": EMAIL, "wachtwoord": PASSWORD})
    assert thief.post("/inloggen/code", data={"code": code}).status_code == 422


def test_a_link_works_once_and_two_browsers_make_one_account(site):
    token = invited(site)
    (one, first), (two, second) = to_second_step(site, token), to_second_step(site, token)
    assert one.post("/uitnodiging/tweede-stap", data={"code": code_at(first, step_now())}).status_code == 303
    assert two.post("/uitnodiging/tweede-stap", data={"code": code_at(second, step_now())}).status_code == 404
    assert site.client().get(f"/uitnodiging?sleutel={token}").status_code == 404
    assert len(accounts(site)) == 1


def test_every_link_that_opens_nothing_says_the_same_and_whom_to_call(site, monkeypatch):
    used, withdrawn, old, voided = (invited(site, f"{name}@voorbeeld.example") for name in "abcd")
    client, secret = to_second_step(site, used)
    client.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())})
    with site.database.writing() as session:
        withdraw(session, session.exec(select(Invitation).where(Invitation.email.startswith("b@"))).one(), by="cli")
        row = session.exec(select(Invitation).where(Invitation.email.startswith("c@"))).one()
        row.expires_at = clock.now() - timedelta(seconds=1)
        session.add(row)
    newest = invited(site, "d@voorbeeld.example")
    said = set()
    for token in (used, withdrawn, old, voided, "onzin", ""):
        for answer in (
            site.client().get("/uitnodiging", query_string={"sleutel": token}),
            site.client().post("/uitnodiging", data={"sleutel": token, **GOOD}),
        ):
            assert answer.status_code == 404
            said.add(words_of(look(answer)))
    assert len(said) == 1
    assert "0" in said.pop().split("Lukt het niet?")[1]
    assert site.client().get(f"/uitnodiging?sleutel={newest}").status_code == 200, "the twin: the newest one works"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"wachtwoord": "kort", "nogmaals": "kort"}, "12 tekens"),
        ({"wachtwoord": "", "nogmaals": ""}, "Kies een wachtwoord"),
        ({"wachtwoord": PASSWORD, "nogmaals": PASSWORD + "x"}, "niet gelijk"),
        ({"wachtwoord": "mooi hattem in de zon", "nogmaals": "mooi hattem in de zon"}, "hattem"),
        ({"wachtwoord": "anja gaat naar zee", "nogmaals": "anja gaat naar zee"}, "anja"),
        ({"wachtwoord": "Welkom2026!Welkom", "nogmaals": "Welkom2026!Welkom"}, "veelgebruikte"),
    ],
)
def test_an_easy_password_is_refused_with_the_reason(site, typed, says):
    answer = site.client().post("/uitnodiging", data={"sleutel": invited(site), **typed})
    assert answer.status_code == 422
    assert says in words_of(look(answer))
    assert PASSWORD not in answer.text


def test_looking_changes_nothing(site):
    token = invited(site)
    for _ in range(2):
        assert site.client().get(f"/uitnodiging?sleutel={token}").status_code == 200
    with site.database.reading() as session:
        row = session.exec(select(Invitation)).one()
    assert (row.used_at, row.password_hash) == (None, "")


def test_a_second_step_that_was_taken_away_is_set_up_anew_with_the_own_password(site):
    client = site.signed_in()
    with site.database.writing() as session:
        account = session.exec(select(Account)).one()
        _, token = take_second_step(session, account, by="account:9")
    assert client.get("/beheer/").status_code == 303, "signed out at once"
    half = site.client()
    half.post("/inloggen", data={"email": account.email, "wachtwoord": PASSWORD})
    assert half.post("/inloggen/code", data={"code": "123456"}).status_code == 422
    page = look(site.client().get(f"/uitnodiging?sleutel={token}"))
    assert page.find("input", id="wachtwoord")["autocomplete"] == "current-password"
    assert page.find("input", id="nogmaals") is None
    stranger = site.client().post(
        "/uitnodiging", data={"sleutel": token, **dict.fromkeys(GOOD, "een heel ander gedicht")}
    )
    assert stranger.status_code == 422
    back, secret = to_second_step(site, token)
    back.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())})
    assert back.get("/beheer/").status_code == 200
    assert len(accounts(site)) == 1
    assert accounts(site)[0].id == account.id


def test_who_was_signed_in_as_somebody_else_is_not_any_more(site):
    new = site.account("ander@voorbeeld.example")
    token = invited(site)
    client, secret = to_second_step(site, token)
    sign_in(client, new)
    client.post("/uitnodiging", data={"sleutel": token, **GOOD})
    secret = secret_on(look(client.get("/uitnodiging/tweede-stap")))
    client.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())})
    with site.database.reading() as session:
        rows = session.exec(select(StaffSession).order_by(StaffSession.id)).all()
    assert [row.ended_at is None for row in rows] == [False, True]


def test_a_set_up_that_took_too_long_asks_for_the_link_again(site, monkeypatch):
    client, _ = to_second_step(site, invited(site))
    moment = clock.now() + timedelta(seconds=3601)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert client.get("/uitnodiging/tweede-stap").status_code == 404


def test_in_english(site):
    assert site.client().get(f"/en/uitnodiging?sleutel={invited(site)}").status_code == 200


def test_old_invitations_are_forgotten(site, monkeypatch):
    invited(site)
    with site.database.writing() as session:
        assert inviting.forget_old(session) == 0
    moment = clock.now() + timedelta(days=45)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with site.database.writing() as session:
        assert inviting.forget_old(session) == 1


def test_a_password_typed_before_it_was_changed_sets_nothing_up(site):
    new = site.account(EMAIL, Role.EDITOR)
    with site.database.writing() as session:
        _made, token = take_second_step(session, session.get_one(Account, new.account.id), by="cli")
    client, secret = to_second_step(site, token, {"wachtwoord": PASSWORD})
    with site.database.writing() as session:
        reset_password(session, session.get_one(Account, new.account.id), "zeven kersen in een gieter")
    assert client.get("/uitnodiging/tweede-stap").status_code == 404
    assert client.post("/uitnodiging/tweede-stap", data={"code": code_at(secret, step_now())}).status_code == 404
    assert accounts(site)[0].sealed_secret == ""
