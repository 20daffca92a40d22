"""Whether there is a place free, on every place where somebody reads it: at once when it changes, and gone when it is old."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.social_map.models import Offer
from app.social_map.places_free import set_places
from tests.web.resident.route_walking import soup, words

SITTER = "/aanbod/avondoppas-aan-huis"


@pytest.fixture
def say(scenario_installation):
    def say(available, maximum=None, name="Avondoppas aan huis", note="", days_ago=0):
        with scenario_installation.database.writing() as session:
            number = session.execute(sa.select(Offer.id).where(Offer.name == name)).scalar_one()
            at = clock.now() - timedelta(days=days_ago) if days_ago else None
            set_places(session, number, available, maximum, note=note, actor="test", at=at)

    return say


def row(client):
    facts = soup(client, SITTER).select(".lp-facts .utrecht-data-list__item")
    return next(" ".join(each.dd.get_text(" ").split()) for each in facts if each.dt.get_text() == "Is er plek?")


def card(client, address="/zoeken?soort=oppas"):
    found = soup(client, address).select_one('[data-offer="F01"]')
    return " ".join(found.get_text(" ").split())


def api(client, name):
    results = client.get("/api/zoeken?per_pagina=100").get_json()["results"]
    return next(each["places"] for each in results if each["source_id"] == name)


def test_a_change_is_there_at_once_everywhere(scenario_client, say):
    assert row(scenario_client) == "Vraag na of er plek is."
    for available, text in (
        (2, "Nu 2 plekken vrij (bijgewerkt op "),
        (1, "Nu 1 plek vrij (bijgewerkt op "),
        (0, "Nu geen plek vrij (bijgewerkt op "),
    ):
        say(available, 4)
        for shown in (row(scenario_client), card(scenario_client), card(scenario_client, "/mantelzorg")):
            assert text in shown
    assert "Vraag naar de wachttijd." in row(scenario_client)


def test_too_old_is_said_to_be_asked(scenario_client, say, scenario_installation):
    days = scenario_installation.content.now().policy.places_valid_days
    say(2, days_ago=days)
    assert "Nu 2 plekken vrij" in row(scenario_client)
    say(3)
    assert "Nu 3 plekken vrij" in card(scenario_client)


def test_it_expires_on_a_page_that_was_remembered(scenario_client, say, scenario_installation, monkeypatch):
    say(2)
    assert "Nu 2 plekken vrij" in row(scenario_client)
    later = clock.now() + timedelta(days=scenario_installation.content.now().policy.places_valid_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert row(scenario_client) == "Vraag na of er plek is."
    assert "Vraag na of er plek is." in card(scenario_client)
    assert "Nu 2" not in card(scenario_client, "/mantelzorg")
    assert api(scenario_client, "F01") == {"available": None, "maximum": None, "updated": None, "state": "ask"}


def test_the_note_of_the_provider_stands_beside_it(scenario_client, say):
    say(2, note="Alleen <b>na de kerst</b>.")
    assert row(scenario_client).endswith("Alleen <b>na de kerst</b>.")
    assert "na de kerst" in card(scenario_client, "/mantelzorg")


def test_the_api_says_the_same(scenario_client, say):
    assert api(scenario_client, "F01") == {"available": None, "maximum": None, "updated": None, "state": "ask"}
    assert api(scenario_client, "F06") is None
    say(2, 4)
    assert api(scenario_client, "F01") == {
        "available": 2,
        "maximum": 4,
        "updated": clock.today().isoformat(),
        "state": "free",
    }


def test_what_does_not_take_over_asks_the_database_nothing(scenario_client, scenario_installation):
    asked = []
    sa.event.listen(
        scenario_installation.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    scenario_client.get("/zoeken?soort=ontmoeting")
    assert not [each for each in asked if "places_free" in each]
    scenario_client.get("/zoeken")
    assert len([each for each in asked if "places_free" in each]) == 1, "one question for a whole page"


def test_no_certificate_is_said_plainly(scenario_client, scenario_installation):
    with scenario_installation.database.writing() as session:
        session.execute(sa.update(Offer).where(Offer.name == "Avondoppas aan huis").values(vog="no"))
    for address in ("/zoeken?soort=oppas", "/mantelzorg"):
        assert "geen VOG" in card(scenario_client, address)
    assert "geen VOG" in words(soup(scenario_client, SITTER))
