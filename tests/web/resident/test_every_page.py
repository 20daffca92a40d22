"""Every address a resident can open answers with a page that holds what every page must hold."""

import pytest

from app.content.models import REQUIRED_PAGES

PAGES = (
    "/",
    "/zoeken",
    "/zoeken?q=oppas&postcode=3881",
    "/zoeken?q=oppas&pagina=2",
    "/zoeken?q=xyzzyqwv",
    "/zoeken?q=ik+wil+niet+meer+leven",
    "/zoeken?q=oppas&postcode=9999+ZZ",
    "/leefgebied",
    "/leefgebied/inkomen",
    "/kernen",
    "/kern/hattem",
    "/papier",
    "/k",
    "/lijstje",
    "/lijstje/vergelijken",
    "/lijstje/print",
    "/lijstje/mail/onderweg",
    "/vertel-wat-u-zocht",
    "/vertel-wat-u-zocht/bedankt",
    "/wegwijzer",
    "/wegwijzer/voor-een-ander",
    "/wegwijzer/takenrooster",
    *(f"/{slug}" for slug in REQUIRED_PAGES),
)
INTERNET_NL = (
    "Content-Security-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Permissions-Policy",
)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_page_answers(looker, address, prefix):
    if prefix or address in {"/zoeken?q=oppas&pagina=2", "/gesprek", "/klacht", "/over-deze-site"}:
        looker.inspection.leave_out("plain_words")  # English words, and texts that explain an official word
    answer = looker.get(prefix + address)
    assert answer.status_code == 200
    for name in INTERNET_NL:
        assert answer.headers[name]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers, "nobody gets a cookie for looking"


@pytest.mark.parametrize("lang", ["tr", "ar", "pl", "uk"])
@pytest.mark.parametrize("slug", ["hulp-nu", "clientondersteuning", "waar-kan-ik-terecht"])
def test_page_in_four_more_languages(looker, lang, slug):
    looker.inspection.leave_out("plain_words")
    text = looker.get(f"/{lang}/{slug}").get_data(as_text=True)
    assert '<html lang="nl"' in text, "the interface around the text is Dutch"
    assert f'id="tekst" lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in text


@pytest.mark.parametrize(
    "address", ["/nergens", "/aanbod/bestaat-niet", "/leefgebied/bestaat-niet", "/kern/bestaat-niet", "/thema/niet.css"]
)
def test_wrong_address_gives_numbers_to_call(looker, address):
    answer = looker.get(address)
    assert answer.status_code == 404
    assert "112" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/hulp-nu", "/zorgen-om-iemand", "/gesprek", "/klacht", "/en/hulp-nu", "/ar/hulp-nu"]
)
def test_quick_exit_says_that_history_stays(looker, address):
    looker.inspection.leave_out("plain_words")
    text = looker.get(address).get_data(as_text=True)
    assert "data-lp-quick-exit" in text


def test_no_quick_exit_where_nothing_is_told(looker):
    assert "data-lp-quick-exit" not in looker.get("/").get_data(as_text=True)
