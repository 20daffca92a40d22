from app.accounts.second_factor import code_at, step_now
from tests.web.staff.site import PASSWORD, look, sign_in, words_of

NEW = "zeven kersen in een gieter"


def two_browsers(site):
    new = site.account()
    here, there = site.client(), site.client()
    sign_in(here, new)
    sign_in(there, new, step=1)
    return new, here, there


def test_somebody_sees_where_they_are_signed_in_and_ends_the_other(site):
    _, here, there = two_browsers(site)
    page = look(here.get("/inloggen/account"))
    assert words_of(page).count("Firefox, Linux") == 2
    number = page.select_one('input[name="sessie"]:not([value="alle"])')["value"]
    assert here.post("/inloggen/account/afmelden", data={"sessie": number}).status_code == 303
    assert there.get("/beheer/").status_code == 303
    assert here.get("/beheer/").status_code == 200


def test_nobody_ends_somebody_elses_session(site):
    _, here, _ = two_browsers(site)
    number = look(here.get("/inloggen/account")).select_one('input[name="sessie"]:not([value="alle"])')["value"]
    other = site.signed_in("ander@voorbeeld.example")
    assert other.post("/inloggen/account/afmelden", data={"sessie": number}).status_code == 404
    assert other.post("/inloggen/account/afmelden", data={"sessie": "²"}).status_code == 404
    assert other.post("/inloggen/account/afmelden", data={"sessie": "9" * 40}).status_code == 404


def test_another_password_ends_all_other_sessions(site):
    _, here, there = two_browsers(site)
    answer = here.post("/inloggen/account/wachtwoord", data={"wachtwoord": PASSWORD, "nieuw": NEW, "nogmaals": NEW})
    assert answer.status_code == 303
    assert "veranderd" in words_of(look(here.get(answer.location)))
    assert there.get("/beheer/").status_code == 303
    assert here.get("/beheer/").status_code == 200
    assert (
        site.client()
        .post("/inloggen", data={"email": "redacteur@voorbeeld.example", "wachtwoord": PASSWORD})
        .status_code
        == 422
    )


def test_an_easy_or_wrong_password_is_refused_with_the_reason(site):
    client = site.signed_in()
    short = client.post(
        "/inloggen/account/wachtwoord", data={"wachtwoord": PASSWORD, "nieuw": "kort", "nogmaals": "kort"}
    )
    assert short.status_code == 422
    assert "12 tekens" in words_of(look(short))
    place = client.post(
        "/inloggen/account/wachtwoord",
        data={"wachtwoord": PASSWORD, "nieuw": "wonen in hattem is fijn", "nogmaals": "wonen in hattem is fijn"},
    )
    assert "hattem" in words_of(look(place))
    wrong = client.post(
        "/inloggen/account/wachtwoord", data={"wachtwoord": "iets heel anders", "nieuw": NEW, "nogmaals": NEW}
    )
    assert look(wrong).select_one(".lp-error-summary a")["href"] == "#wachtwoord"
    other = client.post(
        "/inloggen/account/wachtwoord", data={"wachtwoord": PASSWORD, "nieuw": NEW, "nogmaals": NEW + "!"}
    )
    assert look(other).select_one(".lp-error-summary a")["href"] == "#nogmaals"


def test_new_recovery_codes_need_the_password_and_replace_the_old(site):
    new = site.account()
    client = site.client()
    sign_in(client, new)
    assert client.post("/inloggen/account/herstelcodes", data={"wachtwoord": "iets heel anders"}).status_code == 422
    shown = look(client.post("/inloggen/account/herstelcodes", data={"wachtwoord": PASSWORD}))
    codes = [each.text for each in shown.select("code")]
    assert len(codes) == 8
    again = site.client()
    again.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
    assert again.post("/inloggen/code", data={"code": new.recovery_codes[0]}).status_code == 422
    assert again.post("/inloggen/code", data={"code": codes[0]}).status_code == 303


def test_an_old_half_of_a_sign_in_is_worth_nothing_after_a_new_password(site):
    new = site.account()
    half = site.client()
    half.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
    client = site.client()
    sign_in(client, new)
    client.post("/inloggen/account/wachtwoord", data={"wachtwoord": PASSWORD, "nieuw": NEW, "nogmaals": NEW})
    assert half.post("/inloggen/code", data={"code": code_at(new.secret, step_now() + 1)}).status_code == 422
