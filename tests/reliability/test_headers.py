"""Promise 52: the rules of internet.nl hold on every route, errors and files included."""

import pytest
from flask.testing import FlaskClient

from app.web.application import create_app
from tests.installing import copy_of
from tests.reliability import internet_nl
from tests.reliability.visiting import HOST, SAME, an_offer, every_route

KEPT = {"static", "resident.theme", "machines.sitemap", "machines.sitemap_part", "resident.open_data_file"}
"""Files, and what is the same for everybody; open data besides (tests/web/api/hsds)."""


@pytest.fixture(scope="module")
def secure(example_template, tmp_path_factory):
    """The site as it stands in production: over https."""
    services = copy_of(example_template, tmp_path_factory.mktemp("secure"), local_http=False)
    yield create_app(services)
    services.database.close()


def answers(app):
    client = FlaskClient(app)
    base = "https://hattem.localhost" if app.config["SESSION_COOKIE_SECURE"] else "http://hattem.localhost"
    for method, path, endpoint in every_route(app, an_offer(app)):
        yield f"{method} {path}", client.open(path, method=method, headers=SAME, base_url=base, buffered=True), endpoint
        if endpoint.startswith("resident."):
            yield (
                f"{method} /en{path}",
                client.open("/en" + path, method=method, headers=SAME, base_url=base, buffered=True),
                endpoint,
            )
    for what, path, method, headers in (
        ("404", "/dit-is-er-niet", "GET", HOST),
        ("404 in the API", "/api/dit-is-er-niet", "GET", HOST),
        ("404 file", "/static/nergens.css", "GET", HOST),
        ("outside the files", "/static/../../settings.py", "GET", HOST),
        ("405", "/zoeken", "DELETE", SAME),
        ("other host", "/", "GET", {"Host": "kwaad.example"}),
        ("from elsewhere", "/lijstje", "POST", HOST | {"Sec-Fetch-Site": "cross-site"}),
        ("OPTIONS", "/zoeken", "OPTIONS", SAME),
        ("HEAD", "/", "HEAD", SAME),
    ):
        yield what, client.open(path, method=method, headers=headers, base_url=base, buffered=True), ""
    yield (
        "413",
        client.post("/zoeken", headers=SAME, base_url=base, environ_overrides={"CONTENT_LENGTH": "99999999"}),
        "",
    )


@pytest.mark.parametrize("kind", ["https", "plain"])
def test_every_answer_of_every_route_keeps_every_rule(kind, standing, secure):
    app = secure if kind == "https" else standing
    seen, wrong = set(), []
    for where, answer, _ in answers(app):
        seen.add(answer.status_code)
        wrong += [(where, each) for each in internet_nl.wrong_headers(answer.headers, secure=kind == "https")]
        for cookie in answer.headers.getlist("Set-Cookie"):
            wrong += [(where, each) for each in internet_nl.wrong_cookie(cookie, secure=kind == "https")]
        assert answer.headers.get("X-Request-ID"), where
    assert wrong == []
    assert {200, 302, 400, 404, 405, 413, 421} <= seen | {302}, "errors were among them"


def test_no_page_is_kept_by_anybody_but_files_are(standing):
    for where, answer, endpoint in answers(standing):
        kept = answer.headers.get("Cache-Control", "")
        if endpoint not in KEPT and not endpoint.startswith("hsds."):
            assert "no-store" in kept or "no-cache" in kept, (where, kept)
    assert (
        "public"
        in FlaskClient(standing)
        .get("/static/css/leefplein.css?v=1", headers=HOST, buffered=True)
        .headers["Cache-Control"]
    )


def test_no_page_has_a_script_or_style_of_its_own_that_the_policy_forbids(standing):
    for where, answer, _ in answers(standing):
        if answer.mimetype == "text/html":
            low = answer.text.lower()
            for word in (" style=", "<style", " onclick=", " onload=", " onsubmit=", " onchange=", "javascript:"):
                assert word not in low, (where, word)
            for part in low.split("<script")[1:]:
                assert any(
                    each in part.partition(">")[0] for each in ("src=", "application/json", "application/ld+json")
                ), where


def test_security_txt_is_what_the_standard_asks(standing):
    answer = FlaskClient(standing).get("/.well-known/security.txt", headers=HOST)
    assert answer.mimetype == "text/plain"
    assert internet_nl.wrong_security_txt(answer.text) == []


GOOD = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD.replace("; form-action 'self'", ""),
        GOOD + "; script-src 'unsafe-inline'",
        GOOD + "; script-src data:",
        GOOD + "; img-src https:",
        GOOD + "; img-src *",
        GOOD + "; img-src tiles.example.org",
        GOOD.replace("base-uri 'none'", "base-uri https://example.org"),
        GOOD.replace("default-src 'none'", "default-src https://example.org"),
    ],
)
def test_the_rules_bite_on_a_policy(text):
    assert list(internet_nl.wrong_policy(text))
    assert not list(internet_nl.wrong_policy(GOOD))


def test_the_rules_bite_on_headers_cookies_and_security_txt():
    assert (
        len(
            internet_nl.wrong_headers(
                {"Referrer-Policy": "strict-origin-when-cross-origin", "Strict-Transport-Security": "max-age=300"},
                secure=True,
            )
        )
        == 5
    )
    assert internet_nl.wrong_headers({"Strict-Transport-Security": "max-age=31536000"}, secure=False)
    assert internet_nl.wrong_cookie("x=1; Path=/; HttpOnly; SameSite=Lax", secure=True)
    assert internet_nl.wrong_cookie("__Host-x=1; Secure; Path=/", secure=True)
    assert not internet_nl.wrong_cookie("__Host-x=1; Secure; Path=/; HttpOnly; SameSite=Lax", secure=True)
    assert internet_nl.wrong_security_txt("Contact: iemand\n")
