import pytest
from sqlmodel import select

from app.accounts.models import Account, StaffSession
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from tests.web.staff.site import PASSWORD, look, sign_in, words_of


def test_somebody_signs_in_with_a_password_and_a_code_and_lands_at_their_work(site):
    client = site.client()
    new = site.account()
    page = look(client.get("/inloggen"))
    assert page.find("input", id="wachtwoord")["autocomplete"] == "current-password"
    answer = sign_in(client, new)
    assert answer.location == "/beheer/"
    assert "Overzicht" in words_of(look(client.get("/beheer/")))


def test_a_password_alone_opens_nothing(site):
    new = site.account()
    client = site.client()
    client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
    assert client.get("/beheer/").status_code == 303


def test_the_same_code_never_works_twice(site):
    new = site.account()
    code = code_at(new.secret, step_now())
    for expected in (303, 422):
        client = site.client()
        client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
        answer = client.post("/inloggen/code", data={"code": code})
        assert answer.status_code == expected
    assert "al gebruikt" in words_of(look(answer))


def test_a_recovery_code_works_once(site):
    new = site.account()
    for expected in (303, 422):
        client = site.client()
        client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
        assert client.post("/inloggen/code", data={"code": new.recovery_codes[0].upper()}).status_code == expected


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(site):
    client = site.signed_in()
    cookie = client.get_cookie("leefplein").value
    assert client.post("/uitloggen").status_code == 200
    thief = site.client()
    thief.set_cookie("leefplein", cookie)
    assert thief.get("/beheer/").status_code == 303


def test_the_session_is_new_at_signing_in(site):
    new = site.account()
    client = site.client()
    client.get("/inloggen")
    client.post("/inloggen", data={"email": new.account.email, "wachtwoord": PASSWORD})
    before = client.get_cookie("leefplein").value
    client.post("/inloggen/code", data={"code": code_at(new.secret, step_now())})
    with client.session_transaction() as session:
        assert set(session) == {"staff"}
    assert client.get_cookie("leefplein").value != before


def test_known_and_unknown_accounts_get_the_same_answer(site):
    new = site.account()
    answers = []
    for email in (new.account.email, "niemand@voorbeeld.example"):
        answer = site.client().post("/inloggen", data={"email": email, "wachtwoord": "een ander wachtwoord dan dit"})
        answers.append((answer.status_code, words_of(look(answer)), answer.headers.get("Retry-After")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_what_was_typed_stays_but_never_the_password(site):
    answer = site.client().post(
        "/inloggen", data={"email": "iemand@voorbeeld.example", "wachtwoord": "dit is mijn geheime zin"}
    )
    page = look(answer)
    assert page.find("input", id="email")["value"] == "iemand@voorbeeld.example"
    assert "geheime zin" not in answer.text
    assert page.select(".lp-error-summary [autofocus]")


def test_guessing_is_slowed_for_everybody_together_and_a_known_account_answers_like_an_unknown_one(site):
    site.account()
    for email in ("redacteur@voorbeeld.example", "niemand@voorbeeld.example"):
        statuses = [
            site.client()
            .post("/inloggen", data={"email": email, "wachtwoord": f"verkeerd wachtwoord {number}"})
            .status_code
            for number in range(8)
        ]
        assert statuses == [422] * 5 + [429] * 3
    answer = site.client().post("/inloggen", data={"email": "redacteur@voorbeeld.example", "wachtwoord": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 5
    assert "Wacht" in words_of(look(answer))


def test_an_empty_form_says_which_fields(site):
    page = look(site.client().post("/inloggen", data={}))
    assert [link["href"] for link in page.select(".lp-error-summary a")] == ["#email", "#wachtwoord"]


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "evil",
        "javascript:alert(1)",
        "/\r\nX: y",
    ],
)
def test_next_leads_only_to_our_own_pages(site, wanted):
    answer = sign_in(site.client(), site.account(), next_page=wanted)
    assert answer.location == "/beheer/"


def test_after_signing_in_somebody_comes_where_they_were_going(site):
    client = site.client()
    sent = client.get("/beheer/zoektermen?woord=oppas")
    assert sent.status_code == 303
    assert sent.location == "/inloggen?next=/beheer/zoektermen?woord%3Doppas"
    assert (
        sign_in(client, site.account(), next_page="/beheer/zoektermen?woord=oppas").location
        == "/beheer/zoektermen?woord=oppas"
    )


def test_a_closed_account_is_out_at_once(site):
    client = site.signed_in()
    with site.database.writing() as session:
        account = session.exec(select(Account)).one()
        from app.accounts.keeping import disable_account

        assert disable_account(session, account) == 1
    assert client.get("/beheer/").status_code == 303
    assert (
        site.client()
        .post("/inloggen", data={"email": "redacteur@voorbeeld.example", "wachtwoord": PASSWORD})
        .status_code
        == 422
    )


def test_a_form_sent_after_the_session_ended_keeps_its_text(site):
    client = site.signed_in()
    with site.database.writing() as session:
        for row in session.exec(select(StaffSession)):
            session.delete(row)
    words = "even weg\n" * 10
    answer = client.post("/beheer/zoektermen/nieuw", data={"say": words, "mean": "respijtzorg"})
    assert answer.status_code == 401
    page = look(answer)
    assert page.find("textarea", attrs={"name": "say"}).text.strip() == words.strip()
    assert page.find("form", action="/beheer/zoektermen/nieuw")


def test_another_site_cannot_send_the_form(site):
    answer = site.client().post(
        "/inloggen", data={"email": "a@b.example", "wachtwoord": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400


def test_an_organisation_hears_that_the_editors_room_does_not_exist(site):
    client = site.signed_in("org@voorbeeld.example", Role.ORGANISATION, organisation="some-uid")
    assert client.get("/beheer/").status_code == 404


def test_staff_pages_are_not_kept_and_not_found_by_search_engines(site):
    answer = site.client().get("/inloggen")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_strange_text_is_no_reason_to_fall_over(site):
    for text in (
        "\x00",
        "\ud800".encode("utf-8", "surrogatepass"),
        "\u202e" * 50,
        "x" * 100_000,
        "'; drop table account; --",
    ):
        assert site.client().post("/inloggen", data={"email": text, "wachtwoord": text}).status_code in {422, 429}


def test_in_english(site):
    assert site.client().get("/en/inloggen").status_code == 200
