"""Promise 24: no address and no form answers 500, whatever is typed in it."""

import string

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.reliability.visiting import SAME, an_offer, every_route

NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff x", "\u202egnilleps", "\ufeff", "\u200b" * 50, "a" * 5000, "é" * 3000, "🏳️‍🌈" * 200, "ß" * 40,
    "\r\nSet-Cookie: x=1", "%0d%0aX: y", "../../../../etc/passwd", "' OR 1=1 --", '"; DROP TABLE offer; --', "<script>alert(1)</script>",
    "{{ 7*7 }}", "%s%n%d", "${jndi:ldap://x}", "-1", "0", "9" * 400, "1e999", "nan", "inf", "-inf", "١٢٣", "½", "1,5", "NULL", "None", "true",
    "[]", "{}", "\\", "\\u0000", "*", "?", '"', "'", "AND", "OR", "NOT", "NEAR/3", "a AND (b", "q:*", "^", "~", "\t\v\f", "ma,di", "8051", "8051AA",
    "Hattem", "rolstoel", "zelfmoord", "ij" * 900, "donaudampfschifffahrts" * 30, "a-" * 900, "' " * 900,
]  # fmt: skip
FIELDS = [
    "q", "postcode", "plaats", "straal", "leefgebied", "soort", "niveau", "doelgroep", "interesse", "gesproken", "dag", "dagdeel", "kosten", "toegankelijk",
    "vervoer", "zonder", "letterlijk", "pagina", "per_pagina", "v", "woorden", "email", "e-mail", "wachtwoord", "code", "slug", "aanbod", "notitie",
    "bestand", "wat", "over", "doe", "terug", "volgende", "next", "csrf_token", "naam", "tel", "id",
]  # fmt: skip
texts = (
    st.sampled_from(NASTY)
    | st.text(max_size=200)
    | st.text(st.characters(codec=None, categories=("Cs", "Cc", "Cf", "Lu", "Nd")), max_size=60)
)
forms = st.lists(st.tuples(st.sampled_from(FIELDS) | st.text(string.printable, max_size=20), texts), max_size=8)
few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def public(app):
    """Every address a visitor can reach without an account, once."""
    return sorted(
        {
            (method, path)
            for method, path, endpoint in every_route(app, an_offer(app))
            if not endpoint.startswith(("editor.", "own_account."))
        }
    )


def as_sent(pairs):
    """As a program that knows no rules would send it: percent-encoded, half characters included."""
    return [(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs]


def encoded(pairs):
    from urllib.parse import quote_plus

    return "&".join(
        f"{quote_plus(name.encode('utf-8', 'surrogatepass'))}={quote_plus(value)}" for name, value in as_sent(pairs)
    )


@pytest.fixture(scope="module")
def site(standing):
    return FlaskClient(standing, use_cookies=False)


def fine(answer, what):
    assert answer.status_code < 500, (what, answer.status_code)
    assert "\n" not in str(answer.headers.get("Location", ""))
    assert b"Traceback" not in answer.get_data()  # a packed answer is no text


@pytest.mark.slow
def test_every_nasty_string_in_every_field_of_every_address(site, standing):
    for method, path in public(standing):
        for at in range(0, len(NASTY), 6):
            pairs = [(name, NASTY[(at + number) % len(NASTY)]) for number, name in enumerate(FIELDS)]
            send(site, method, path, pairs)


def send(site, method, path, pairs):
    if method == "GET":
        fine(site.get(f"{path}?{encoded(pairs)}", headers=SAME, buffered=True), (path, pairs))
    else:
        fine(
            site.open(
                path,
                method=method,
                data=encoded(pairs),
                content_type="application/x-www-form-urlencoded",
                headers=SAME,
                buffered=True,
            ),
            (path, pairs),
        )


@pytest.mark.slow
@given(data=st.data())
@settings(few, max_examples=150)
def test_whatever_else_can_be_thought_of(site, standing, data):
    method, path = data.draw(st.sampled_from(public(standing)))
    send(site, method, path, data.draw(forms))


@few
@given(
    path=st.text(st.characters(codec="utf-8"), max_size=120)
    | st.sampled_from(NASTY).filter(lambda text: text.isprintable())
)
def test_any_path(site, path):
    from urllib.parse import quote

    for start in ("/", "/aanbod/", "/leefgebied/", "/en/", "/kern/", "/static/", "/thema/", "/api/", "/beheer/"):
        fine(site.get(start + quote(path.encode("utf-8", "surrogatepass")), headers=SAME, buffered=True), path)


@few
@given(raw=st.binary(max_size=400))
def test_any_bytes_as_an_address_or_a_body(site, raw):
    from urllib.parse import quote_from_bytes

    fine(site.get("/zoeken?q=" + quote_from_bytes(raw), headers=SAME, buffered=True), raw)
    fine(site.get("/aanbod/" + quote_from_bytes(raw), headers=SAME, buffered=True), raw)
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "x",
    ):
        fine(site.post("/zoeken", data=raw, content_type=kind, headers=SAME, buffered=True), raw)
        fine(site.post("/api/zoeken", data=raw, content_type=kind, headers=SAME, buffered=True), raw)


@few
@given(
    value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\x00"), max_size=200),
    name=st.sampled_from(
        [
            "Host",
            "Accept-Language",
            "Cookie",
            "Referer",
            "Origin",
            "User-Agent",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "Content-Type",
            "X-Forwarded-For",
            "Sec-Fetch-Site",
            "Accept",
            "Accept-Encoding",
            "Authorization",
        ]
    ),
)
def test_any_header(site, name, value):
    for method, path in (
        ("GET", "/zoeken?q=koken"),
        ("GET", "/metrics"),
        ("GET", "/static/css/leefplein.css"),
        ("POST", "/lijstje"),
    ):
        fine(site.open(path, method=method, headers=SAME | {name: value}, buffered=True), (name, value))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_question_of_a_megabyte(site, method):
    for words in ("a" * 1_000_000, "woord " * 170_000, "zelfmoord " * 100_000):
        if method == "POST":
            fine(site.post("/zoeken", data=MultiDict({"q": words}), headers=SAME, buffered=True), "1 MB")
        else:
            fine(site.get("/zoeken", query_string={"q": words[:60_000]}, headers=SAME, buffered=True), "60 kB")
