"""Getting there: S18 and three people of our own, through real pages (I-43, I-44)."""

import re

import pytest

from tests.journeys.walking import fact, open_result, search

pytestmark = pytest.mark.browser


def test_from_where_no_ride_comes_somebody_at_the_desk_thinks_along(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "koffie drinken met anderen", "Nijkerk")
    open_result(visitor, "Koffie-inloop")
    assert re.search(r"km\s.*van Nijkerk", fact(visitor, "Waar"), re.DOTALL)
    way = fact(visitor, "Hoe komt u er?")
    assert "Vrijwilligersvervoer" not in way
    assert "vraag na" in way


def test_from_ermelo_to_the_wood_workshop(visitor, scenario_server):
    visitor.goto(scenario_server + "/zoeken?q=iets+met+hout&plaats=Ermelo")
    open_result(visitor, "Houtwerkplaats")
    way = fact(visitor, "Hoe komt u er?")
    assert "Van Ermelo hierheen:" in way
    assert "1 dag vooraf bellen" in way
    assert "€ 0,30 per km" in way
    assert "Vraag of zij ook zo ver rijden" not in way


def test_from_huinen_to_stay_over_in_harderwijk(visitor, scenario_server):
    visitor.goto(scenario_server + "/aanbod/logeerhuis-de-heg?vanaf=Huinen")
    way = fact(visitor, "Hoe komt u er?")
    assert "Van Huinen hierheen:" in way
    assert "Vrijwilligersvervoer" in way


def test_a_visitor_and_a_place_to_go_together(visitor, scenario_server):
    visitor.goto(scenario_server + "/zoeken?soort=bezoek&plaats=Putten")
    open_result(visitor, "Bezoek 75+")
    beside = visitor.get_by_role("region", name="Misschien ook fijn")
    assert "Samen met uw bezoeker" in beside.inner_text()
    beside.get_by_role("link", name="Koffie-inloop", exact=True).click()
    assert "Vrijwilligersvervoer" in fact(visitor, "Hoe komt u er?")
