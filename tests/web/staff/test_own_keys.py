"""Keys in the own account: added in two pages, removed with the password."""

import pytest
from sqlmodel import select

from app.accounts.models import Account, SecurityKey
from tests.web.staff.site import PASSWORD, look, sign_in, words_of
from tests.web.staff.test_second_step import add_key, half_way, options_in, own_key


@pytest.fixture
def new(site):
    return site.account()


@pytest.fixture
def client(site, new):
    found = site.client()
    sign_in(found, new)
    return found


def number_of(site) -> int:
    with site.database.reading() as session:
        return session.exec(select(SecurityKey.id)).one()


def test_a_key_is_named_touched_listed_and_removed(site, client, new):
    key = own_key()
    added = add_key(client, key, "sleutelbos van mij")
    page = look(client.get(added.location))
    assert "Uw sleutel staat erbij" in words_of(page)
    assert "sleutelbos van mij" in words_of(page)
    gone = client.post("/inloggen/account/sleutel/weg", data={"sleutel": number_of(site), "wachtwoord": PASSWORD})
    assert "De sleutel is weg" in words_of(look(client.get(gone.location)))
    assert client.get("/inloggen/account").status_code == 200, "this browser stays signed in"
    half, page = half_way(site, new)
    assert look(page).select_one("form[data-lp-key]") is None
    assert half.post("/inloggen/sleutel", data={"antwoord": key.sign("AAAA")}).status_code == 422


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"sleutel-naam": "", "wachtwoord": PASSWORD}, "sleutel-naam"),
        ({"sleutel-naam": "sleutelbos", "wachtwoord": "iets anders"}, "sleutel-wachtwoord"),
        ({"sleutel-naam": "sleutelbos"}, "sleutel-wachtwoord"),
    ],
)
def test_without_a_name_or_the_password_no_key_is_added(site, client, data, field):
    answer = client.post("/inloggen/account/sleutel/nieuw", data=data)
    assert answer.status_code == 422
    page = look(answer)
    assert page.select_one(".lp-error-summary a")["href"] == f"#{field}"
    assert page.find("input", id="sleutel-naam")["value"] == data["sleutel-naam"]
    assert client.get("/inloggen/account/sleutel").status_code == 303
    key = own_key()
    assert client.post("/inloggen/account/sleutel", data={"antwoord": key.register("AAAA")}).status_code == 303
    with site.database.reading() as session:
        assert not session.exec(select(SecurityKey)).all()


def test_an_answer_for_another_challenge_is_refused_with_a_new_try(client):
    first = client.post("/inloggen/account/sleutel/nieuw", data={"sleutel-naam": "x", "wachtwoord": PASSWORD})
    client.get(first.location)
    answer = client.post("/inloggen/account/sleutel", data={"antwoord": own_key().register("AAAA")})
    assert answer.status_code == 422
    challenge = options_in(answer)["challenge"]
    assert client.post("/inloggen/account/sleutel", data={"antwoord": own_key().register(challenge)}).status_code == 303


def test_the_same_key_is_not_added_twice(client):
    key = own_key()
    add_key(client, key)
    answer = add_key(client, key)
    assert answer.status_code == 422
    assert "al in gebruik" in words_of(look(answer))


def test_the_last_second_step_stays_and_the_password_is_needed(site, client, new):
    add_key(client, own_key())
    number = number_of(site)
    wrong = client.post("/inloggen/account/sleutel/weg", data={"sleutel": number, "wachtwoord": "iets anders"})
    assert look(wrong).select_one(".lp-error-summary a")["href"] == f"#weg-{number}"
    with site.database.writing() as session:
        session.get_one(Account, new.account.id).sealed_secret = ""
    last = client.post("/inloggen/account/sleutel/weg", data={"sleutel": number, "wachtwoord": PASSWORD})
    assert last.status_code == 422
    assert "enige tweede stap" in words_of(look(last))
    assert number_of(site) == number


def test_nobody_removes_the_key_of_another(site, client):
    add_key(client, own_key())
    other = site.signed_in("ander@voorbeeld.example")
    answer = other.post("/inloggen/account/sleutel/weg", data={"sleutel": number_of(site), "wachtwoord": PASSWORD})
    assert answer.status_code == 404
    assert number_of(site)


def test_who_has_no_password_needs_none(site, client, new):
    with site.database.writing() as session:
        session.get_one(Account, new.account.id).password_hash = ""
    page = look(client.get("/inloggen/account"))
    assert page.find("input", attrs={"type": "password"}) is None
    first = client.post("/inloggen/account/sleutel/nieuw", data={"sleutel-naam": "telefoon"})
    challenge = options_in(client.get(first.location))["challenge"]
    assert client.post("/inloggen/account/sleutel", data={"antwoord": own_key().register(challenge)}).status_code == 303
