"""The carers' page: the ladder in the order that fits, a conversation of one's own, and no word about the other person."""

import pytest
import sqlalchemy as sa

from app.search.indexing import rebuild
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from tests.web.resident.route_walking import everything, soup, words, write_trap

PUTTEN = "http://putten.localhost"
UNKNOWN = "niet bekend, vraag na"


def names(page, within="#even-overnemen"):
    return [each.get_text(strip=True).replace("\xad", "") for each in page.select(f"{within} .lp-card__title")]


def rungs(page):
    return [each["data-rung"] for each in page.select("[data-rung]")]


def facts(page, offer):
    """What stands behind each word on one card of the ladder."""
    rows = page.select(f'[data-rung] [data-offer="{offer}"] dl > div')
    return {each.dt.get_text(): " ".join(each.dd.get_text(" ").split()) for each in rows}


def labels(page, offer):
    return [each.get_text() for each in page.select(f'[data-rung] [data-offer="{offer}"] .lp-badge')]


@pytest.fixture
def take_away(scenario_installation):
    def take_away(*offers):
        with scenario_installation.database.writing() as session:
            session.execute(sa.update(Offer).where(Offer.source_id.in_(offers)).values(status=Status.WITHDRAWN))

    return take_away


def test_lighter_relief_first_and_every_rung_is_there(scenario_client):
    page = soup(scenario_client, "/mantelzorg")
    assert rungs(page) == ["light", "day", "night"]
    assert names(page) == ["Avondoppas aan huis", "Dagoppas Ermelo", "Dagopvang De Es", "Logeerhuis De Heg"]
    assert names(page, "#lotgenoten") == ["Lotgenoten dementie"]
    assert not page.select("main [checked]")
    assert [each["value"] for each in page.select("main option[selected]")] == ["", ""], (
        "anything, not a choice of ours"
    )


def test_two_offers_can_be_compared_fact_by_fact(scenario_client):
    page = soup(scenario_client, "/mantelzorg")
    sitter, house = facts(page, "F01"), facts(page, "F04")
    assert list(sitter) == list(house)
    assert sitter["Wanneer"] == "dinsdag en donderdag van 18.30 tot 22.30 uur"
    assert sitter["Waar"].startswith("bij u thuis; zij komen uit Putten, ")
    assert (sitter["Opgeleid voor"], sitter["VOG"], sitter["Kosten"]) == ("dementie", "ja", "gratis")
    assert sitter["Wie beslist"] == "zonder indicatie"
    assert house["Wie beslist"] == "de gemeente beslist hierover"
    assert "Harderwijk" in house["Waar"]
    assert house["Opgeleid voor"] == house["Meestal wachten"] == house["Vooraf vragen"] == UNKNOWN
    assert house["Is er plek?"] == "Vraag na of er plek is."
    assert page.select_one('[data-offer="F01"] a[href="tel:0341000394"]')


def test_a_chosen_time_ranks_and_labels_and_hides_nothing(scenario_client):
    page = soup(scenario_client, "/mantelzorg?dag=vr&dagdeel=middag&plaats=Putten")
    assert names(page, "#licht") == ["Dagoppas Ermelo", "Avondoppas aan huis"]
    assert labels(page, "F02") == ["Voorbeeld"]
    assert "Op andere tijden: 's avonds" in labels(page, "F01")
    assert labels(page, "F03") == ["Voorbeeld"]
    assert len(names(page)) == 4
    assert "U koos: vrijdagmiddag" in words(page)


def test_nobody_at_that_time_is_said_and_the_others_stay(scenario_client):
    page = soup(scenario_client, "/mantelzorg?dag=zo")
    assert "Op de tijd die u koos (zondag) weten wij hier niemand." in page.select_one("#licht").get_text()
    assert len(names(page, "#licht")) == 2
    assert "weten wij hier niemand" not in page.select_one("#nacht").get_text()


def test_asking_for_nights_turns_the_ladder_round(scenario_client):
    assert rungs(soup(scenario_client, "/mantelzorg?dagdeel=nacht")) == ["night", "day", "light"]


def test_where_changes_the_distance_and_an_unknown_place_is_said(scenario_client):
    here, there = (
        facts(soup(scenario_client, f"/mantelzorg?plaats={place}"), "F04")["Waar"] for place in ("Putten", "Ermelo")
    )
    assert here != there
    page = soup(scenario_client, "/mantelzorg?plaats=Nergenshuizen")
    field = page.select_one("#plaats")
    assert (field["value"], field["aria-invalid"]) == ("Nergenshuizen", "true")
    assert len(names(page)) == 4


def test_what_makes_no_sense_in_the_address_is_left_out(scenario_client):
    page = soup(scenario_client, "/mantelzorg?dag=maandag&dagdeel=%00&plaats=" + "x" * 300)
    assert rungs(page) == ["light", "day", "night"]


def test_an_empty_rung_says_so_and_whom_to_call(scenario_client, take_away):
    take_away("F03")
    page = soup(scenario_client, "/mantelzorg")
    day = page.select_one("#overdag")
    assert rungs(page) == ["light", "day", "night"]
    assert "Hier weten wij nu niemand die dit doet." in day.get_text()
    assert day.select_one('a[href="tel:0380000010"]')
    assert not day.select(".lp-card")


