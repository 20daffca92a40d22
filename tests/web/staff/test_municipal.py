"""The municipality's own staff come in by its own sign-in: the whole road, through a real provider on this machine."""

import io
import secrets
import socket
import threading
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

import pytest
import structlog
import time_machine
from sqlmodel import select

from app import clock
from app.accounts.keeping import disable_account
from app.accounts.models import Account, StaffSession
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from app.audit.models import AuditLine
from tests.web.staff.provider import asked, provider_running
from tests.web.staff.site import look, make_site, words_of

EMAIL = "redacteur@voorbeeld.example"


@pytest.fixture(scope="module")
def provider():
    with provider_running() as found:
        yield found


@pytest.fixture
def oidc_site(tmp_path, provider, request):
    more = getattr(request, "param", {})
    found = make_site(
        tmp_path, oidc_issuer=provider.issuer, oidc_client_id="leefplein", oidc_client_secret="a secret of the tests",
        oidc_name="Gemeente Hattem", **more,
    )  # fmt: skip
    yield found
    found.close()


trusting = pytest.mark.parametrize("oidc_site", [{"oidc_second_step": "trust"}], indirect=True)


@pytest.fixture
def new(oidc_site):
    return oidc_site.account(EMAIL)


def begin(client, wanted=""):
    answer = client.get("/inloggen/gemeente" + (f"?next={wanted}" if wanted else ""))
    assert answer.status_code == 303, answer.text
    return answer.location


def walk(site, provider, subject, wanted="", client=None, **claims):
    """From our sign-in page through the provider and back. Claims: what the provider says of this person."""
    provider.person(subject, **{"email": EMAIL, "email_verified": True, **claims})
    client = client or site.client()
    return client, client.get(provider.consents(begin(client, wanted), subject))


def linked_to(site, email=EMAIL):
    with site.database.reading() as session:
        return session.exec(select(Account).where(Account.email == email)).one().external_id


def sessions(site) -> int:
    with site.database.reading() as session:
        return len(session.exec(select(StaffSession)).all())


def is_refused(site, answer, status=403):
    page = look(answer)
    assert answer.status_code == status
    assert "038" in words_of(page), "whom to call"
    assert page.find("a", href="/inloggen"), "the way back"
    assert not sessions(site)
    return words_of(page.select_one("main"))


def test_the_button_stands_on_the_sign_in_page(oidc_site):
    page = look(oidc_site.client().get("/inloggen?next=/beheer/teksten"))
    assert page.find("a", string="Log in met Gemeente Hattem")["href"] == "/inloggen/gemeente?next=/beheer/teksten"


def test_without_a_provider_there_is_no_button_and_no_page(site):
    client = site.client()
    assert "Log in met" not in words_of(look(client.get("/inloggen")))
    assert client.get("/inloggen/gemeente").status_code == 404
    assert client.get("/inloggen/gemeente/terug?code=x&state=y").status_code == 404


def test_what_goes_to_the_provider(oidc_site):
    found = asked(begin(oidc_site.client()))
    assert found["redirect_uri"] == "http://localhost/inloggen/gemeente/terug"
    assert found["code_challenge_method"] == "S256"
    assert found["scope"] == "openid email"
    assert found["response_type"] == "code"
    assert len(found["nonce"]) >= 20
    assert len(found["state"]) >= 20


def test_beginning_and_looking_write_nothing(oidc_site, new):
    client = oidc_site.client()
    with oidc_site.database.reading() as session:
        before = len(session.exec(select(AuditLine)).all())
    begin(client)
    client.get("/inloggen/gemeente/terug?code=x&state=y")
    with oidc_site.database.reading() as session:
        assert len(session.exec(select(AuditLine)).all()) == before
    assert not sessions(oidc_site)


