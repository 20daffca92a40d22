"""People who care for somebody: S01 and S04 of the acceptance scenarios, through real pages."""

import re

import pytest

from tests.journeys.walking import fact, found, main, open_result, result, search

pytestmark = pytest.mark.browser


def test_s01_a_daughter_finds_somebody_for_the_evening(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "iemand die 's avonds bij mijn vader met dementie blijft")
    names = found(visitor)
    assert names[0] == "Avondoppas aan huis"
    assert names.index("Dagoppas Ermelo") > 0
    assert "Lotgenoten dementie" in names
    by_day = result(visitor, "Dagoppas Ermelo").inner_text()
    assert "Ermelo" in by_day
    assert "Op andere avonden" in by_day
    for name in ("Dagopvang De Es", "Logeerhuis De Heg"):
        assert "de gemeente beslist hierover" in result(visitor, name).inner_text()
    for name in ("Avondoppas aan huis", "Dagoppas Ermelo", "Dagopvang De Es", "Logeerhuis De Heg"):
        card = result(visitor, name)
        for word in ("Wanneer:", "Kosten:", "VOG:"):
            assert word in card.inner_text()
        assert card.get_by_role("link", name=re.compile("^Bel")).get_attribute("href").startswith("tel:")


def test_s04_a_carer_reads_about_staying_over(visitor, scenario_server):
    visitor.goto(scenario_server + "/zoeken?soort=logeren&plaats=Putten")
    open_result(visitor, "Logeerhuis De Heg")
    assert "maximaal drie etmalen per week" in main(visitor)
    assert "Zorgverleners kijken samen met u" in main(visitor)
    assert "de gemeente beslist hierover" in fact(visitor, "Wie beslist")
    assert "eigen bijdrage" in fact(visitor, "Kosten")
    assert re.search(r"1\d,\d kilometer\s+van Putten", fact(visitor, "Waar"))
    assert "Vrijwilligersvervoer" in fact(visitor, "Hoe komt u er?")
    assert "Bel voor een gesprek" in main(visitor)
    visitor.get_by_role("link", name="Zo vraagt u een gesprek").click()
    assert visitor.get_by_role("heading", level=1).inner_text() == "Iemand spreken"
