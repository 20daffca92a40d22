"""The ceremony in the pages: after the password somebody touches their key, once, in their own browser."""

import json

import pytest
from sqlmodel import select

from app.accounts.models import Account, SecurityKey, StaffSession
from tests.accounts.key_in_hand import KeyInHand
from tests.web.staff.site import PASSWORD, look, sign_in, words_of

ORIGIN = "http://localhost"


def options_in(answer) -> dict:
    return json.loads(look(answer).select_one("form[data-lp-key]")["data-lp-options"])


def own_key(**more) -> KeyInHand:
    return KeyInHand(host="localhost", origin=ORIGIN, **more)


def add_key(client, key, label="sleutelbos"):
    first = client.post("/inloggen/account/sleutel/nieuw", data={"sleutel-naam": label, "wachtwoord": PASSWORD})
    assert first.status_code == 303, first.text
    challenge = options_in(client.get(first.location))["challenge"]
    return client.post("/inloggen/account/sleutel", data={"antwoord": key.register(challenge)})


@pytest.fixture
def new(site):
    return site.account()


@pytest.fixture
def key(site, new):
    client = site.client()
    sign_in(client, new)
    found = own_key()
    assert add_key(client, found).status_code == 303
    return found


def half_way(site, new, next_page=""):
    client = site.client()
    first = client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD, "next": next_page})
    return client, client.get(first.location)


def test_somebody_signs_in_with_a_key_and_comes_where_they_were_going(site, new, key):
    client, page = half_way(site, new, "/beheer/teksten")
    assert "Gebruik uw sleutel" in words_of(look(page))
    answer = client.post(
        "/inloggen/sleutel", data={"antwoord": key.sign(options_in(page)["challenge"]), "next": "/beheer/teksten"}
    )
    assert answer.location == "/beheer/teksten"
    with client.session_transaction() as session:
        assert set(session) == {"staff"}
    assert client.get("/beheer/").status_code == 200


def test_who_has_no_key_is_not_asked_for_one(site, new):
    _, page = half_way(site, new)
    assert look(page).select_one("form[data-lp-key]") is None


def test_without_scripts_the_page_says_that_a_code_works(site, new, key):
    _, page = half_way(site, new)
    found = look(page)
    assert found.select_one("form[data-lp-key]").has_attr("hidden")
    assert "herstelcode werkt wel" in words_of(found)
    assert found.find("input", id="code")


def test_an_answer_opens_one_browser_once_also_with_the_old_cookie_put_back(site, new, key):
    client, page = half_way(site, new)
    cookie = client.get_cookie("leefplein").value
    answer = {"antwoord": key.sign(options_in(page)["challenge"])}
    assert client.post("/inloggen/sleutel", data=answer).status_code == 303
    thief = site.client()
    thief.set_cookie("leefplein", cookie)
    again = thief.post("/inloggen/sleutel", data=answer)
    assert again.status_code == 422
    assert "lukte het niet" in words_of(look(again))


def test_without_the_first_step_a_key_opens_nothing(site, key):
    client = site.client()
    assert client.post("/inloggen/sleutel", data={"antwoord": key.sign("AAAA")}).location == "/inloggen"
    with site.database.reading() as session:
        assert len(session.exec(select(StaffSession)).all()) == 1


def test_a_challenge_for_registering_does_not_sign_anybody_in(site, new, key):
    client, page = half_way(site, new)
    with client.session_transaction() as session:
        session["sleutel"] = {**session["sleutel"], "for": "erbij"}
    assert (
        client.post("/inloggen/sleutel", data={"antwoord": key.sign(options_in(page)["challenge"])}).status_code == 422
    )


def test_a_wrong_key_hears_the_same_whatever_was_wrong_and_may_try_again(site, new, key):
    client, page = half_way(site, new)
    said = []
    for answer in (own_key().sign(options_in(page)["challenge"]), "nonsens", ""):
        page = client.post("/inloggen/sleutel", data={"antwoord": answer})
        said.append((page.status_code, look(page).select_one(".lp-error-summary").get_text(" ", strip=True)))
    assert len(set(said)) == 1
    assert (
        client.post("/inloggen/sleutel", data={"antwoord": key.sign(options_in(page)["challenge"])}).status_code == 303
    )


def test_guessing_is_slowed(site, new, key):
    client, _ = half_way(site, new)
    statuses = []
    for _ in range(7):
        client.get("/inloggen/code")
        statuses.append(client.post("/inloggen/sleutel", data={"antwoord": "{}"}).status_code)
    assert statuses == [422] * 5 + [429] * 2


def test_an_account_with_only_a_key_is_asked_for_a_key_or_a_recovery_code(site, new, key):
    with site.database.writing() as session:
        session.get_one(Account, new.account.id).sealed_secret = ""
    client, page = half_way(site, new)
    assert "app" not in words_of(look(page).select_one("main")).lower()
    assert client.post("/inloggen/code", data={"code": "123456"}).status_code == 422
    assert client.post("/inloggen/code", data={"code": new.recovery_codes[0]}).status_code == 303


def test_the_page_for_the_key_leads_to_the_page_for_the_code(site):
    assert site.client().get("/inloggen/sleutel").location == "/inloggen/code"


def test_a_key_of_another_host_is_named_so(site, new, key):
    with site.database.writing() as session:
        session.exec(select(SecurityKey)).one().host = "heerde.localhost"
    client, page = half_way(site, new)
    assert look(page).select_one("form[data-lp-key]") is None
    client.post("/inloggen/code", data={"code": new.recovery_codes[0]})
    assert "werkt alleen op heerde.localhost" in words_of(look(client.get("/inloggen/account")))