def test_somebody_with_two_steps_at_the_provider_is_in_and_comes_where_they_were_going(oidc_site, provider, new):
    client, answer = walk(oidc_site, provider, "p1", "/beheer/teksten", amr=["pwd", "mfa"])
    assert (answer.status_code, answer.location) == (303, "/beheer/teksten")
    assert client.get("/beheer/").status_code == 200
    assert linked_to(oidc_site) == f"{provider.issuer}|p1"
    with oidc_site.database.reading() as session:
        actions = {line.action for line in session.exec(select(AuditLine)).all()}
    assert {"account.link-municipal", "sign-in.municipal"} <= actions


@pytest.mark.parametrize("amr", [None, [], ["pwd"], "mfa", [["mfa"]], [{"mfa": 1}]])
def test_without_two_steps_there_ours_is_asked(oidc_site, provider, new, amr):
    try:
        client, answer = walk(oidc_site, provider, "p2", "/beheer/teksten", **({} if amr is None else {"amr": amr}))
    except AssertionError:
        pytest.skip("this provider does not hand out such a claim")
    if amr == "mfa":
        is_refused(oidc_site, answer, 400)
        return
    assert answer.location == "/inloggen/code?next=/beheer/teksten"
    assert client.get("/beheer/").status_code == 303
    code = {"code": code_at(new.secret, step_now()), "next": "/beheer/teksten"}
    assert client.post("/inloggen/code", data=code).location == "/beheer/teksten"


@trusting
def test_an_installation_may_trust_the_provider_with_both_steps(oidc_site, provider, new):
    client, answer = walk(oidc_site, provider, "p3")
    assert answer.location == "/beheer/"
    assert client.get("/beheer/").status_code == 200


def test_who_has_no_second_step_anywhere_hears_whom_to_call(oidc_site, provider, new):
    with oidc_site.database.writing() as session:
        session.get_one(Account, new.account.id).sealed_secret = ""
    _, answer = walk(oidc_site, provider, "p4")
    assert "tweede stap" in is_refused(oidc_site, answer)


@trusting
def test_who_may_not_come_in_hears_the_same_whatever_is_the_reason(oidc_site, provider):
    oidc_site.account("dicht@voorbeeld.example")
    oidc_site.account("org@voorbeeld.example", Role.ORGANISATION, organisation="some-uid")
    oidc_site.account("steun@voorbeeld.example", Role.CLIENT_SUPPORT)
    oidc_site.account(EMAIL)
    with oidc_site.database.writing() as session:
        disable_account(session, session.exec(select(Account).where(Account.email == "dicht@voorbeeld.example")).one())
    said = set()
    for subject, claims in (
        ("niemand", {"email": "niemand@voorbeeld.example"}),
        ("dicht", {"email": "dicht@voorbeeld.example"}),
        ("org", {"email": "org@voorbeeld.example"}),
        ("steun", {"email": "steun@voorbeeld.example"}),
        ("onbevestigd", {"email_verified": False}),
        ("tekst", {"email_verified": "true"}),
        ("zonder-adres", {"email": None}),
    ):
        _, answer = walk(oidc_site, provider, subject, **claims)
        said.add(is_refused(oidc_site, answer))
    assert len(said) == 1
    assert linked_to(oidc_site) is None
    with oidc_site.database.reading() as session:
        assert len(session.exec(select(Account)).all()) == 4, "nobody is made on the way"


@trusting
def test_an_address_that_entra_vouches_for_is_enough(oidc_site, provider, new):
    _, answer = walk(oidc_site, provider, "entra", email_verified=False, xms_edov=True)
    assert answer.status_code == 303


@trusting
def test_an_address_that_changed_hands_does_not_open_the_old_account(oidc_site, provider, new):
    walk(oidc_site, provider, "eerst")
    with oidc_site.database.writing() as session:
        session.exec(select(StaffSession)).one().ended_at = clock.now()
    client, answer = walk(oidc_site, provider, "opvolger")
    assert answer.status_code == 403
    assert client.get("/beheer/").status_code == 303
    assert linked_to(oidc_site) == f"{provider.issuer}|eerst"


