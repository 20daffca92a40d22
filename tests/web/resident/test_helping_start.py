"""The start of `/voor-elkaar`, the page of an exchange event, and the road where nobody mediates."""

import re
import shutil
from datetime import timedelta

import pytest

from app import clock
from app.matching import mediating
from app.matching.models import ExchangeEvent
from tests.applications import application
from tests.conftest import _client
from tests.installing import ROOT, copy_of
from tests.matching.conftest import a_question
from tests.web.resident.helping_scene import MEDIATOR, get, opened


@pytest.fixture
def event(installation):
    """An event of Hattem; its number."""
    day = clock.today() + timedelta(days=10)
    with installation.database.writing() as session:
        made = ExchangeEvent(
            slug="vloer",
            municipality="hattem",
            name="Voorbeeldvloer",
            place="Dorpshuis",
            times="do 19:00-21:00",
            held_on=day,
            follow_up_on=day + timedelta(days=90),
            example=True,
        )
        session.add(made)
        session.flush()
        return made.id


def test_two_doors_who_mediates_and_how_it_goes(client):
    page = get(client, "/voor-elkaar").text
    assert "Ik wil iets doen voor een ander" in page
    assert "Ik zoek iemand die me helpt" in page
    assert "Voor elkaar Hattem" in page
    assert "tel:0380000500" in page
    assert "Nee zeggen mag altijd, zonder reden" in page
    assert "Dit wordt nu gevraagd" not in page, "nothing is asked yet"


def test_what_is_asked_stands_there_without_anything_of_anybody(client, installation):
    opened(installation, a_question(tasks=("boodschappen",), words={"story": "Mijn heup wil niet."}), form="one")
    opened(installation, a_question(tasks=("boodschappen",)), form="two")
    page = get(client, "/voor-elkaar").text
    asked = page[page.index("Dit wordt nu gevraagd") :]
    assert asked.count("<li>Boodschappen doen</li>") == 1
    for private in ("Mijn heup", "Voorbeeld-Karel", "donderdag", "(2)"):
        assert private not in asked


def test_an_event_shows_only_what_the_mediator_checked(client, installation, event):
    assert "/voor-elkaar/beursvloer/vloer" in get(client, "/voor-elkaar").text
    number = opened(installation, a_question(event_id=event), form="one").notice_id
    page = get(client, "/voor-elkaar/beursvloer/vloer").text
    assert "donderdag van 19.00 tot 21.00 uur" in page
    assert "Dit wordt gevraagd" not in page
    mediating.set_public_line(installation.mediation, number, MEDIATOR, "Wie kaart er mee?")
    page = get(client, "/voor-elkaar/beursvloer/vloer").text
    assert "Wie kaart er mee?" in page
    assert "Voorbeeld-Karel" not in page
    assert "/voor-elkaar/aanbieden?beursvloer=vloer" in page
    assert "Voorbeeldvloer" in get(client, "/voor-elkaar/vragen?beursvloer=vloer").text


def test_a_closed_event_says_so_and_takes_nothing_more(client, installation, event):
    with installation.database.writing() as session:
        session.get(ExchangeEvent, event).closed_at = clock.now()
    page = get(client, "/voor-elkaar/beursvloer/vloer").text
    assert "Deze beursvloer is geweest" in page
    assert "?beursvloer=vloer" not in page
    assert "Voorbeeldvloer" not in get(client, "/voor-elkaar/vragen?beursvloer=vloer").text
    assert get(client, "/voor-elkaar/beursvloer/onbekend").status_code == 404


@pytest.fixture
def unmediated(example_template, tmp_path):
    """A visitor of Hattem where no organisation mediates."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    file = tmp_path / "content" / "municipalities" / "hattem.yaml"
    text = re.sub(r"(?m)^mediation:\n(?:[ \t].*\n|\n)*", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    services = copy_of(example_template, tmp_path / "installation", content_dir=tmp_path / "content")
    with application(services) as app:
        yield _client(app)
    services.database.close()


def test_without_an_organisation_there_are_places_to_go_and_somebody_to_call(unmediated):
    page = get(unmediated, "/voor-elkaar").text
    assert "Loket Hattem" in page
    assert "/aanbod/" in page, "who else looks for volunteers"
    assert "/gesprek" in page
    assert "/voor-elkaar/aanbieden" not in page
    for path in ("aanbieden", "vragen"):
        answer = get(unmediated, f"/voor-elkaar/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/voor-elkaar")
    assert get(unmediated, "/voor-elkaar/mijn").status_code == 200


def test_the_home_page_and_the_kind_lead_there(looker):
    assert 'href="/voor-elkaar"' in looker.get("/").text
    assert 'href="/voor-elkaar"' in looker.get("/zoeken?soort=vrijwilligerswerk").text
