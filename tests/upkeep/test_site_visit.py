"""A visit to a website: what it says, where it may lead, and that it ends (reliability.md promise 28)."""

import time

import pytest

from app.upkeep import site_visit
from app.upkeep.site_visit import Seen, Verdict, address_of, host_of, visit
from tests.test_calling import TRICKS
from tests.upkeep.internet import PUBLIC, internet  # noqa: F401

AGENT = "Leefplein-linkcontrole (+https://sociale-kaart.example)"
ALIVE = Seen(Verdict.ALIVE)


def seen(address):
    found = visit(address_of(address), AGENT)
    return found.verdict, found.reason


def test_a_website_that_is_there(internet):
    assert visit(internet.site("een.voorbeeld.example"), AGENT) == ALIVE
    assert internet.asked == [("een.voorbeeld.example/", AGENT)]


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (204, Verdict.ALIVE, ""),
        (404, Verdict.FAILED, "not_found"),
        (410, Verdict.FAILED, "gone"),
        (401, Verdict.ODD, "refuses"),
        (403, Verdict.ODD, "refuses"),
        (429, Verdict.ODD, "refuses"),
        (500, Verdict.ODD, "server"),
        (503, Verdict.ODD, "server"),
        (418, Verdict.ODD, "other"),
        (302, Verdict.ODD, "other"),
    ],
)
def test_what_an_answer_says(internet, status, verdict, reason):
    assert seen(internet.site("een.voorbeeld.example", status, path="/pagina")) == (verdict, reason)


def test_a_name_that_is_gone_and_a_look_up_that_does_not_work_here(internet):
    assert seen("https://weg.voorbeeld.example/") == (Verdict.FAILED, "no_name")
    internet.no_names_at_all = True
    assert seen("https://weg.voorbeeld.example/") == (Verdict.ODD, "name_for_now")


def test_three_steps_further_and_no_more(internet):
    end = internet.site("eind.voorbeeld.example")
    three = internet.site("drie.voorbeeld.example", 302, to=end)
    two = internet.site("twee.voorbeeld.example", 308, to=three)
    one = internet.site("een.voorbeeld.example", 301, to=two)
    assert visit(one, AGENT) == ALIVE
    zero = internet.site("nul.voorbeeld.example", 301, to=one)
    assert seen(zero) == (Verdict.ODD, "redirects")
    assert len(internet.asked) == 4 + 4


def test_a_step_may_be_short_and_lead_to_what_is_gone(internet):
    internet.site("een.voorbeeld.example", 404, path="/nieuw")
    assert seen(internet.site("een.voorbeeld.example", 302, to="/nieuw#hier")) == (Verdict.FAILED, "not_found")
    assert seen(internet.site("twee.voorbeeld.example", 302, to="https://weg.voorbeeld.example/")) == (
        Verdict.FAILED,
        "no_name",
    )


def test_going_round_in_circles_ends(internet):
    assert seen(internet.site("rond.voorbeeld.example", 302, to="/")) == (Verdict.ODD, "redirects")


@pytest.mark.parametrize("trick", [each for each in TRICKS if "\n" not in each])
def test_a_redirect_to_a_trick_address_leads_nowhere(internet, trick):
    found = visit(internet.site("list.voorbeeld.example", 302, to=trick), AGENT)
    assert internet.elsewhere == []
    assert {page.partition("/")[0] for page, _ in internet.asked} == {"list.voorbeeld.example"}
    assert found.verdict is not Verdict.ALIVE or trick == "https:///etc/passwd", "its own page, by that name"


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_as_a_website_is_not_connected_to(internet, trick):
    if address := address_of(trick):
        assert visit(address, AGENT).verdict is not Verdict.ALIVE
    assert (internet.elsewhere, internet.asked) == ([], [])


def test_a_name_that_points_elsewhere(internet):
    internet.names["binnen.voorbeeld.example"] = [["10.0.0.5"]]
    internet.names["beide.voorbeeld.example"] = [[PUBLIC, "169.254.169.254"]]
    internet.names["draait.voorbeeld.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert seen("https://binnen.voorbeeld.example/") == (Verdict.ODD, "not_visited")
    assert seen("https://beide.voorbeeld.example/") == (Verdict.ODD, "not_visited")
    assert seen("https://draait.voorbeeld.example/") == (Verdict.ALIVE, "")
    assert internet.looked_up.count("draait.voorbeeld.example") == 1, "the address that was checked is the one called"
    assert internet.elsewhere == []


def test_plain_http_is_never_called_and_may_be_safe_after_all(internet):
    internet.site("een.voorbeeld.example")
    assert seen("http://een.voorbeeld.example/") == (Verdict.ALIVE, "")
    internet.names["alleen.example"] = [[PUBLIC]]
    assert seen("http://alleen.example/") == (Verdict.ODD, "only_http")
    assert seen("http://weg.voorbeeld.example/") == (Verdict.FAILED, "no_name")
    assert internet.elsewhere == []


def test_a_certificate_for_another_name(internet):
    internet.names["elders.example"] = [[PUBLIC]]
    assert seen("https://elders.example/") == (Verdict.ODD, "certificate")


def test_a_page_without_end_is_alive_and_is_not_read(internet):
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b"x" * 65536)
            sent.append(65536)

    internet.site("groot.voorbeeld.example")
    internet.pages["groot.voorbeeld.example/"] = endless
    began = time.monotonic()
    assert seen("https://groot.voorbeeld.example/") == (Verdict.ALIVE, "")
    assert time.monotonic() - began < 2
    time.sleep(0.1)
    assert sum(sent) < 20_000_000, "the visitor hung up"


def test_a_server_that_drips_holds_nobody(internet, monkeypatch):
    monkeypatch.setattr(site_visit, "SECONDS", 0.5)

    def drip(handler):
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.05)

    internet.site("traag.voorbeeld.example")
    internet.pages["traag.voorbeeld.example/"] = drip
    began = time.monotonic()
    assert seen("https://traag.voorbeeld.example/") == (Verdict.ODD, "slow")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.voorbeeld.example", "https://www.voorbeeld.example"),
        (" http://voorbeeld.example/a#b ", "http://voorbeeld.example/a"),
        ("https://voorbeeld.example/é", "https://voorbeeld.example/é"),
        ("zie facebook", ""),
        ("facebook", ""),
        ("mailto:x@voorbeeld.example", ""),
        ("javascript:alert(1)", ""),
        ("ftp://voorbeeld.example", ""),
        ("http://[oeps", ""),
        ("", ""),
    ],
)
def test_what_people_type_for_a_website(typed, address):
    assert address_of(typed) == address


def test_one_house_has_one_host():
    assert host_of("www.voorbeeld.example/a") == host_of("http://VOORBEELD.example") == "voorbeeld.example"
