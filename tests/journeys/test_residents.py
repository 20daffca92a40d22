"""People who look for help for themselves: S06, S10-S12 and S17-S21 of the acceptance scenarios, through real pages."""

import re

import pytest
from sqlmodel import select

from app.counting.keeping import write_held
from app.counting.models import Tally
from app.insight.models import SearchNote
from tests.journeys.walking import fact, found, main, open_result, result, search

pytestmark = pytest.mark.browser


def test_s06_a_widow_who_feels_alone(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "ik voel me alleen")
    names = found(visitor)
    assert names[:2] == ["Bezoek 75+", "Koffie-inloop"]
    assert "Begeleiding aan huis" not in names[:2]
    assert not re.search(r"depress|stoornis|diagnose|psychisch", main(visitor), re.IGNORECASE)
    open_result(visitor, "Bezoek 75+")
    call = visitor.get_by_role("main").get_by_role("link", name=re.compile("^Bel")).first
    assert call.get_attribute("href") == "tel:0341000422"
    assert call.bounding_box()["height"] >= 44
    assert "U kunt zeggen:" in main(visitor), "a sentence to use when asking"


@pytest.mark.parametrize(
    "words",
    [
        "mijn moeder is eenzaam op zondag",
        "ik zie bijna niemand en wil begeleiding aan huis",
        "sinds mijn man dood is ben ik altijd alleen",
    ],
)
def test_s06_in_other_words_people_come_before_paid_guidance(visitor, scenario_server, words):
    visitor.goto(scenario_server)
    search(visitor, words)
    names = found(visitor)
    last = names.index("Begeleiding aan huis") if "Begeleiding aan huis" in names else len(names)
    assert max(names.index("Bezoek 75+"), names.index("Koffie-inloop")) < last
    block = visitor.get_by_role("region", name="Bellen mag gewoon")
    assert "Ik ben veel alleen en zou graag wat meer mensen zien." in block.inner_text()
    call = block.get_by_role("link", name=re.compile("^Bel"))
    first = visitor.get_by_role("article").first.get_by_role("link", name=re.compile("^Bel"))
    assert call.get_attribute("href") == first.get_attribute("href")
    assert call.bounding_box()["height"] >= 44


@pytest.mark.parametrize("words", ["alleen op dinsdag oppas", "begeleiding aan huis"])
def test_s06_who_does_not_say_so_is_not_called_lonely(visitor, scenario_server, words):
    visitor.goto(scenario_server)
    search(visitor, words)
    assert visitor.get_by_role("region", name="Bellen mag gewoon").count() == 0


def test_s10_somebody_who_only_wants_to_speak_to_a_person(visitor, scenario_server):
    visitor.goto(scenario_server)
    visitor.get_by_role("main").get_by_role("link", name="Iemand spreken").click()
    assert "Liever bellen? Dat telt even zwaar." in main(visitor)
    assert visitor.get_by_role("main").get_by_role("link", name=re.compile("^Bel")).first.is_visible()
    assert visitor.get_by_label("Waar wilt u over praten?").is_visible(), "the form at once, no question of the route"


@pytest.mark.parametrize("address", ["/", "/wegwijzer", "/zoeken?q=oppas", "/lijstje"])
def test_s11_help_now_from_anywhere(visitor, scenario_server, address):
    visitor.goto(scenario_server + address)
    visitor.get_by_role("link", name="Nu hulp nodig").first.click()
    assert visitor.locator("main form").count() == 0
    first = visitor.get_by_role("main").get_by_role("link", name=re.compile("Alarmnummer")).first
    assert first.get_attribute("href") == "tel:112"
    assert visitor.context.cookies() == [], "nothing is remembered"


def test_s12_independent_help_within_two_presses(visitor, scenario_server):
    visitor.goto(scenario_server)
    visitor.get_by_role("link", name="Gratis hulp van iemand die naast u staat").first.click()
    text = main(visitor)
    assert "De gemeente Putten betaalt deze hulp" in text
    assert "werken niet voor de gemeente" in text
    assert (
        visitor.get_by_role("main").get_by_role("link", name="038 000 01 10").first.get_attribute("href")
        == "tel:0380000110"
    )