@trusting
def test_who_is_linked_comes_in_with_another_address_too_until_the_account_closes(oidc_site, provider, new):
    walk(oidc_site, provider, "vast")
    client, answer = walk(oidc_site, provider, "vast", email="getrouwd@voorbeeld.example", email_verified=False)
    assert answer.status_code == 303
    with oidc_site.database.writing() as session:
        disable_account(session, session.get_one(Account, new.account.id))
    assert client.get("/beheer/").status_code == 303
    assert walk(oidc_site, provider, "vast")[1].status_code == 403


@trusting
def test_an_account_without_a_password_comes_in_this_way_only(oidc_site, provider, new):
    with oidc_site.database.writing() as session:
        session.get_one(Account, new.account.id).password_hash = ""
    for typed in ("", " ", "x"):
        answer = oidc_site.client().post("/inloggen", data={"email": EMAIL, "wachtwoord": typed})
        assert answer.status_code == 422
    assert walk(oidc_site, provider, "zonder-wachtwoord")[1].status_code == 303


@trusting
@pytest.mark.parametrize("what", ["nonce", "code_verifier", "state"])
def test_what_this_browser_did_not_ask_for_is_refused(oidc_site, provider, new, what):
    provider.person("vreemd", email=EMAIL, email_verified=True)
    client = oidc_site.client()
    back = provider.consents(begin(client), "vreemd")
    with client.session_transaction() as session:
        name = next(each for each in session if each.startswith("_state_"))
        data = dict(session[name]["data"])
        if what == "state":
            del session[name]
        elif what == "nonce":
            session[name] = {**session[name], "data": {**data, "nonce": "another nonce than ours"}}
        else:
            assert data["code_verifier"]
            session.pop("gemeente-onderweg")
    assert "lukte nu niet" in is_refused(oidc_site, client.get(back), 400)
    assert linked_to(oidc_site) is None


@trusting
def test_an_answer_works_once_and_in_the_browser_that_asked(oidc_site, provider, new):
    provider.person("eenmaal", email=EMAIL, email_verified=True)
    client, other = oidc_site.client(), oidc_site.client()
    back = provider.consents(begin(client), "eenmaal")
    cookie = client.get_cookie("leefplein").value
    is_refused(oidc_site, other.get(back), 400)
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 400, "again"
    other.set_cookie("leefplein", cookie)
    assert other.get(back).status_code == 400, "again with the old cookie put back"
    assert sessions(oidc_site) == 1


@trusting
def test_an_answer_that_comes_after_ten_minutes_is_refused(oidc_site, provider, new):
    provider.person("laat", email=EMAIL, email_verified=True)
    client = oidc_site.client()
    back = provider.consents(begin(client), "laat")
    with time_machine.travel(clock.now().timestamp() + 601):
        is_refused(oidc_site, client.get(back), 400)


@trusting
def test_a_provider_that_mixes_up_is_refused(oidc_site, provider, new):
    provider.person("wie", email=EMAIL, email_verified=True)
    client = oidc_site.client()
    back = provider.consents(begin(client), "wie") + "&" + urlencode({"iss": "https://elders.example"})
    is_refused(oidc_site, client.get(back), 400)


def test_who_cancels_there_finds_the_way_back(oidc_site, provider):
    client = oidc_site.client()
    assert "lukte nu niet" in is_refused(oidc_site, client.get(provider.refuses(begin(client))), 400)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
@trusting
def test_next_leads_only_to_our_own_pages(oidc_site, provider, new, wanted):
    assert walk(oidc_site, provider, "verder", wanted)[1].location == "/beheer/"


