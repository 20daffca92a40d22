"""One's own circle: explained with a local contact, an invitation on paper, and what holds here about budgets."""

import pytest
import time_machine

from app.content.local_help import FAMILY_HELP


@pytest.mark.parametrize("slug", FAMILY_HELP)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_way_names_somebody_to_call_here(looker, slug, prefix):
    looker.inspection.leave_out("plain_words")
    text = looker.get(f"{prefix}/samen/{slug}").get_data(as_text=True)
    assert "Samen een plan Hattem" in text
    assert "038 000 08 00" in text


@pytest.mark.parametrize("slug", ["eigen-kracht-conferentie", "familienetwerkberaad", "familiegroepsplan"])
def test_an_invitation_to_print_asks_and_never_urges(looker, slug):
    text = looker.get(f"/samen/{slug}/uitnodiging").get_data(as_text=True)
    assert "Je mag ook zeggen wat je niet wilt" in text


def test_nobody_is_invited_to_a_guardianship(looker):
    assert looker.get("/samen/burgervoogd/uitnodiging").status_code == 404


def test_the_overview_says_that_it_need_not(looker):
    text = looker.get("/samen").get_data(as_text=True)
    assert "U kiest zelf of u dat wilt" in text
    assert 'href="/gesprek"' in text


def test_care_in_kind_and_budget_is_dated_per_municipality(looker):
    looker.inspection.leave_out("plain_words")
    text = looker.get("/pgb-zin").get_data(as_text=True)
    assert "Wat nu geldt in Hattem" in text
    assert "geldt tot en met 30-06-2027" in text
    assert "De gemeente beslist hierover" in text


def test_an_explanation_that_has_run_out_says_so(looker):
    looker.inspection.leave_out("plain_words")
    with time_machine.travel("2027-07-02 12:00", tick=False):
        assert "Deze uitleg liep tot en met 30-06-2027" in looker.get("/pgb-zin").get_data(as_text=True)
