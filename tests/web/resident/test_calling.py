"""Can I call now: on the page of an offer, on its card, and never an answer of an hour ago."""

import time_machine

from app.web.resident import offers
from tests.installing import fill

TABLE = """naam,soort,niveau,telefoon,beltijden,tijden,kern,gemeente,status,gecontroleerd_op
Belbaar aanbod,ontmoeting,algemeen,0341 000 901,ma-vr 9:00-17:00,wo 10-12 uur,Hattem,Hattem,gepubliceerd,2026-11-01
"""
OPEN, SHUT = "U kunt nu bellen, tot 17.00 uur.", "U kunt morgen weer bellen, vanaf 9.00 uur."


def main_of(client, address):
    return client.get(address).get_data(as_text=True).partition("<main")[2]


def add(client, tmp_path):
    file = tmp_path / "calling.csv"
    file.write_text(TABLE, encoding="utf-8")
    fill(client.application.extensions["leefplein"], file, source_name="calling")


def test_the_page_says_whether_somebody_answers_now_even_when_it_was_remembered(client, tmp_path):
    add(client, tmp_path)
    with time_machine.travel("2026-11-23T16:58:00+01:00", tick=False):
        assert OPEN in main_of(client, "/aanbod/belbaar-aanbod")
        kept = len(offers._PAGES._held)
        assert OPEN in main_of(client, "/aanbod/belbaar-aanbod")
        assert len(offers._PAGES._held) == kept, "the same answer is the same page"
    with time_machine.travel("2026-11-23T17:01:00+01:00", tick=False):
        page = main_of(client, "/aanbod/belbaar-aanbod")
    assert SHUT in page
    assert OPEN not in page


def test_it_is_on_the_card_in_both_languages_and_not_on_paper(client, tmp_path):
    add(client, tmp_path)
    client.inspection.leave_out("plain_words")
    with time_machine.travel("2026-11-23T18:00:00+01:00", tick=False):
        card = main_of(client, "/zoeken?q=belbaar").partition('class="lp-card"')[2]
        assert SHUT in card.partition("</article>")[0]
        assert client.get("/en/aanbod/belbaar-aanbod").status_code == 200
        assert SHUT not in main_of(client, "/aanbod/belbaar-aanbod/print")


def test_the_desk_says_it_too(client):
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False):
        assert "U kunt nu bellen, tot 12.00 uur." in main_of(client, "/")