def test_a_provider_that_is_away_gives_a_plain_page_and_is_left_alone_for_a_while(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.settimeout(1)
        knocks = []

        def hang_up():
            with suppress(OSError):
                while True:
                    knocks.append(deaf.accept()[0].close())

        thread = threading.Thread(target=hang_up)
        site = make_site(tmp_path, oidc_issuer=f"http://127.0.0.1:{deaf.getsockname()[1]}", oidc_client_id="leefplein")
        thread.start()
        for _ in range(3):
            assert "lukte nu niet" in is_refused(site, site.client().get("/inloggen/gemeente?next=/beheer/"), 502)
        thread.join()
    assert len(knocks) == 1
    site.database.close()


def test_a_provider_with_another_name_than_ours_is_not_used(tmp_path, provider):
    site = make_site(
        tmp_path, oidc_issuer=provider.issuer.replace("localhost", "127.0.0.1") + "/anders", oidc_client_id="leefplein"
    )
    is_refused(site, site.client().get("/inloggen/gemeente"), 502)
    site.database.close()


def test_a_provider_that_calls_itself_something_else_is_not_used(oidc_site, provider):
    client = oidc_site.client()
    begin(client)
    found = oidc_site.app.extensions["leefplein-municipal"].server_metadata
    for name, value in (
        ("issuer", "https://elders.example"),
        ("token_endpoint", "http://elders.example/token"),
        ("jwks_uri", "file:///etc/passwd"),
        ("authorization_endpoint", "javascript:alert(1)"),
    ):
        begin(client)
        found[name] = value
        assert client.get("/inloggen/gemeente").status_code == 502


@trusting
def test_nothing_of_the_token_or_the_person_is_logged(oidc_site, provider, new, monkeypatch):
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written), cache_logger_on_first_use=False)
    try:
        provider.person("stil", email="geheim@voorbeeld.example", email_verified=True)
        client = oidc_site.client()
        client.get(provider.consents(begin(client), "stil"))
        back = provider.consents(begin(client), "stil")
        client.get(back + "x")
        client.get("/inloggen/gemeente/terug?error=access_denied&error_description=geheim@voorbeeld.example")
    finally:
        structlog.reset_defaults()
    assert "municipal sign-in failed" in written.getvalue()
    for word in ("geheim", "stil", "eyJ", asked(back)["state"], asked(back)["code"]):
        assert word not in written.getvalue()


@trusting
def test_signing_out_ends_our_session_and_names_the_way_out_there(oidc_site, provider, new):
    client, _ = walk(oidc_site, provider, "weg")
    page = look(client.post("/uitloggen"))
    assert page.find("a", string="Log daar ook uit")["href"] == f"{provider.issuer}/oauth2/end_session"
    assert client.get("/beheer/").status_code == 303


def test_who_came_with_a_password_is_not_sent_elsewhere_when_leaving(oidc_site, new):
    client = oidc_site.client()
    begin(client)
    first = client.post("/inloggen", data={"email": EMAIL, "wachtwoord": "vier bakfietsen onder de wilg"})
    client.post(first.location, data={"code": code_at(new.secret, step_now())})
    assert "Log daar ook uit" not in words_of(look(client.post("/uitloggen")))


def test_a_full_cookie_makes_room(oidc_site):
    client = oidc_site.client()
    with client.session_transaction() as session:
        session["wegwijzer"] = {"x": secrets.token_hex(1100)}
    begin(client)
    with client.session_transaction() as session:
        assert "gemeente-onderweg" in session
    assert len(client.get_cookie("leefplein").value) <= 3800


def test_in_english_somebody_comes_back_in_english(oidc_site, provider, new):
    provider.person("engels", email=EMAIL, email_verified=True, amr=["mfa"])
    client = oidc_site.client()
    answer = client.get("/en/inloggen/gemeente?next=/en/beheer/")
    assert asked(answer.location)["redirect_uri"] == "http://localhost/inloggen/gemeente/terug"
    back = client.get(provider.consents(answer.location, "engels"))
    assert urlsplit(back.location).path == "/en/beheer/"
