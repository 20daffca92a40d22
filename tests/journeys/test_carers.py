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
    assert "Op andere tijden: overdag" in by_day
    for name in ("Dagopvang De Es", "Logeerhuis De Heg"):
        assert "de gemeente beslist hierover" in result(visitor, name).inner_text()
    for name in ("Avondoppas aan huis", "Dagoppas Ermelo", "Dagopvang De Es", "Logeerhuis De Heg"):
        card = result(visitor, name)
        for word in ("Wanneer:", "Kosten:", "VOG:"):
            assert word in card.inner_text()
        assert card.get_by_role("link", name=re.compile("^Bel")).get_attribute("href").startswith("tel:")


def headings(page):
    """The headings in the column of results, in order, with the names under each."""
    under = {}
    for item in page.locator(".lp-columns__main").get_by_role("heading").all():
        name = item.inner_text().replace("\xad", "")
        if item.evaluate("each => each.tagName") == "H2":
            under[name] = []
        else:
            under[list(under)[-1]].append(name)
    return {heading: names for heading, names in under.items() if names}


def test_s01_who_can_come_stands_above_who_comes_on_other_evenings(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "op maandagochtend iemand bij mijn moeder", "Putten")
    under = headings(visitor)
    assert under["Op maandagochtend"] == ["Dagoppas Ermelo"]
    assert under["Op andere dagen of tijden"] == ["Avondoppas aan huis"]
    assert under["Overdag en 's nachts ergens anders"] == ["Dagopvang De Es", "Logeerhuis De Heg"]
    assert list(under)[-1] == "Lotgenoten, steun en andere hulp"
    assert found(visitor) == [name for names in under.values() for name in names], "the headings change no order"
    assert "Wanneer: di+do 18:30-22:30" in result(visitor, "Avondoppas aan huis").inner_text(), "the real times"
    visitor.get_by_role("link", name="Wanneer: maandag, ochtend").click()
    visitor.get_by_role("heading", level=2, name="Gevonden hulp").wait_for(state="attached")
    assert "Op maandagochtend" not in headings(visitor)


def test_s01_by_day_the_one_who_comes_by_day_is_first(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "overdag iemand bij mijn vader, ik wil even weg", "Putten")
    under = headings(visitor)
    assert under["Overdag"] == ["Dagoppas Ermelo"]
    assert "Op andere tijden: 's avonds" in result(visitor, "Avondoppas aan huis").inner_text()
    assert {"Dagopvang De Es", "Logeerhuis De Heg"} <= set(found(visitor))


def test_s01_when_nobody_can_come_that_is_said_and_nothing_is_hidden(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "op donderdagmiddag iemand bij mijn moeder", "Putten")
    assert "Op donderdagmiddag vonden we niemand die bij u thuis komt. Ergens anders kan misschien wel" in main(visitor)
    assert "Op donderdagmiddag" not in headings(visitor)
    assert headings(visitor)["Op andere dagen of tijden"] == ["Avondoppas aan huis", "Dagoppas Ermelo"]
    assert "Op andere middagen" in result(visitor, "Dagoppas Ermelo").inner_text()
    for name in ("Dagopvang De Es", "Logeerhuis De Heg"):
        assert "de gemeente beslist hierover" in result(visitor, name).inner_text()


@pytest.mark.parametrize(
    "words",
    [
        "oppas voor mijn vader, ook 's nachts nodig",
        "mijn man dwaalt 's nachts, ik kan niet meer",
        "oppas voor mijn moeder, ik houd het niet vol",
    ],
)
def test_s02_at_night_or_no_longer_bearable_heavier_comes_first(visitor, scenario_server, words):
    visitor.goto(scenario_server)
    search(visitor, words, "Putten")
    names = found(visitor)
    assert names[0] == "Logeerhuis De Heg"
    assert names.index("Avondoppas aan huis") > 0
    assert visitor.get_by_role("link", name="Een gesprek met iemand die meedenkt").is_visible()
    assert not re.search(r"uw netwerk|heeft u al geprobeerd|zoek nog iemand", main(visitor), re.IGNORECASE)


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
