"""A page that was made before is only handed out again while nothing in it changed."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlmodel import select

from app.content.live import publish_edit
from app.counting.keeping import write_held
from app.counting.models import Tally
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.web import remembering
from app.web.remembering import Remembered

OFFER = "/aanbod/avondoppas-aan-huis"
SEARCH = "/zoeken?q=avondoppas&postcode=3881"


def change(services, **values):
    with services.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.slug == "avondoppas-aan-huis")).one()
        for name, value in values.items():
            setattr(offer, name, value)
        session.add(offer)


def text(client, address):
    return client.get(address).get_data(as_text=True)


@pytest.mark.parametrize("address", [OFFER, SEARCH])
def test_a_change_is_seen_at_once(scenario_client, scenario_installation, address):
    assert "0341 999" not in text(scenario_client, address)
    change(scenario_installation, phone="0341 999 999")
    assert "0341 999 999" in text(scenario_client, address)
    change(scenario_installation, phone="0341 888 888")
    assert "0341 888 888" in text(scenario_client, address)


def test_what_is_withdrawn_is_gone_at_once(scenario_client, scenario_installation):
    assert OFFER in text(scenario_client, SEARCH)
    assert scenario_client.get(OFFER).status_code == 200
    change(scenario_installation, status=Status.WITHDRAWN)
    assert scenario_client.get(OFFER).status_code == 410
    assert OFFER not in text(scenario_client, SEARCH)


def test_a_content_edit_reaches_pages_that_were_seen_before(scenario_client, scenario_installation):
    before = text(scenario_client, OFFER)
    live = scenario_installation.content
    town = live.now().municipality("putten")
    desk = town.desk.model_dump(mode="json") | {"phone": "038 123 45 67"}
    publish_edit(live, f"municipalities/{town.slug}", town.model_dump(mode="json") | {"desk": desk}, "test")
    assert "038 123 45 67" not in before
    assert "038 123 45 67" in text(scenario_client, OFFER)


def test_each_visitor_has_their_own_list(scenario_client):
    text(scenario_client, OFFER)
    scenario_client.post("/lijstje", data={"aanbod": "avondoppas-aan-huis", "doen": "bewaar"})
    assert "Bewaard. Haal weg</span>" in text(scenario_client, OFFER)
    other = scenario_client.application.test_client()
    other.inspection, other.host = scenario_client.inspection, scenario_client.host
    assert "Bewaard. Haal weg</span>" not in text(other, OFFER)


@pytest.mark.parametrize("address", [OFFER, "/zoeken?q=oppas"])
def test_languages_and_municipalities_are_kept_apart(scenario_client, address):
    pages = {
        (prefix, host): scenario_client.get(prefix + address, base_url=f"http://{host}").get_data(as_text=True)
        for prefix in ("", "/en")
        for host in ("hattem.localhost", "putten.localhost")
        for _ in range(2)
    }
    assert len(set(pages.values())) == 4


def test_a_search_seen_before_is_still_counted(scenario_client, scenario_installation):
    for _ in range(4):
        text(scenario_client, "/zoeken?q=xyzzyqwv")
    write_held(scenario_installation.database, older_than=0)
    with scenario_installation.database.reading() as session:
        assert sum(session.exec(select(Tally.count)).all()) == 4


def test_the_oldest_make_room_and_old_age_ends_it(app, monkeypatch):
    made = []
    pages = Remembered(4)

    def page(name):
        return pages.get(name, (), lambda: made.append(name) or name)

    with app.app_context():
        for name in ("a", "b", "a", "c", "d", "e", "e"):
            page(name)
        assert made == ["a", "b", "c", "d", "e"]
        assert page("a") == "a"
        assert made[-1] == "a"
        monkeypatch.setattr(remembering, "SECONDS", -1.0)
        page("a")
        assert made[-2:] == ["a", "a"]


def test_a_page_with_a_token_is_never_kept(app):
    from flask import g

    pages = Remembered(4)
    with app.app_context():
        g.holds_token = True
        assert pages.get("a", (), lambda: "one") == "one"
        assert pages.get("a", (), lambda: "two") == "two"


def test_another_day_makes_another_page(scenario_client):
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        today = text(scenario_client, OFFER)
    with time_machine.travel(datetime(2029, 11, 22, 12, tzinfo=UTC), tick=False):
        later = text(scenario_client, OFFER)
    assert "Bel eerst even" in later
    assert "Bel eerst even" not in today