@pytest.mark.parametrize(
    ("slug", "costs"),
    [
        (
            "dagopvang-de-es",
            "eigen bijdrage; de gemeente vertelt u hoeveel (geldig tot en met 31 december 2026; bron: landelijke regels",
        ),
        ("koffie-inloop", "€ 2,00 per keer"),
        ("maaltijd-aan-huis", "prijs niet actueel, vraag na"),
        ("eettafel-zonder-prijs", "kosten onbekend, vraag na"),
    ],
)
def test_s17_costs_are_never_blank(visitor, scenario_server, slug, costs):
    visitor.goto(f"{scenario_server}/aanbod/{slug}")
    said = " ".join(fact(visitor, "Kosten").split())
    assert costs in said
    assert "€ 0" not in said


def test_s18_something_with_wood_and_no_car(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "iets met hout", "Krachtighuizen")
    assert found(visitor)[0] == "Houtwerkplaats"
    assert re.search(r"\d,\d km", result(visitor, "Houtwerkplaats").inner_text())
    filters = visitor.get_by_text("Kies wat bij u past")
    filters.click()
    visitor.locator("summary", has_text="Vervoer").click()
    visitor.get_by_role("checkbox", name=re.compile("Met vervoer")).check()
    visitor.get_by_role("button", name="Toon wat past").click()
    assert found(visitor)[0] == "Houtwerkplaats"
    rides = visitor.get_by_role("region", name="Zij kunnen u brengen")
    assert "Vrijwilligersvervoer" in rides.inner_text()
    open_result(visitor, "Houtwerkplaats")
    assert re.search(r"km.*van Krachtighuizen", fact(visitor, "Waar"), re.DOTALL)
    assert "Vrijwilligersvervoer" in fact(visitor, "Hoe komt u er?")


def test_s19_help_after_brain_injury_is_further_away(visitor, scenario_server):
    visitor.goto(scenario_server)
    search(visitor, "hersenletsel", "Putten")
    assert found(visitor)[0] == "NAH-begeleiding"
    assert "Regio: Zwolle" in result(visitor, "NAH-begeleiding").inner_text()
    assert "Dicht bij u vonden we dit niet" in main(visitor)


def test_s19_it_is_counted_without_the_words(scenario_client, scenario_installation):
    scenario_client.get("/zoeken?q=hersenletsel&plaats=Putten")
    write_held(scenario_installation.database, older_than=0)
    with scenario_installation.database.reading() as session:
        counted = session.exec(select(Tally)).all()
        assert not session.exec(select(SearchNote)).all()
    assert [(each.municipality, each.kern, each.way, each.count) for each in counted] == [
        ("putten", "putten", "search", 1)
    ]
    assert "hersenletsel" not in str([each.model_dump() for each in counted])


def test_s20_exactly_eleven_subjects(visitor, scenario_server):
    visitor.goto(scenario_server)
    subjects = visitor.get_by_role("navigation", name="Of kies een onderwerp").get_by_role("link")
    assert subjects.count() == 11
    for number in range(11):
        visitor.goto(scenario_server)
        label = subjects.nth(number).inner_text().replace("\xad", "")
        subjects.nth(number).click()
        assert visitor.get_by_role("heading", level=1).inner_text().replace("\xad", "") == label


def test_s21_meeting_people_with_a_wheelchair(visitor, scenario_server):
    visitor.goto(scenario_server + "/zoeken?soort=ontmoeting,dagbesteding&toegankelijk=rolstoel")
    names = found(visitor)
    assert set(names[:2]) == {"Koffie-inloop", "Dagopvang De Es"}
    apart = visitor.get_by_role("region", name=re.compile("niet bekend"))
    assert "Houtwerkplaats" in apart.inner_text()
    assert "Bel even en vraag" in apart.inner_text()