def test_an_empty_rung_shows_the_nearest_in_the_region(scenario_client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.execute(sa.update(Offer).where(Offer.source_id == "F04").values(area_served=("Harderwijk",)))
    services = scenario_installation
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    page = soup(scenario_client, "/mantelzorg")
    night = page.select_one("#nacht")
    assert "Hier weten wij nu niemand die dit doet." in night.get_text()
    assert "Dit is het dichtste bij dat wij kennen." in night.get_text()
    assert names(page, "#nacht") == ["Logeerhuis De Heg"]
    assert "Regio: Harderwijk" in labels(page, "F04")


def test_an_installation_without_any_respite_still_has_three_rungs(scenario_client, take_away):
    take_away("F01", "F02", "F03", "F04")
    page = soup(scenario_client, "/mantelzorg")
    assert rungs(page) == ["light", "day", "night"]
    assert words(page).count("Hier weten wij nu niemand die dit doet.") == 3


def test_who_cannot_keep_it_up_sees_heavier_relief_first_and_somebody_to_call(scenario_client):
    sent = scenario_client.post("/mantelzorg", data={"merkt": ["nacht", "te_veel"]})
    assert sent.status_code == 303
    assert sent.headers["Location"] == "/mantelzorg#iemand-spreken"
    page = soup(scenario_client, "/mantelzorg")
    assert rungs(page) == ["night", "day", "light"]
    assert names(page)[0] == "Logeerhuis De Heg"
    assert "Avondoppas aan huis" in names(page)
    assert len(page.select("main [checked]")) == 2
    assert page.select_one('#iemand-spreken.lp-person a[href="tel:0380000010"]')
    for word in ("uw netwerk", "eigen netwerk", "uw omgeving", "buren", "mensen om u heen"):
        assert word not in words(page).lower()


def test_ticks_stay_in_the_session_and_when_and_where_in_the_address(scenario_client):
    sent = scenario_client.post(
        "/mantelzorg", data={"merkt": "te_veel", "dag": "do", "dagdeel": "middag", "plaats": "Putten"}
    )
    assert sent.headers["Location"] == "/mantelzorg?dag=do&dagdeel=middag&plaats=Putten#iemand-spreken"
    page = soup(scenario_client, "/mantelzorg?dag=do&dagdeel=middag&plaats=Putten")
    assert page.select_one("#dag option[selected]")["value"] == "do"
    assert page.select_one("#dagdeel option[selected]")["value"] == "middag"
    assert page.select_one("#plaats")["value"] == "Putten"
    assert len(page.select("main [checked]")) == 1


def test_ticks_can_be_taken_away_again(scenario_client):
    scenario_client.post("/mantelzorg", data={"merkt": ["nacht", "iets-anders"]})
    assert scenario_client.post("/mantelzorg", data={}).headers["Location"] == "/mantelzorg#even-overnemen"
    assert not soup(scenario_client, "/mantelzorg").select("main [checked]")


def test_a_conversation_of_ones_own(scenario_client):
    sent = scenario_client.post("/mantelzorg/gesprek")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/gesprek")
    with scenario_client.session_transaction(base_url=PUTTEN) as session:
        assert session["wegwijzer"]["a"]["begin"] == {"voor_wie": "mantelzorger"}


def test_nothing_asks_what_the_other_person_has(scenario_client):
    page = soup(scenario_client, "/mantelzorg")
    assert {each["name"] for each in page.main.select("input:not([type=hidden]), select")} == {
        "merkt",
        "dag",
        "dagdeel",
        "plaats",
    }
    assert not page.main.select("textarea")


def test_the_check_sends_nothing_because_there_is_nothing_to_send(scenario_client):
    check = soup(scenario_client, "/mantelzorg").select_one("#hoe-gaat-het")
    assert "Dit blijft op uw scherm. Wij zien het niet." in check.get_text()
    assert not check.select("form, input, button, select, textarea, script, [open]")
    assert check.find_parent("form") is None
    statements = check.select("details")
    assert len(statements) == 7
    for each in statements:
        assert each.summary.q.get_text()
        assert each.select("a[href^='tel:']"), each.summary
    anchors = {link["href"] for link in check.select("a[href^='#']")}
    assert {"#licht", "#overdag", "#nacht"} <= anchors


def test_looking_changes_nothing(scenario_client, scenario_installation):
    before = everything(scenario_installation.database)
    with write_trap(scenario_installation.database) as caught:
        got = scenario_client.get("/mantelzorg?dag=do&plaats=Putten")
    assert caught == []
    assert "Set-Cookie" not in got.headers
    assert everything(scenario_installation.database) == before


def test_a_thank_you_is_there_where_somebody_wrote_one(client):
    page = soup(client, "/mantelzorg")
    thanks = page.select_one("#bedankt")
    assert "Voorbeeld" in thanks.get_text()
    assert "Nagekeken op 22-11-2026." in thanks.get_text()
    assert "verzonnen regeling" in thanks.get_text()
    client.host = "overbetuwe.localhost"
    assert soup(client, "/mantelzorg").select_one("#bedankt") is None


def test_in_english_too(client):
    client.host = "putten.localhost"
    page = soup(client, "/en/mantelzorg")
    assert rungs(page) == ["light", "day", "night"]
    assert "thanks people who care" in words(page)
    assert page.select_one('form[action="/en/mantelzorg"]')
