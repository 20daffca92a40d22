"""An invitation answered with a key instead of an app: the account stands with that key, or not at all."""

from sqlmodel import select

from app.accounts.models import Account, SecurityKey
from tests.web.staff.site import PASSWORD, look, words_of
from tests.web.staff.test_inviting import EMAIL, accounts, invited, to_second_step
from tests.web.staff.test_second_step import options_in, own_key


def at_the_key(site):
    client, _ = to_second_step(site, invited(site))
    link = look(client.get("/uitnodiging/tweede-stap")).find("a", string="Ik neem een sleutel of passkey")
    return client, client.get(link["href"])


def test_from_the_link_to_the_work_with_a_key(site):
    client, page = at_the_key(site)
    key = own_key()
    answer = client.post("/uitnodiging/sleutel", data={"antwoord": key.register(options_in(page)["challenge"])})
    assert (answer.status_code, answer.location) == (303, "/uitnodiging/herstelcodes")
    assert len(look(client.get(answer.location)).select(".lp-codes code")) == 8
    again = site.client()
    first = again.post("/inloggen", data={"email": EMAIL, "wachtwoord": PASSWORD})
    challenge = options_in(again.get(first.location))["challenge"]
    assert again.post("/inloggen/sleutel", data={"antwoord": key.sign(challenge)}).location == "/beheer/"
    with site.database.reading() as session:
        assert session.exec(select(Account)).one().sealed_secret == ""


def test_a_key_that_does_not_prove_itself_makes_no_account(site):
    client, _ = at_the_key(site)
    answer = client.post("/uitnodiging/sleutel", data={"antwoord": own_key().register("AAAA")})
    assert answer.status_code == 422
    assert "lukte niet" in words_of(look(answer))
    assert not accounts(site)
    again = client.post("/uitnodiging/sleutel", data={"antwoord": own_key().register(options_in(answer)["challenge"])})
    assert again.location == "/uitnodiging/herstelcodes"


def test_a_key_of_somebody_else_makes_no_account(site):
    client, page = at_the_key(site)
    key = own_key()
    client.post("/uitnodiging/sleutel", data={"antwoord": key.register(options_in(page)["challenge"])})
    other, _ = to_second_step(site, invited(site, "ander@voorbeeld.example"))
    challenge = options_in(other.get("/uitnodiging/sleutel"))["challenge"]
    answer = other.post("/uitnodiging/sleutel", data={"antwoord": key.register(challenge)})
    assert answer.status_code == 422
    assert len(accounts(site)) == 1
    with site.database.reading() as session:
        assert len(session.exec(select(SecurityKey)).all()) == 1


def test_without_the_first_step_there_is_no_page(site):
    assert site.client().get("/uitnodiging/sleutel").status_code == 404
    assert site.client().post("/uitnodiging/sleutel", data={"antwoord": own_key().register("AAAA")}).status_code == 404
