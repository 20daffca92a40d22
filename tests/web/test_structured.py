"""What pages say to search engines: true, safe, and no program."""

import json

import pytest
from sqlmodel import select

from app.social_map.draft import Cost
from app.social_map.models import Offer, Place
from app.social_map.vocabulary import CostKind, Status

HOST = {"Host": "hattem.localhost"}


def told(client, path):
    page = client.get(path, headers=HOST).text
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert data["@context"] == "https://schema.org"
    return {each["@type"]: each for each in data["@graph"]}


@pytest.fixture
def one(installation):
    with installation.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED)).first()
        offer.name = "Koffie </script><script>alert(1)</script> & thee"
        offer.times = "ma+wo 9:00-12:00; 1e di van de maand 14:00"
        offer.phone, offer.costs = "038 000 01 01", (Cost(kind=CostKind.FREE, as_typed="gratis"),)
        offer.area_served = ("Hattem",)
        return offer.slug, offer.place_id


def test_the_facts_of_the_page_are_said(client, one):
    slug, _place = one
    found = told(client, f"/aanbod/{slug}")
    service = found["Service"]
    assert service["name"].startswith("Koffie </script>")
    assert service["url"] == f"http://hattem.localhost/aanbod/{slug}"
    assert service["areaServed"] == [{"@type": "Place", "name": "Hattem"}]
    assert service["availableChannel"]["servicePhone"]["telephone"] == "038 000 01 01"
    assert service["offers"][0]["price"] == "0"
    assert service["provider"]["name"]
    assert [each["position"] for each in found["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]


def test_weekly_times_are_opening_hours(installation, client, one):
    slug, _place = one
    with installation.database.writing() as session:
        session.exec(select(Offer).where(Offer.slug == slug)).one().times = "ma+wo 9:00-12:00"
    hours = told(client, f"/aanbod/{slug}")["Service"]["hoursAvailable"]
    assert hours == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Wednesday"],
            "opens": "09:00",
            "closes": "12:00",
        }
    ]


def test_a_confidential_place_is_not_said(installation, client, one):
    slug, place_id = one
    assert "serviceLocation" in told(client, f"/aanbod/{slug}")["Service"]["availableChannel"]
    with installation.database.writing() as session:
        session.get(Place, place_id).confidential = True
        session.exec(select(Offer).where(Offer.slug == slug)).one().version += 1
    assert "serviceLocation" not in told(client, f"/aanbod/{slug}")["Service"]["availableChannel"]


def test_the_municipality_stands_on_the_first_page(looker):
    found = told(looker, "/")["GovernmentOrganization"]
    assert found["name"] == "Gemeente Hattem"
    assert found["contactPoint"]["telephone"]


def test_a_browser_has_nothing_against_it_and_runs_nothing(live_server, page, one):
    slug, _place = one
    said, shown = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (shown.append(dialog.message), dialog.dismiss()))
    page.goto(f"{live_server}/aanbod/{slug}")
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert [each for each in said if "Content Security Policy" in each or "script" in each.lower()] == []
    assert shown == []
